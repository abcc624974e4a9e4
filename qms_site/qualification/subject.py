"""What is qualified: a system with its documents, its evidence and its repository, as the gates ask for them."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from qms_site.graph.repositories import KnownRepository
from qms_site.graph.systems import UNNAMED, shown_name
from qms_site.graph.verification import Verification
from qms_site.history.ancestry import Ancestry
from qms_site.history.commit_graph import CommitGraph, build_commit_graph
from qms_site.project import Project
from qms_site.qualification.once import once_for_project
from qms_site.qualification.system_documents import SystemDocuments, is_read, systems_of
from qms_site.records.documents import Document
from qms_site.settings import Stage, SystemSettings
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.branches import Branch
from qms_site.timeline.ledger import LedgerEntry
from qms_site.timeline.system_code import SystemCode


@dataclass(frozen=True, kw_only=True, eq=False)
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
    def release_name(self) -> str:
        """What its releases are called: the part of ``CLI-1.0`` before the numbers."""
        return (self.settings.release_name if self.settings else None) or self.name

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

    @cached_property
    def on_production(self) -> Container[str]:
        """Hashes of all commits that lead to production."""
        return self.shared.reached(self.known, self.known.tip if self.known else None)

    @property
    def pointer(self) -> str | None:
        """Where this repository holds that of the system, if that is a submodule."""
        states = (state for state in self.project.repositories if state.name == self.repository)
        state = next(states, None)
        return state.pointer if state else None

    @cached_property
    def in_production(self) -> Container[str]:
        """Hashes of all commits that are in production: those that lead to the pointer, where the repository is a submodule."""
        return self.shared.reached(self.known, self.pointer) if self.pointer else self.on_production

    @cached_property
    def in_baseline(self) -> Container[str]:
        """Hashes of all commits that lead to the qualified one."""
        return self.shared.reached(self.known, self.qualified_commit)

    @cached_property
    def changes(self) -> tuple[LedgerEntry, ...]:
        """Commits that changed its code since governance began, newest first."""
        return self.shared.changes_by_system.get((self.repository, self.name), ())

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Test environments and sandboxes of it that are there, or were."""
        return self.shared.branches_by_system.get(self.name, ())


