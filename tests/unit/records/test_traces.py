import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.traces import Disagreement, Trace, find_traces
from qms_site.settings import parse_settings

SETTINGS = parse_settings("", "qms.toml")


def traces(body: str) -> dict[str, Trace]:
    return {trace.item: trace for trace in find_traces(iter_passages(parse_body(body), first_line=1), SETTINGS)}


def one(body: str) -> Trace:
    (trace,) = traces(body).values()
    return trace


def table(*rows: str) -> str:
    return f"| {rows[0]} |\n|{'---|' * (rows[0].count('|') + 1)}\n" + "".join(f"| {row} |\n" for row in rows[1:])


PROOF = """## REQ-A-001

**Verification Type:** Qualitative Proof

**Proof:**

- `model/x.py:1-5` @ `a1b2c3d` - imports nothing of it

**Verified by:** CR-001-VR-001
"""
FIELDS = """## REQ-A-001

**Method:** Test
**Result:** Pass
**Commit:** 1234567

##### Tests

- `x::test_a`: one
- `test_b`: two
"""


@pytest.mark.verifies("REQ-TRC-002", "REQ-TRC-023")
@pytest.mark.parametrize(
    ("body", "method", "result", "tests", "commits", "records"),
    [
        (table("REQ ID | Requirement | Code Reference | Status", "REQ-A-001 | Title | x::test_a, test_b | PASS"),
         "test", "PASS", "x::test_a x::test_b", "", ""),
        (table("REQ | Method | Evidence", "REQ-A-001 | Test | `tests/x.py::test_a`, `tests/y.py::test_b`"),
         "test", None, "tests/x.py::test_a tests/y.py::test_b", "", ""),
        (table("Requirement | Verification | Evidence",
               "REQ-A-001 | Unit Test | `tests/x.py::test_a` @ `a1b2c3d` PASS"),
         "test", "PASS", "tests/x.py::test_a", "a1b2c3d", ""),
        (table("Result | Test Function | Test File | Verifies", "passed | test_a | test_x.py | REQ-A-001"),
         "test", "PASS", "test_x::test_a", "", ""),
        (table("Test | Requirement | Outcome", "x::test_a | REQ-A-001 | FAIL"), "test", "FAIL", "x::test_a", "", ""),
        (table("ID | Test cases | Commit", "REQ-A-001 | test_x.py: test_a<br>test_b | 1234567"),
         "test", None, "test_x::test_a test_x::test_b", "1234567", ""),
        (table("Requirement | Evidence", "REQ-A-001: Title | CR-091-ADD-001-VR-001"),
         "record", None, "", "", "CR-091-ADD-001-VR-001"),
        (table("Requirement | Verification Method | Verification Record | Result",
               "REQ-A-001 | Inspection | CR-001-VR-002 | Pass"), "inspection", "PASS", "", "", "CR-001-VR-002"),
        (table("Requirement | Verified by", "REQ-A-001 | Inspection"), "inspection", None, "", "", ""),
        (table("Requirement | Verified by", "REQ-A-001 | Inspection: the label is there (CR-001-VR-003)"),
         "inspection", None, "", "", "CR-001-VR-003"),
        (table("Requirement | Implementation | Test", "REQ-A-001 | src/x.py::Y @ a1b2c3d | x::test_a"),
         "test", None, "x::test_a", "a1b2c3d", ""),
        (table("Requirement | Type | Test", "REQ-A-001 | Functional | x::test_a"), "test", None, "x::test_a", "", ""),
        (table("Requirement | Evidence", "REQ-A-001 | The module imports nothing of it."), "proof", None, "", "", ""),
        (table("Requirement | Test | Result", "REQ-A-001 | x::test_a | PASS", " | test_b | FAIL"),
         "test", "FAIL", "x::test_a x::test_b", "", ""),
        (table("Req. | Test Case ID | Test Result | Tested By", "REQ-A-001 | TC-001 | OK | Jane Mary Doe"),
         "record", "OK", "", "", "TC-001"),
        (table("Test description | File | Name | Requirement", "See test_z there | test_x.py | test_a | REQ-A-001"),
         "test", None, "test_x::test_a", "", ""),
        (table("Requirement | Source file | Test", "REQ-A-001 | src/y.py | x::test_a"),
         "test", None, "x::test_a", "", ""),
        ("- REQ-A-001: x::test_a PASS\n- REQ-SEC (Security): 8 requirements\n", "test", "PASS", "x::test_a", "", ""),
        ("- **REQ-A-001**\n  - x::test_a\n  - test_b\n- other\n", "test", None, "x::test_a x::test_b", "", ""),
        ("## All\n\n#### REQ-A-001: Title\n\n**Requirement:** It shall.\n\n"
         + table("Test File | Test Function | Description", "test_x.py | test_a | Shows test_z.", " | test_b | More."),
         "test", None, "test_x::test_a test_x::test_b", "", ""),
        (PROOF,
         "proof", None, "", "a1b2c3d", "CR-001-VR-001"),
        (FIELDS,
         "test", "PASS", "x::test_a x::test_b", "1234567", ""),
        ("## All\n\n### REQ-A-001\n\n" + table("Field | Value", "Method | Inspection", "Result | PASS"),
         "inspection", "PASS", "", "", ""),
        ("**REQ-A-001: Title**\n\nSee `x::test_a`.\n", "test", None, "x::test_a", "", ""),
        ("## All\n\n### REQ-A-001: Title\n\nNothing of it is imported:\n\n- `a/x.py:1-5` @ `a1b2c3d` - so\n",
         "proof", None, "", "a1b2c3d", ""),
        ("## All\n\n### REQ-A-001: Title\n\nVerified by inspection of `a/x.py` @ `a1b2c3d`.\n",
         "inspection", None, "", "a1b2c3d", ""),
        ("**REQ-A-001: Title**\n\n**Implementation:** `a/x.py` @ `a1b2c3d`\n", None, None, "", "a1b2c3d", ""),
        ("## All\n\n### 5.1 Qualitative Proof: REQ-A-001\n\n`a/x.py:1-5` @ `a1b2c3d` imports nothing.\n",
         "proof", None, "", "a1b2c3d", ""),
        ("## All\n\n### Verification of REQ-A-001\n\n- x::test_a PASS\n", "test", "PASS", "x::test_a", "", ""),
        (table("Req | Test Class | Test Method | File", "REQ-A-001 | TestA | test_a | test_x.py", " | TestB | test_b | test_x.py"),
         "test", None, "test_x::TestA::test_a test_x::TestB::test_b", "", ""),
        (table("Requirement | Evidence | Status", "REQ-A-001 | n/a - for information | N/A"), None, "N/A", "", "", ""),
        ("REQ-A-001\n: x::test_a\n", "test", None, "x::test_a", "", ""),
    ],
)  # fmt: skip
def test_a_trace_is_read_from_every_form(
    body: str, method: str | None, result: str | None, tests: str, commits: str, records: str
) -> None:
    trace = one(body)
    given = trace.evidence
    assert (trace.item, trace.method, trace.result) == ("REQ-A-001", method, result)
    assert (given.tests, given.commits, given.records) == tuple(
        tuple(each.split()) for each in (tests, commits, records)
    )


