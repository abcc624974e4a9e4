"""What is qualified: a system with its documents, its evidence and its repository, as the gates ask for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from qms_site.graph.repositories import KnownRepository
from qms_site.graph.systems import UNNAMED, shown_name
from qms_site.graph.verification import Verification
from qms_site.history.commit_graph import CommitGraph, build_commit_graph, reach
from qms_site.project import Project
from qms_site.qualification.system_documents import SystemDocuments, is_read, systems_of
from qms_site.records.documents import Document
from qms_site.settings import SystemSettings
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.branches import Branch
from qms_site.timeline.ledger import LedgerEntry


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A system. ``settings`` is None for one that only its documents tell of."""

    name: str
    project: Project
    settings: SystemSettings | None
    documents: SystemDocuments
    verification: Verification | None
    shared: "Shared"

    @property
    def title(self) -> str:
        """What it is called."""
        return (self.settings.title if self.settings else None) or self.name

    @property
    def repository(self) -> str | None:
        """The key of the repository that its code is in, by the settings or else its baseline; None for the one that was read."""
        own = self.settings.repository if self.settings else None
        return own or (self.verification.repository if self.verification else None)

    @property
    def is_placed(self) -> bool:
        """Whether the settings say which code is its own, in the repository that its evidence is about."""
        own = self.settings
        return own is not None and own.repository == self.repository and bool(own.code or own.repository)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Its specifications and matrices whose texts were not read, by their ids: what they state is not known."""
        documents = (document for own in self.documents.by_role.values() for document in own)
        return tuple(document.id for document in documents if not is_read([document]))

    @property
    def is_whole(self) -> bool:
        """Whether all of its repository's history is there: what cannot be seen in it is not so."""
        return self.known is not None and self.known.is_available and self.known.is_whole

    @cached_property
    def known(self) -> KnownRepository | None:
        """Its repository, None where the snapshot knows of none so called."""
        return next((one for one in self.project.known_repositories.known if one.key == self.repository), None)

    @property
    def qualified_commit(self) -> str | None:
        """The commit that the baseline of its matrix states, in full where the repository has it; None where it states none."""
        return self.verification.commit if self.verification and self.verification.is_stated else None

    @property
    def qualified(self) -> CommitRecord | None:
        """That commit, where a branch of the repository leads to it."""
        return self.known.commit_by_hash.get(self.qualified_commit or "") if self.known else None

    @property
    def graph(self) -> CommitGraph:
        """The commits of its repository."""
        return self.shared.graph_of(self.known)

    @property
    def on_production(self) -> frozenset[str]:
        """Hashes of all commits that lead to production."""
        return self.shared.reached(self.known, self.known.tip if self.known else None)

    @property
    def pointer(self) -> str | None:
        """Where this repository holds that of the system, if that is a submodule."""
        states = (state for state in self.project.repositories if state.name == self.repository)
        state = next(states, None)
        return state.pointer if state else None

    @property
    def in_production(self) -> frozenset[str]:
        """Hashes of all commits that are in production: those that lead to the pointer, where the repository is a submodule."""
        return self.shared.reached(self.known, self.pointer) if self.pointer else self.on_production

    @property
    def in_baseline(self) -> frozenset[str]:
        """Hashes of all commits that lead to the qualified one."""
        return self.shared.reached(self.known, self.qualified_commit)

    @cached_property
    def changes(self) -> tuple[LedgerEntry, ...]:
        """Commits that changed its code since governance began, newest first."""
        return tuple(
            entry
            for entry in self.project.ledger.governed
            if entry.repository == self.repository and self.name in entry.judged.systems
        )

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Test environments and sandboxes of it that are there, or were."""
        return tuple(
            branch
            for branch in self.project.branches
            if branch.role.name in ("test", "genesis") and branch.system == self.name
        )


class Shared:
    """What several systems ask of a project, worked out once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._graphs: dict[str | None, CommitGraph] = {}
        self._reached: dict[tuple[str | None, str], frozenset[str]] = {}

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """All documents with those above them."""
        return {document.id: document.parent for document in self._project.documents}

    def graph_of(self, repository: KnownRepository | None) -> CommitGraph:
        """The graph of its commits; an empty one where it is not there."""
        if repository is None:
            return CommitGraph()
        if repository.key not in self._graphs:
            self._graphs[repository.key] = build_commit_graph(repository.commits)
        return self._graphs[repository.key]

    def reached(self, repository: KnownRepository | None, tip: str | None) -> frozenset[str]:
        """Hashes of the commits that lead to one, with itself."""
        if repository is None or tip is None:
            return frozenset()
        key = (repository.key, tip)
        if key not in self._reached:
            self._reached[key] = frozenset(reach(self.graph_of(repository), [tip]))
        return self._reached[key]


def find_subjects(project: Project) -> Iterator[Subject]:
    """The systems of the settings in their order, then those that only documents tell of; each by what is in force."""
    project = project.in_force
    documents = {system.name: system for system in systems_of(project)}
    shared = Shared(project)
    names = [system.name for system in project.settings.system]
    for system in project.settings.system:
        key = _key_of(system.name, documents, names)
        yield _subject(system.name, key, system, documents, project, shared)
    taken = {_key_of(name, documents, names) for name in names}
    for key in documents:
        if key not in taken and (key != UNNAMED or not names):
            yield _subject(shown_name(key, project.settings), key, None, documents, project, shared)


def _key_of(name: str, documents: Mapping[str, SystemDocuments], names: list[str]) -> str:
    """The namespace of a system; the documents that name no system are those of the only one there is."""
    key = f"SDLC-{name}"
    return UNNAMED if key not in documents and len(names) == 1 and UNNAMED in documents else key


def _subject(
    name: str,
    key: str,
    settings: SystemSettings | None,
    documents: Mapping[str, SystemDocuments],
    project: Project,
    shared: Shared,
) -> Subject:
    return Subject(
        name=name,
        project=project,
        settings=settings,
        documents=documents.get(key) or SystemDocuments(name=key, by_role={}),
        verification=project.verifications.by_system.get(key),
        shared=shared,
    )


def owner_of(document: Document) -> str:
    """Who can do something about a document."""
    return document.owner or f"the owner of {document.id}"
