import pytest

from qms_site.records.evidence import (
    Evidence,
    EvidenceReader,
    Role,
    cites_code,
    method_of,
    method_said,
    result_of,
    role_of,
)
from qms_site.settings import parse_settings

SETTINGS = parse_settings("", "qms.toml")


def read(text: str, role: Role = Role.EVIDENCE) -> Evidence:
    return EvidenceReader(SETTINGS).read(text, role)


@pytest.mark.parametrize(
    ("written", "result"),
    [
        ("PASS", "PASS"),
        ("Pass", "PASS"),
        ("passed", "PASS"),
        ("PASS - see log", "PASS"),
        ("5 passed, 0 failed", "PASS"),
        ("\u2705", "PASS"),
        ("Fail", "FAIL"),
        ("1 failed, 4 passed", "FAIL"),
        ("\u274c", "FAIL"),
        ("Pass (xfail)", "PASS (XFAIL)"),
        ("Partial pass", "PARTIAL PASS"),
        ("not passed", "NOT PASSED"),
        ("Verified", "VERIFIED"),
        ("pending", "PENDING"),
        ("[Pass/Fail]", None),
        ("TBD", None),
        ("\u2014", None),
        ("", None),
    ],
)
def test_a_result_is_pass_fail_or_as_written(written: str, result: str | None) -> None:
    assert result_of(written) == result


@pytest.mark.parametrize(
    ("written", "method"),
    [
        ("Unit Test", "test"),
        ("T", "test"),
        ("Qualitative Proof (Human-in-the-Loop)", "proof"),
        ("Inspection", "inspection"),
        ("Analysis", "analysis"),
        ("Demonstration", "demonstration"),
        ("Code review", "review"),
        ("VR", "record"),
        ("QP", "proof"),
        ("UT", "test"),
        ("Unit Test + Qualitative Proof", "test"),
        ("Analysis of test results", "analysis"),
        ("I, A", "inspection"),
        ("This is a thing", None),
        ("Something else", None),
        ("N/A", None),
    ],
)
def test_a_method_is_of_a_kind(written: str, method: str | None) -> None:
    assert method_of(written) == method


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("commit", Role.COMMIT),
        ("verification method", Role.METHOD),
        ("verification type", Role.METHOD),
        ("type", Role.EVIDENCE),
        ("requirement type", Role.TEXT),
        ("status", Role.RESULT),
        ("pass fail", Role.RESULT),
        ("requirement status", Role.TEXT),
        ("test file", Role.FILE),
        ("source file", Role.CODE),
        ("test function", Role.EVIDENCE),
        ("code reference", Role.EVIDENCE),
        ("verified by", Role.EVIDENCE),
        ("proof", Role.PROOF),
        ("description", Role.TEXT),
        ("where", Role.OTHER),
    ],
)
def test_a_header_says_what_stands_under_it(header: str, role: Role) -> None:
    assert role_of(tuple(header.split())) is role


@pytest.mark.parametrize(
    ("text", "commits"),
    [
        ("x::test_a @ a1b2c3d PASS", ("a1b2c3d",)),
        ("@6111116", ("6111116",)),
        ("commit 6111116", ("6111116",)),
        ("commits: defaced", ("defaced",)),
        ("2fed599 and 36d2b3e36d2b3e36d2b3e36d2b3e36d2b3e36d2b3", ("2fed599",)),
        ("run 21803124788, a defaced wall, deadbeef-1", ()),
    ],
)
def test_commits_are_told_from_numbers_and_words(text: str, commits: tuple[str, ...]) -> None:
    assert read(text).commits == commits


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("It is verified by visual inspection of the page.", "inspection"),
        ("Shown through a demonstration on site", "demonstration"),
        ("Verified by the reviewer", None),
        ("The analysis shall be shown", None),
    ],
)
def test_a_sentence_may_say_how_something_was_verified(text: str, method: str | None) -> None:
    assert method_said(text) == method


@pytest.mark.parametrize(
    ("text", "is_cited"),
    [
        ("model/x.py:1-50 @ a1b2c3d - no imports", True),
        ("see x.rs:3,7@a1b2c3d4", True),
        ("commit a1b2c3d", False),
        ("main @ a1b2c3d", False),
        ("x.py @ a1b2c3d-dirty", False),
    ],
)
def test_code_is_cited_at_a_commit(text: str, is_cited: bool) -> None:  # noqa: FBT001
    assert cites_code(text) is is_cited


def test_a_record_counts_where_it_is_given_as_evidence() -> None:
    text = "CR-091-ADD-001-VR-001, CR-045 and SOP-001; see TP"
    assert read(text).records == ("CR-091-ADD-001-VR-001", "CR-045")
    assert read(text, Role.OTHER).records == ("CR-091-ADD-001-VR-001",)


def test_a_row_of_evidence_says_it_all() -> None:
    given = read("tests/test_simulation.py::test_verlet @ a1b2c3d PASS")
    assert given == Evidence(results=("PASS",), tests=("tests/test_simulation.py::test_verlet",), commits=("a1b2c3d",))
    assert read("The sketch knows nothing.", Role.PROOF).proof == "The sketch knows nothing."
    assert read("abcdef0 1234567", Role.COMMIT).commits == ("abcdef0", "1234567")
    assert read("x::test_a", Role.TEXT) == Evidence()
