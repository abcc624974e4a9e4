"""Approved texts commit by commit: which commits changed what was locked, without a new version or a new approval."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

import msgspec

from qms_site.history.statuses import Statuses, StatusPoint
from qms_site.records.documents import Document
from qms_site.settings import Settings, Stage
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import digest_of
from qms_site.timeline.events import Event
from qms_site.timeline.kept_comparisons import Comparison, ComparisonKeeper
from qms_site.timeline.locked_text import Lock, LockedChange, compare_locked
from qms_site.timeline.versions import Timeline


class ApprovedTextChange(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that changed locked lines of an approved text; ``state`` and ``version`` are those of that moment."""

    document: str
    path: str
    commit: CommitRecord
    state: str
    version: str | None
    lines: tuple[LockedChange, ...]


ReadBlobs = Callable[[frozenset[str]], Iterable[tuple[str, bytes]]]
_PORTION = 400
"""Texts that are held at a time."""
_MOST_TEXTS = 100
"""Texts of one approval that are compared; whoever changed more often has been told."""
_TEMPLATE = "TEMPLATE"
"""The type whose placeholders are its contents."""


@dataclass(slots=True, kw_only=True)
class _Phase:
    """An approved text and those that came after it under the same approval, each with the commit that brought it."""

    document: str
    lock: Lock
    texts: list[tuple[str, StatusPoint, str]] = field(default_factory=list)
    """Digest, point and state; the first is the approved one."""

    @property
    def key(self) -> str:
        """Stands for all that a comparison of its texts depends on."""
        return digest_of(repr((self.lock, [digest for digest, _, _ in self.texts])).encode())

    def take(self, digest: str, point: StatusPoint, state: str) -> None:
        if (not self.texts or self.texts[-1][0] != digest) and len(self.texts) < _MOST_TEXTS:
            self.texts.append((digest, point, state))


def find_approved_changes(
    documents: Iterable[Document],
    timelines: Mapping[str, Timeline],
    statuses: Statuses,
    settings: Settings,
    read_blobs: ReadBlobs,
    kept: MutableMapping[str, bytes] | None = None,
) -> tuple[ApprovedTextChange, ...]:
    """Commits on production that changed approved texts, by document and oldest first; texts that git lacks are left out.

    ``kept`` is what earlier runs kept of a long history.
    """
    phases = [
        (phase.key, phase)
        for document in documents
        for phase in _phases(document, timelines[document.id].events, statuses, settings)
        if len(phase.texts) > 1
    ]
    keeper = ComparisonKeeper(kept, settings.project.max_document_kib)
    found = {key: keeper.known[key] for key, _ in phases if key in keeper.known}
    lacking: set[str] = set()
    for portion in _portions([phase for key, phase in phases if key not in found]):
        texts = _read(portion, statuses.blobs_by_digest, read_blobs)
        for phase in portion:
            found[phase.key] = tuple(_compare(phase, texts))
            if any(digest not in texts for digest, _, _ in phase.texts):
                lacking.add(phase.key)
    keeper.keep({key: compared for key, compared in found.items() if key not in lacking})
    return tuple(change for key, phase in phases for change in _changes(phase, found[key]))


def _portions(phases: Sequence[_Phase]) -> Iterator[list[_Phase]]:
    portion: list[_Phase] = []
    held = 0
    for phase in phases:
        portion.append(phase)
        held += len(phase.texts)
        if held >= _PORTION:
            yield portion
            portion, held = [], 0
    if portion:
        yield portion


def _read(phases: Iterable[_Phase], blobs_by_digest: Mapping[str, str], read_blobs: ReadBlobs) -> Mapping[str, bytes]:
    """Texts by their digests."""
    digests = {blobs_by_digest.get(digest): digest for phase in phases for digest, _, _ in phase.texts}
    return {digests[name]: data for name, data in read_blobs(frozenset(filter(None, digests)))}


def _compare(phase: _Phase, texts: Mapping[str, bytes]) -> Iterator[tuple[int, tuple[LockedChange, ...]]]:
    base = approved = phase.texts[0][0]
    for place, (digest, _, _) in enumerate(phase.texts):
        if digest == approved or digest not in texts or base not in texts:
            base = approved if digest == approved else base  # put back
            continue
        lines = compare_locked(texts[base], texts[digest], phase.lock)
        if lines and base != approved and not compare_locked(texts[approved], texts[digest], phase.lock):
            base = approved  # put back, while execution went on
        elif lines:
            base = digest
            yield place, lines


def _changes(phase: _Phase, compared: Comparison) -> Iterator[ApprovedTextChange]:
    for place, lines in compared:
        _, point, state = phase.texts[place]
        yield ApprovedTextChange(
            document=phase.document,
            path=point.path,
            commit=point.commit,
            state=state,
            version=point.version,
            lines=lines,
        )


def _phases(document: Document, events: tuple[Event, ...], statuses: Statuses, settings: Settings) -> Iterator[_Phase]:
    points = [point for point in statuses.points.get(document.id, ()) if point.on_production]
    if settings.is_executable(document.type):
        yield from _of_record(document, points, events, settings)
    else:
        yield from _of_text(document, points, settings)


def _of_text(document: Document, points: Iterable[StatusPoint], settings: Settings) -> Iterator[_Phase]:
    """One phase for each version that was approved, as long as the text is that of the version."""
    lock = Lock(has_placeholders=document.type != _TEMPLATE)
    phases: dict[str, _Phase] = {}
    for point in points:
        state = settings.state_of(point.status, document.type) if point.status else None
        version, digest = point.version, point.shown
        if settings.stage_of(document.type, state) not in (Stage.APPROVED, Stage.EFFECTIVE):
            # A draft is on its way; the text beside it is still the one in force.
            version, digest = point.in_force, point.shown if point.digest != point.shown else None
        if version and digest and state:
            phases.setdefault(version, _Phase(document=document.id, lock=lock)).take(digest, point, state)
    yield from phases.values()


def _of_record(
    document: Document, points: Iterable[StatusPoint], events: tuple[Event, ...], settings: Settings
) -> Iterator[_Phase]:
    """The plan from its approval on, and the whole record from its closing on; a new approval begins a new phase."""
    states = settings.lifecycle_of(document.type).states
    order = list(states)
    executing = next(place for place, state in enumerate(order) if states[state] is Stage.EXECUTION)
    approving = next((place for place in range(executing) if states[order[place]] is Stage.APPROVED), executing)
    if not any(event.to_state == order[approving] or "APPROV" in event.kind.upper() for event in events):
        approving = len(order)  # nobody approves plans here: records are written as the work goes on
    plan: _Phase | None = None
    closed: dict[str | None, _Phase] = {}
    is_reopened = False
    for point in points:
        state = settings.state_of(point.status, document.type) if point.status else None
        stage = states.get(state or "")
        if state is None or stage is None or point.digest is None or stage in (Stage.HOLD, Stage.RETIRED):
            continue
        place = order.index(state)
        if stage is Stage.CLOSED:
            phase = closed.setdefault(point.version, _Phase(document=document.id, lock=Lock(has_placeholders=False)))
            phase.take(point.digest, point, state)
        else:
            yield from closed.values()
            closed = {}
        if place < approving:
            is_reopened = True
            continue
        if plan is None or (is_reopened and place <= executing):
            yield from (plan,) if plan else ()
            plan = _Phase(document=document.id, lock=Lock(is_executed=True))
        is_reopened = False
        plan.take(point.digest, point, state)
    yield from (plan,) if plan else ()
    yield from closed.values()
