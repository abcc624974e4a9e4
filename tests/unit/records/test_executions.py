from datetime import date

import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.executions import ExecutionItem, find_executions
from qms_site.records.outcomes import Result


def items(body: str) -> list[ExecutionItem]:
    return list(find_executions(iter_passages(parse_body(body), first_line=11)))


def outcomes(body: str) -> list[tuple[str, str | None]]:
    return [(item.id, item.outcome) for item in items(body)]


def table(head: str, *rows: str) -> str:
    cells = head.count("|") + 1
    return "\n".join((f"| {head} |", "|" + "---|" * cells, *(f"| {row} |" for row in rows))) + "\n\n"


@pytest.mark.verifies("REQ-TRC-003")
def test_a_row_is_an_item_with_all_that_its_cells_say() -> None:
    body = table(
        "EI | Task Description | VR | Execution Summary | Task Outcome | Performed By - Date",
        "EI-1 | **Merge** `main` | Yes | Merged 1e0d63f, see 2e05364 (1e0d63f) | PASS - *12* tests | J. Doe - 2026-02-03",
        "EI-2 | Announce | | [SUMMARY] | [Pass/Fail] | [PERFORMER - DATE]",
    )
    assert items(body) == [
        ExecutionItem(
            id="EI-1",
            description="Merge main",
            outcome="PASS - 12 tests",
            result=Result.PASS,
            vr="Yes",
            performer="J. Doe",
            date=date(2026, 2, 3),
            commits=("1e0d63f", "2e05364"),
            line=13,
        ),
        ExecutionItem(
            id="EI-2",
            description="Announce",
            outcome="[Pass/Fail]",
            result=Result.OPEN,
            vr=None,
            performer=None,
            date=None,
            commits=(),
            line=14,
        ),
    ]


ROW = ("EI-1", "Merge", Result.PASS, "bot", date(2026, 1, 5))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("EI | Task | Outcome | Performed By \u2014 Date", "EI-1 | Merge | Pass | bot \u2014 2026-01-05"),
        ("EI | Task | Outcome | Performed By \u2013 Date", "EI-1 | Merge | Pass | bot \u2013 2026-01-05"),
        ("EI | Task | Outcome | Performer | Date", "EI-1 | Merge | Passed | bot | 05-Jan-2026"),
        ("Date | By | Outcome | EI | Task", "2026-01-05 | bot | Pass | EI-1 | Merge"),
        ("EI | Task | Result | Date / Performed By", "EI-1 | Merge | OK | 2026-01-05 / bot"),
        ("CAPA | Type | Description | Outcome | Verified By - Date", "EI-1 | Fix | Merge | Done | bot - 2026-01-05"),
        ("EI | Description | Status | Evidence | Signature", "EI-1 | Merge | COMPLETE | log | bot, 2026-01-05"),
        ("EI | Outcome | Performed By", "EI-1: Merge | \u2705 | bot<br>2026-01-05"),
        ("ID | Task | Status | Executed by | Executed on", "EI-1 | Merge | Done | bot | 2026-01-05"),
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_the_same_item_is_read_from_each_spelling_of_a_table(head: str, row: str) -> None:
    (item,) = items(table(head, row))
    assert (item.id, item.description, item.result, item.performer, item.date) == ROW


@pytest.mark.verifies("REQ-TRC-003")
def test_the_same_item_is_read_from_a_heading_over_fields() -> None:
    fields = ("**Task Outcome** | Pass", "**Performed By / Date** | bot / 2026-01-05")
    titled = "## 5. Execution Plan\n\n### 5.1 EI-1: Merge\n\n" + table("Field | Value", *fields)
    headless = "### EI-1\n\nNote.\n\n" + table("Task | Merge", *fields)
    for body, line in ((titled, 13), (headless, 11)):
        (item,) = items(body)
        assert (item.id, item.description, item.result, item.performer, item.date) == ROW
        assert item.line == line


@pytest.mark.verifies("REQ-TRC-003")
def test_fields_below_a_heading_may_stand_in_running_text() -> None:
    listed = "- **Task:** Merge\n- **Task Outcome:** Pass\n- **Performed By - Date:** bot - 2026-01-05\n"
    lines = "**Task:** Merge\n**Execution Summary:**\n\n- 1e0d63f\n\n**Outcome:** Pass\n**Performed By:** bot - 2026-01-05\n"
    read = items(
        f"## Execution\n\n### EI-1: Merge\n\n{listed}\n### EI-1\n\n{lines}\n### EI-3: Other\n\n**Note:** none\n"
    )
    assert [(item.id, item.description, item.result, item.performer, item.date) for item in read] == [ROW, ROW]
    assert [(item.commits, item.line) for item in read] == [((), 13), (("1e0d63f",), 19)]
    assert items(f"## Plan\n\n### EI-1: Merge\n\n{listed}") == []


@pytest.mark.parametrize("id_", ["EI-1", "1", "1.2", "VAR-EI-1", "INV-004-CAPA-001", "CAPA-1"])
def test_ids_are_as_written(id_: str) -> None:
    assert outcomes(table("EI | Outcome", f"{id_} | Pass")) == [(id_, "Pass")]


STEPS = table("Step | Instruction | Outcome", "1 | Open | Pass", "2 | Close | Fail")
PLAN = table("EI | Phase | Description", "EI-1 | Setup | Create")
DONE = table("EI | Task | Outcome", "EI-1 | Create | Pass")


