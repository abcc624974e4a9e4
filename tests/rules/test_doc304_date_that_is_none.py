import pytest
from builders import a_project, assert_clean, assert_findings, findings_of

from qms_site.findings import Severity

IGNORED = ", so it is ignored"


@pytest.mark.verifies("REQ-READ-006", "REQ-READ-007", "REQ-READ-013")
@pytest.mark.parametrize(
    ("key", "value", "ignored"),
    [
        ("effective_date", "2026-02-30", IGNORED),
        ("Effective", "2026-13-01", IGNORED),
        ("date-effective", "2026-2-30", IGNORED),
        ("date", "2026/02/29", ""),
        ("review_date", "2026-04-31T10:00:00Z", ""),
        ("review_date", "2026-04-31 (planned)", ""),
        ("review_date", "30.02.2026", ""),
        ("review_date", "13/13/2026", ""),
        ("review_date", "2026-00-01", ""),
    ],
)
def test_a_day_that_no_calendar_has_is_found_at_its_line(key: str, value: str, ignored: str) -> None:
    project = a_project().with_document("SOP-001", **{key: value})
    assert_findings(project, "DOC304@QMS/SOP/SOP-001.md:4")
    (finding,) = findings_of(project)
    name = key.lower().replace("-", "_")
    assert finding.message == f"{name} {value!r} of SOP-001 is a day that no calendar has{ignored}"
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "value",
    ["05/03/2026", "3/5/2026", "2026-03", "soon", "after 2026-03-05", "on 5 March"],
)
def test_an_effective_date_that_is_ignored_is_a_note(value: str) -> None:
    project = a_project().with_document("SOP-001", effective_date=value)
    assert_findings(project, "DOC304@QMS/SOP/SOP-001.md:4")
    (finding,) = findings_of(project)
    assert finding.message == f"effective_date {value!r} of SOP-001 is not written as YYYY-MM-DD, so it is ignored"
    assert finding.severity is Severity.NOTE


def test_a_draft_beside_the_document_is_looked_at_too() -> None:
    path = "QMS/SOP/SOP-001-draft.md"
    project = (
        a_project().with_document("SOP-001").with_document("SOP-001", path=path, status="DRAFT", date="2026-02-30")
    )
    assert_findings(project, f"DOC304@{path}:4")


def test_dates_of_metadata_are_found_in_its_file() -> None:
    project = a_project().with_document("SOP-001", status=None, version=None)
    sidecar = {"status": "EFFECTIVE", "version": "1.0", "effective_date": "spring", "approval_date": "2026-02-30"}
    project = project.with_sidecar("SOP-001", **sidecar)
    assert_findings(project, *["DOC304@QMS/.meta/SOP/SOP-001.json"] * 2)
    assert [(finding.severity, finding.message) for finding in findings_of(project)] == [
        (Severity.WARNING, "approval_date '2026-02-30' of SOP-001 is a day that no calendar has"),
        (Severity.NOTE, "effective_date 'spring' of SOP-001 is not written as YYYY-MM-DD"),
    ]


def test_a_long_value_is_told_by_its_beginning() -> None:
    (finding,) = findings_of(a_project().with_document("SOP-001", effective_date="2 weeks " + "and a day " * 50))
    assert finding.message.startswith("effective_date '2 weeks and a day and a day ")
    assert "and a day...' of SOP-001 is not" in finding.message


@pytest.mark.parametrize(
    "value",
    [
        *(
            "2026-02-28",
            "20260228",
            "28.02.2026",
            "28-Feb-2026",
            "2026-02-28T00:00:00Z",
            " 2026-02-28 ",
            "2028-02-29",
            "",
            "TBD",
            "tbc after training",
            "N/A",
            "n/a - draft",
            "NA",
        ),
        *(
            "none",
            "-",
            "\u2014",
            "???",
            "to be determined",
            "not yet effective",
            "Pending approval of CR-001",
            "upon approval",
        ),
        *("after training", "immediately", "yes", "YYYY-MM-DD", "DD-MMM-YYYY", "[DATE]", "[insert date]", "{{DATE}}"),
        *("<TBD>", "____", "0000-00-00"),
    ],
)
def test_a_day_that_is_one_and_what_says_that_there_is_none_are_fine(value: str) -> None:
    assert_clean(a_project().with_document("CR-001").with_document("SOP-001", effective_date=value))


@pytest.mark.parametrize(
    "value", ["12/31/2026", "31.12.2026", "May 2026", "2026-W30", "2026-02-30-17", "1.2.3", "soon"]
)
def test_other_dates_may_be_written_as_one_likes(value: str) -> None:
    assert_clean(a_project().with_document("SOP-001", review_date=value, title=value, date=value))


def test_only_what_could_decide_is_told_to_be_ignored() -> None:
    project = a_project().with_document("SOP-001", effective_date="2026-03-05", effective="5 March")
    project = project.with_document("TEMPLATE-A", effective_date="1 day after approval").with_file(
        "QMS/notes.md", "---\ndate: 2026-02-30\n---\n"
    )
    assert_clean(project)
    owned = a_project().with_document("SOP-001", status=None, version=None, effective_date="5 March")
    dates = {"effective_date": "2026-03-05T10:00:00Z", "checked_out_date": None, "last_update": "5 March"}
    assert_clean(owned.with_sidecar("SOP-001", status="EFFECTIVE", version="1.0", **dates))
