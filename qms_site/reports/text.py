"""Reports for a terminal: findings, and one document. Plain text; what a repository says is made printable."""

from collections.abc import Iterator
from datetime import date

from qms_site.records.documents import Document
from qms_site.rules.acceptance import JudgedFinding
from qms_site.text import count_of, printable
from qms_site.views.document import DocumentView, build_document_view
from qms_site.views.findings import build_findings_view
from qms_site.views.names import NameView
from qms_site.views.rows import DocumentRow
from qms_site.views.run import Run

_EVENTS_SHOWN = 12


def render_findings(run: Run) -> str:
    """Findings as ``path:line: severity CODE message``, the severest first, and a line that sums them up."""
    view = build_findings_view(run.findings)
    lines = [_finding_line(judged) for judged in run.findings]
    total = ", ".join(
        (count_of(view.errors, "error"), count_of(view.warnings, "warning"), count_of(view.notes, "note"))
    )
    accepted = f"; {view.accepted} accepted" if view.accepted else ""
    checked = count_of(len(run.project.documents), "document")
    return "\n".join([*lines, *([""] if lines else []), f"{checked} checked: {total}{accepted}"]) + "\n"


def render_document(run: Run, document: Document) -> str:
    """A document on the terminal: its state, relations, versions, latest events and findings."""
    view = build_document_view(run, document)
    # What a repository says cannot add a line of its own.
    return "\n".join(printable(" ".join(line.splitlines())) for line in _document_lines(view, run.project.as_of)) + "\n"


def _finding_line(judged: JudgedFinding) -> str:
    finding = judged.finding
    place = f"{finding.location}: " if finding.location else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    accepted = f" [accepted: {judged.accepted.kind}]" if judged.accepted else ""
    return printable(f"{place}{finding.severity} {finding.code} {finding.message}{hint}{accepted}".replace("\n", " "))


def _document_lines(view: DocumentView, as_of: date | None) -> Iterator[str]:
    row = view.row
    yield f"{row.id}: {row.title}"
    yield f"  type      {view.type_title}"
    yield f"  status    {row.status.label}" + (f", version {row.version}" if row.version else "")
    if view.binds:
        day = f" on {as_of.isoformat()}" if as_of else ""
        yield "  in force  " + (f"version {row.in_force}" if row.in_force else "no version") + day
    if view.approved:
        yield f"  approved  {view.approved:%Y-%m-%d %H:%M}"
    if view.following:
        yield f"  next      {', '.join(status.label for status in view.following)}"
    if view.owner:
        yield f"  owner     {_named(row.owner or '', view.owner)}"
    yield f"  file      {view.path}"
    yield from _relations("parent", (view.parent,) if view.parent else ())
    yield from _relations("child", view.children)
    yield from _relations("cites", view.cites)
    yield from _relations("cited by", view.cited_by)
    for entry in view.versions:
        yield f"  version   {entry.version.version}: {entry.status.label}"
    for stretch in view.stretches:
        until = f"to {stretch.end:%Y-%m-%d}" if stretch.end else "on"
        what = f"version {stretch.version}" if stretch.version else "no version"
        yield f"  in force  {what} from {stretch.start:%Y-%m-%d} {until}"
    for event in view.timeline[-_EVENTS_SHOWN:]:
        when = f"{event.when:%Y-%m-%d %H:%M}" if event.when else "no date"
        state = f" to {event.status.label}" if event.status else ""
        yield (
            f"  event     {when} {event.label}{state}"
            + (f" by {_named(event.actor, event.who)}" if event.actor else "")
            + (f" ({event.approval}{_support(event.committer)})" if event.approval else "")
        )
    for finding in view.findings:
        yield f"  finding   {finding.severity} {finding.code} {finding.message}"


def _named(written: str, who: NameView | None) -> str:
    """A name with how well it is supported: ``ada (asserted)``."""
    return f"{written} ({who.support})" if who else written


def _support(who: NameView | None) -> str:
    return f", {who.support}" if who else ""


def _relations(label: str, rows: tuple[DocumentRow, ...]) -> Iterator[str]:
    return (f"  {label:<9} {row.id}: {row.title} [{row.status.label}]" for row in rows)
