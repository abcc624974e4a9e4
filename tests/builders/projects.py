"""``a_project().with_document("SOP-001")``: the engine's input in memory, said in as few words as a test needs."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Self

from msgspec import structs

from qms_site.assembly import build_project
from qms_site.engine import judge_project
from qms_site.pages.rendering import RenderedPage, render_page
from qms_site.pages.site import Page, Site, plan_site
from qms_site.project import Project
from qms_site.settings import Settings, parse_settings
from qms_site.sources.given import ReportFile, Reports
from qms_site.sources.memory import Around, read_memory
from qms_site.sources.snapshot import (
    BranchRef,
    Change,
    CommitRecord,
    RepositoryHistory,
    RepositoryState,
    Revision,
    Snapshot,
    Unread,
)
from qms_site.views.run import Run

_NO_REPORTS = Reports()
_ALONE = Around()
_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectBuilder:
    """A repository in memory. Every ``with_`` gives a new builder; ``build``, ``run`` and ``site`` end the sentence."""

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    settings_text: str = ""
    documents_root: str = "QMS"
    revision: Revision | None = None
    as_of: date | None = date(2026, 6, 1)
    commits: tuple[CommitRecord, ...] = ()
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    repositories: tuple[RepositoryState, ...] = ()
    around: Around = _ALONE
    code: Mapping[tuple[str | None, str], Mapping[str, str]] = field(default_factory=dict)
    reports: Reports = _NO_REPORTS
    unread: tuple[Unread, ...] = ()
    problems: tuple[str, ...] = ()

    def with_file(self, path: str, content: str | bytes) -> Self:
        """A file as it stands."""
        return replace(self, files={**self.files, path: content})

    def with_document(
        self,
        id_: str,
        body: str | None = None,
        *,
        path: str | None = None,
        status: str | None = "",
        version: str | None = "1.0",
        **fields: str,
    ) -> Self:
        """A document with front matter, at ``QMS/<TYPE>/<ID>.md``; None leaves a field out.

        Its status is EFFECTIVE, or CLOSED for a type that is executed, unless another is given.
        """
        given = {"status": _usual_status(id_) if status == "" else status, "version": version, **fields}
        matter = "".join(f"{key}: {json.dumps(value)}\n" for key, value in given.items() if value is not None)
        is_record = _usual_status(id_) == "CLOSED"  # which tells of something
        text = body if body is not None else f"# {id_}: Title of {id_}\n" + "\nChanges `src/`.\n" * is_record
        return self.with_file(path or path_of(id_), f"---\n{matter}---\n{text}" if matter else text)

    def with_draft(self, id_: str, body: str | None = None, *, status: str = "DRAFT", version: str = "1.1") -> Self:
        """A newer draft beside the document."""
        path = path_of(id_).replace(".md", "-draft.md")
        return self.with_document(id_, body, path=path, status=status, version=version)

    def with_sidecar(self, id_: str, **content: object) -> Self:
        """Workflow state of a document, as its tool writes it."""
        return self.with_file(f"QMS/.meta/{_folder(id_)}/{id_}.json", json.dumps({"doc_id": id_, **content}))

    def with_event(self, id_: str, kind: str, when: str, **content: str) -> Self:
        """One more line of a document's audit log."""
        path = f"QMS/.audit/{_folder(id_)}/{id_}.jsonl"
        line = json.dumps({"ts": when, "event": kind, **content})
        return self.with_file(path, f"{self.files.get(path, '')!s}{line}\n")

    def with_commit(
        self,
        files: Mapping[str, str | None],
        when: datetime = _DAY,
        *,
        message: str = "Change documents",
        author: str = "Ada Example",
    ) -> Self:
        """One more commit on the first-parent line, which wrote (None: removed) these files; the work tree follows it."""
        commit, blobs = a_commit(self.commits, self.files, files, when, message=message, author=author)
        kept = {path: text for path, text in {**self.files, **files}.items() if text is not None}
        revision = Revision(
            commit=commit.hash, committed=when, branch="main", on_production=True, is_production_tip=True, has_git=True
        )
        return replace(
            self, files=kept, commits=(commit, *self.commits), blobs={**self.blobs, **blobs}, revision=revision
        )

    def with_settings(self, text: str) -> Self:
        """The text of ``qms.toml``, after what was given before."""
        return replace(self, settings_text=f"{self.settings_text}\n{text}")

    def with_revision(self, **facts: object) -> Self:
        """What is known of the revision read; the rest is a clean checkout of the tip of production."""
        usual: dict[str, object] = {
            "commit": "a" * 40,
            "committed": _DAY,
            "branch": "main",
            "on_production": True,
            "is_production_tip": True,
            "has_git": True,
        }
        return replace(self, revision=Revision(**{**usual, **facts}))  # type: ignore[arg-type]

    def with_repository(self, name: str, *, is_available: bool = True, pointer: str | None = None) -> Self:
        """Another repository, at a path like its name."""
        state = RepositoryState(
            name=name, path=name, head="b" * 40 if is_available else None, is_available=is_available, pointer=pointer
        )
        return replace(self, repositories=(*self.repositories, state))

    def with_pointer(
        self, name: str, target: str | None, when: datetime = _DAY, *, message: str = "Move the pointer"
    ) -> Self:
        """One more commit, which moved the pointer of a submodule at a path like its name (None: removed the submodule)."""
        before = next((state.pointer for state in self.repositories if state.name == name), None)
        project = self.with_commit({}, when, message=message)
        change = Change(path=name, before=before, after=target, is_pointer=True)
        moved = structs.replace(project.commits[0], changes=(change,))
        known = next((state for state in self.repositories if state.name == name), None)
        state = RepositoryState(
            name=name, path=name, head=known.head if known else target, is_available=True, pointer=target
        )
        others = tuple(state for state in self.repositories if state.name != name)
        return replace(project, commits=(moved, *self.commits), repositories=(*others, state))

    def with_history(self, name: str, *commits: CommitRecord, branches: tuple[BranchRef, ...] = ()) -> Self:
        """What git tells of another repository: its commits, newest first, on one line, which is its production."""
        history = RepositoryHistory(
            name=name,
            commits=commits,
            branches=branches or tuple(BranchRef(name="main", commit=commit.hash) for commit in commits[:1]),
            production_line=tuple(commit.hash for commit in commits),
        )
        return replace(self, around=replace(self.around, histories={**self.around.histories, name: history}))

    def with_branch(self, name: str, *commits: CommitRecord, remote: str | None = None) -> Self:
        """A branch with commits of its own, newest first; without any it stands where the revision stands."""
        tip = (*commits, *self.commits)[0].hash
        branch = BranchRef(name=name, commit=tip, remote=remote)
        around = replace(self.around, branches=(*self.around.branches, branch), beside=(*commits, *self.around.beside))
        return replace(self, around=around)

    def with_work(
        self, name: str, *steps: Mapping[str, str | None], when: datetime = _DAY, message: str = "Work"
    ) -> Self:
        """A branch that was begun here, with a commit for each of these steps, an hour apart."""
        chain, tree = self.commits, self.files
        for number, files in enumerate(steps):
            moment = when + timedelta(hours=number)
            commit, _ = a_commit(chain, tree, files, moment, message=message, author="Bo Example")
            known = f"{name}{number}{moment}{message}".encode()
            chain = (structs.replace(commit, hash=hashlib.sha1(known, usedforsecurity=False).hexdigest()), *chain)
            tree = {**tree, **{path: text for path, text in files.items() if text is not None}}
        return self.with_branch(name, *chain[: len(steps)])

    def with_merge(
        self, name: str, when: datetime = _DAY, *, message: str | None = None, is_deleted: bool = False
    ) -> Self:
        """One more commit on the first-parent line, which merged a branch."""
        (tip,) = (branch.commit for branch in self.around.branches if branch.name == name)
        project = self.with_commit({}, when, message=message or f"Merge branch '{name}'")
        merge = structs.replace(project.commits[0], parents=(self.commits[0].hash, tip))
        kept = tuple(branch for branch in self.around.branches if not (is_deleted and branch.name == name))
        return replace(project, commits=(merge, *self.commits), around=replace(self.around, branches=kept))

    def with_code(self, files: Mapping[str, str], commit: str, repository: str | None = None) -> Self:
        """Code at a commit, in full, of this repository or of another."""
        return replace(self, code={**self.code, (repository, commit): files})

    def with_junit(self, path: str, data: str, *, commit: str | None = None) -> Self:
        """One more report of a test run; ``commit`` is what results belong to where no report says it."""
        report = ReportFile(path=path, data=data.encode())
        return replace(self, reports=structs.replace(self.reports, junit=(*self.reports.junit, report), commit=commit))

    def with_coverage(self, path: str, data: str) -> Self:
        """One more report of coverage."""
        report = ReportFile(path=path, data=data.encode())
        return replace(self, reports=structs.replace(self.reports, coverage=(*self.reports.coverage, report)))

    def with_unread(self, path: str, reason: str, *, is_regular: bool = False) -> Self:
        """A file whose contents were left out."""
        return replace(self, unread=(*self.unread, Unread(path=path, reason=reason, is_regular=is_regular)))

    def with_problem(self, problem: str) -> Self:
        """Something that could not be read about the repository itself."""
        return replace(self, problems=(*self.problems, problem))

    def judged_on(self, day: date | None) -> Self:
        """The as-of date; None leaves it to the commit read."""
        return replace(self, as_of=day)

    @property
    def settings(self) -> Settings:
        """The settings that were given."""
        return parse_settings(self.settings_text, "qms.toml")

    def snapshot(self) -> Snapshot:
        """What a reading of this repository gives."""
        snapshot = read_memory(
            self.files,
            revision=self.revision,
            commits=self.commits,
            around=self.around,
            blobs=self.blobs,
            repositories=self.repositories,
            code=self.code,
            reports=self.reports,
        )
        own = {entry.path for entry in self.unread if entry.is_regular}
        return replace(snapshot, paths=snapshot.paths | own, unread=self.unread, problems=self.problems)

    def build(self) -> Project:
        """The project."""
        return build_project(self.snapshot(), self.settings, self.documents_root, self.as_of)

    def run(self) -> Run:
        """The project, judged."""
        return judge_project(self.build())

    def site(self, *, directories: bool = False) -> Site:
        """The project as pages."""
        return plan_site(self.run(), directories=directories)

    def page(self, uri: str) -> RenderedPage:
        """One rendered page, by its place on the site."""
        site = self.site()
        return render_page(site, page_at(site, uri))


