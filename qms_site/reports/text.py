"""Reports for a terminal: findings, and one document. Plain text; what a repository says is made printable."""

from collections.abc import Iterator
from datetime import date

from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.rules.acceptance import JudgedFinding
from qms_site.text import count_of, natural_key, printable
from qms_site.views.document import DocumentView, build_document_view
from qms_site.views.findings import build_findings_view
from qms_site.views.matrix import MatrixRow, build_matrices
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


def render_item(run: Run, id_: str) -> str:
    """An item on the terminal, as each document that defines it has it: up to its design and down to its evidence."""
    rows = [row for matrix in build_matrices(run.project) for row in matrix.rows if row.id == id_]
    lines = [line for row in rows for line in _item_lines(row)]
    shown = {row.document for row in rows}
    for document in run.project.definers_by_item.get(id_, ()):
        if document not in shown:
            lines += _other_item_lines(run.project, document, id_)
    lines += [
        f"  finding   {judged.finding.severity} {judged.finding.code} {judged.finding.message}"
        for subject, found in run.findings_by_subject.items()
        if subject.partition("@")[0] == id_
        for judged in found
    ]
    return "\n".join(printable(" ".join(line.splitlines())) for line in lines) + "\n"


def _item_lines(row: MatrixRow) -> Iterator[str]:
    yield f"{row.id}: {row.title or row.text}"
    yield f"  state     {row.state.value}" + (f": {row.what_is_missing}" if row.what_is_missing else "")
    yield f"  defined   {row.document} ({row.path}:{row.line})"
    yield f"  text      {row.text}"
    yield from (f"  designed  {id_} in {document}" for document, id_ in row.design)
    if row.method or row.result:
        told = ", ".join(part for part in (row.method, row.result) if part)
        yield f"  traced    {told} in {row.matrix}"
    yield from (f"  test      {test}" for test in row.tests)
    yield from (f"  commit    {commit}" for commit in row.commits)
    yield from (f"  record    {id_}" for id_ in row.records)
    yield from (f"  changed   {id_}" for id_ in row.changed_in)
    yield from (f"  cited by  {id_}" for id_ in row.cited_by)


def _other_item_lines(project: Project, id_: str, item_id: str) -> Iterator[str]:
    """An item that is no requirement: where it is defined, what its text names, and who speaks of it."""
    document = project.documents_by_id[id_]
    file = document.newest_file
    item = next(item for item in file.contents.items if item.id == item_id)
    speaking = {reference.document for reference in project.references if reference.target == item_id}
    yield f"{item.id}: {item.title or item.text}"
    yield f"  defined   {id_} ({file.path}:{item.line})"
    yield f"  text      {item.text}"
    named = (reference.target for reference in file.contents.references if reference.line == item.line)
    yield from (f"  names     {target}" for target in dict.fromkeys(named) if target != item_id)
    yield from (f"  cited by  {speaker}" for speaker in sorted(speaking - {id_}, key=natural_key))


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
    if row.owner:
        yield f"  owner     {row.owner}"
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
            + (f" by {event.actor}" if event.actor else "")
            + (f" ({event.approval})" if event.approval else "")
        )
    for finding in view.findings:
        yield f"  finding   {finding.severity} {finding.code} {finding.message}"


def _relations(label: str, rows: tuple[DocumentRow, ...]) -> Iterator[str]:
    return (f"  {label:<9} {row.id}: {row.title} [{row.status.label}]" for row in rows)