@pytest.mark.parametrize(
    "body",
    [
        "- REQ-A-001 is out of scope\n- REQ-A-002: out of scope\n",
        "### 5.14 Transport (REQ-A-001 through REQ-A-003)\n\nText.\n",
        "## REQ-A-001 through REQ-A-003\n\nText.\n",
        "# REQ-A-001: Title of the document\n",
        "REQ-A-001 is shown by x::test_a.\n",
        table("Requirement | Title", "REQ-A-001 | Title"),
        table("Version | Status", "1.0 | REQ-A-001"),
        table("Requirement | Test", "REQ-A | x::test_a"),
        "```\n### REQ-A-001: Title\n```\n",
    ],
)
def test_what_only_mentions_a_requirement_is_no_trace(body: str) -> None:
    assert traces(body) == {}


@pytest.mark.verifies("REQ-TRC-002")
def test_summary_and_details_are_one_trace_with_both_lines() -> None:
    body = table("REQ ID | Test | Status", "REQ-A-001 | x::test_a | PASS", "REQ-A-002 | x::test_b | PASS")
    body += "\n## Details\n\n### REQ-A-001: Title\n\n- tests/x.py::test_a\n- tests/x.py::test_c\n"
    both, alone = traces(body).values()
    assert (both.line, both.detail_line, alone.line, alone.detail_line) == (3, 8, 4, None)
    assert both.evidence.tests == ("x::test_a", "tests/x.py::test_c")
    assert list(both.disagreements()) == [
        Disagreement(about="tests", only_summary=(), only_details=("tests/x.py::test_c",))
    ]
    assert list(alone.disagreements()) == []


