import pytest
from builders import ProjectBuilder, a_project, assert_clean, findings_of


def sop(*archived: str) -> ProjectBuilder:
    """SOP-001 in version 3.0, after 1.0 and 2.0 were effective, with these versions in the archive."""
    project = (
        a_project()
        .with_document("CR-001")
        .with_document("SOP-001", status=None, version=None, revision_summary="CR-001: more")
        .with_sidecar("SOP-001", status="EFFECTIVE", version="3.0")
    )
    project = project.with_event("SOP-001", "CREATE", "2026-01-01", version="0.1")
    for month, version in enumerate(("1.0", "2.0", "3.0"), start=1):
        project = project.with_event("SOP-001", "EFFECTIVE", f"2026-0{month}-01", version=version)
        project = project.with_event("SOP-001", "CHECKOUT", f"2026-0{month}-02", version=f"{month}.1")
    for version in archived:
        project = project.with_file(f"QMS/.archive/SOP/SOP-001-v{version}.md", f"text of {version}")
    return project


@pytest.mark.verifies("REQ-DOC-021")
@pytest.mark.parametrize(
    ("archived", "message"),
    [
        (("1.0",), "the archive lacks 1 version of SOP-001 that was in force: 2.0"),
        (("1.1",), "the archive lacks 2 versions of SOP-001 that were in force: 1.0, 2.0"),
    ],
)
def test_a_version_that_was_in_force_and_is_not_archived_is_found(archived: tuple[str, ...], message: str) -> None:
    (finding,) = findings_of(sop(*archived))
    assert (finding.code, finding.message, str(finding.location)) == ("DOC503", message, "QMS/SOP/SOP-001.md")
    assert finding.hint == "git does not have the text either"


def test_versions_that_were_never_in_force_need_no_archive() -> None:
    assert_clean(sop("1.0", "2.0"))


def test_a_project_without_an_archive_is_not_asked_for_one() -> None:
    assert_clean(sop())
