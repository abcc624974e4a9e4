import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.errors import SourceError
from qms_site.sources.place import Place, find_place
from qms_site.sources.reading import ReadingPlan, read_revision, read_worktree
from qms_site.sources.snapshot import CodeAccess, History, RepositoryState, Revision, Snapshot, Unread

PLAN = ReadingPlan(documents="QMS", production="main", max_document_bytes=1024, repositories={})
DOCUMENTS = {"QMS/SOP/SOP-001.md": "one", "QMS/.meta/SOP/SOP-001.json": "{}", "QMS/a.png": b"\x89", "src/a.py": "x"}


def worktree(repository: GitRepository, plan: ReadingPlan = PLAN) -> Snapshot:
    return read_worktree(find_place(repository.root), plan)


def revision(repository: GitRepository, name: str = "HEAD", plan: ReadingPlan = PLAN) -> Snapshot:
    return read_revision(find_place(repository.root), plan, name)


def said(snapshot: Snapshot) -> tuple[object, ...]:
    """What a snapshot says, without its functions, which compare by identity."""
    history = replace(snapshot.history, read_blobs=dict, read_signatures=dict)
    plain = replace(snapshot, read_history=History, read_histories=dict, read_asset=bytes, code=CodeAccess())
    return plain, history, snapshot.histories


def bytes_of(repository: GitRepository) -> Mapping[str, tuple[int, str]]:
    """Modification time and digest of every file of a repository and its work tree, the index among them."""
    return {
        str(path): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in repository.root.rglob("*")
        if path.is_file()
    }


def test_files_below_the_documents_root_are_read_and_the_others_named(repository: GitRepository) -> None:
    head = repository.commit(DOCUMENTS)
    snapshot = worktree(repository)
    assert snapshot.paths == DOCUMENTS.keys()
    assert snapshot.files == {"QMS/SOP/SOP-001.md": b"one", "QMS/.meta/SOP/SOP-001.json": b"{}"}
    assert (snapshot.unread, snapshot.repositories, snapshot.problems, snapshot.pointers) == ((), (), (), {})
    committed = snapshot.history.commits[0].committed
    assert snapshot.history.revision == Revision(
        commit=head, committed=committed, branch="main", on_production=True, is_production_tip=True, has_git=True
    )
    assert snapshot.read_asset("QMS/a.png") == b"\x89"


