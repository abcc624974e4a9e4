import pytest

from qms_site.records.hashes import find_hashes


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
        ("run 6111116 of 21358000123", []),
        ("commit of run 6111116", []),
        ("20260103", []),
        ("defaced effaced", []),
        ("abc123", []),
        ("1E0D63F", []),
        ("a1" * 32, []),
        ("0x1e0d63f v1e0d63f 1e0d63fx", []),
        ("550e8400-e29b-41d4-a716-446655440000", []),
        ("app.1e0d63f.js 1e0d63f.txt", []),
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_hashes_are_told_from_other_numbers(text: str, found: list[str]) -> None:
    assert list(find_hashes(text)) == found
