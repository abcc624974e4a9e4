import pytest
from builders import a_project, assert_clean, assert_findings, findings_of

from qms_site.findings import Severity

SIDECAR = {"status": "EFFECTIVE", "version": "1.0"}


@pytest.mark.parametrize(
    ("status", "version", "expected"),
    [
        ("DRAFT", None, [(Severity.WARNING, "status 'DRAFT'")]),
        ("effective", None, [(Severity.NOTE, "status 'EFFECTIVE'")]),
        (None, "0.9", [(Severity.WARNING, "version '0.9'")]),
        ("DRAFT", "1.0", [(Severity.WARNING, "status 'DRAFT'"), (Severity.NOTE, "version '1.0'")]),
    ],
)
def test_what_front_matter_states_beside_a_sidecar_is_told(
    status: str | None, version: str | None, expected: list[tuple[Severity, str]]
) -> None:
    project = a_project().with_document("SOP-001", status=status, version=version).with_sidecar("SOP-001", **SIDECAR)
    found = [(finding.severity, finding.message) for finding in findings_of(project)]
    assert [(severity, message.partition("states ")[2].partition(";")[0]) for severity, message in found] == expected


def test_the_place_is_the_line_of_front_matter() -> None:
    project = a_project().with_file("QMS/SOP/SOP-001.md", "---\ntitle: T\nstatus: DRAFT\n---\n")
    assert_findings(project.with_sidecar("SOP-001", **SIDECAR), "DOC303@QMS/SOP/SOP-001.md:3")


def test_one_place_is_in_order_whichever_it_is() -> None:
    assert_clean(a_project().with_document("SOP-001", status=None, version=None).with_sidecar("SOP-001", **SIDECAR))
    assert_clean(a_project().with_document("SOP-001", status="EFFECTIVE", version="1.0"))


def test_the_version_in_force_may_say_so_while_metadata_speak_of_a_draft() -> None:
    project = (
        a_project()
        .with_document("SOP-001", status="EFFECTIVE", version="1.0")
        .with_draft("SOP-001", status=None, version=None)  # type: ignore[arg-type]
        .with_sidecar("SOP-001", status="DRAFT", version="1.1", effective_version="1.0")
    )
    assert {finding.severity for finding in findings_of(project)} == {Severity.NOTE}
    other = project.with_document("SOP-001", status="DRAFT", version="1.0")
    assert [finding.severity for finding in findings_of(other)] == [Severity.WARNING, Severity.NOTE]


def test_what_many_repeat_rightly_is_one_custom() -> None:
    project = a_project()
    for number in range(6):
        project = project.with_document(f"SOP-00{number}").with_sidecar(
            f"SOP-00{number}", status="EFFECTIVE", version="1.0"
        )
    (finding,) = findings_of(project)
    assert finding.message == "6 documents repeat in front matter what their metadata says"
    assert (str(finding.severity), str(finding.location)) == ("note", "QMS")
