"""The change ledger: commits since governance began, with their authority, what they touched, and what is missing in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from qms_site.project import Project
from qms_site.settings import Stage
from qms_site.timeline.ledger import Answer, LedgerEntry, Standing
from qms_site.views.rows import DocumentRow, label_of, row_of

MERGE, DOCUMENTS, OTHER = "merge", "documents only", "nothing governed"
"""What is said of commits that are no changes to governed code."""

_VERDICTS = {
    "inside": "in execution",
    "late": "just after its execution or closing",
    "early": "just before its execution",
    "outside": "not in execution",
    "unknown": "not known",
}
_SCOPES = {True: "names what was changed", False: "does not name all that was changed", None: ""}


class Say(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says for a commit, in words."""

    record: str
    state: str
    verdict: str
    scope: str
    via: str | None

    @property
    def words(self) -> str:
        """The answer in one line."""
        is_told = not self.state or self.state.lower() == self.verdict
        state = self.verdict if is_told else f"{self.verdict} ({self.state})"
        return "; ".join(filter(None, (state, self.scope, f"through {self.via[:10]}" if self.via else "")))


class LedgerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A commit as the ledger shows it."""

    hash: str
    repository: str
    when: datetime | None
    author: str
    subject: str
    standing: str
    says: tuple[Say, ...]
    systems: tuple[str, ...]
    documents: tuple[str, ...]
    pointers: tuple[str, ...]
    reverts: tuple[str, ...]
    is_out_of_scope: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """The ledger, newest first over all repositories.

    ``standings`` are how many commits there are of each, the best first, changes to governed code before others.
    """

    rows: tuple[LedgerRow, ...]
    standings: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, int], ...]
    before: int
    """Commits that were made before governance began."""
    since: datetime | None
    is_governed: bool
    """Whether the settings name governed code at all."""
    idle: tuple[DocumentRow, ...]
    """Closed records under which no commit is known."""
    repositories: tuple[str, ...]


def build_ledger_view(project: Project) -> LedgerView:
    """The ledger of a project."""
    entries = [entry for entry in project.ledger.entries if not entry.is_history]
    rows = tuple(ledger_row(entry, project) for entry in in_time(entries)[::-1])
    counts = Counter(row.standing for row in rows)
    judged = [standing.value for standing in Standing if standing is not Standing.HISTORY]
    return LedgerView(
        rows=rows,
        standings=tuple((name, counts[name]) for name in judged if counts[name]),
        others=tuple((name, counts[name]) for name in (MERGE, DOCUMENTS, OTHER) if counts[name]),
        before=len(project.ledger.entries) - len(entries),
        since=project.governed_since,
        is_governed=is_governed(project),
        idle=find_idle(project),
        repositories=tuple(dict.fromkeys(entry.repository or project.settings.project.name for entry in entries)),
    )


def is_governed(project: Project) -> bool:
    """Whether the settings name governed code: paths of this repository, or another one as a whole."""
    return any(system.code or system.repository for system in project.settings.system)


def made(entry: LedgerEntry) -> datetime | None:
    """When a commit was made."""
    return entry.commit.authored or entry.commit.committed


def in_time(entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """Commits, which are given newest first in each repository, as they were made, the oldest first."""
    oldest_first = entries[::-1]  # of one moment, each repository keeps its order
    return sorted(oldest_first, key=lambda entry: made(entry) or _UNDATED)


_UNDATED = datetime.min.replace(tzinfo=UTC)


def ledger_row(entry: LedgerEntry, project: Project) -> LedgerRow:
    """One commit."""
    commit, touch = entry.commit, entry.touch
    return LedgerRow(
        hash=commit.hash,
        repository=entry.repository or project.settings.project.name,
        when=made(entry),
        author=commit.author,
        subject=commit.subject,
        standing=_standing(entry),
        says=tuple(_say(answer, project) for answer in entry.answers),
        systems=entry.systems,
        documents=touch.documents,
        pointers=tuple(f"{move.path} to {move.after[:10] if move.after else 'nothing'}" for move in touch.pointers),
        reverts=entry.reverts,
        is_out_of_scope=entry.is_out_of_scope,
    )


def find_idle(project: Project) -> tuple[DocumentRow, ...]:
    """Closed records of their own that no commit cites: they changed nothing that git knows of."""
    cited = {record for entry in project.ledger.entries for record in entry.message.cites}
    return tuple(
        row_of(project, document)
        for document in project.documents
        if document.parent is None
        and project.settings.is_executable(document.type)
        and project.stage_of(document) is Stage.CLOSED
        and document.id not in project.ledger.by_record
        and document.id not in cited
    )


def _standing(entry: LedgerEntry) -> str:
    if entry.standing:
        return entry.standing.value
    if entry.is_merge:
        return MERGE
    return DOCUMENTS if entry.touch.documents else OTHER


def _say(answer: Answer, project: Project) -> Say:
    is_gone = answer.verdict == "outside" and answer.record not in project.documents_by_id
    return Say(
        record=answer.record,
        state=label_of(answer.state) if answer.state else "",
        verdict="no such record here" if is_gone and not answer.state else _VERDICTS[answer.verdict],
        scope=_SCOPES[answer.in_scope],
        via=answer.via,
    )
