import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

ALONE = "[rules]\nLNK102 = 'off'\n"

BODY = """\
# CR-001: Change src/

{before}

| EI | Task | Summary | Outcome |
|---|---|---|---|
| EI-1 | Do it | Done | Pass |
| EI-2 | Test it | {summary} | {outcome} |

{after}
"""


def failed(
    before: str = "", summary: str = "Two of three", outcome: str = "Fail", after: str = "", status: str = "CLOSED"
) -> ProjectBuilder:
    body = BODY.format(before=before, summary=summary, outcome=outcome, after=after)
    return a_project().with_settings(ALONE).with_document("CR-001", body, status=status).with_document("CR-002")


@pytest.mark.verifies("REQ-TRC-018")
def test_a_failed_item_that_no_variance_tells_of_is_found() -> None:
    (finding,) = findings_of(failed())
    assert finding.message == "EI-2 of CR-001 failed, and no variance tells of it"
    assert (finding.code, str(finding.severity), finding.subject) == ("REC102", "warning", "CR-001#EI-2")
    assert str(finding.location) == "QMS/CR/CR-001.md:12"


@pytest.mark.parametrize("child", ["CR-001-VAR-001", "CR-001-ER-001", "CR-001-INV-001", "CR-001-CR-001"])
def test_a_child_that_tells_of_deviations_will_do(child: str) -> None:
    assert_clean(failed().with_document(child))


@pytest.mark.parametrize("child", ["CR-001-VR-001", "CR-001-ADD-001"])
def test_another_child_will_not(child: str) -> None:
    assert_findings(failed().with_document(child), "REC102@QMS/CR/CR-001.md:12")


def test_a_cancelled_variance_will_not() -> None:
    project = failed().with_document("CR-001-VAR-001", status="CANCELLED")
    assert_findings(project, "REC102@QMS/CR/CR-001.md:12")


@pytest.mark.parametrize(
    "project",
    [
        failed(before="Deviations: VAR-7."),
        failed(summary="Two of three; see CR-002"),
        failed(after="EI-2 failed, as CR-002 says."),
    ],
    ids=["variance anywhere", "change in the row", "change beside the item"],
)
def test_one_that_the_text_names_for_it_will_do(project: ProjectBuilder) -> None:
    assert_clean(project.with_document("VAR-7"))


@pytest.mark.parametrize(
    "project",
    [
        failed(before="Follows CR-002."),
        failed(before="<!-- VAR-7 -->"),
        failed(summary="see CR-003"),
        failed(after="EI-21 is of CR-002."),
    ],
    ids=["change elsewhere", "comment", "no document", "another item"],
)
def test_one_that_is_named_for_something_else_will_not(project: ProjectBuilder) -> None:
    assert_findings(project.with_document("VAR-7"), "REC102@QMS/CR/CR-001.md:12")


def test_the_parent_of_a_variance_is_no_variance_of_it() -> None:
    body = "# CR-002-VAR-001: X\n\n| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | Mend CR-002 | Failed |\n"
    project = a_project().with_settings(ALONE).with_document("CR-002").with_document("CR-002-VAR-001", body)
    assert_findings(project, "REC102@QMS/CR/CR-002-VAR-001.md:9")


def test_a_heading_holds_what_stands_below_it() -> None:
    body = "# CR-001: Change src/\n\n## EI-1: Test\n\n| Field | Value |\n|---|---|\n| Outcome | Fail |\n\n{0}\n\n## End\n\n{1}"
    project = a_project().with_settings(ALONE).with_document("CR-002")
    assert_clean(project.with_document("CR-001", body.format("See CR-002.", "")))
    assert_findings(project.with_document("CR-001", body.format("", "See CR-002.")), "REC102@QMS/CR/CR-001.md:7")


@pytest.mark.parametrize(("outcome", "status"), [("Pass", "CLOSED"), ("Fail", "IN_EXECUTION"), ("Fail", "CANCELLED")])
def test_what_passed_or_is_not_closed_is_clean(outcome: str, status: str) -> None:
    assert_clean(failed(outcome=outcome, status=status))