class Shared:
    """What several systems ask of a project, worked out once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._graphs: dict[str | None, CommitGraph] = {}
        self._ancestries: dict[str | None, Ancestry] = {}
        self._code = SystemCode(project.settings, project.base)
        self._changes: dict[tuple[str | None, str], Mapping[str, tuple[Change, ...]]] = {}

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """All documents with those above them."""
        return {document.id: document.parent for document in self._project.documents}

    @cached_property
    def changes_by_system(self) -> Mapping[tuple[str | None, str], tuple[LedgerEntry, ...]]:
        """Changes to governed code since governance began, newest first, by repository and system."""
        found: dict[tuple[str | None, str], list[LedgerEntry]] = defaultdict(list)
        for entry in self._project.ledger.governed:
            for system in dict.fromkeys(entry.judged.systems):
                found[entry.repository, system].append(entry)
        return {place: tuple(entries) for place, entries in found.items()}

    def files_changed(self, repository: str | None, commit: CommitRecord) -> Mapping[str, tuple[Change, ...]]:
        """What a commit changed of the code of each system, submodules apart; a commit may have changed that of many."""
        if (repository, commit.hash) not in self._changes:
            found: dict[str, list[Change]] = defaultdict(list)
            for change in commit.changes:
                for system in () if change.is_pointer else dict.fromkeys(self._code.of_path(repository, change.path)):
                    found[system].append(change)
            self._changes[repository, commit.hash] = {system: tuple(changes) for system, changes in found.items()}
        return self._changes[repository, commit.hash]

    @cached_property
    def branches_by_system(self) -> Mapping[str | None, tuple[Branch, ...]]:
        """Test environments and sandboxes, by their system."""
        found: dict[str | None, list[Branch]] = defaultdict(list)
        for branch in self._project.branches:
            if branch.role.name in ("test", "genesis"):
                found[branch.system].append(branch)
        return {system: tuple(branches) for system, branches in found.items()}

    @cached_property
    def execution_branches(self) -> Mapping[tuple[str | None, str], Branch]:
        """The first execution branch that each commit lies on, by repository and hash."""
        found: dict[tuple[str | None, str], Branch] = {}
        for branch in self._project.branches:
            for commit in branch.commits if branch.role.name == "execution" else ():
                found.setdefault((branch.repository, commit.hash), branch)
        return found

    @cached_property
    def records_begun(self) -> tuple[Document, ...]:
        """Records in execution or past it, and those of which nothing tells the state."""
        project = self._project
        return tuple(
            document
            for document in project.documents
            if project.settings.is_executable(document.type) and project.stage_of(document) in {*BEGUN, None}
        )

    @cached_property
    def records_unread(self) -> tuple[str, ...]:
        """Those of them whose texts were not read, by their ids: what they declare is not known."""
        return tuple(document.id for document in self.records_begun if document.file.left_out is not None)

    @cached_property
    def _records_by_release(self) -> Mapping[str, tuple[Document, ...]]:
        found: dict[str, dict[str, Document]] = defaultdict(dict)
        for document in self.records_begun:
            for match in _RELEASE.finditer(document.file.body) if self._project.stage_of(document) else ():
                found[match["system"]][document.id] = document
        return {system: tuple(records.values()) for system, records in found.items()}

    def records_with_release(self, name: str) -> tuple[Document, ...]:
        """Records in execution or past it that name a release of a system, or may."""
        if _NAME.fullmatch(name):
            return self._records_by_release.get(name, ())
        return tuple(one for one in self.records_begun if self._project.stage_of(one) and name in one.file.body)

    @cached_property
    def records_to_qualify(self) -> tuple[Document, ...]:
        """Records that are called after a qualification."""
        project = self._project
        return tuple(
            document
            for document in project.documents
            if project.settings.is_executable(document.type) and _QUALIFYING.search(document.title)
        )

    def graph_of(self, repository: KnownRepository | None) -> CommitGraph:
        """The graph of its commits; an empty one where it is not there."""
        if repository is None:
            return CommitGraph()
        if repository.key not in self._graphs:
            self._graphs[repository.key] = build_commit_graph(repository.commits)
        return self._graphs[repository.key]

    def reached(self, repository: KnownRepository | None, tip: str | None) -> Container[str]:
        """Hashes of the commits that lead to one, with itself."""
        if repository is None or tip is None:
            return frozenset()
        return self.ancestry_of(repository).of(tip)

    def ancestry_of(self, repository: KnownRepository | None) -> Ancestry:
        """Which of its commits lead to which."""
        if repository is None:
            return Ancestry(self.graph_of(None), None)
        if repository.key not in self._ancestries:
            self._ancestries[repository.key] = Ancestry(self.graph_of(repository), repository.tip)
        return self._ancestries[repository.key]


BEGUN = frozenset({Stage.EXECUTION, Stage.CLOSED, Stage.HOLD, Stage.EFFECTIVE})
"""Stages of a record in which what it declares counts."""
_QUALIFYING = re.compile(r"\b(?:re)?qualif", re.IGNORECASE)
_NAME = re.compile(r"[\w-]*\w")
_RELEASE = re.compile(r"(?<![\w.-])(?P<system>[\w-]*\w)-\d{1,6}\.\d{1,6}(?![\w]|\.\d|-)")


@once_for_project
def find_subjects(project: Project) -> tuple[Subject, ...]:
    """The systems of the settings in their order, then those that only documents tell of; each by what is in force."""
    return tuple(_subjects(project.in_force))


def _subjects(project: Project) -> Iterator[Subject]:
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


def owners_of(subject: Subject, documents: Iterable[Document]) -> str:
    """Who can do something about documents of a system; whoever develops it, where there is none."""
    return ", ".join(dict.fromkeys(map(owner_of, documents))) or f"whoever develops {subject.title}"


def whoever_fetches(subject: Subject) -> str:
    """Who can make known what a clone of its repository hides."""
    where = subject.known.name if subject.known else subject.repository or "the repository"
    return f"whoever can fetch {where} in full"


SETTINGS_KEEPER = "whoever keeps qms.toml"
"""Who can say which code is that of a system."""