@pytest.mark.parametrize(
    "body",
    [
        PLAN,
        table("EI | Task | Owner | Due Date", "EI-1 | Create | bot | 2026-01-05"),
        table("EI | Task | Expected Outcome", "EI-1 | Create | Pass"),
        "## Implementation Plan\n\n" + table("EI | Task | Performer", "EI-1 | Create | bot"),
        table("Comment | Performed By - Date", "Late | bot - 2026-01-05"),
        table("Details of Resolution | Outcome | Performed By - Date", "All done | Pass | bot"),
        table("REQ ID | Requirement | Result", "REQ-A-001 | Text | Pass"),
        table("ID | Finding | Status", "F-1 | Text | Open"),
        table("EI | Task | Outcome", "| | ", "EI-n | Create | Pass", "{{ID}} | {{TASK}} | [Pass/Fail]"),
        "```\n" + DONE + "```\n",
        "<!--\n" + DONE.strip() + "\n-->\n",
        STEPS,
        "# CR-001: Execution\n\n" + STEPS,
        "## Execution\n\n### Plan\n\n" + STEPS,
        "## Execution\n\n" + table("Step | Instruction", "1 | Open"),
        "### EI-1: Create\n\nNote.\n",
        "### EI-1: Create\n\n" + table("Field | Value", "Owner | bot"),
        "### Notes\n\n" + table("Field | Value", "Outcome | Pass"),
        "### EI-1\n\n" + table("File | Change", "a.py | new") + table("Field | Value", "Outcome | Pass"),
        "### EI-1\n\n" + table("Outcome", "Pass"),
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_plans_and_other_tables_hold_no_execution_items(body: str) -> None:
    assert items(body) == []


@pytest.mark.parametrize("heading", ["Execution", "Resolution Work", "Test Script", "Verification", "Actions"])
def test_steps_are_items_in_a_section_about_execution(heading: str) -> None:
    body = f"# CR-001\n\n# 5. {heading}\n\n### Details\n\n{STEPS}"
    assert outcomes(body) == [("1", "Pass"), ("2", "Fail")]


@pytest.mark.parametrize("other", [STEPS, "### EI-1: More\n\n" + table("Field | Value", "Outcome | Fail")])
def test_steps_and_headings_beside_a_table_of_items_are_details(other: str) -> None:
    assert outcomes("## Execution\n\n" + DONE + other) == [("EI-1", "Pass")]


def test_steps_beside_headed_items_are_details() -> None:
    body = "## Execution\n\n### EI-1\n\n" + table("Field | Value", "Outcome | Fail") + STEPS
    assert outcomes(body) == [("EI-1", "Fail")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (PLAN + DONE, [("EI-1", "Pass")]),
        (table("EI | Task | Performed By", "EI-1 | Create | bot", "EI-2 | More | bot") + DONE,
         [("EI-2", None), ("EI-1", "Pass")]),
        ("## Plan\n\n" + DONE.replace("Pass", "Pending") + "## Execution\n\n" + DONE, [("EI-1", "Pass")]),
        ("## Plan\n\n" + DONE.replace("Pass", "Planned"), [("EI-1", "Planned")]),
        (DONE + table("EI | Outcome", "ei-1 | PASS"), [("EI-1", "Pass")]),
        (table("EI | Task | Status | By", "EI-1 | Create | | bot") + DONE, [("EI-1", "Pass")]),
        (DONE.replace("Pass", "Fail") + DONE, [("EI-1", "Fail"), ("EI-1", "Pass")]),
        (DONE + DONE.replace("Pass", ""), [("EI-1", "Pass"), ("EI-1", "")]),
        (DONE + DONE.replace("EI-1", "EI-2"), [("EI-1", "Pass"), ("EI-2", "Pass")]),
    ],
    ids=[
        "plan", "no outcome", "copy in the plan", "only the plan", "overview", "form left open", "second try",
        "numbered anew", "parts",
    ],
)  # fmt: skip
@pytest.mark.verifies("REQ-TRC-003")
def test_of_tables_that_repeat_ids_the_one_with_outcomes_counts(
    body: str, expected: list[tuple[str, str | None]]
) -> None:
    assert outcomes(body) == expected


def test_a_pipe_in_code_ends_no_cell() -> None:
    (item,) = items(table("EI | Task | Summary | Outcome", 'EI-1 | Count | `grep -c "a|b" || true` | Pass'))
    assert (item.description, item.outcome) == ("Count", "Pass")


@pytest.mark.parametrize(
    ("vr", "expected"),
    [
        ("Yes", "Yes"),
        ("No", "No"),
        ("CR-001-VR-001", "CR-001-VR-001"),
        ("", None),
        ("-", None),
        ("[VR]", None),
        ("[x]", "Yes"),
        ("[X]", "Yes"),
        ("\u2611", "Yes"),
        ("\u2714\ufe0f", "Yes"),
        ("\u2705", "Yes"),
        ("[ ]", "No"),
        ("\u2610", "No"),
        ("\u274c", "No"),
        ("[x] Yes [ ] No", "Yes"),
        ("\u2610 Yes \u2611 No", "No"),
        ("\u2610 Yes / \u2610 No", None),
        ("\u2611 CR-001-VR-001", "CR-001-VR-001"),
        ("CR-001-VR-001 \u2714", "CR-001-VR-001"),
    ],
)
def test_vr_is_the_flag_or_the_id(vr: str, expected: str | None) -> None:
    (item,) = items(table("EI | VR | Outcome", f"EI-1 | {vr} | Pass"))
    assert item.vr == expected


def test_without_a_column_the_outcome_is_none_and_open() -> None:
    (item,) = items(table("EI | Task | Execution Summary", "EI-1 | Create | Created"))
    assert (item.outcome, item.result) == (None, Result.OPEN)
