"""The page of the ledger: its rows as the page's script reads them, and as a table to take along."""

from datetime import UTC

from qms_site.markdown.options import Heading
from qms_site.pages.evidence_page import EvidencePage
from qms_site.pages.row_files import FIRST, MOST_IN_PAGE, Row, row_files
from qms_site.project import Project
from qms_site.reports.tables import Table, render_table
from qms_site.text import printable
from qms_site.views.ledger import LedgerRow, LedgerView, build_ledger_view

NAME = "ledger"
_COLUMNS = (
    *("date", "repository", "commit", "author", "subject", "authority", "records", "what the records say"),
    *("systems", "documents", "pointers", "reverts"),
)


def ledger_page(project: Project) -> EvidencePage | None:
    """The page; None without a history."""
    view = build_ledger_view(project)
    if not view.rows and not view.before:
        return None
    headings = [Heading(level=2, id="commits", text="Commits")]
    if view.idle:
        headings.append(Heading(level=2, id="idle", text="Records without a commit"))
    table = render_table(ledger_table(view, project.settings.project.name), "csv")
    return EvidencePage(
        name=NAME,
        title="Change ledger",
        template="ledger.j2",
        view=view,
        headings=tuple(headings),
        files={f"{NAME}.csv": table, **row_files(NAME, [_cells(row) for row in view.rows])},
        context={
            "shown": view.rows if len(view.rows) <= MOST_IN_PAGE else view.rows[:FIRST],
            "linked_ids": sorted(
                {id_ for row in view.rows for id_ in (*row.documents, *(say.record for say in row.says))}
            ),
        },
    )


def ledger_table(view: LedgerView, name: str) -> Table:
    """All rows of the ledger, to take along."""
    return Table(title="Change ledger", subject=name, columns=_COLUMNS, rows=tuple(_exported(row) for row in view.rows))


def _exported(row: LedgerRow) -> tuple[str | tuple[str, ...], ...]:
    return (
        row.when.isoformat() if row.when else "",
        row.repository,
        row.hash,
        row.author,
        row.subject,
        row.standing,
        tuple(say.record for say in row.says),
        tuple(f"{say.record}: {say.words}" for say in row.says),
        row.systems,
        row.documents,
        row.pointers,
        row.reverts,
    )


_LONGEST = 300
_MOST_DOCUMENTS = 50


def _cells(row: LedgerRow) -> Row:
    """What the script makes a row of; texts are cut where no reader would read on."""
    return (
        row.when.astimezone(UTC).isoformat() if row.when else "",
        row.hash,
        row.repository,
        printable(row.subject[:_LONGEST]),
        printable(row.author[:_LONGEST]),
        row.standing,
        "beyond its scope" if row.is_out_of_scope else "",
        [[say.record, say.words] for say in row.says],
        list(row.systems),
        list(row.documents[:_MOST_DOCUMENTS]),
        list(row.pointers),
        [name[:10] for name in row.reverts],
    )
