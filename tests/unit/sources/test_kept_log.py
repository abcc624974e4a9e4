"""What was kept of a log gives the same commits, in the same order, as git gives by itself."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.sources.git import read_log
from qms_site.sources.kept_log import STRETCH, read_kept_log
from qms_site.sources.snapshot import CommitRecord

FIRST_SECOND = 1767258000


def write_commits(
    repository: GitRepository, parents: Sequence[Sequence[int]], dates: Sequence[int], *, ending: bytes = b""
) -> list[str]:
    """Commits on branches of their own, with these parents (by their places) and dates; the hashes."""
    parts: list[bytes] = []
    for number, (own, date) in enumerate(zip(parents, dates, strict=True)):
        person = f"Ada Example <ada@example.org> {FIRST_SECOND + date} +0200"
        message = f"Commit {number} ".encode() + ending
        parts.append(f"commit refs/heads/c{number}\nmark :{number + 1}\nauthor {person}\ncommitter {person}\n".encode())
        parts.append(b"data %d\n%s\n" % (len(message), message))
        parts += [f"{'merge' if place else 'from'} :{parent + 1}\n".encode() for place, parent in enumerate(own)]
        parts += [f"M 100644 inline {name}\ndata 3\n{number:03}\n".encode() for name in (f"f{number}", "common")]
    marks = repository.root / ".git/marks"
    repository.git("fast-import", "--quiet", f"--export-marks={marks}", stdin=b"".join(parts))
    named = dict(line.removeprefix(":").split(" ") for line in marks.read_text(encoding="ascii").splitlines())
    return [named[str(number + 1)] for number in range(len(parents))]


def write_line(repository: GitRepository, count: int, *, ending: bytes = b"") -> list[str]:
    parents = [[number - 1] if number else [] for number in range(count)]
    return write_commits(repository, parents, [60 * number for number in range(count)], ending=ending)


def read(
    repository: GitRepository, kept: dict[str, bytes], *tips: str, label: str = "", stretch: int = 3
) -> tuple[CommitRecord, ...]:
    """The log, which must be what git gives by itself, field by field and zone by zone."""
    found = read_kept_log(repository.root, tips, kept, label, stretch=stretch)
    assert repr(found) == repr(read_log(repository.root, tips))
    return found


def is_used(repository: GitRepository, kept: dict[str, bytes], *tips: str) -> bool:
    """Whether what is kept is read: other texts of the same length come out."""
    changed = {key: data.replace(b"Commit 0 ", b"Changed  ") for key, data in kept.items()}
    return any(
        commit.message.startswith("Changed  ")
        for commit in read_kept_log(repository.root, tips, changed, "", stretch=3)
    )


@pytest.mark.verifies("REQ-PERF-003")
def test_git_is_asked_only_for_what_came_after(repository: GitRepository) -> None:
    commits = write_line(repository, 12)
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[9])
    assert len(kept) == 4  # an index, and three stretches of ten commits less the youngest
    before = dict(kept)
    assert is_used(repository, kept, commits[9])
    read(repository, kept, commits[10])
    assert is_used(repository, kept, commits[10])
    assert kept == before  # nothing is written for one commit more


def test_a_short_history_is_not_kept(repository: GitRepository) -> None:
    commits = write_line(repository, 6)
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[4])
    assert kept == {}
    read(repository, kept, commits[5])
    assert kept != {}
    assert STRETCH == 1000


def test_an_older_revision_and_another_branch_are_read_from_the_same_stretches(repository: GitRepository) -> None:
    parents = [[number - 1] if number else [] for number in range(20)]
    parents[15] = [9]
    commits = write_commits(repository, parents, [60 * number for number in range(20)])
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[14])
    before = dict(kept)
    for tip in (commits[5], commits[2], commits[16], commits[0]):
        read(repository, kept, tip)
        assert is_used(repository, kept, tip) == (tip != commits[0])
    assert kept == before


def test_a_branch_that_was_begun_long_ago_is_put_in_its_place(repository: GitRepository) -> None:
    parents = [[number - 1] if number else [] for number in range(14)]
    dates = [60 * number for number in range(14)]
    parents, dates = [*parents, [3], [13, 14]], [*dates, 330, 900]
    commits = write_commits(repository, parents, dates)
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[13])
    found = read(repository, kept, commits[15])
    assert [commit.hash for commit in found].index(commits[14]) == 9
    assert is_used(repository, kept, commits[15])


@pytest.mark.parametrize("dates", [[0] * 30, [-60 * number for number in range(30)]], ids=["one date", "backwards"])
def test_what_has_no_order_by_date_is_read_from_git(repository: GitRepository, dates: list[int]) -> None:
    commits = write_commits(repository, [[number - 1] if number else [] for number in range(30)], dates)
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[-1])
    assert kept == {}


def test_bytes_that_are_no_text_are_kept_as_they_are(repository: GitRepository) -> None:
    commits = write_line(repository, 12, ending=b"gr\xfc\xdf \xc3\xa9 \xed\xb2\x80")
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[-1])
    found = read(repository, kept, commits[-1])
    assert found[-1].message == "Commit 0 gr\udcfc\udcdf é \udced\udcb2\udc80"
    assert is_used(repository, kept, commits[-1])


def test_labels_are_apart_and_each_drops_what_it_needs_no_more(repository: GitRepository) -> None:
    commits = write_line(repository, 40)
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[9])
    one = dict(kept)
    read(repository, kept, commits[-1], label="tool")
    assert one.items() <= kept.items()
    read(repository, kept, commits[-1], label="tool", stretch=15)
    assert len(kept) > len(one)
    index = next(key for key in one if key.endswith("/index"))
    kept[index] = b"damaged"
    read(repository, kept, commits[-1])
    assert len([key for key in kept if key.startswith(index.removesuffix("index"))]) == 14


@pytest.mark.parametrize("data", [b"", b"\x93", b"\xc0", b"other", b'[false,["\xff', None])
def test_what_is_damaged_is_read_from_git_and_kept_again(repository: GitRepository, data: bytes | None) -> None:
    commits = write_line(repository, 12)
    sound: dict[str, bytes] = {}
    read(repository, sound, commits[-1])
    for key in sound:
        kept = {**sound, key: data} if data is not None else {name: sound[name] for name in sound if name != key}
        read(repository, kept, commits[-1])
        assert kept == sound


def test_names_of_another_form_never_reach_git(repository: GitRepository) -> None:
    commits = write_line(repository, 12)
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[-1])
    for key, data in kept.items():
        kept[key] = data.replace(commits[2].encode(), b"--output=" + commits[2][:31].encode())
    read(repository, kept, commits[-1])


def test_a_clone_that_reaches_less_far_shares_nothing(repository: GitRepository, tmp_path: Path) -> None:
    commits = write_line(repository, 20)
    repository.git("branch", "--force", "main", commits[-1])
    kept: dict[str, bytes] = {}
    read(repository, kept, commits[-1])
    shallow = repository.clone(tmp_path / "shallow", "--depth", "12", "--branch", "main")
    assert len(read(shallow, kept, commits[-1])) == 12
    assert len(read(shallow, kept, commits[-1])) == 12
    shallow.git("fetch", "--quiet", "--unshallow")
    assert len(read(shallow, kept, commits[-1])) == 20
    grafts = repository.root / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{commits[10]}\n", encoding="ascii")
    assert len(read(repository, kept, commits[-1])) == 10


def test_what_cannot_be_written_is_given_up_at_once(repository: GitRepository) -> None:
    class Full(dict[str, bytes]):
        count = 0

        def __setitem__(self, key: str, data: bytes) -> None:
            self.count += 1

    commits, kept = write_line(repository, 30), Full()
    read(repository, kept, commits[-1])
    assert kept.count == 1


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.verifies("REQ-PERF-003")
def test_any_history_comes_out_as_git_gives_it(repository: GitRepository, seed: int) -> None:
    rng = random.Random(seed)
    count, skew = 60, rng.choice((0, 0, 1, 30, 2000))
    parents = [
        sorted(
            {rng.randrange(max(0, number - rng.choice((1, 2, 3, 12))), number) for _ in range(rng.choice((1, 1, 2, 3)))}
        )
        if number and rng.random() > 0.02
        else []
        for number in range(count)
    ]
    dates = [rng.choice((60, 7, 1)) * number - rng.randrange(skew + 1) for number in range(count)]
    commits = write_commits(repository, parents, sorted(dates) if seed % 2 else dates)
    if seed % 3 == 0:
        repository.git("commit-graph", "write", "--reachable")
    kept: dict[str, bytes] = {}
    for step in range(12):
        tips = rng.sample(commits[: count * (step + 4) // 15], rng.choice((1, 1, 2, 4)))
        read(repository, kept, *tips, stretch=rng.choice((2, 3)))
