import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

ALONE = "[rules]\nLNK102 = 'off'\n"


def with_vr(*cells: str, status: str = "CLOSED", outcome: str = "Pass", text: str = "") -> ProjectBuilder:
    head = "# CR-001: Change src/\n\n| EI | Task | VR | Summary | Outcome |\n|---|---|---|---|---|\n"
    rows = (f"| EI-{number} | Do it | {cell} | Done | {outcome} |\n" for number, cell in enumerate(cells, 1))
    return a_project().with_settings(ALONE).with_document("CR-001", f"{head}{''.join(rows)}\n{text}\n", status=status)


@pytest.mark.verifies("REQ-TRC-018")
@pytest.mark.parametrize("cell", ["Yes", "Y", "yes - firmware", "Required"])
def test_a_promise_that_was_not_kept_is_found(cell: str) -> None:
    (finding,) = findings_of(with_vr("No", cell))
    assert finding.message == "EI-2 of CR-001 was to have a verification record, and there is none"
    assert (finding.code, str(finding.severity), finding.subject) == ("REC103", "warning", "CR-001#EI-2")
    assert str(finding.location) == "QMS/CR/CR-001.md:10"


@pytest.mark.verifies("REQ-TRC-018")
@pytest.mark.parametrize("cell", ["CR-001-VR-002", "VR-002", "Yes: CR-001-VR-002", "CR-001-VR-001, CR-001-VR-002"])
def test_an_id_that_leads_nowhere_is_found(cell: str) -> None:
    (finding,) = findings_of(with_vr(cell).with_document("CR-001-VR-001"))
    named = "VR-002" if cell == "VR-002" else "CR-001-VR-002"
    assert finding.message == f"EI-1 of CR-001 names {named}, which does not exist"
    assert (finding.code, finding.subject) == ("REC103", "CR-001#EI-1")


@pytest.mark.parametrize("cell", ["CR-001-VR-001", "VR-001", "Yes", "Yes (VR-001)"])
def test_a_verification_record_that_exists_is_fine(cell: str) -> None:
    assert_clean(with_vr(cell).with_document("CR-001-VR-001"))


def test_a_yes_beside_a_record_that_the_text_names_is_fine() -> None:
    project = with_vr("Yes", text="Verified in VR-7.")
    assert_clean(project.with_document("VR-7"))
    assert_findings(project, "REC103@QMS/CR/CR-001.md:9")


@pytest.mark.parametrize("cell", ["No", "N/A", "", "-", "n"])
def test_what_promises_nothing_is_fine(cell: str) -> None:
    assert_clean(with_vr(cell))


@pytest.mark.parametrize("status", ["DRAFT", "PRE_APPROVED", "IN_EXECUTION", "IN_POST_REVIEW", "CANCELLED"])
def test_a_promise_may_stand_until_the_record_is_closed(status: str) -> None:
    assert_clean(with_vr("Yes", status=status))


def test_an_id_must_lead_somewhere_once_the_item_was_executed() -> None:
    assert_clean(with_vr("CR-001-VR-001", status="IN_EXECUTION", outcome=""))
    assert_clean(with_vr("CR-001-VR-001", status="DRAFT"))
    assert_findings(with_vr("CR-001-VR-001", status="IN_EXECUTION"), "REC103@QMS/CR/CR-001.md:9")


def test_a_record_of_which_only_metadata_is_left_exists() -> None:
    project = with_vr("CR-001-VR-001").with_sidecar("CR-001-VR-001", status="RETIRED", version="1.0")
    assert_clean(project)


def test_many_are_told_as_one() -> None:
    (finding,) = findings_of(with_vr(*["Yes"] * 12))
    assert finding.message.startswith("12 items of CR-001 were to have verification records, and there is none: EI-1, ")
    assert finding.subject == "CR-001"
