"""The matrix of a system: each requirement with its design, its trace, its evidence and the records that speak of it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from qms_site.graph.references import ReferenceStatus, system_of
from qms_site.markdown.regions import RegionKind
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.items import Item
from qms_site.records.traces import Trace
from qms_site.text import natural_key

_SPEAKING = frozenset({RegionKind.TEXT, RegionKind.CODE, RegionKind.FRONT_MATTER})


class TraceState(StrEnum):
    """How far a requirement is traced, the worst first."""

    UNTRACED = "not traced"
    FAILING = "not passing"
    BARE = "no evidence"
    TRACED = "traced"
    PASSING = "stated to pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A requirement, and all that leads from it and to it; documents by their ids, tests as ``module::test``."""

    id: str
    document: str
    title: str | None
    text: str
    path: str
    line: int
    state: TraceState
    design: tuple[tuple[str, str], ...]
    """(document, id) of the design items that name it."""
    matrix: str | None
    """The RTM that traces it."""
    method: str | None
    result: str | None
    tests: tuple[str, ...]
    commits: tuple[str, ...]
    records: tuple[str, ...]
    """Verification records that the RTM names."""
    changed_in: tuple[str, ...]
    """Records that speak of it."""
    cited_by: tuple[str, ...]
    """Other documents that speak of it."""

    @property
    def what_is_missing(self) -> str:
        """What somebody has to do next; empty where nothing is."""
        match self.state:
            case TraceState.UNTRACED:
                return "trace it in the matrix" if self.matrix else "write a matrix that traces it"
            case TraceState.BARE:
                return "name its evidence in the matrix"
            case TraceState.FAILING:
                return f"mend what gives {self.result}"
            case TraceState.TRACED:
                return "state or supply a result"
            case TraceState.PASSING:
                return ""


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """The requirements of one system in the order of their ids, and how many are in which state."""

    name: str
    title: str
    specifications: tuple[str, ...]
    matrices: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @cached_property
    def states(self) -> tuple[tuple[TraceState, int], ...]:
        """States that occur with their counts, the worst first."""
        counted = Counter(row.state for row in self.rows)
        return tuple((state, counted[state]) for state in TraceState if counted[state])


def build_matrices(project: Project) -> tuple[Matrix, ...]:
    """One matrix for each system whose specifications hold requirements, by name."""
    specifications: dict[str, list[Document]] = defaultdict(list)
    for document in project.documents:
        if any(item.kind == "requirement" for item in _items_of(document)):
            specifications[system_of(document.id) or document.id].append(document)
    titles = {f"SDLC-{system.name}": system.title or system.name for system in project.settings.system}
    design, speakers = _design(project), _speakers(project)
    return tuple(
        _matrix(project, name, titles.get(name), specifications[name], design, speakers)
        for name in sorted(specifications, key=natural_key)
    )


def _items_of(document: Document) -> tuple[Item, ...]:
    return document.newest_file.contents.items


def _matrix(
    project: Project,
    name: str,
    title: str | None,
    documents: list[Document],
    design: Mapping[str, tuple[tuple[str, str], ...]],
    speakers: Mapping[str, tuple[str, ...]],
) -> Matrix:
    traces = dict(_traces(project, name))
    matrices = tuple(
        document.id for document in project.documents if document.type == "RTM" and system_of(document.id) == name
    )
    rows = (
        _row(project, document, item, traces.get(item.id), matrices, design, speakers)
        for document in documents
        for item in _items_of(document)
        if item.kind == "requirement"
    )
    return Matrix(
        name=name.removeprefix("SDLC-"),
        title=title or name.removeprefix("SDLC-"),
        specifications=tuple(document.id for document in documents),
        matrices=matrices,
        rows=tuple(sorted(rows, key=lambda row: (natural_key(row.id), row.document, row.line))),
    )


def _traces(project: Project, system: str) -> Iterator[tuple[str, tuple[str, Trace]]]:
    """By requirement, the RTM of the system and what it says; of several the last by id counts."""
    for document in project.documents:
        if system_of(document.id) == system:
            for trace in document.newest_file.contents.traces:
                yield trace.item, (document.id, trace)


def _row(
    project: Project,
    document: Document,
    item: Item,
    traced: tuple[str, Trace] | None,
    matrices: tuple[str, ...],
    design: Mapping[str, tuple[tuple[str, str], ...]],
    speakers: Mapping[str, tuple[str, ...]],
) -> MatrixRow:
    matrix, trace = traced or (matrices[0] if matrices else None, None)
    evidence = trace.evidence if trace else None
    speaking = [id_ for id_ in speakers.get(item.id, ()) if id_ not in (document.id, matrix)]
    records = {id_ for id_ in speaking if project.settings.is_executable(project.documents_by_id[id_].type)}
    system = system_of(document.id)
    return MatrixRow(
        id=item.id,
        document=document.id,
        title=item.title,
        text=item.text,
        path=document.newest_file.path,
        line=item.line,
        state=_state(trace),
        design=tuple(entry for entry in design.get(item.id, ()) if system_of(entry[0]) in (system, None)),
        matrix=matrix,
        method=trace.method if trace else None,
        result=trace.result if trace else None,
        tests=evidence.tests if evidence else (),
        commits=evidence.commits if evidence else (),
        records=evidence.records if evidence else (),
        changed_in=tuple(id_ for id_ in speaking if id_ in records),
        cited_by=tuple(id_ for id_ in speaking if id_ not in records),
    )


def _state(trace: Trace | None) -> TraceState:
    if trace is None:
        return TraceState.UNTRACED
    result, evidence = trace.result, trace.evidence
    if result and result != "PASS":
        return TraceState.FAILING
    if not (evidence.tests or evidence.commits or evidence.records or evidence.proof):
        return TraceState.BARE
    return TraceState.PASSING if result else TraceState.TRACED


def _design(project: Project) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By requirement, the design items in whose text it stands: those that begin on its line, or last before it."""
    found: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for document in project.documents:
        file = document.newest_file
        items = sorted((item for item in file.contents.items if item.kind == "design"), key=lambda item: item.line)
        lines = [item.line for item in items]
        for reference in file.contents.references if items else ():
            place = bisect_right(lines, reference.line) - 1
            if place >= 0 and reference.region in _SPEAKING and reference.target != items[place].id:
                found[reference.target][document.id, items[place].id] = None
    return {target: tuple(items) for target, items in found.items()}


def _speakers(project: Project) -> Mapping[str, tuple[str, ...]]:
    """By item, the documents that speak of it, in the order of their ids."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for reference in project.references:
        if reference.status is ReferenceStatus.RESOLVED and reference.region in _SPEAKING:
            found[reference.target][reference.document] = None
    return {target: tuple(documents) for target, documents in found.items()}
