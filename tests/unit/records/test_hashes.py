import time

import pytest

from qms_site.records.hashes import HashStanding, find_hashes, is_placeholder_hash, scan_hashes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Commit: 1e0d63f", ["1e0d63f"]),
        ("(1e0d63f), 2e05364", ["1e0d63f", "2e05364"]),
        ("from 1e0d63f to 1e0d63f", ["1e0d63f", "1e0d63f"]),
        ("1e0d63f..2e05364", ["1e0d63f", "2e05364"]),
        ("main @ d071077.", ["d071077"]),
        ("https://example.org/commit/1e0d63f", ["1e0d63f"]),
        ("1e0d63f" + "a" * 33, ["1e0d63f" + "a" * 33]),
        ("Commits: 6111116, 235b66d and 7654321", ["6111116", "235b66d", "7654321"]),
        ("commit `6111116`", ["6111116"]),
        ("path @ 6111116", ["6111116"]),
        ("6111116, 235b66d", ["6111116", "235b66d"]),
        ("commit is 6111116", ["6111116"]),
        ("tool-1.2-14-g1e0d63f", ["1e0d63f"]),
        ("20260103 1e0d63f", ["1e0d63f"]),
        ("1e0d63f, 20260103", ["1e0d63f"]),
        ("image built from commit 1e0d63f", ["1e0d63f"]),
        ("run 6111116 of 21358000123", []),
        ("commit of run 6111116", []),
        ("CI run 21803124788", []),
        ("container 3f4e9a1b2c7d", []),
        ("SHA-256 3f4e9a1b2c7d, MD5: 9a1b2c7d3f4e", []),
        ("file hash 3f4e9a1b2c7d", []),
        ("20260103", []),
        ("defaced effaced", []),
        ("commit: defaced", ["defaced"]),
        ("abc123", []),
        ("1E0D63F", []),
        ("a1" * 32, []),
        ("0x1e0d63f v1e0d63f 1e0d63fx #1e0d63f0", []),
        ("550e8400-e29b-41d4-a716-446655440000", []),
        ("app.1e0d63f.js 1e0d63f.txt", []),
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_hashes_are_told_from_other_numbers(text: str, found: list[str]) -> None:
    assert list(find_hashes(text)) == found


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("commit 1e0d63f", HashStanding.CALLED),
        ("Commits: 6111118", HashStanding.CALLED),
        ("hash `1e0d63f`", HashStanding.CALLED),
        ("src/a.py @ 1e0d63f", HashStanding.CALLED),
        ("https://example.org/o/r/commits/1e0d63f", HashStanding.ATTACHED),
        ("<https://gitlab.example/o/p/r.git/-/commit/1e0d63f>", HashStanding.ATTACHED),
        ("o/r/commit/1e0d63f", HashStanding.CALLED),
        ("SHA-1 `1e0d63f`", HashStanding.OTHER),
        ("batch 1e0d63f", HashStanding.OTHER),
        ("tool@1e0d63f", HashStanding.ATTACHED),
        ("actions/checkout@a81bbbf8298c0fa03ea29cdc473d45769f953675", HashStanding.ATTACHED),
        ("moved to 1e0d63f", HashStanding.PLAIN),
        ("6111118 rows", HashStanding.NUMBER),
        ("defaced", HashStanding.NUMBER),
        ("digest `1e0d63f`", HashStanding.OTHER),
        ("sha256:1e0d63f", HashStanding.OTHER),
        ("tree 1e0d63f", HashStanding.OTHER),
    ],
)
@pytest.mark.verifies("REQ-HIST-002")
def test_the_words_before_a_token_say_what_it_is(text: str, standing: HashStanding) -> None:
    assert [mark.standing for mark in scan_hashes(text)] == [standing]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("from 1e0d63f to 2e05364", 2),
        ("(1e0d63f \u2192 2e05364)", 2),
        ("1e0d63f..2e05364", 2),
        ("6111118, 2e05364 and 6111119", 3),
        ("2e05364, 20260103", 1),
        ("20260103 2e05364", 0),
        ("6111118, 6111119", 0),
        ("digests 1e0d63f, 2e05364", 0),
        ("containers 1e0d63f and 6111118", 0),
        ("1e0d63f. Then 2e05364", 0),
    ],
)
@pytest.mark.verifies("REQ-HIST-002")
def test_hashes_of_a_list_explain_each_other(text: str, called: int) -> None:
    assert sum(mark.standing is HashStanding.CALLED for mark in scan_hashes(text)) == called


def test_a_token_knows_what_it_is_attached_to() -> None:
    (mark,) = scan_hashes("see group/tool@1e0d63f")
    assert (mark.holder, mark.token, mark.start, mark.end) == ("group/tool", "1e0d63f", 15, 22)


@pytest.mark.parametrize(
    "token",
    [
        *(
            "a1b2c3d",
            "a1b2c3d4e5f6",
            "1a2b3c4",
            "abc1234",
            "abc123def",
            "def5678",
            "abcdef0",
            "1234567",
            "0123456789abcdef",
        ),
        *("deadbeef", "deadbee", "cafebabe", "0000000", "fffffff", "f0f0f0f0", "abcabcabc", "c0ffee1"),
    ],
)
@pytest.mark.verifies("REQ-HIST-002")
def test_placeholders_stand_for_any_commit(token: str) -> None:
    assert is_placeholder_hash(token)


@pytest.mark.parametrize(
    "token", ["6111116", "7654321", "32324af", "1e0d63f", "d071077", "20260103", "a81bbbf8298c0fa"]
)
def test_other_tokens_are_no_placeholders(token: str) -> None:
    assert not is_placeholder_hash(token)


@pytest.mark.parametrize(
    "part",
    [
        "commit ",
        "@",
        "a",
        "1e0d63f,",
        "6111118, ",
        "hash of ",
        "sha-256 1e0d63f ",
        "a-",
        "x@1e0d63f ",
        "`",
        "commit 1e0d63f\n",
    ],
)
def test_a_megabyte_of_anything_takes_linear_time(part: str) -> None:
    started = time.process_time()
    assert sum(1 for _ in scan_hashes(part * (1_000_000 // len(part)))) >= 0
    assert time.process_time() - started < 20
