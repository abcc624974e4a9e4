"""Digests that a text states, each with the file that it stands beside."""

import time

import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.digests import find_digests

A, B, LONG = "ab" * 32, "0f" * 32, "c1" * 64


def stated(body: str) -> list[tuple[str, str, str, int]]:
    found = find_digests(iter_passages(parse_body(body), first_line=1))
    return [(one.file, one.algorithm, one.digest, one.line) for one in found]


@pytest.mark.verifies("REQ-QUA-024")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"Built: dist/pump-1.2.whl sha256:{A}", [("dist/pump-1.2.whl", "sha256", A, 1)]),
        (f"`pump-1.2.whl` (SHA-256: `{A.upper()}`).", [("pump-1.2.whl", "sha256", A, 1)]),
        (f"The SHA-512 of `requirements.lock` is {LONG}", [("requirements.lock", "sha512", LONG, 1)]),
        (f"- a.whl sha256:{A}, b.lock sha256:{B}", [("a.whl", "sha256", A, 1), ("b.lock", "sha256", B, 1)]),
        (f"sha256sums: {A}  a.whl, {B}  b.lock", [("a.whl", "sha256", A, 1), ("b.lock", "sha256", B, 1)]),
        (f"a.whl: sha256 {A}, sha512 {LONG}", [("a.whl", "sha256", A, 1), ("a.whl", "sha512", LONG, 1)]),
        (
            f"| File | SHA-256 |\n|---|---|\n| dist\\a.exe | {A} |\n| `b.lock` | `{B}` |\n",
            [("dist/a.exe", "sha256", A, 3), ("b.lock", "sha256", B, 4)],
        ),
        (
            f"| What | Value |\n|---|---|\n| Artefact | a.whl |\n| Digest | {A} |\n| Lock file | b.lock |\n| SHA-256 | {B} |\n",
            [("a.whl", "sha256", A, 4), ("b.lock", "sha256", B, 6)],
        ),
        (f"- Artefact: a.whl\n- SHA-256: {A}\n", [("a.whl", "sha256", A, 2)]),
    ],
)
def test_a_digest_belongs_to_the_file_beside_it(body: str, expected: list[tuple[str, str, str, int]]) -> None:
    assert stated(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        f"Commit {A} built a.whl",  # a commit of a repository with SHA-256
        f"sha256:{A[:-1]} of a.whl",
        f"sha256:{A}0 of a.whl",
        f"The image has sha256:{A}, i.e. it is CR-001, version 1.2.",
        f"a.whl\n\n## Digests\n\nsha256:{A}",
        f"a.whl is built.\n\nIt is.\n\nIts sha256: {A}",
        f"```\na.whl sha256:{A}\n```",
    ],
)
def test_what_is_no_digest_of_a_file_is_left_alone(body: str) -> None:
    assert stated(body) == []


@pytest.mark.parametrize(
    "text", [f"a.whl sha256:{A} " * 10_000, "ab" * 500_000, "a.b" * 300_000, "a." * 400_000, f"{A} sha256 " * 12_000]
)
def test_it_takes_linear_time(text: str) -> None:
    before = time.perf_counter()
    stated(text)
    assert time.perf_counter() - before < 8
