"""The matrix of a system: each requirement with its design, its trace, its evidence, its results and the records of its changes."""

import posixpath
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from qms_site.graph.references import system_of
from qms_site.graph.systems import UNNAMED, shown_name, system_name
from qms_site.graph.verification import NamedStatus, Standing, Verification
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.item_ids import written_item_ids
from qms_site.records.traces import Trace
from qms_site.settings import SystemSettings
from qms_site.text import natural_key
from qms_site.views.items import ItemIndex, ItemView, index_items
from qms_site.views.matrix_row import MatrixRow, TraceState, state_of
from qms_site.views.owners import owner_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many of how many, and what is counted, in words."""

    label: str
    count: int
    total: int
    counted: str

    @property
    def percent(self) -> float:
        """0 to 100; of nothing, 0."""
        return 100 * self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that somebody has to do, and the requirements that it is about."""

    who: str
    what: str
    state: TraceState
    requirements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """The requirements of one system in the order of their ids, and how many are in which state."""

    name: str
    title: str
    specifications: tuple[str, ...]
    matrices: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    commit: str | None = None
    """The commit that counts for its evidence."""
    is_stated: bool = False
    """Whether a baseline states that commit."""
    unknown: str | None = None
    """Why it is not known which tests the code has."""
    has_results: bool = False
    has_design: bool = False
    lines: Figure | None = None
    """Lines of its code that tests ran, where a report of coverage was given."""

    @cached_property
    def required(self) -> tuple[MatrixRow, ...]:
        """The rows of requirements that are not withdrawn."""
        return tuple(row for row in self.rows if row.state is not TraceState.WITHDRAWN)

    @cached_property
    def states(self) -> tuple[tuple[TraceState, int], ...]:
        """States that occur with their counts, the worst first."""
        counted = Counter(row.state for row in self.rows)
        return tuple((state, counted[state]) for state in TraceState if counted[state])

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What has to be done, by whom, in the order of the states, the worst first."""
        order = {state: place for place, state in enumerate(TraceState)}
        found: dict[tuple[str, str, TraceState], list[str]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: order[row.state]):
            if row.task:
                found[row.who, row.task, row.state].append(row.id)
        return tuple(
            Gap(who=who, what=what, state=state, requirements=tuple(ids)) for (who, what, state), ids in found.items()
        )

    @cached_property
    def gaps_by_who(self) -> Mapping[str, tuple[Gap, ...]]:
        """The gaps of each who has something to do; first who has the worst."""
        found: dict[str, list[Gap]] = defaultdict(list)
        for gap in self.gaps:
            found[gap.who].append(gap)
        return {who: tuple(gaps) for who, gaps in found.items()}

    @cached_property
    def supports_by_who(self) -> Mapping[str, str]:
        """How well the names of those are supported who have something to do, where these are names."""
        return {row.who: row.owner_support for row in self.rows if row.owner_support}

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Coverage, each with what is counted."""
        rows = self.required
        of = f"of {len(rows)} requirements that are not withdrawn"
        names = {test.name: test for row in rows for test in row.tests}
        figures = [
            *(
                [
                    _figure(
                        "Designed", [row for row in rows if row.design], rows, f"named by or naming a design item, {of}"
                    )
                ]
                if self.has_design
                else []
            ),
            _figure(
                "Traced",
                [row for row in rows if row.state is not TraceState.UNTRACED],
                rows,
                f"with a row or a block in the matrix, {of}",
            ),
            self.with_evidence,
        ]
        if names and self.unknown is None:
            found = [name for name, test in names.items() if test.status is NamedStatus.RESOLVED]
            figures.append(
                _figure("Tests found", found, names, "of the tests that the matrix names, each once, found in the code")
            )
        if names and self.has_results:
            passed = [name for name, test in names.items() if test.standing is Standing.PASSED]
            figures.append(
                _figure("Tests passed", passed, names, f"of the tests that the matrix names, each once, {self.at}")
            )
            shown = [row for row in rows if row.state is TraceState.SHOWN]
            figures.append(_figure("Shown to pass", shown, rows, f"whose tests all passed {self.at}, {of}"))
        return (*figures, *([self.lines] if self.lines else ()))

    @property
    def with_evidence(self) -> Figure:
        """How many requirements rest on something."""
        rows = self.required
        return _figure(
            "With evidence",
            [row for row in rows if row.state not in (TraceState.UNTRACED, TraceState.BARE)],
            rows,
            f"with a test, record, commit or proof, of {len(rows)} requirements that are not withdrawn",
        )

    @property
    def at(self) -> str:
        """The commit that counts, in short."""
        return f"at commit {self.commit[:10]}" if self.commit else "at no commit"

    @property
    def where(self) -> str:
        """The commit that counts, in words."""
        if self.commit is None:
            return "no commit"
        return f"commit {self.commit[:10]}, " + ("which the baseline states" if self.is_stated else "which was read")


def _figure(label: str, some: Iterable[object], of: Iterable[object], counted: str) -> Figure:
    return Figure(label=label, count=len(list(some)), total=len(list(of)), counted=counted)


_MOST = 20
"""Commits of changes that a row lists: a record may speak of all requirements, and have all commits."""