def test_summary_and_details_disagree_only_on_what_both_state() -> None:
    summary = table("REQ ID | Method | Evidence | Status", "REQ-A-001 | Unit Test | x::test_a @ a1b2c3d | PASS")
    details = "\n## REQ-A-001\n\n**Method:** {}\n\n**Result:** {}\n\n**Commit:** {}\n"
    alike = one(summary + details.format("Test", "pass", "a1b2c3d4e5"))
    assert list(alike.disagreements()) == []
    apart = one(summary + details.format("Inspection", "FAIL", "b1b2c3d"))
    assert [(each.about, each.only_summary, each.only_details) for each in apart.disagreements()] == [
        ("result", ("PASS",), ("FAIL",)),
        ("method", ("test",), ("inspection",)),
        ("commits", ("a1b2c3d",), ("b1b2c3d",)),
    ]
    assert (apart.result, apart.method, apart.method_written) == ("FAIL", "test", "Unit Test")


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("REQ-A-001 through REQ-A-003", ["REQ-A-001", "REQ-A-002", "REQ-A-003"]),
        ("REQ-A-001, REQ-A-003", ["REQ-A-001", "REQ-A-003"]),
        ("REQ-A-001/002", ["REQ-A-001", "REQ-A-002"]),
        ("REQ-A-001 Title", ["REQ-A-001"]),
        ("as REQ-A-001", []),
    ],
)
def test_a_row_may_stand_for_several_requirements(cell: str, items: list[str]) -> None:
    found = traces(table("Requirement | Test", f"{cell} | x::test_a"))
    assert list(found) == items
    assert all(trace.evidence.tests == ("x::test_a",) and trace.line == 3 for trace in found.values())


def test_a_matrix_traces_its_requirements_whatever_stands_beside_them() -> None:
    body = table("User need | Design item | Requirement | Test", "UN-001 | DES-A-001 | REQ-A-001 | x::test_a")
    assert list(traces(body)) == ["REQ-A-001"]


def test_without_a_header_that_says_so_requirements_are_traced_before_what_they_meet() -> None:
    iso = parse_settings('[project]\nprofile = "iso13485"\n', "qms.toml")
    body = table("User need | SRS | SDS | Test | Result", "UN-001 | SRS-001 | SDS-001 | TC-001 | Passed")
    (trace,) = find_traces(iter_passages(parse_body(body), first_line=1), iso)
    assert (trace.item, trace.result, trace.evidence.records) == ("SRS-001", "PASS", ("TC-001",))


def test_blocks_end_where_the_next_begins() -> None:
    body = "## All\n\n### REQ-A-001\n\n- x::test_a\n\n### REQ-A-002, REQ-A-003: Both\n\n- x::test_b\n\n## End\n\n- x::test_c\n"
    assert {item: trace.evidence.tests for item, trace in traces(body).items()} == {
        "REQ-A-001": ("x::test_a",),
        "REQ-A-002": ("x::test_b",),
        "REQ-A-003": ("x::test_b",),
    }


def test_without_kinds_of_items_there_is_nothing_to_trace() -> None:
    bare = SETTINGS.model_copy(update={"items": {}})
    assert find_traces(iter_passages(parse_body("- REQ-A-001: x::test_a\n"), first_line=1), bare) == ()


def test_an_argument_is_kept_and_who_checked_it_is_no_method() -> None:
    body = "## REQ-A-001\n\n**Verification Type:** Qualitative Proof\n\n**Proof:**\n\nIt is so:\n\n- first\n\n"
    given = one(f"# Title\n\n{body}**Verified by:** a visual inspection\n").evidence
    assert (given.methods, given.proof) == (("Qualitative Proof",), "It is so: first")


def test_ranges_do_not_multiply_without_end() -> None:
    rows = ("REQ-A-1 through REQ-A-500 | x::test_a",) * 500
    assert sum(len(trace.summary) for trace in traces(table("Requirement | Test", *rows)).values()) == 200_000
