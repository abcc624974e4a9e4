"""How governed a project is, in numbers: whose authority its changes have, and what is known of the time before."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from qms_site.graph.citations import CitationStatus
from qms_site.graph.code_references import CodeStatus
from qms_site.project import Project
from qms_site.rules.registry import RULES
from qms_site.settings import Stage
from qms_site.timeline.ledger import LedgerEntry, Standing
from qms_site.views.ledger import find_idle, is_governed
from qms_site.views.run import Run

JUDGED = tuple(standing for standing in Standing if standing is not Standing.HISTORY)
_FAMILIES = {"GIT": "Commits and code references", "AUD": "Audit trail", "ENV": "Branches and environments"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFigures:
    """The changes to the code of one system, by what is to be said of them, in the order of ``JUDGED``."""

    name: str
    counts: tuple[int, ...]
    beyond: int
    """Authorised changes that go beyond the scope of their records."""

    @property
    def total(self) -> int:
        """All changes to its code since governance began."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A rule that binds from a version of a procedure on; ``start`` is None while that version has not taken effect."""

    code: str
    title: str
    since: str
    start: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Findings of one family: how many count, by severity."""

    family: str
    title: str
    errors: int
    warnings: int
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something that documents say of git, and how often it was found to be so; ``rest`` says what became of the others."""

    title: str
    total: int
    confirmed: int
    rest: str

    @property
    def percent(self) -> float:
        """Share of what was confirmed."""
        return 100 * self.confirmed / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernedView:
    """The numbers of a project."""

    is_governed: bool
    total: int
    """Changes to governed code since governance began."""
    standings: tuple[tuple[str, int], ...]
    beyond: int
    since: datetime | None
    before: int
    """Commits before governance began, in all repositories; ``before_governed`` of them to governed code."""
    before_governed: int
    first: datetime | None
    """When the first commit that is known was made."""
    systems: tuple[SystemFigures, ...]
    records: int
    """Records that were in execution at some time; ``open_records`` of them still are."""
    open_records: int
    idle: int
    claims: tuple[Claim, ...]
    duties: tuple[Duty, ...]
    told: tuple[Told, ...]

    @property
    def percent(self) -> float:
        """Share of authorised changes."""
        counts = dict(self.standings)
        return 100 * counts.get(Standing.AUTHORISED.value, 0) / self.total if self.total else 0.0


def build_governed_view(run: Run) -> GovernedView:
    """The numbers of a run."""
    project = run.project
    entries, governed = project.ledger.entries, project.ledger.governed
    counts = Counter(entry.standing for entry in governed)
    moments = [entry.commit.committed for entry in entries if entry.commit.committed]
    executed = [id_ for id_, windows in project.windows_by_id.items() if windows]
    return GovernedView(
        is_governed=is_governed(project),
        total=len(governed),
        standings=tuple((standing.value, counts[standing]) for standing in JUDGED if counts[standing]),
        beyond=sum(entry.is_out_of_scope for entry in governed),
        since=project.governed_since,
        before=sum(entry.is_history for entry in entries),
        before_governed=sum(entry.standing is Standing.HISTORY for entry in entries),
        first=min(moments, default=None),
        systems=tuple(_systems(project, governed)),
        records=len(executed),
        open_records=sum(project.stage_of(project.documents_by_id[id_]) is Stage.EXECUTION for id_ in executed),
        idle=len(find_idle(project)),
        claims=tuple(claim for claim in (_citations(project), _code_references(project)) if claim.total),
        duties=tuple(_duties(project)),
        told=tuple(_told(run)),
    )


def _systems(project: Project, governed: Iterable[LedgerEntry]) -> Iterator[SystemFigures]:
    found: dict[str, Counter[Standing]] = {}
    beyond: Counter[str] = Counter()
    for entry in governed:
        for name in entry.systems:
            if entry.standing:
                found.setdefault(name, Counter())[entry.standing] += 1
            beyond[name] += entry.is_out_of_scope
    for system in project.settings.system:
        counts = found.get(system.name)
        if counts:
            yield SystemFigures(
                name=system.name, counts=tuple(counts[standing] for standing in JUDGED), beyond=beyond[system.name]
            )


def _citations(project: Project) -> Claim:
    counts = Counter(citation.status for citation in project.citations)
    rest = {
        CitationStatus.POINTER: "known from a submodule's pointer alone",
        CitationStatus.UNKNOWN: "unknown, or in a repository that is not there as a whole",
    }
    return Claim(
        title="Commits that documents cite, found in a repository",
        total=len(project.citations),
        confirmed=counts[CitationStatus.RESOLVED],
        rest="; ".join(f"{counts[status]} {words}" for status, words in rest.items() if counts[status]),
    )


def _code_references(project: Project) -> Claim:
    counts = Counter(reference.found.status for reference in project.code_references)
    unknown, total = counts[CodeStatus.UNKNOWN], len(project.code_references)
    wrong = total - unknown - counts[CodeStatus.HOLDS]
    rest = ((wrong, "not there at that commit"), (unknown, "cannot be decided"))
    return Claim(
        title="Code references that hold",
        total=total,
        confirmed=counts[CodeStatus.HOLDS],
        rest="; ".join(f"{count} {words}" for count, words in rest if count),
    )


def _duties(project: Project) -> Iterator[Duty]:
    titles = {rule.code: rule.title for rule in RULES}
    for code, rule in sorted(project.settings.rules.items()):
        start = project.duty_start(code)
        if rule.since and start:
            is_ahead = start.year == date.max.year
            yield Duty(code=code, title=titles.get(code, ""), since=rule.since, start=None if is_ahead else start)


def _told(run: Run) -> Iterator[Told]:
    counts = Counter(
        (judged.finding.code[:3], judged.finding.severity.value) for judged in run.findings if judged.accepted is None
    )
    for family, title in _FAMILIES.items():
        errors, warnings, notes = (counts[family, level] for level in ("error", "warning", "note"))
        yield Told(family=family, title=title, errors=errors, warnings=warnings, notes=notes)
