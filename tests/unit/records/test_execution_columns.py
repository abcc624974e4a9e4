import pytest

from qms_site.records.execution_columns import read_columns


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "EI | Task Description | VR | Execution Summary | Task Outcome | Performed By - Date",
            (
                "id=EI description=Task Description vr=VR outcome=Task Outcome performer=Performed By - Date "
                "summary=Execution Summary"
            ),
        ),
        (
            "Performed By \u2014 Date | Task Outcome | Task Description | EI",
            "id=EI description=Task Description outcome=Task Outcome performer=Performed By \u2014 Date",
        ),
        ("EI | Description | Status | Evidence", "id=EI description=Description outcome=Status"),
        (
            "CAPA | Type | Description | Implementation | Outcome | Verified By - Date",
            "id=CAPA description=Description outcome=Outcome performer=Verified By - Date",
        ),
        (
            "CAPA ID | Type | Action | Status | Closed By - Date",
            "id=CAPA ID description=Action outcome=Status performer=Closed By - Date",
        ),
        (
            "Step | What was verified | What was done | Outcome",
            "id=Step description=What was verified outcome=Outcome summary=What was done",
        ),
        (
            "Step | REQ ID | Instruction | Expected Result | Actual Result | Pass/Fail | Performed By / Date",
            "id=Step description=Instruction outcome=Pass/Fail performer=Performed By / Date summary=Actual Result",
        ),
        (
            "EI # | Task | Performer | Date | Result | Reviewed By | Review Date",
            "id=EI # description=Task outcome=Result performer=Performer date=Date",
        ),
        (
            "Task | Execution Item | Date Completed | By | Outcome",
            "id=Execution Item description=Task outcome=Outcome performer=By date=Date Completed",
        ),
        (
            "CAPA ID | Action | Owner | Due Date | Status | Completion Date",
            "id=CAPA ID description=Action outcome=Status date=Completion Date",
        ),
        (
            "EI | Action | Verified By | Executed By | Executed On | Pass?",
            "id=EI description=Action outcome=Pass? performer=Executed By date=Executed On",
        ),
        ("EI | Status | Outcome | Task", "id=EI description=Task outcome=Outcome"),
        ("EI No. | VR Required? | Done", "id=EI No. vr=VR Required? outcome=Done"),
        ("\u2116 | Work | Signature", "id=\u2116 description=Work performer=Signature"),
        ("EI | Phase | Outcome", "id=EI description=Phase outcome=Outcome"),
        ("EI | Phase | Description", "id=EI description=Description"),
        ("EI | Task | Expected Outcome | Target Date", "id=EI description=Task"),
        ("Comment | Performed By - Date", "performer=Performed By - Date"),
        ("Affected EI | Impact", "description=Impact"),
        ("EI | " + "Outcome " * 20, "id=EI"),
    ],
)
@pytest.mark.verifies("REQ-TRC-003")
def test_columns_are_found_by_the_words_of_the_head_in_any_order(head: str, expected: str) -> None:
    cells = head.split(" | ")
    columns = read_columns(cells)
    names = ("id", "description", "vr", "outcome", "performer", "date", "summary")
    found = {name: getattr(columns, name) for name in names}
    assert " ".join(f"{name}={cells[place]}" for name, place in found.items() if place is not None) == expected


@pytest.mark.parametrize(
    ("head", "is_named"),
    [("EI", True), ("VAR-EI", True), ("Execution Item ID", True), ("CAPA #", True), ("Step", False), ("ID", False)],
)
def test_a_head_may_name_execution_items(head: str, *, is_named: bool) -> None:
    columns = read_columns(["Task", head])
    assert (columns.id, columns.is_named) == (1, is_named)
