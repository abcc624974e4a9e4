"""Which badges a run has, and what each says: of systems, documents, coverage, open change records, and findings."""

import re
from collections.abc import Iterable, Iterator, Mapping

from qms_site.findings import Severity
from qms_site.project import Project
from qms_site.qualification.systems import SystemState
from qms_site.records.documents import Document
from qms_site.reports.badge_files import AMBER, BLUE, BROWN, GREEN, GREY, PURPLE, RED, TEAL, Badge
from qms_site.settings import Stage
from qms_site.text import count_of
from qms_site.views.matrix import Matrix
from qms_site.views.rows import label_of
from qms_site.views.run import Run

FOLDER = "badges"
_MOST_NAME = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_CHANGE = re.compile(r"\bchange\b", re.IGNORECASE)
_OF_STATE = {
    SystemState.COMPLETE: GREEN,
    SystemState.UNCONTROLLED: RED,
    SystemState.IN_PROGRESS: AMBER,
    SystemState.PENDING: AMBER,
    SystemState.READY: TEAL,
    SystemState.IN_TEST: BLUE,
    SystemState.NOT_STARTED: GREY,
}
_OF_STAGE = {
    Stage.EFFECTIVE: GREEN,
    Stage.APPROVED: TEAL,
    Stage.EXECUTION: BLUE,
    Stage.REVIEW: AMBER,
    Stage.HOLD: AMBER,
    Stage.DRAFT: GREY,
    Stage.CLOSED: PURPLE,
    Stage.RETIRED: BROWN,
}


def build_badges(run: Run, matrices: Iterable[Matrix]) -> Mapping[str, Badge]:
    """Every badge of a run by its place on the site, without a suffix."""
    return dict(_badges(run, tuple(matrices)))


def place_badges(kind: str, names: Iterable[str]) -> dict[str, str]:
    """The place of the badge of each name; each has its own, on file systems too that do not tell capitals from small letters."""
    places: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = _UNSAFE.sub("-", name)[:_MOST_NAME].strip("-.") or "unnamed"
        place, number = stem, 1
        while place.casefold() in taken:
            number += 1
            place = f"{stem}-{number}"
        taken.add(place.casefold())
        places[name] = f"{FOLDER}/{kind}/{place}"
    return places


def _badges(run: Run, matrices: tuple[Matrix, ...]) -> Iterator[tuple[str, Badge]]:
    places = place_badges("systems", (status.name for status in run.statuses))
    for status in run.statuses:
        yield (
            places[status.name],
            Badge(label=status.title, message=status.state.value, color=_OF_STATE[status.state]),
        )
    places = place_badges("coverage", (matrix.name for matrix in matrices))
    for matrix in matrices:
        yield places[matrix.name], _coverage(matrix)
    places = place_badges("documents", run.project.documents_by_id)
    for document in run.project.documents:
        yield places[document.id], _document(run.project, document)
    yield f"{FOLDER}/changes", _changes(run.project)
    yield f"{FOLDER}/findings", _findings(run)


def _coverage(matrix: Matrix) -> Badge:
    figure = matrix.with_evidence
    requirements = count_of(figure.total, "requirement")
    color = GREY if not figure.total else GREEN if figure.count == figure.total else AMBER if figure.count else RED
    return Badge(
        label=f"{matrix.title}: evidence",
        message=f"{figure.count} of {requirements}" if figure.total else "no requirements",
        color=color,
    )


def _document(project: Project, document: Document) -> Badge:
    stage, in_force = project.stage_of(document), project.timelines_by_id[document.id].in_force
    state = label_of(document.status).lower()
    return Badge(
        label=document.id,
        message=f"{state}, version {in_force} in force" if in_force else state,
        color=_OF_STAGE[stage] if stage else RED,
    )


def _changes(project: Project) -> Badge:
    count = sum(project.is_open(document) for document in project.documents if _is_change(project, document.type))
    return Badge(
        label="change records",
        message=f"{count} open" if count else "none open",
        color=BLUE if count else GREEN,
    )


def _is_change(project: Project, type_: str) -> bool:
    """Whether documents of a type are change records: by its name, or by its title in the settings."""
    known = project.settings.types.get(type_)
    is_called = known is not None and bool(_CHANGE.search(known.title or ""))
    return project.settings.is_executable(type_) and (type_ == "CR" or is_called)


def _findings(run: Run) -> Badge:
    severities = [judged.finding.severity for judged in run.counted]
    errors, warnings, notes = (severities.count(level) for level in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    told = [count_of(count, noun) for count, noun in ((errors, "error"), (warnings, "warning")) if count]
    none = f"no error, no warning, {count_of(notes, 'note')}" if notes else "none"
    return Badge(
        label="findings",
        message=", ".join(told) or none,
        color=RED if errors else AMBER if warnings else GREEN,
    )