def a_project() -> ProjectBuilder:
    """An empty repository without git, judged on 2026-06-01."""
    return ProjectBuilder()


def page_at(site: Site, uri: str) -> Page:
    """The page at a place; exactly one must be there."""
    (page,) = (page for page in site.pages if page.uri == uri)
    return page


def path_of(id_: str) -> str:
    """Where ``with_document`` puts a document: ``QMS/SOP/SOP-001.md``."""
    return f"QMS/{_folder(id_)}/{id_}.md"


def a_commit(
    before: tuple[CommitRecord, ...],
    tree: Mapping[str, str | bytes],
    files: Mapping[str, str | None],
    when: datetime,
    *,
    message: str,
    author: str,
) -> tuple[CommitRecord, Mapping[str, bytes]]:
    """A commit after others (newest first), and the blobs that it wrote."""
    changes = tuple(
        Change(
            path=path,
            before=blob_name(_bytes(tree[path])) if path in tree else None,
            after=blob_name(text.encode()) if text is not None else None,
            is_pointer=False,
        )
        for path, text in sorted(files.items())
    )
    commit = CommitRecord(
        hash=hashlib.sha1(f"{len(before)}{message}{when}".encode(), usedforsecurity=False).hexdigest(),
        parents=(before[0].hash,) if before else (),
        author=author,
        email=f"{author.split(maxsplit=1)[0].lower()}@example.org",
        authored=when,
        committed=when,
        message=message,
        changes=changes,
    )
    return commit, {blob_name(text.encode()): text.encode() for text in files.values() if text is not None}


def blob_name(data: bytes) -> str:
    """The name that git gives to these bytes."""
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _usual_status(id_: str) -> str:
    is_executed = re.fullmatch(r"(?:.+-)?(?:CR|INV|VAR|ADD|VR|TP|TC|ER)-\d+", id_)
    return "CLOSED" if is_executed else "EFFECTIVE"


def _folder(id_: str) -> str:
    return id_.split("-", 1)[0]
