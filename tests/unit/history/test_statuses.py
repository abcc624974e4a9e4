from dataclasses import replace
from datetime import UTC, datetime

from qms_site.history.statuses import Declared, Statuses, last_changes, read_statuses, wanted_blobs, wanted_changes
from qms_site.sources.snapshot import Change, CommitRecord, History
from qms_site.text import digest_of


def commit(name: str, *changes: tuple[str, str | None, str | None]) -> CommitRecord:
    day = datetime(2026, 1, int(name[1:]), tzinfo=UTC)
    return CommitRecord(
        hash=name,
        parents=(),
        author="Ada",
        email="ada@example.org",
        authored=day,
        committed=day,
        message=name,
        changes=tuple(Change(path, before, after, is_pointer=False) for path, before, after in changes),
    )


def read(path: str, data: bytes) -> Declared:
    status, _, version = data.decode().partition(" ")
    return Declared(
        document=path.removesuffix(".md").rsplit("/", 1)[-1],
        status=status,
        version=version or None,
        digest=digest_of(data),
    )


def is_document(path: str) -> bool:
    return path.endswith(".md")


BLOBS = {"b1": b"DRAFT 0.1", "b2": b"EFFECTIVE 1.0", "b3": b"RETIRED 1.0"}
HISTORY = History(
    commits=(
        commit("c4", ("old/A.md", "b2", None), ("new/A.md", None, "b3")),
        commit("c3", ("old/A.md", "b1", "b2"), ("code.py", None, "b9")),
        commit("c2", ("side/A.md", None, "b2")),
        commit("c1", ("old/A.md", None, "b1"), ("lost/B.md", None, "b8")),
    ),
    first_parents=("c4", "c3", "c1"),
)


def statuses_of(history: History) -> Statuses:
    return read_statuses(history, wanted_changes(history, is_document), BLOBS.items(), read)


def test_points_run_along_the_first_parent_line_oldest_first_through_a_move() -> None:
    points = statuses_of(HISTORY).points
    assert list(points) == ["A"]
    assert [(point.commit.hash, point.path, point.status, point.version) for point in points["A"]] == [
        ("c1", "old/A.md", "DRAFT", "0.1"),
        ("c3", "old/A.md", "EFFECTIVE", "1.0"),
        ("c4", "new/A.md", "RETIRED", "1.0"),
    ]
    assert points["A"][0].digest == digest_of(b"DRAFT 0.1")


def test_only_blobs_of_wanted_paths_on_the_line_are_asked_for() -> None:
    assert wanted_blobs(wanted_changes(HISTORY, is_document)) == {"b1", "b2", "b3", "b8"}


def test_the_newest_commit_that_touched_a_path_counts_from_any_line() -> None:
    assert {path: found.hash for path, found in last_changes(HISTORY).items()} == {
        "old/A.md": "c4",
        "new/A.md": "c4",
        "code.py": "c3",
        "side/A.md": "c2",
        "lost/B.md": "c1",
    }


def test_an_id_that_is_used_again_after_a_removal_is_another_document() -> None:
    history = History(
        commits=(
            commit("c3", ("new/A.md", None, "b1")),
            commit("c2", ("old/A.md", "b2", None)),
            commit("c1", ("old/A.md", None, "b2")),
        ),
        first_parents=("c3", "c2", "c1"),
    )
    points = statuses_of(history).points
    assert [point.status for point in points["A"]] == ["DRAFT"]


def test_what_only_a_branch_has_comes_after_production_and_is_marked() -> None:
    """c4 merges production (c3) into a branch that began at c1 and has c2 of its own."""
    history = History(
        commits=(
            commit("c4", ("A.md", "b1", "b2")),
            commit("c3", ("A.md", "b1", "b2")),
            commit("c2", ("B.md", None, "b3")),
            commit("c1", ("A.md", None, "b1")),
        ),
        first_parents=("c4", "c2", "c1"),
        production_line=("c3", "c1"),
    )
    points = statuses_of(history).points
    assert [(point.commit.hash, point.on_production) for point in points["A"]] == [
        ("c1", True),
        ("c3", True),
        ("c4", False),
    ]
    assert [point.on_production for point in points["B"]] == [False]


def test_where_a_shallow_clone_begins_is_marked() -> None:
    points = statuses_of(replace(HISTORY, boundary=frozenset({"c1"}))).points
    assert [point.is_boundary for point in points["A"]] == [True, False, False]