def build_matrices(project: Project, index: ItemIndex | None = None) -> tuple[Matrix, ...]:
    """One matrix for each system whose specifications hold requirements, by name."""
    items = index or index_items(project)
    by_system: dict[str, list[ItemView]] = defaultdict(list)
    for item in items.items:
        if item.is_requirement:
            by_system[system_of(item.document) or UNNAMED].append(item)
    titles = {f"SDLC-{system.name}": system.title or system.name for system in project.settings.system}
    if len(project.settings.system) == 1:
        titles[UNNAMED] = next(iter(titles.values()))
    commits = _commits_by_id(project)
    designing = {system_of(item.document) or UNNAMED for item in items.items if item.satisfies}
    return tuple(
        _matrix(project, name, titles.get(name), by_system[name], commits, has_design=name in designing)
        for name in sorted(by_system, key=natural_key)
    )


def _matrix(
    project: Project,
    name: str,
    title: str | None,
    items: list[ItemView],
    commits: Mapping[str, tuple[str, ...]],
    *,
    has_design: bool,
) -> Matrix:
    matrices = tuple(
        document
        for document in project.documents
        if project.settings.role_of(document.type) == "matrix" and system_name(document, project.settings) == name
    )
    supports: dict[str, str | None] = {}

    def support_of(document: Document) -> str | None:
        if document.id not in supports:
            owner = owner_of(project, document)
            supports[document.id] = owner.support if owner else None
        return supports[document.id]

    traces = {trace.item: (matrix, trace) for matrix in matrices for trace in matrix.newest_file.contents.traces}
    verification = project.verifications.by_system.get(name)
    rows = (_row(project, item, traces.get(item.id), matrices, verification, commits, support_of) for item in items)
    return Matrix(
        name=shown_name(name, project.settings),
        title=title or shown_name(name, project.settings),
        specifications=tuple(
            dict.fromkeys(item.document for item in sorted(items, key=lambda item: natural_key(item.document)))
        ),
        matrices=tuple(matrix.id for matrix in matrices),
        rows=tuple(sorted(rows, key=lambda row: (natural_key(row.id), row.document, row.line))),
        commit=verification.commit if verification else None,
        is_stated=verification.is_stated if verification else False,
        unknown=verification.unknown if verification else None,
        has_results=verification.has_results if verification else False,
        has_design=has_design,
        lines=_line_coverage(project, name),
    )


def _row(
    project: Project,
    item: ItemView,
    traced: tuple[Document, Trace] | None,
    matrices: tuple[Document, ...],
    verification: Verification | None,
    commits: Mapping[str, tuple[str, ...]],
    support_of: Callable[[Document], str | None],
) -> MatrixRow:
    matrix, trace = traced or (matrices[0] if matrices else None, None)
    evidence = trace.evidence if trace else None
    named = verification.named if verification else {}
    tests = tuple(named[name] for name in (evidence.tests if evidence else ()) if name in named)
    answering = matrix or project.documents_by_id[item.document]
    change = project.text_changes.get((matrix.id, item.id)) if matrix else None
    has_results = verification is not None and verification.has_results
    return MatrixRow(
        id=item.id,
        document=item.document,
        title=item.title,
        text=item.text,
        path=item.path,
        line=item.line,
        state=TraceState.WITHDRAWN if item.is_withdrawn else state_of(trace, tests, change, has_results=has_results),
        design=item.designed_in,
        matrix=matrix.id if matrix else None,
        method=trace.method if trace else None,
        result=trace.result if trace else None,
        tests=tests,
        commits=evidence.commits if evidence else (),
        records=evidence.records if evidence else (),
        changed_in=item.changed_in,
        cited_by=item.cited_by,
        change_commits=tuple(
            islice(dict.fromkeys(hash_ for id_ in (item.id, *item.changed_in) for hash_ in commits.get(id_, ())), _MOST)
        ),
        unchanged=item.unchanged,
        owner=answering.owner,
        support=support_of(answering),
        has_results=has_results,
    )


def _commits_by_id(project: Project) -> Mapping[str, tuple[str, ...]]:
    """By document and item, the commits of this repository whose messages cite it, newest first."""
    items = written_item_ids(project.settings)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for commit in project.commits:
        cited = (id_ for _, _, id_ in project.scheme.scan(commit.message))
        for id_ in (*cited, *items.findall(commit.message)):
            found[id_][commit.hash] = None
    return {id_: tuple(commits) for id_, commits in found.items()}


def _line_coverage(project: Project, system: str) -> Figure | None:
    """Lines of the system's code that were run, of those that can be; all files of the reports where its code is not named."""
    settings = next((one for one in project.settings.system if f"SDLC-{one.name}" == system), None)
    if system == UNNAMED and len(project.settings.system) == 1:
        settings = project.settings.system[0]
    files = [file for file in project.verifications.coverage if _is_code(file.path, settings, project.base)]
    if not files:
        return None
    reports = ", ".join(sorted({file.source for file in files}))
    return Figure(
        label="Lines run",
        count=sum(file.covered for file in files),
        total=sum(file.total for file in files),
        counted=f"of the lines that can be run, in {len(files)} {'file' if len(files) == 1 else 'files'} of {reports}",
    )


def _is_code(path: str, settings: SystemSettings | None, base: str) -> bool:
    if settings is None or not settings.code:
        return True
    places = (
        posixpath.normpath(posixpath.join(base if settings.repository is None else ".", code)) for code in settings.code
    )
    return any(place in (".", path) or path.startswith(f"{place}/") for place in places)


def index_by_requirement(matrices: Iterable[Matrix]) -> Mapping[tuple[str, str], MatrixRow]:
    """Rows of all matrices by (document, requirement)."""
    return {(row.document, row.id): row for matrix in matrices for row in matrix.rows}
