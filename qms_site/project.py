"""Project: all that a rule or a view may see of a run. Frozen; built once by the engine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from qms_site.graph.citations import Citation
from qms_site.graph.cited_versions import CitedVersion, TextChange
from qms_site.graph.code_references import DocumentCode
from qms_site.graph.links import Graph
from qms_site.graph.references import DocumentReference, resolve_item
from qms_site.graph.repositories import Repositories
from qms_site.graph.system_trees import SystemTrees
from qms_site.graph.trace_links import Link
from qms_site.graph.verification import Verifications
from qms_site.history.statuses import Reuse
from qms_site.markdown.outline import Heading
from qms_site.records.documents import Document, DuplicateId
from qms_site.records.files import DocumentFile
from qms_site.records.ids import IdScheme
from qms_site.records.sidecars import Sidecar, SidecarProblem
from qms_site.settings import Settings, Stage
from qms_site.sources.given import ArtefactFile
from qms_site.sources.snapshot import ChangeIndex, CommitRecord, RepositoryState, Revision, Unread
from qms_site.text import is_same_version
from qms_site.timeline.approvals import Approval
from qms_site.timeline.assurance import Sources
from qms_site.timeline.branches import Branch
from qms_site.timeline.former_texts import FormerTexts
from qms_site.timeline.governance import is_before
from qms_site.timeline.ledger import Ledger
from qms_site.timeline.people import People
from qms_site.timeline.pointers import Submodule
from qms_site.timeline.rounds import Round
from qms_site.timeline.trails import Trails
from qms_site.timeline.versions import Timeline
from qms_site.timeline.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A quality system at one revision, as of one day (None where neither git nor the caller gave a date)."""

    settings: Settings
    documents_root: str
    base: str
    """Folder of the settings, relative to the repository's root."""
    governed_since: datetime | None
    """When governance began, where the settings say so."""
    remembered_ids: frozenset[str]
    """Ids of which only an audit log or an archive is left."""
    revision: Revision
    as_of: date | None
    repositories: tuple[RepositoryState, ...]
    documents_by_id: Mapping[str, Document]
    timelines_by_id: Mapping[str, Timeline]
    approvals_by_id: Mapping[str, Approval]
    """The approved texts, for the documents that have one."""
    windows_by_id: Mapping[str, tuple[Window, ...]]
    """When each record was in execution."""
    ledger: Ledger
    """Every commit with what it touched, and which records speak for it."""
    branches: tuple[Branch, ...]
    """Branches of this repository and of the others that are available, those that are gone among them."""
    submodules: tuple[Submodule, ...]
    """Submodules with the moves of their pointers, by path."""
    template_headings: Mapping[str, tuple[Heading, ...]]
    """Headings that templates had, by the digest of each of their texts."""
    reuses: tuple[Reuse, ...]
    """Ids that a later document took, as far as git tells."""
    other_files: tuple[DocumentFile, ...]
    """Markdown files under the documents root that are no controlled documents."""
    trails: Trails
    """What git tells of audit logs, archives, approved texts and deleted records."""
    rounds_by_id: Mapping[str, tuple[Round, ...]]
    """Rounds of approval of each document, oldest first."""
    sources: Sources
    """What names and dates are held against: people, commits and signatures."""
    graph: Graph
    definers_by_item: Mapping[str, tuple[str, ...]]
    """Documents that define each item, by the item's id."""
    references: tuple[DocumentReference, ...]
    """What documents refer to, sorted; each target once for each form and kind of region."""
    verifications: Verifications
    """Tests, their results and what is named of them, by system and as a whole."""
    system_trees: Mapping[str, SystemTrees]
    """The code of every configured system in production, at its qualified commit and in its environments, by its name."""
    artefacts: tuple[ArtefactFile, ...]
    """Built artefacts and lock files that were given, by path."""
    former: FormerTexts
    """What specifications said in former versions."""
    cited_versions: tuple[CitedVersion, ...]
    """Versions of specifications that matrices verified, by the matrices' ids."""
    text_changes: Mapping[tuple[str, str], TextChange]
    """By (matrix, item): how the item in force differs from what was verified, where that was another version."""
    links: tuple[Link, ...]
    """Every link of the trace, sorted."""
    known_repositories: Repositories
    """This repository and all others that documents may speak of."""
    citations: tuple[Citation, ...]
    """Commit hashes of documents, each once for a document, sorted."""
    code_references: tuple[DocumentCode, ...]
    """Code at a commit that documents name, sorted."""
    paths: frozenset[str]
    """All files of the revision."""
    last_change_by_path: Mapping[str, CommitRecord]
    commits: tuple[CommitRecord, ...]
    changes: ChangeIndex
    """Where everything is in ``commits``."""
    duplicates: tuple[DuplicateId, ...]
    unread: tuple[Unread, ...]
    sidecar_problems: tuple[SidecarProblem, ...]
    orphan_sidecars: tuple[Sidecar, ...]
    source_problems: tuple[str, ...]
    scheme: IdScheme
    read_asset: Callable[[str], bytes]
    revised: "Project | None" = None
    """The same with the texts of specifications that are in force, where files hold later ones that are not yet."""

    @property
    def in_force(self) -> "Project":
        """The project by the texts of specifications that are in force, as far as there are any."""
        return self.revised or self

    @property
    def documents(self) -> tuple[Document, ...]:
        """Documents in the order of their ids."""
        return tuple(self.documents_by_id.values())

    def current_files(self) -> Iterator[tuple[DocumentFile, Document | None]]:
        """Every file that is no archive, with its document; those that are no controlled documents come last."""
        for document in self.documents:
            for file in document.current_files:
                yield file, document
        for file in self.other_files:
            yield file, None

    def stage_of(self, document: Document) -> Stage | None:
        """What the document's status means; None without a status, or for one that its lifecycle does not have."""
        return self.settings.stage_of(document.type, document.status)

    def definer_of(self, item: str, source: str) -> str | None:
        """The document that defines an item as a document means it; None where none does, or several could be meant."""
        meant = resolve_item(source, self.definers_by_item.get(item, ()))
        return meant[0] if len(meant) == 1 else None

    @property
    def people(self) -> People:
        """Who stands behind names of users and authors."""
        return self.sources.people

    def is_history(self, moment: datetime | None) -> bool:
        """Whether something happened before governance began: then it is no violation."""
        return is_before(moment, self.governed_since, self.settings)

    def duty_start(self, code: str) -> datetime | None:
        """When the duty that a rule checks began to bind, by its ``since``; None where it always did, or nobody can say.

        A version that has not taken effect binds nobody yet: that is the end of time.
        """
        rule = self.settings.rules.get(code)
        id_, _, version = (rule.since if rule and rule.since else "").partition(" ")
        timeline = self.timelines_by_id.get(id_)
        if timeline is None or not any(is_same_version(known.version, version) for known in timeline.versions):
            return None
        starts = [period.start for period in timeline.periods if is_same_version(period.version, version)]
        return min(starts, default=_NEVER)

    def binds(self, code: str, moment: datetime | None) -> bool:
        """Whether the duty that a rule checks was binding at a moment; one that nobody knows counts."""
        start = self.duty_start(code)
        return start is None or moment is None or moment >= start

    def approved_when(self, id_: str) -> datetime | None:
        """When the approved text of a document was approved; None where nothing tells, or it was after the day judged by."""
        approval = self.approvals_by_id.get(id_)
        is_ahead = approval and approval.when and self.as_of and approval.when.date() > self.as_of
        return approval.when if approval and not is_ahead else None

    def is_open(self, document: Document) -> bool:
        """Whether somebody still has to do something: drafted, in review, approved but not in force, or in execution."""
        return self.stage_of(document) in _OPEN_STAGES


_NEVER = datetime.max.replace(tzinfo=UTC)
_OPEN_STAGES = frozenset({Stage.DRAFT, Stage.REVIEW, Stage.APPROVED, Stage.EXECUTION, Stage.HOLD})
