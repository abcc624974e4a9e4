from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

TEMPLATE = "# {{ID}}: {{TITLE}}\n\n## 1. Purpose\n\n### 1.1 Detail\n\n## 2. Impact (all of it)\n\n## N. References\n"
WHOLE = "# CR-001: X of src/\n\n## 1 purpose\n\n## II. Impact\n\n### References\n"
LACKING = (
    "# CR-001: X of src/\n\n## 1. Purpose\n\n## 3. References\n\n```\n## 2. Impact\n```\n<!--\n## 2. Impact\n-->\n"
)


def with_template(body: str = TEMPLATE) -> ProjectBuilder:
    return a_project().with_document("TEMPLATE-CR", body)


def front(status: str, version: str, body: str) -> str:
    return f'---\nstatus: {status}\nversion: "{version}"\n---\n{body}'


@pytest.mark.parametrize("status", ["PRE_APPROVED", "IN_EXECUTION", "IN_POST_REVIEW", "CLOSED"])
def test_an_approved_record_without_a_section_of_its_template_is_found(status: str) -> None:
    (finding,) = findings_of(with_template().with_document("CR-001", LACKING, status=status))
    assert finding.message == "CR-001 lacks 1 section that TEMPLATE-CR 1.0 asks for: 'Impact (all of it)'"
    assert (finding.code, str(finding.location), finding.subject) == ("DOC401", "QMS/CR/CR-001.md", "CR-001")


@pytest.mark.parametrize("status", ["DRAFT", "IN_PRE_REVIEW", "CANCELLED", "ON_HOLD"])
def test_what_is_not_approved_may_lack_sections(status: str) -> None:
    assert_clean(with_template().with_document("CR-001", LACKING, status=status))


def test_numbers_case_brackets_and_levels_make_no_difference() -> None:
    assert_clean(with_template().with_document("CR-001", WHOLE))


@pytest.mark.parametrize("heading", ["{{FIRST_SECTION}}", "Training (optional)", "Rollback (only if applicable)", "4."])
def test_a_heading_that_asks_for_nothing_certain_requires_nothing(heading: str) -> None:
    assert_clean(with_template(f"{TEMPLATE}\n## {heading}\n").with_document("CR-001", WHOLE))


def test_a_text_in_force_is_held_to_its_template_too() -> None:
    project = a_project().with_document("TEMPLATE-SOP", TEMPLATE).with_document("SOP-001", "# SOP-001: X\n")
    assert_findings(project, "DOC401@QMS/SOP/SOP-001.md")
    assert_findings(project.with_draft("SOP-001", WHOLE.replace("CR", "SOP")), "DOC401@QMS/SOP/SOP-001.md")


def test_a_draft_beside_the_version_in_force_is_not_yet_held_to_it() -> None:
    project = a_project().with_document("TEMPLATE-SOP", TEMPLATE).with_document("SOP-001", WHOLE.replace("CR", "SOP"))
    assert_clean(project.with_draft("SOP-001", "# SOP-001: X\n"))


def test_settings_name_sections_and_templates() -> None:
    project = with_template().with_settings("[types.CR]\nsections = ['Purpose', 'Scope']")
    (finding,) = findings_of(project.with_document("CR-001", LACKING))
    assert finding.message == "CR-001 lacks 1 section that the settings asks for: 'Scope'"
    other = a_project().with_settings("[types.CR]\ntemplate = 'TEMPLATE-CHANGE'").with_document("CR-001", LACKING)
    assert_findings(other.with_document("TEMPLATE-CHANGE", TEMPLATE), "DOC401@QMS/CR/CR-001.md")
    assert_clean(other)


@pytest.mark.verifies("REQ-DOC-019")
@pytest.mark.parametrize(
    ("approved", "findings"),
    [
        (datetime(2026, 1, 2, 11, tzinfo=UTC), ()),
        (datetime(2026, 1, 2, 13, tzinfo=UTC), ("DOC401@QMS/CR/CR-001.md",)),
        (datetime(2026, 1, 4, tzinfo=UTC), ()),
    ],
    ids=["before the template", "under its first version", "under its second"],
)
def test_the_template_in_force_at_the_approval_counts(approved: datetime, findings: tuple[str, ...]) -> None:
    template, record = "QMS/TEMPLATE/TEMPLATE-CR.md", "QMS/CR/CR-001.md"
    steps = [
        (datetime(2026, 1, 1, tzinfo=UTC), {record: front("DRAFT", "0.1", LACKING)}),
        (datetime(2026, 1, 2, 12, tzinfo=UTC), {template: front("EFFECTIVE", "1.0", TEMPLATE)}),
        (datetime(2026, 1, 3, tzinfo=UTC), {template: front("EFFECTIVE", "2.0", "# T\n\n## Purpose\n")}),
        (approved, {record: front("PRE_APPROVED", "1.0", LACKING)}),
        (datetime(2026, 1, 5, tzinfo=UTC), {record: front("IN_EXECUTION", "1.0", LACKING)}),
    ]
    project = a_project().with_settings("[rules]\nDOC403 = 'off'")
    for when, files in sorted(steps, key=lambda step: step[0]):
        project = project.with_commit(files, when, message=f"CR-001: {when}")
    assert_findings(project, *findings)


def test_an_archived_version_of_the_template_counts_in_its_time() -> None:
    project = (
        a_project()
        .with_settings("[rules]\nDOC403 = 'off'")
        .with_file("QMS/.archive/TEMPLATE/TEMPLATE-CR-v1.0.md", TEMPLATE)
        .with_document("TEMPLATE-CR", "# T\n\n## Purpose\n", status=None, version=None)
        .with_sidecar("TEMPLATE-CR", status="EFFECTIVE", version="2.0")
        .with_event("TEMPLATE-CR", "CREATE", "2026-01-01", version="0.1")
        .with_event("TEMPLATE-CR", "EFFECTIVE", "2026-01-01", version="1.0")
        .with_event("TEMPLATE-CR", "EFFECTIVE", "2026-03-01", version="2.0")
        .with_document("CR-001", LACKING, status=None, version=None)
        .with_sidecar("CR-001", status="CLOSED", version="1.0")
        .with_event("CR-001", "CREATE", "2026-02-01", version="0.1")
        .with_event("CR-001", "STATUS_CHANGE", "2026-02-01", to_status="PRE_APPROVED", version="1.0")
        .with_event("CR-001", "STATUS_CHANGE", "2026-04-01", to_status="CLOSED", version="1.0")
    )
    assert [finding.message for finding in findings_of(project)] == [
        "CR-001 lacks 1 section that TEMPLATE-CR 1.0 asks for: 'Impact (all of it)'"
    ]


def test_what_was_approved_before_governance_began_is_history() -> None:
    project = (
        with_template()
        .with_document("CR-001", LACKING, status=None, version=None)
        .with_sidecar("CR-001", status="CLOSED", version="1.0")
        .with_event("CR-001", "CREATE", "2026-02-01", version="0.1")
        .with_event("CR-001", "STATUS_CHANGE", "2026-02-01", to_status="PRE_APPROVED", version="1.0")
        .with_event("CR-001", "STATUS_CHANGE", "2026-02-01", to_status="CLOSED", version="1.0")
    )
    assert_findings(project.with_settings("[project]\ngovernance-start = 2026-02-01"), "DOC401@QMS/CR/CR-001.md")
    assert_clean(project.with_settings("[project]\ngovernance-start = 2026-02-02"))
