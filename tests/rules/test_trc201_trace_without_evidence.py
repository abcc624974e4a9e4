import pytest
from builders import RTM, a_system, assert_clean, matrix, told_by


def test_a_row_without_evidence_is_found() -> None:
    assert told_by("TRC201", a_system(("001", "002"), matrix("001", rows=("REQ-A-002 | | PASS",)))) == [
        f"warning {RTM}:10 REQ-A-002@SDLC-A-RS: REQ-A-002 has no evidence in SDLC-A-RTM: no test, commit, record or proof"
    ]


def test_while_the_matrix_is_written_it_is_a_note() -> None:
    (told,) = told_by("TRC201", a_system(("001",), matrix(rows=("REQ-A-001 | |",)), rtm_status="DRAFT"))
    assert told.startswith("note ")


def test_many_are_told_as_one() -> None:
    numbers = tuple(f"{number:03}" for number in range(1, 31))
    (told,) = told_by("TRC201", a_system(numbers, matrix(rows=[f"REQ-A-{number} | |" for number in numbers])))
    assert told.startswith(f"warning {RTM}:9 SDLC-A-RTM: 30 traces of SDLC-A-RTM have no evidence: REQ-A-001, ")


@pytest.mark.parametrize(
    "evidence", ["test_x::test_a", "CR-001-VR-001", "src/a.py @ a1b2c3d", "The module imports none."]
)
def test_any_evidence_will_do(evidence: str) -> None:
    record = a_system(("001",), matrix(rows=(f"REQ-A-001 | {evidence} | PASS",)))
    assert_clean(record.with_document("CR-001").with_document("CR-001-VR-001"))


def test_a_withdrawn_requirement_needs_none() -> None:
    body = "# Requirements\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | Withdrawn. |\n"
    assert told_by("TRC201", a_system(body, matrix(rows=("REQ-A-001 | |",)))) == []
