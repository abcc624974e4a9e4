from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from qms_site.history.audit_logs import LogHistory, read_logs
from qms_site.history.log_lines import LineChange, compare_lines
from qms_site.sources.snapshot import Change, CommitRecord, History

LOG = "QMS/.audit/CR/CR-001.jsonl"
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def is_log(path: str) -> bool:
    return path.endswith(".jsonl")


def commit(number: int, *changes: tuple[str, str | None, str | None], parents: tuple[str, ...] = ()) -> CommitRecord:
    moment = _FIRST + timedelta(days=number)
    return CommitRecord(
        hash=f"c{number}",
        parents=parents or ((f"c{number - 1}",) if number else ()),
        author="Ada",
        email="ada@example.org",
        authored=moment,
        committed=moment,
        message="",
        changes=tuple(Change(path, before, after, is_pointer=False) for path, before, after in changes),
    )


class Blobs:
    """Objects by name, and how many bytes were asked for in all."""

    def __init__(self, texts: dict[str, bytes]) -> None:
        self.texts = texts
        self.given = 0

    def read(self, names: frozenset[str]) -> Iterator[tuple[str, bytes]]:
        for name in sorted(names):
            if name in self.texts:
                self.given += len(self.texts[name])
                yield name, self.texts[name]


def along_a_line(*texts: bytes) -> tuple[History, Blobs]:
    """A log that had these texts, one after the other."""
    blobs = Blobs({f"b{number}": text for number, text in enumerate(texts)})
    names = [None, *blobs.texts]
    commits = [
        commit(number, (LOG, before, after))
        for number, (before, after) in enumerate(zip(names, list(blobs.texts), strict=False))
    ]
    commits.reverse()
    history = History(
        commits=tuple(commits), first_parents=tuple(found.hash for found in commits), read_blobs=blobs.read
    )
    return history, blobs


def read(*texts: bytes) -> LogHistory:
    return read_logs(along_a_line(*texts)[0], is_log)


def test_what_each_commit_appended_is_told_with_its_line() -> None:
    found = read(b"1\n2\n", b"1\n2\n3\n", b"1\r\n2\r\n3\r\n4\r\n5")
    assert [(more.commit.hash, more.first_line, more.data) for more in found.additions] == [
        ("c0", 1, b"1\n2"),
        ("c1", 3, b"3"),
        ("c2", 4, b"4\n5"),
    ]
    assert found.versions == {"CR-001": 3}
    assert (found.rewrites, found.removals, found.merged, found.unread) == ((), (), frozenset(), frozenset())


def test_a_line_that_only_begins_like_the_one_before_is_altered() -> None:
    (rewrite,) = read(b"1\n2", b"1\n22").rewrites
    assert (rewrite.altered, rewrite.removed, rewrite.inserted) == (1, 0, 0)
    assert rewrite.lines == (LineChange(line=2, before="2", after="22"),)


def test_lines_that_a_rewrite_added_are_additions_too() -> None:
    assert [more.data for more in read(b"1\n2", b"1\n3\n4").additions] == [b"1\n2", b"3\n4"]


def test_a_version_that_git_lacks_is_unread_and_not_judged() -> None:
    history, blobs = along_a_line(b"1\n2", b"1", b"1\n3")
    del blobs.texts["b1"]
    found = read_logs(history, is_log)
    assert found.unread == {"CR-001"}
    assert found.rewrites == ()


def test_a_log_that_grows_by_every_commit_is_read_twice_and_never_taken_apart() -> None:
    line = b'{"event": "REVIEW", "comment": "' + b"x" * 200 + b'"}\n'
    history, blobs = along_a_line(*(line * count for count in range(1, 100)))
    assert read_logs(history, is_log).rewrites == ()
    assert blobs.given == 2 * sum(len(text) for text in blobs.texts.values())


@pytest.mark.parametrize(
    ("text", "more"),
    [(b'{"a": 1, "b": 2}\n' * 100_000, b'{"a": 2}'), (b"a" * 1_000_000, b"b"), (b"{" * 1_000_000, b"")],
)
def test_a_large_log_that_was_rewritten_is_taken_apart_once(text: bytes, more: bytes) -> None:
    (rewrite,) = read(b"first\n" + text, b"other\n" + text + more).rewrites
    assert rewrite.altered + rewrite.removed in (1, 2)


def test_a_line_that_stands_several_times_counts_each_time() -> None:
    difference = compare_lines(b"a\na\na", b"a\na")
    assert (difference.altered, difference.removed, difference.inserted) == (0, 1, 0)


def test_lines_known_to_be_lost_are_not_lost_again() -> None:
    first = compare_lines(b"a\nb", b"b")
    assert first.lost == {b"a"}
    assert compare_lines(b"a\nb", b"b\nc", first.lost).removed == 0


def test_at_most_some_lines_are_shown_and_each_cut_short() -> None:
    difference = compare_lines(b"\n".join(b"%d" % number + b"x" * 500 for number in range(50)), b"")
    assert difference.removed == 50
    assert len(difference.lines) == 5
    assert {len(str(change.before)) for change in difference.lines} == {200}
