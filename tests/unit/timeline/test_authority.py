from datetime import UTC, datetime

import pytest

from qms_site.records.ids import id_scheme
from qms_site.settings import parse_settings
from qms_site.sources.snapshot import Change, CommitRecord, History
from qms_site.timeline.authority import governed_commits

SETTINGS = parse_settings("[[system]]\nname = 'A'\ncode = ['a']\n[[system]]\nname = 'ALL'\ncode = ['.']\n", "qms.toml")
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def commit(name: str, message: str, *paths: str, parents: tuple[str, ...] = ()) -> CommitRecord:
    changes = tuple(Change(path, None, "b", is_pointer=False) for path in paths)
    return CommitRecord(name, parents, "Ada", "a@example.org", WHEN, WHEN, message, changes)


HISTORY = History(
    commits=(
        commit("m", "CR-1: merge", "a/x.py", parents=("c2", "b2")),
        commit("b2", "second", "a/y.py", parents=("b1",)),
        commit("b1", "CR-2: first", "a/x.py", parents=("c1",)),
        commit("c2", "on main", "doc.md", parents=("c1",)),
        commit("c1", "begin", "a/x.py"),
    ),
    first_parents=("m", "c2", "c1"),
)


def found(history: History) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None]]:
    governed = governed_commits(history, SETTINGS, id_scheme(SETTINGS))
    return [(entry.commit.hash, entry.systems, entry.records, entry.via) for entry in governed]


def test_the_merge_that_brought_a_commit_speaks_for_it_where_it_is_silent() -> None:
    assert found(HISTORY) == [
        ("b2", ("A", "ALL"), ("CR-1",), "m"),
        ("b1", ("A", "ALL"), ("CR-2",), None),
        ("c2", ("ALL",), (), None),
        ("c1", ("A", "ALL"), (), None),
    ]


def test_what_a_shallow_clone_begins_with_is_no_change() -> None:
    history = History(commits=HISTORY.commits, first_parents=HISTORY.first_parents, boundary=frozenset({"c1"}))
    assert [name for name, *_ in found(history)] == ["b2", "b1", "c2"]


@pytest.mark.parametrize("settings", ["", "[[system]]\nname = 'A'\n"])
def test_without_governed_code_nothing_is_governed(settings: str) -> None:
    parsed = parse_settings(settings, "qms.toml")
    assert governed_commits(HISTORY, parsed, id_scheme(parsed)) == ()


def test_code_is_relative_to_the_folder_of_the_settings() -> None:
    settings = parse_settings("[[system]]\nname = 'A'\ncode = ['./x', 'y/']\n", "qms.toml")
    history = History(commits=(commit("c1", "first", "a/x/z.py"), commit("c2", "second", "x/z.py")))
    governed = governed_commits(history, settings, id_scheme(settings), base="a")
    assert [entry.commit.hash for entry in governed] == ["c1"]


@pytest.mark.parametrize(
    ("subject", "records"),
    [
        ("Merge branch 'cr-007-speed'", ("CR-007",)),
        ("Merge branch 'CR-007-049-speed' into main", ("CR-007",)),
        ("Merge remote-tracking branch 'origin/cr-007/speed'", ("CR-007",)),
        ("Merge pull request #8 from example/cr-007-speed", ("CR-007",)),
        ("Merged in cr-007-speed (pull request #8)", ("CR-007",)),
        ("Merge branch 'cr-007-speed' under CR-009", ("CR-009",)),
        ("Merge branch 'speed-007'", ()),
        ("Merge branch 'sop-007-speed'", ()),
        ("Speed up", ()),
    ],
)
def test_the_name_of_an_execution_branch_names_its_record(subject: str, records: tuple[str, ...]) -> None:
    history = History(
        commits=(
            commit("m", subject, parents=("c1", "b1")),
            commit("b1", "first", "a/x.py", parents=("c1",)),
            commit("c1", "begin"),
        ),
        first_parents=("m", "c1"),
    )
    assert [cited for _, _, cited, _ in found(history)] == [records]
