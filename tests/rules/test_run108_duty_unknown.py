from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, findings_of

SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def a_procedure(rule: str, since: str) -> ProjectBuilder:
    """SOP-005 1.0 and 2.0 took effect on 1 and 10 January; commits of 5 and 14 January cite nothing."""
    project = a_project().with_settings(
        f'{SYSTEM}[rules]\nDOC403 = "off"\n{rule} = {{ level = "error", since = "{since}" }}\n'
    )
    for number, version in ((1, "1.0"), (10, "2.0")):
        text = f'---\nstatus: EFFECTIVE\nversion: "{version}"\n---\n# SOP-005: X\n'
        project = project.with_commit({"QMS/SOP/SOP-005.md": text}, day(number), message="Procedure")
        project = project.with_commit({"src/a.py": version}, day(number + 4), message=f"Under {version}")
    return project


@pytest.mark.parametrize(
    ("since", "message"),
    [
        ("SOP-050 2.0", "GIT101 is to bind since SOP-050 2.0, and there is no record of a document SOP-050"),
        ("SOP-005 9.0", "GIT101 is to bind since SOP-005 9.0, and there is no record of a version 9.0 of SOP-005"),
    ],
)
def test_a_procedure_or_a_version_that_is_unknown_is_found_and_the_rule_judges_all(since: str, message: str) -> None:
    project = a_procedure("GIT101", since)
    assert_findings(project, "GIT101", "GIT101", "RUN108")
    assert findings_of(project)[-1].message == message


@pytest.mark.verifies("REQ-AUTH-005")
def test_a_duty_binds_from_the_day_on_which_the_version_that_states_it_took_effect() -> None:
    (finding,) = findings_of(a_procedure("GIT101", "SOP-005 2.0"))
    assert "Under 2.0" in finding.message
    assert finding.severity.value == "error"
    assert len(findings_of(a_procedure("GIT101", "SOP-005 1.0"))) == 2


@pytest.mark.parametrize("since", ["SOP-005 v2.0", "SOP-005 2", "SOP-005 V2"])
def test_a_version_is_the_same_however_it_is_written(since: str) -> None:
    (finding,) = findings_of(a_procedure("GIT101", since))
    assert "Under 2.0" in finding.message


def test_in_a_shallow_clone_no_version_is_called_unknown() -> None:
    codes = [
        finding.code for finding in findings_of(a_procedure("GIT101", "SOP-005 9.0").with_revision(is_shallow=True))
    ]
    assert "RUN108" not in codes


@pytest.mark.parametrize(("rule", "names"), [("GIT102", "src/"), ("GIT103", "`src/b.py`")])
def test_a_commit_is_judged_by_its_own_date_and_not_by_its_records(rule: str, names: str) -> None:
    state = "CLOSED" if rule == "GIT102" else "IN_EXECUTION"
    project = a_procedure(rule, "SOP-005 2.0").with_settings("GIT101 = 'off'").with_file("src/b.py", "0")
    text = f'---\nstatus: {state}\nversion: "1.0"\n---\n# CR-001: X of {names}\n'
    project = project.with_commit({"QMS/CR/CR-001.md": text}, day(2), message="CR-001: record")
    for number in (5, 20):
        project = project.with_commit({"src/a.py": str(number)}, day(number), message=f"CR-001: of {number}")
    (finding,) = (finding for finding in findings_of(project) if finding.code == rule)
    assert finding.message.startswith("1 commit ")


@pytest.mark.verifies("REQ-AUTH-005")
def test_a_document_is_judged_by_when_its_text_was_approved() -> None:
    for since, is_found in (("SOP-005 1.0", True), ("SOP-005 2.0", False)):
        project = a_procedure("DOC402", since).with_settings("GIT101 = 'off'")
        record = '---\nstatus: {}\nversion: "1.0"\n---\n# CR-001: X of src/\n\n{}\n'
        release = record.format("IN_EXECUTION", "{{TITLE}}")
        project = project.with_commit({"QMS/CR/CR-001.md": release}, day(8), message="CR-001: release")
        codes = {finding.code for finding in findings_of(project)}
        assert ("DOC402" in codes) is is_found


def test_a_version_that_has_not_taken_effect_binds_nobody_yet() -> None:
    project = a_procedure("GIT101", "SOP-005 3.0")
    draft = '---\nstatus: IN_REVIEW\nversion: "3.0"\n---\n# SOP-005: X\n'
    project = project.with_commit({"QMS/SOP/SOP-005-draft.md": draft}, day(20), message="Draft")
    assert_clean(project)
