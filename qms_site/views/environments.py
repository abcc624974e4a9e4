"""Environments: production and the test environments of each system side by side, all branches, and the decision table."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qms_site.project import Project
from qms_site.qualification.specifications import SystemSpecifications
from qms_site.rules.acceptance import JudgedFinding
from qms_site.settings.model import Approach
from qms_site.text import count_of, natural_key
from qms_site.timeline.branch_roles import PRODUCTION
from qms_site.timeline.branches import Branch
from qms_site.views.run import Run

_STATES = ("open", "squashed", "rebased", "fast-forward", "merged", "nothing of its own", PRODUCTION)
_BY_WAY = {"merge": "merged", "squash": "squashed", "rebase": "rebased", "fast-forward": "fast-forward"}
_MOST_GONE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRow:
    """A branch with what became of it, and how it stands to production in words; ``into`` is what took it, if not production."""

    branch: Branch
    state: str
    standing: str
    into: str | None = None

    @property
    def is_merged(self) -> bool:
        """Whether it is known to have been merged; one that stands on production's line may just never have had a commit."""
        return self.state in _BY_WAY.values()

    @property
    def anchor(self) -> str:
        """What leads to its row."""
        return f"branch:{self.branch.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A system with its production and its test environments, which are those that exist, then the last that were merged.

    ``system`` is None for environments that name no system, or where none is configured. ``production`` is None where the clone
    of the system's repository is not here, or does not know that branch. ``others`` are further branches in words: ``2 open
    execution branches``.
    """

    system: str | None
    title: str
    repository: str | None
    production: Branch | None
    specifications: SystemSpecifications | None
    environments: tuple[BranchRow, ...]
    others: tuple[str, ...]

    @property
    def in_force(self) -> tuple[tuple[str, str, str], ...]:
        """Type, document and version of its specifications in force."""
        known = self.specifications.specifications if self.specifications else ()
        return tuple((one.type, one.document, one.in_force) for one in known if one.document and one.in_force)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentsView:
    """All that the page shows."""

    lanes: tuple[Lane, ...]
    rows: tuple[BranchRow, ...]
    approaches: tuple[Approach, ...]
    findings: tuple[tuple[str, str, int], ...]
    """Code, severity and number of the findings on environments that count."""
    states: tuple[str, ...] = _STATES
    """What may have become of a branch, what asks for attention first."""

    @property
    def gone(self) -> int:
        """How many branches only merges tell of."""
        return sum(row.branch.is_deleted for row in self.rows)

    @property
    def has_repositories(self) -> bool:
        """Whether branches of other repositories are among them."""
        return any(row.branch.repository for row in self.rows)


def build_environments(run: Run) -> EnvironmentsView | None:
    """The view of a run; None where no branch is known."""
    rows = tuple(_row(run.project, branch) for branch in run.project.branches)
    if not rows:
        return None
    return EnvironmentsView(
        lanes=tuple(_lanes(run, rows)),
        rows=tuple(sorted(rows, key=_order)),
        approaches=run.project.settings.approach,
        findings=count_findings(run.counted, "ENV"),
    )


def count_findings(judged: Iterable[JudgedFinding], *families: str) -> tuple[tuple[str, str, int], ...]:
    """Findings of some families by code and severity, the severest first."""
    found = [entry.finding for entry in judged if entry.finding.code.startswith(families)]
    counts = Counter((-finding.severity.rank, finding.code, finding.severity.value) for finding in found)
    return tuple((code, severity, counts[rank, code, severity]) for rank, code, severity in sorted(counts))


def _order(row: BranchRow) -> tuple[object, ...]:
    branch = row.branch
    return (
        branch.role.name != PRODUCTION,
        branch.is_deleted,
        branch.repository or "",
        natural_key(branch.name),
        branch.name,
    )


def _row(project: Project, branch: Branch) -> BranchRow:
    if branch.role.name == PRODUCTION:
        return BranchRow(branch=branch, state=PRODUCTION, standing="what the others are measured by")
    merged = branch.merged
    is_seen = merged is not None and (merged.how != "fast-forward" or bool(merged.commits))
    production = project.settings.production_of(branch.repository)
    return BranchRow(
        branch=branch,
        state=_BY_WAY[merged.how] if merged and is_seen else "open" if branch.unmerged else "nothing of its own",
        standing=_standing(branch),
        into=merged.into if merged and merged.into != production else None,
    )


def _standing(branch: Branch) -> str:
    """``3 commits ahead, 12 behind``; nothing for what is gone, and for what a shallow clone hides."""
    if branch.ahead is None or branch.behind is None:
        return "" if branch.is_deleted else "not known in this clone"
    if not branch.ahead and not branch.behind:
        return "level with production"
    parts = [count_of(branch.ahead, "commit") + " ahead"] if branch.ahead else []
    parts += [(str(branch.behind) if parts else count_of(branch.behind, "commit")) + " behind"] if branch.behind else []
    return ", ".join(parts)


def _lanes(run: Run, rows: tuple[BranchRow, ...]) -> Iterator[Lane]:
    """A lane for each configured system, or one for the project; then one for test environments of no system that is known."""
    project = run.project
    specifications = {system.name: system for system in run.systems}
    for system in project.settings.system:
        environments, others = _split(row for row in rows if _is_of(row.branch, system.name))
        yield Lane(
            system=system.name,
            title=system.title or system.name,
            repository=system.repository,
            production=_production(rows, system.repository),
            specifications=specifications.get(system.name),
            environments=environments,
            others=_counted(others),
        )
    known = {system.name for system in project.settings.system}
    left = (row for row in rows if not known or (row.branch.role.name == "test" and row.branch.system not in known))
    environments, others = _split(left)
    if environments or not known:
        yield Lane(
            system=None,
            title="Of no system that is known" if known else project.settings.project.name,
            repository=None,
            production=_production(rows, None),
            specifications=None,
            environments=environments,
            others=_counted(others),
        )


def _split(rows: Iterable[BranchRow]) -> tuple[tuple[BranchRow, ...], tuple[BranchRow, ...]]:
    """The test environments that are shown, newest first, and all other branches; only the last that are gone are shown."""
    newest = sorted(rows, key=lambda row: row.branch.last.timestamp() if row.branch.last else 0.0, reverse=True)
    tests = [row for row in newest if row.branch.role.name == "test"]
    gone = [row for row in tests if row.branch.is_deleted]
    shown = (*(row for row in tests if not row.branch.is_deleted), *gone[:_MOST_GONE])
    return shown, (*(row for row in newest if row.branch.role.name != "test"), *gone[_MOST_GONE:])


def _is_of(branch: Branch, system: str) -> bool:
    if branch.role.name == "test":
        return branch.system == system
    return branch.system == system or system in branch.touched


def _production(rows: Iterable[BranchRow], repository: str | None) -> Branch | None:
    found = (row.branch for row in rows if row.branch.role.name == PRODUCTION and row.branch.repository == repository)
    return next(found, None)


def _counted(rows: Iterable[BranchRow]) -> tuple[str, ...]:
    counts = Counter((row.state, row.branch.role.title) for row in rows if row.state in _COUNTED)
    return tuple(
        count_of(count, f"{state} {title}", f"{state} {_plural(title)}")
        for (state, title), count in sorted(counts.items())
    )


def _plural(title: str) -> str:
    return title + ("es" if title.endswith(("ch", "x", "s")) else "s")


_COUNTED = frozenset(_STATES[:-2])