@pytest.mark.verifies("REQ-READ-001")
def test_a_clean_work_tree_and_its_revision_are_read_alike(repository: GitRepository, tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    tool.commit({"a": "1"})
    repository.commit({**DOCUMENTS, "QMS/größe \udcff.md": b"\xff\r\n", "QMS/large.md": "x" * 1025})
    repository.branch("side")
    repository.commit({"QMS/side.md": "side"})
    repository.checkout("main")
    repository.add_submodule(tool, "tool")
    repository.commit()
    repository.merge("side")
    clone = repository.clone(tmp_path / "clone")
    from_tree, from_objects = worktree(clone), revision(clone, "main")
    assert said(from_tree) == said(from_objects)
    assert len(from_tree.files) == 4
    assert from_tree.read_asset("src/a.py") == from_objects.read_asset("src/a.py") == b"x"


@pytest.mark.verifies("REQ-READ-001")
def test_a_revision_is_read_without_looking_at_the_work_tree(repository: GitRepository) -> None:
    first = repository.commit(DOCUMENTS)
    repository.tag("v1")
    repository.commit({"QMS/SOP/SOP-001.md": "two"})
    repository.write({"QMS/SOP/SOP-001.md": "three", "QMS/untracked.md": ""})
    snapshot = revision(repository, "v1")
    assert snapshot.files["QMS/SOP/SOP-001.md"] == b"one"
    assert "QMS/untracked.md" not in snapshot.paths
    facts = snapshot.history.revision
    assert (facts.commit, facts.branch, facts.is_production_tip, facts.on_production) == (first, None, False, True)
    assert facts.uncommitted == 0
    with pytest.raises(FileNotFoundError):
        snapshot.read_asset("QMS/untracked.md")


def test_a_work_tree_is_read_as_it_lies_on_disk(repository: GitRepository) -> None:
    repository.commit({**DOCUMENTS, "QMS/gone.md": "", ".gitignore": "ignored.md\n"})
    repository.write({"QMS/gone.md": None, "QMS/new.md": "new", "QMS/ignored.md": "", "QMS/SOP/SOP-001.md": "two"})
    snapshot = worktree(repository)
    assert snapshot.files["QMS/SOP/SOP-001.md"] == b"two"
    assert snapshot.files["QMS/new.md"] == b"new"
    assert not {"QMS/gone.md", "QMS/ignored.md"} & snapshot.paths
    assert snapshot.history.revision.uncommitted == 3


def test_another_repository_inside_the_work_tree_is_no_part_of_it(repository: GitRepository) -> None:
    repository.commit(DOCUMENTS)
    GitRepository.create(repository.root / "QMS" / "inner").commit({"SOP-009.md": "theirs"})
    assert worktree(repository).paths == DOCUMENTS.keys()


def test_the_output_inside_the_work_tree_is_no_part_of_it(repository: GitRepository) -> None:
    repository.commit(DOCUMENTS)
    repository.write({"QMS/out/SOP-009.md": "built"})
    snapshot = worktree(repository, replace(PLAN, output="QMS/out"))
    assert "QMS/out/SOP-009.md" not in snapshot.paths
    assert snapshot.history.revision.uncommitted == 0


@pytest.mark.verifies("REQ-READ-002")
@pytest.mark.parametrize("read", [worktree, revision])
def test_reading_changes_no_byte_of_the_repository(repository: GitRepository, read: type) -> None:
    repository.commit(DOCUMENTS)
    repository.write({"QMS/SOP/SOP-001.md": "two", "QMS/untracked.md": ""})
    os.utime(repository.root / "src" / "a.py", (0, 0))  # what git would note in the index, if it were let
    before = bytes_of(repository)
    snapshot = read(repository)
    dict(snapshot.history.read_blobs(frozenset(change.after for change in snapshot.history.commits[0].changes)))
    assert bytes_of(repository) == before


PROGRAM_SETTINGS = {
    "hooks": {"core.hooksPath": "evil-hooks"},
    "fsmonitor": {"core.fsmonitor": "{program}"},
    "pager": {"core.pager": "{program}", "pager.log": "{program}", "pager.status": "{program}"},
    "external diff": {
        "diff.external": "{program}",
        "diff.evil.command": "{program}",
        "diff.evil.textconv": "{program}",
    },
    "clean filter": {"filter.evil.clean": "{program}", "filter.evil.required": "true"},
    "process filter": {"filter.evil.process": "{program}", "filter.evil.required": "true"},
    "filter of an odd name": {"filter.e=v.clean": "{program}", "filter.e=v.required": "true"},
    "signatures": {"log.showSignature": "true", "gpg.program": "{program}"},
}


@pytest.mark.verifies("REQ-SEC-003")
@pytest.mark.parametrize("kind", PROGRAM_SETTINGS)
def test_no_setting_of_a_repository_starts_a_program(repository: GitRepository, tmp_path: Path, kind: str) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >> {ran}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    driver = "e=v" if "odd" in kind else "evil"
    repository.commit({**DOCUMENTS, ".gitattributes": f"*.md filter={driver} diff={driver}\n"})
    hooks = repository.root / "evil-hooks"
    hooks.mkdir()
    for name in ("post-index-change", "post-checkout", "pre-auto-gc", "reference-transaction"):
        for folder in (hooks, repository.root / ".git" / "hooks"):
            (folder / name).write_bytes(program.read_bytes())
            (folder / name).chmod(0o755)
    for key, value in PROGRAM_SETTINGS[kind].items():
        repository.git("config", key, value.format(program=program))
    repository.write({"QMS/SOP/SOP-001.md": "two"})
    os.utime(repository.root / "QMS" / "SOP" / "SOP-001.md", (0, 0))
    ran.unlink(missing_ok=True)
    assert worktree(repository).files["QMS/SOP/SOP-001.md"] == b"two"
    assert revision(repository).files["QMS/SOP/SOP-001.md"] == b"one"
    assert not ran.exists()


@pytest.mark.verifies("REQ-SEC-003")
def test_an_object_that_is_promised_elsewhere_is_not_fetched(repository: GitRepository, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >> {ran}\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    repository.commit(DOCUMENTS)
    settings = {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": str(tmp_path),
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": str(program),
    }
    for key, value in settings.items():
        repository.git("config", key, value)
    assert dict(worktree(repository).history.read_blobs(frozenset({"1" * 40}))) == {}
    assert not ran.exists()


@pytest.mark.verifies("REQ-SEC-002")
def test_symbolic_links_are_named_and_not_followed(repository: GitRepository, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    repository.commit(DOCUMENTS)
    (repository.root / "QMS" / "link.md").symlink_to(secret)
    (repository.root / "QMS" / "link.png").symlink_to(secret)
    (repository.root / "QMS" / "folder").symlink_to(tmp_path)
    repository.commit()
    for snapshot in (worktree(repository), revision(repository)):
        assert snapshot.unread == (Unread(path="QMS/link.md", reason="is a symbolic link"),)
        assert not [path for path in snapshot.files if "link" in path or "folder" in path]
        with pytest.raises(OSError, match=r"link\.png"):
            snapshot.read_asset("QMS/link.png")


@pytest.mark.verifies("REQ-SEC-002")
def test_an_asset_that_is_a_link_inside_the_repository_is_not_read(repository: GitRepository) -> None:
    repository.commit(DOCUMENTS)
    (repository.root / "QMS" / "config.png").symlink_to("../.git/config")
    repository.commit()
    for snapshot in (worktree(repository), revision(repository)):
        with pytest.raises(OSError, match=r"config\.png"):
            snapshot.read_asset("QMS/config.png")


def test_a_link_is_among_the_paths_of_the_work_tree_as_of_the_revision(repository: GitRepository) -> None:
    repository.commit(DOCUMENTS)
    (repository.root / "QMS" / "link.md").symlink_to("SOP/SOP-001.md")
    repository.commit()
    assert worktree(repository).paths == revision(repository).paths


@pytest.mark.verifies("REQ-SEC-002")
def test_a_tracked_folder_replaced_by_a_link_is_not_followed(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit(DOCUMENTS)
    elsewhere = tmp_path / "elsewhere"
    (repository.root / "QMS" / "SOP").rename(elsewhere)
    (elsewhere / "SOP-001.md").write_text("secret", encoding="utf-8")
    (repository.root / "QMS" / "SOP").symlink_to(elsewhere)
    assert b"secret" not in worktree(repository).files.values()


@pytest.mark.parametrize("read", [worktree, revision])
def test_a_file_larger_than_the_limit_is_named_and_not_read(repository: GitRepository, read: type) -> None:
    repository.commit({"QMS/large.md": "x" * 5000, "QMS/just.md": "x" * 1024})
    snapshot = read(repository)
    reason = "has 5 KiB, more than the 1 that project.max-document-kib allows"
    assert snapshot.unread == (Unread(path="QMS/large.md", reason=reason, is_regular=True),)
    assert list(snapshot.files) == ["QMS/just.md"]


@pytest.mark.verifies("REQ-READ-011")
def test_a_repository_without_a_commit_has_files_and_no_history(repository: GitRepository) -> None:
    repository.write(DOCUMENTS)
    snapshot = worktree(repository)
    assert snapshot.history.revision == Revision(branch="main", uncommitted=4, has_git=True)
    assert (snapshot.history.commits, len(snapshot.files)) == ((), 2)
    with pytest.raises(SourceError, match="there is no revision 'main' in this repository"):
        revision(repository, "main")


@pytest.mark.verifies("REQ-READ-011")
def test_a_detached_head_is_on_no_branch(repository: GitRepository) -> None:
    first = repository.commit(DOCUMENTS)
    repository.commit({"a": ""})
    repository.checkout(first)
    facts = worktree(repository).history.revision
    assert (facts.commit, facts.branch, facts.on_production, facts.is_production_tip) == (first, None, True, False)


@pytest.mark.parametrize(
    ("production", "on_production"), [("main", False), ("topic", True), ("trunk", None), ("--all", None)]
)
def test_a_branch_is_compared_with_production(
    repository: GitRepository, production: str, *, on_production: bool | None
) -> None:
    repository.commit(DOCUMENTS)
    repository.branch("topic")
    repository.commit({"a": ""})
    for snapshot in (
        worktree(repository, replace(PLAN, production=production)),
        revision(repository, "topic", replace(PLAN, production=production)),
    ):
        facts = snapshot.history.revision
        assert (facts.branch, facts.on_production, facts.is_production_tip) == (
            "topic",
            on_production,
            on_production is True,
        )


def test_production_may_be_known_only_from_the_remote(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit(DOCUMENTS)
    repository.branch("topic")
    clone = repository.clone(tmp_path / "clone")
    facts = worktree(clone).history.revision
    assert (facts.branch, facts.on_production) == ("topic", True)
    assert revision(clone, "origin/main").history.revision.branch == "origin/main"


@pytest.mark.verifies("REQ-READ-011")
def test_a_shallow_clone_says_so_and_has_what_it_has(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit(DOCUMENTS)
    repository.commit({"QMS/b.md": ""})
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    for snapshot in (worktree(clone), revision(clone)):
        assert (snapshot.history.revision.is_shallow, len(snapshot.history.commits)) == (True, 1)
        assert len(snapshot.files) == 3


@pytest.mark.verifies("REQ-READ-011")
def test_a_submodule_that_is_not_there_is_said_with_its_pointer(repository: GitRepository, tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "tool")
    head = tool.commit({"a": "1"})
    repository.add_submodule(tool, "libs/tool")
    repository.commit(DOCUMENTS)
    clone = repository.clone(tmp_path / "clone")
    plan = replace(PLAN, repositories={"instrument": "libs/tool", "other": "other"})
    for snapshot in (worktree(clone, plan), revision(clone, plan=plan)):
        assert snapshot.repositories == (
            RepositoryState(name="instrument", path="libs/tool", head=None, is_available=False, pointer=head),
            RepositoryState(name="other", path="other", head=None, is_available=False),
        )
        assert snapshot.pointers == {"libs/tool": head}
        assert "libs/tool" not in snapshot.paths
    assert worktree(repository).repositories == (
        RepositoryState(name="tool", path="libs/tool", head=head, is_available=True, pointer=head),
    )


@pytest.mark.verifies("REQ-READ-011")
def test_a_folder_without_git_has_files_and_no_history(tmp_path: Path) -> None:
    (tmp_path / "QMS").mkdir()
    (tmp_path / "QMS" / "SOP-001.md").write_text("one", encoding="utf-8")
    for skipped in ("node_modules", ".venv", "site"):
        (tmp_path / skipped).mkdir()
        (tmp_path / skipped / "a.md").write_text("", encoding="utf-8")
    snapshot = read_worktree(find_place(tmp_path), PLAN)
    assert (snapshot.paths, snapshot.files) == ({"QMS/SOP-001.md"}, {"QMS/SOP-001.md": b"one"})
    assert (snapshot.history.revision, snapshot.problems) == (Revision(), ())


@pytest.mark.verifies("REQ-READ-011")
def test_a_problem_of_the_place_is_handed_on_and_no_revision_is_read(tmp_path: Path) -> None:
    place = Place(root=tmp_path, has_git=False, problem="it belongs to another user")
    assert read_worktree(place, PLAN).problems == ("it belongs to another user",)
    with pytest.raises(SourceError, match="revision 'main' cannot be read: it belongs to another user"):
        read_revision(place, PLAN, "main")
    with pytest.raises(SourceError, match="revision 'main' cannot be read: this folder is not a git repository"):
        read_revision(replace(place, problem=None), PLAN, "main")


def test_special_files_are_named_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    snapshot = read_worktree(find_place(tmp_path), replace(PLAN, documents="."))
    assert snapshot.unread == (Unread(path="pipe.md", reason="is not a regular file"),)


@pytest.mark.parametrize(
    ("documents", "path", "expected"),
    [
        ("QMS", "QMS/a.md", True),
        ("QMS", "QMS/.audit/a.jsonl", True),
        ("QMS", "QMS/a.MARKDOWN", True),
        ("QMS", "QMS/a.py", False),
        ("QMS", "QMS2/a.md", False),
        (".", "anywhere/a.json", True),
    ],
)
def test_a_plan_wants_texts_below_the_documents_root(documents: str, path: str, *, expected: bool) -> None:
    assert replace(PLAN, documents=documents).wants(path) is expected


def test_other_branches_and_other_repositories_are_read_with_their_histories(tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "origin")
    first = tool.commit({"a.py": "1"}, "first")
    second = tool.branch("work").commit({"a.py": "2"}, "second")
    tool.checkout("main")
    repository = GitRepository.create(tmp_path / "here")
    repository.add_submodule(tool, "tool")
    head = repository.commit({"QMS/a.md": "# A\n"})
    beside = repository.branch("cr-001/exec").commit({"b.py": "1"}, "beside")
    repository.checkout("main")
    snapshot = read_worktree(find_place(repository.root), replace(PLAN, repositories={"tool": "tool"}))
    assert [commit.hash for commit in snapshot.history.commits] == [head]
    assert [commit.hash for commit in snapshot.history.beside] == [beside]
    assert [branch.name for branch in snapshot.history.branches] == ["cr-001/exec", "main"]
    history = snapshot.histories["tool"]
    assert {commit.hash for commit in history.commits} == {first, second}
    assert history.production_line == (first,)
    assert snapshot.code.find_commits("tool", [second[:8], head]) == (second, None)
    assert snapshot.code.find_commits("elsewhere", [second]) == (None,)


def test_a_repository_may_call_its_production_otherwise(tmp_path: Path) -> None:
    tool = GitRepository.create(tmp_path / "here" / "tool")
    first = tool.commit({"a.py": "1"}, "first")
    tool.git("branch", "--move", "main", "trunk")
    repository = GitRepository.create(tmp_path / "here")
    repository.write({"QMS/a.md": "# A\n"}).git("add", "QMS")
    plans = [replace(PLAN, repositories={"tool": "tool"}, productions=named) for named in ({}, {"tool": "trunk"})]
    found = [read_worktree(find_place(repository.root), plan).histories["tool"].production_line for plan in plans]
    assert found == [None, (first,)]


def test_production_is_the_line_of_the_clone_that_is_ahead_or_newest(tmp_path: Path) -> None:
    origin = GitRepository.create(tmp_path / "origin")
    first = origin.commit({"QMS/a.md": "# A\n"}, "first", date="2026-01-01T09:00:00+00:00")
    here = origin.clone(tmp_path / "here")
    ahead = here.commit({"QMS/a.md": "# B\n"}, "ahead", date="2026-01-02T09:00:00+00:00")
    assert read_worktree(find_place(here.root), PLAN).history.production_line == (ahead, first)
    theirs = origin.commit({"QMS/a.md": "# C\n"}, "theirs", date="2026-01-03T09:00:00+00:00")
    here.git("fetch", "--quiet")
    assert read_worktree(find_place(here.root), PLAN).history.production_line == (theirs, first)
    newest = here.commit({"QMS/a.md": "# D\n"}, "newest", date="2026-01-04T09:00:00+00:00")
    assert read_worktree(find_place(here.root), PLAN).history.production_line == (newest, ahead, first)
