"""Commits that documents cite, in real repositories: submodules there, empty, moved and removed; shallow clones; equal hashes."""

import hashlib
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.engine import Request, run
from qms_site.graph.citations import Citation


def cited(root: Path) -> dict[str, Citation]:
    return {one.token: one for one in run(Request(folder=root)).project.citations}


def statuses(root: Path) -> dict[str, tuple[str, str | None]]:
    return {token: (one.status.value, one.repository) for token, one in cited(root).items()}


def codes(root: Path) -> list[str]:
    """What is told of citations, and of repositories that are not there."""
    found = {entry.finding.code for entry in run(Request(folder=root)).findings}
    return sorted(code for code in found if code.startswith(("GIT2", "RUN")))


def record(*commits: str) -> dict[str, str | bytes | None]:
    lines = "".join(f"- Commit: {commit[:10]}\n" for commit in commits)
    return {"QMS/CR/CR-001.md": f"---\nstatus: CLOSED\nversion: '1.0'\n---\n# CR-001: X\n\nChanges `src/`.\n\n{lines}"}


@pytest.fixture
def plant(tmp_path: Path) -> tuple[GitRepository, str, str, str]:
    """A repository whose submodule moved once; the commits before, at and between the two pointers."""
    tool = GitRepository.create(tmp_path / "origin")
    first = tool.commit({"a.py": "1\n"}, "One")
    plant = GitRepository.create(tmp_path / "plant")
    plant.add_submodule(tool, "tool").commit(message="CR-001: add")
    between = tool.commit({"a.py": "2\n"}, "Two")
    second = tool.commit({"a.py": "3\n"}, "Three")
    GitRepository(plant.root / "tool").git("pull", "--quiet")
    plant.commit(record(first, between, second), "CR-001: move")
    return plant, first[:10], between[:10], second[:10]


@pytest.mark.verifies("REQ-HIST-002", "REQ-HIST-012")
def test_a_submodule_that_is_there_has_them_all(plant: tuple[GitRepository, str, str, str]) -> None:
    repository, *commits = plant
    assert statuses(repository.root) == dict.fromkeys(commits, ("resolved", "tool"))
    repository.commit(record(*commits, "4e05364111"))
    assert (statuses(repository.root)["4e05364111"], codes(repository.root)) == (("unknown", None), ["GIT201"])


@pytest.mark.verifies("REQ-HIST-002", "REQ-HIST-012")
def test_an_empty_submodule_is_known_by_its_pointers(
    plant: tuple[GitRepository, str, str, str], tmp_path: Path
) -> None:
    repository, first, between, second = plant
    clone = repository.clone(tmp_path / "clone")
    assert statuses(clone.root) == {
        first: ("pointer", "tool"),
        between: ("unknown", None),
        second: ("pointer", "tool"),
    }
    assert codes(clone.root) == ["GIT201", "RUN102"]
    assert [one.is_nowhere for one in cited(clone.root).values()] == [False, False, False]


@pytest.mark.verifies("REQ-HIST-002", "REQ-HIST-012")
def test_a_submodule_that_was_removed_is_known_by_its_pointers(plant: tuple[GitRepository, str, str, str]) -> None:
    repository, first, between, second = plant
    repository.git("rm", "--quiet", "-f", "tool")
    repository.commit(message="CR-001: remove")
    found = cited(repository.root)
    assert [(found[commit].status, found[commit].repository) for commit in (first, second)] == [("pointer", "tool")] * 2
    assert (found[between].status, found[between].is_nowhere) == ("unknown", False)


@pytest.mark.verifies("REQ-HIST-012")
def test_a_shallow_clone_may_lack_what_is_cited(tmp_path: Path) -> None:
    origin = GitRepository.create(tmp_path / "origin")
    old = origin.commit({"src/a.py": "1\n"})
    origin.commit(record(old))
    shallow = origin.clone(tmp_path / "shallow", "--depth=1")
    assert [(one.status, one.is_nowhere) for one in cited(shallow.root).values()] == [("unknown", False)]
    assert [one.status for one in cited(origin.clone(tmp_path / "whole").root).values()] == ["resolved"]


def commit_bytes(tree: str, number: int) -> bytes:
    person = "Ada Example <ada@example.org> 1767258000 +0000"
    return f"tree {tree}\nauthor {person}\ncommitter {person}\n\nCommit {number}\n".encode()


def with_equal_hashes(tree: str) -> tuple[bytes, bytes, str]:
    """Two commits whose hashes begin with the same seven digits."""
    found: dict[str, bytes] = {}
    for number in range(1_000_000):
        data = commit_bytes(tree, number)
        hash_ = hashlib.sha1(b"commit %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()[:7]
        is_hash = any(map(str.isalpha, hash_)) and any(map(str.isdigit, hash_))
        if is_hash and hash_ in found:
            return found[hash_], data, hash_
        found[hash_] = data
    raise AssertionError


@pytest.mark.verifies("REQ-HIST-002")
def test_two_repositories_may_have_the_same_abbreviated_hash(tmp_path: Path) -> None:
    repository = GitRepository.create(tmp_path / "plant")
    repository.write({".gitignore": "flow/\ntool/\n"})
    repository.write({"qms.toml": "[repositories.flow]\npath = 'flow'\n[repositories.tool]\npath = 'tool'\n"})
    others = {name: GitRepository.create(repository.root / name) for name in ("flow", "tool")}
    tree = others["flow"].git("mktree", stdin=b"").strip()
    others["tool"].git("mktree", stdin=b"")
    *commits, hash_ = with_equal_hashes(tree)
    full = {}
    for (name, other), data in zip(others.items(), commits, strict=True):
        full[name] = other.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=data).strip()
        other.git("update-ref", "refs/heads/main", full[name])

    def one(text: str) -> Citation:
        repository.commit(
            {"QMS/CR/CR-001.md": f"---\nstatus: CLOSED\nversion: '1.0'\n---\n# CR-001: X\n\n`src/` {text}\n"}
        )
        (found,) = cited(repository.root).values()
        return found

    assert full["flow"][:7] == full["tool"][:7] == hash_
    doubtful = one(f"was at {hash_}")
    assert (doubtful.repository, doubtful.commit, doubtful.candidates) == ("flow", full["flow"], ("flow", "tool"))
    assert codes(repository.root) == ["GIT203"]
    for text in (f"tool@{hash_}", f"tool was at {hash_}", f"flow and tool: {hash_}"):
        told = one(text)
        assert (told.repository, told.commit, told.candidates) == ("tool", full["tool"], ())
