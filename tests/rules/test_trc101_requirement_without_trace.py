from datetime import UTC, datetime

import pytest
from builders import RS, RTM, a_project, a_system, assert_clean, matrix, requirements, told_by

MANY = tuple(f"{number:03}" for number in range(1, 31))


def test_a_requirement_without_a_row_is_found_at_its_definition() -> None:
    assert told_by("TRC101", a_system(("001", "002"), matrix("001"))) == [
        f"warning {RS}:10 REQ-A-002@SDLC-A-RS: REQ-A-002 has no trace in SDLC-A-RTM"
    ]


@pytest.mark.parametrize(("status", "rtm_status"), [("DRAFT", "EFFECTIVE"), ("EFFECTIVE", "IN_REVIEW")])
def test_while_one_of_the_two_is_written_it_is_a_note(status: str, rtm_status: str) -> None:
    project = a_system(("001",), matrix(), status=status, rtm_status=rtm_status)
    assert [told.split()[0] for told in told_by("TRC101", project)] == ["note"]


def test_many_are_told_as_one() -> None:
    (told,) = told_by("TRC101", a_system(MANY, matrix(*MANY[:5])))
    named = ", ".join(f"REQ-A-{number}" for number in MANY[5:15])
    have = "25 requirements of SDLC-A-RS have no trace in SDLC-A-RTM"
    assert told == f"warning {RS}:14 SDLC-A-RS: {have}: {named} and 15 more"
    assert len(told_by("TRC101", a_system(MANY, matrix(*MANY[:10])))) == 20


def test_what_is_traced_is_clean() -> None:
    assert_clean(a_system(("001", "002"), matrix("001", "002")))


def test_a_system_without_a_matrix_is_left_alone_and_another_systems_matrix_is_none() -> None:
    other = a_system(("001",)).with_document("SDLC-B-RTM", matrix(), path="QMS/SDLC-B/SDLC-B-RTM.md")
    assert told_by("TRC101", other) == []


@pytest.mark.parametrize("text", ["Withdrawn.", "*(Deleted)*", "Reserved", "Removed in version 2.0 by CR-001"])
def test_a_withdrawn_requirement_needs_none(text: str) -> None:
    body = requirements("001") + f"| REQ-A-002 | {text} |\n"
    assert told_by("TRC101", a_system(body, matrix("001"))) == []


def test_a_requirement_about_deleted_things_needs_one() -> None:
    body = requirements("001") + "| REQ-A-002 | Deleted documents shall be kept. |\n"
    assert len(told_by("TRC101", a_system(body, matrix("001")))) == 1


@pytest.mark.parametrize("path", [RS, RTM])
def test_a_retired_specification_binds_nobody(path: str) -> None:
    project = a_system(("001",), matrix())
    retired = str(project.files[path]).replace("EFFECTIVE", "RETIRED")
    assert told_by("TRC101", project.with_file(path, retired)) == []


def test_a_matrix_whose_text_was_left_out_is_not_known() -> None:
    project = a_system(("001",)).with_unread(RTM, "is larger than 1 KiB", is_regular=True)
    assert told_by("TRC101", project) == []


def test_before_governance_began_nothing_is_said() -> None:
    files = {path: str(text) for path, text in a_system(("001",), matrix()).files.items()}
    project = a_project().with_commit(files, datetime(2026, 1, 1, tzinfo=UTC))
    assert len(told_by("TRC101", project)) == 1
    assert told_by("TRC101", project.with_settings("[project]\ngovernance-start = 2026-02-01")) == []
