"""Submodules: where the pointer of each stands, and how it moved."""

from collections.abc import Iterable
from dataclasses import dataclass

from qms_site.project import Project
from qms_site.text import count_of
from qms_site.timeline.pointers import PointerMove, QualifiedCommit, Submodule
from qms_site.views.environments import count_findings
from qms_site.views.run import Run

_DIRECTIONS = ("behind", "sideways", "unknown", "removed", "added", "renamed", "ahead")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmoduleCard:
    """A submodule in words: whether its pointer is on production (``stage`` colours that), and how far from what it stands."""

    submodule: Submodule
    verdict: str
    stage: str
    against_production: str
    qualified: tuple[tuple[QualifiedCommit, str], ...]
    clone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """A move with the records that it cites, and other ids."""

    move: PointerMove
    repository: str | None
    records: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def authority(self) -> str:
        """Whether a record is cited."""
        return "cites a record" if self.records else "cites no record"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmodulesView:
    """All that the page shows; moves are the newest first."""

    cards: tuple[SubmoduleCard, ...]
    moves: tuple[MoveRow, ...]
    findings: tuple[tuple[str, str, int], ...]
    directions: tuple[str, ...] = _DIRECTIONS
    """How a pointer moves, the least usual first."""

    @property
    def missing(self) -> int:
        """How many submodules have no clone here."""
        return sum(card.submodule.pointer is not None and not card.submodule.is_available for card in self.cards)


def build_submodules(run: Run) -> SubmodulesView | None:
    """The view of a run; None where there are no submodules, and never were."""
    project = run.project
    if not project.submodules:
        return None
    rows = [_move(project, move, submodule) for submodule in project.submodules for move in submodule.moves]
    return SubmodulesView(
        cards=tuple(map(_card, project.submodules)),
        moves=tuple(_newest_first(project, rows)),
        findings=count_findings(run.counted, "GIT3"),
    )


def _newest_first(project: Project, rows: Iterable[MoveRow]) -> list[MoveRow]:
    places = {commit.hash: place for place, commit in enumerate(project.commits)}
    return sorted(rows, key=lambda row: (places.get(row.move.commit.hash, len(places)), row.move.path))


def _card(submodule: Submodule) -> SubmoduleCard:
    verdict, stage = _verdict(submodule)
    return SubmoduleCard(
        submodule=submodule,
        verdict=verdict,
        stage=stage,
        against_production=_apart(submodule.ahead, submodule.behind, f"the tip of {submodule.production}"),
        qualified=tuple((one, _apart(one.ahead, one.behind, "the qualified commit")) for one in submodule.qualified),
        clone=_clone(submodule),
    )


def _verdict(submodule: Submodule) -> tuple[str, str]:
    if submodule.pointer is None:
        return "removed", "retired"
    if submodule.is_on_production is None:
        return "not known", "draft"
    return ("on production", "effective") if submodule.is_on_production else ("off production", "hold")


def _clone(submodule: Submodule) -> str:
    if submodule.pointer is None:
        return "not part of this revision"
    if not submodule.is_available:
        return "not here: its folder is empty or missing, so what depends on it is not known"
    if submodule.is_on_production is None:
        return "here, but it does not have this commit, or does not know its production branch"
    return "here" if submodule.head == submodule.pointer else "here, with another commit checked out"


def _apart(ahead: int | None, behind: int | None, what: str) -> str:
    """``3 commits behind the tip of main``."""
    if ahead is None or behind is None:
        return "not known"
    if not ahead and not behind:
        return f"at {what}"
    parts = [
        f"{count_of(number, 'commit')} {word}" for number, word in ((ahead, "ahead of"), (behind, "behind")) if number
    ]
    return f"{' and '.join(parts)} {what}"


def _move(project: Project, move: PointerMove, submodule: Submodule) -> MoveRow:
    parsed = [(cited, project.scheme.parse(cited)) for cited in move.cites]
    records = tuple(cited for cited, id_ in parsed if id_ and project.settings.is_executable(id_.type))
    others = tuple(cited for cited in move.cites if cited not in records)
    return MoveRow(move=move, repository=submodule.repository, records=records, others=others)
