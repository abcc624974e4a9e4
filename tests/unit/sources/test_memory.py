import pytest
from builders import a_project

from qms_site.sources.memory import read_memory


@pytest.mark.verifies("REQ-READ-003")
def test_a_snapshot_of_literal_files_is_like_one_of_a_disk() -> None:
    snapshot = read_memory({"QMS/a.md": "größe", "b.png": b"\x89"}, blobs={"b1": b"one"})
    assert snapshot.files == {"QMS/a.md": "größe".encode(), "b.png": b"\x89"}
    assert snapshot.paths == {"QMS/a.md", "b.png"}
    assert snapshot.read_asset("b.png") == b"\x89"
    assert dict(snapshot.history.read_blobs(frozenset({"b1", "b2"}))) == {"b1": b"one"}


def test_commits_are_one_line_of_parents() -> None:
    snapshot = a_project().with_commit({"a": "1"}).with_commit({"a": "2"}).snapshot()
    newest, oldest = snapshot.history.commits
    assert snapshot.history.first_parents == (newest.hash, oldest.hash)
    assert newest.parents == (oldest.hash,)


def test_a_file_that_is_not_there_is_an_error_of_the_system_as_on_a_disk() -> None:
    with pytest.raises(OSError, match=r"gone\.png"):
        read_memory({}).read_asset("gone.png")
