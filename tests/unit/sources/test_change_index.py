"""Where changes are in a history, asked once for all who look for a few of them."""

from qms_site.sources.snapshot import Change, ChangeIndex, CommitRecord, History, index_changes


def commit(name: str, *changes: Change) -> CommitRecord:
    return CommitRecord(name, (), "Ada", "ada@example.org", None, None, "Work", changes)


def written(path: str) -> Change:
    return Change(path, None, "blob", is_pointer=False)


NEWEST = commit("c", written("b.md"), Change("a.md", "blob", None, is_pointer=False))
MIDDLE = commit("b", Change("lib", None, "f00d", is_pointer=True), written("b.md"))
OLDEST = commit("a", written("a.md"))
HISTORY = History(commits=(NEWEST, MIDDLE, OLDEST))


def test_paths_know_their_commits_newest_first() -> None:
    assert HISTORY.changes.places_by_path == {"b.md": [0, 1], "a.md": [0, 2], "lib": [1]}


def test_commits_of_several_paths_come_once_and_newest_first() -> None:
    assert HISTORY.changes.touching(["a.md", "never.md", "b.md"]) == [NEWEST, MIDDLE, OLDEST]
    assert HISTORY.changes.places_of(["lib"]) == [1]
    assert HISTORY.changes.touching([]) == []


def test_a_path_that_a_commit_tells_of_twice_counts_once() -> None:
    index = index_changes((commit("a", written("a.md"), written("a.md")),))
    assert index.touching(["a.md"]) == [index.commits[0]]


def test_removals_and_pointers_are_known_by_their_places() -> None:
    assert HISTORY.changes.removals == (0,)
    assert HISTORY.changes.pointers == (1,)


def test_commits_are_found_by_their_hashes() -> None:
    assert HISTORY.changes.commit_by_hash["b"] is MIDDLE
    assert HISTORY.changes.place_by_hash == {"c": 0, "b": 1, "a": 2}


def test_a_history_is_gone_through_once() -> None:
    assert HISTORY.changes is HISTORY.changes
    assert History().changes == index_changes(()) == ChangeIndex()
