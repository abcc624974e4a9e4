"""Names in the tables of a record, each with how well it is supported: of all that a cell names, the least."""

from collections.abc import Mapping, Sequence

from qms_site.markdown.options import CellNote
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.executions import ExecutionItem
from qms_site.records.files import DocumentFile
from qms_site.records.signed_cells import Part, SignedCell
from qms_site.text import printable
from qms_site.timeline.assurance import Backing, Support, back_events
from qms_site.timeline.deed_support import Deed, Telling, back_deed, gather, least
from qms_site.timeline.deeds import Work
from qms_site.views.names import view_name

_NO_WORK = Work()


def telling_of(project: Project, document: Document, backings: Sequence[Backing | None] | None = None) -> Telling:
    """What tells of a document; ``backings`` are those of its events, where they are known already."""
    events = project.timelines_by_id[document.id].events
    known = back_events(document, events, project.sources) if backings is None else backings
    return gather(events, known, project.sources.work.get(document.id, _NO_WORK), project.sources)


def note_cells(file: DocumentFile, telling: Telling) -> Mapping[tuple[int, int], CellNote]:
    """What stands beside each name in the tables of a file, by row, as its line of the body from 0, and column."""
    notes: dict[Deed, CellNote] = {}
    found = {}
    for cell in file.contents.signed:
        deed = deed_of(cell)
        if deed not in notes:
            backings = back_deed(deed, telling)
            notes[deed] = CellNote(word=least(backings).value, title=_title_of(backings, cell.name))
        found[cell.line - file.body_line, cell.place] = notes[deed]
    return found


def deed_of(cell: SignedCell) -> Deed:
    """What a cell says; days and commits count only for what the execution tells."""
    if cell.part in (Part.APPROVED, Part.WROTE):
        return Deed(name=cell.name, part=cell.part)
    return Deed(name=cell.name, part=cell.part, day=cell.date, commits=cell.commits)


def performer_support(item: ExecutionItem, telling: Telling) -> Support | None:
    """How well the name of who performed an execution item is supported; None where it names nobody."""
    if item.performer is None:
        return None
    return least(back_deed(Deed(name=item.performer, day=item.date, commits=item.commits), telling))


def _title_of(backings: Sequence[Backing], written: str) -> str:
    views = [view_name(backing, written) for backing in backings]
    is_plain = len(views) == 1 and views[0].written is None
    told = [view.title if is_plain else f"{view.name}: {view.title}" for view in views[:_MOST_TOLD]]
    more = [f"and {len(views) - _MOST_TOLD} more"] if len(views) > _MOST_TOLD else []
    return printable("; ".join((*told, *more)))


_MOST_TOLD = 6
"""Names of one cell of which each is spoken of."""
