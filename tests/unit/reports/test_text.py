import pytest
from builders import ProjectBuilder, a_project

from qms_site.reports.text import render_document, render_findings


def shown(project: ProjectBuilder, id_: str) -> str:
    run = project.run()
    return render_document(run, run.project.documents_by_id[id_])


@pytest.mark.verifies("REQ-CLI-003")
def test_findings_stand_one_per_line_the_severest_first_with_a_sum() -> None:
    project = (
        a_project()
        .with_settings("[[suppression]]\nrule = 'DOC301'\nsubject = 'SOP-002'\nreason = 'r'")
        .with_document("SOP-001", status=None)
        .with_document("SOP-002", status=None)
        .with_document("SOP-003", "[x](SOP-01.md)")
        .with_revision(is_shallow=True)
    )
    advice = "(a sidecar in .meta/, or status and version in the front matter)"
    assert render_findings(project.run()).splitlines() == [
        "QMS/SOP/SOP-003.md:5: error LNK101 link to 'SOP-01.md', which is not in the repository (did you mean QMS/SOP/SOP-001.md?)",
        f"QMS/SOP/SOP-001.md: warning DOC301 SOP-001 has no status {advice}",
        f"QMS/SOP/SOP-002.md: warning DOC301 SOP-002 has no status {advice} [accepted: suppression]",
        "warning RUN101 this clone is shallow: history before its boundary is unknown (git fetch --unshallow)",
        "",
        "3 documents checked: 1 error, 2 warnings, 0 notes; 1 accepted",
    ]


def test_a_clean_project_has_its_sum_alone() -> None:
    project = a_project().with_document("SOP-001")
    assert render_findings(project.run()) == "1 document checked: 0 errors, 0 warnings, 0 notes\n"


@pytest.mark.verifies("REQ-SEC-001")
def test_a_finding_stays_on_its_line_and_steers_no_terminal() -> None:
    project = (
        a_project()
        .with_sidecar("SOP-001", status="\x1b[2J\nfake: error", version="1")
        .with_document("SOP-001", status=None, version=None)
    )
    (line, _, _) = render_findings(project.run()).splitlines()
    assert "SOP-001 has status '\\x1b[2J\\nfake: error'" in line
    (line, _, _) = render_findings(
        a_project().with_document("SOP-001", path="QMS/a\nb.md", id="SOP-001", status=None).run()
    ).splitlines()
    assert line.startswith("QMS/a b.md: warning DOC301 ")


@pytest.mark.verifies("REQ-SEC-001")
def test_a_path_steers_no_terminal_and_can_be_printed() -> None:
    project = a_project().with_document("SOP-001", path="QMS/\x1b[31m\udcff/SOP-001.md", status=None)
    assert render_findings(project.run()).encode().startswith(b"QMS/\\x1b[31m\\xdcff/SOP-001.md: warning DOC301 ")


@pytest.mark.verifies("REQ-CLI-007")
def test_a_document_is_shown_with_all_that_is_known_of_it() -> None:
    project = (
        a_project()
        .with_document("CR-1", "WI-1 [a](no.md)", title="Improve", owner="ada", status=None, version=None)
        .with_document("CR-1-VAR-1", "")
        .with_document("WI-1", "CR-1", title="Work")
        .with_sidecar("CR-1", status="IN_EXECUTION", version="1.0")
        .with_event("CR-1", "CREATE", "2026-01-02T10:00:00Z", user="ada", version="0.1", to_status="DRAFT")
        .with_event("CR-1", "NOTE", "?")
    )
    assert shown(project, "CR-1").splitlines() == [
        "CR-1: Improve",
        "  type      Change record",
        "  status    In execution, version 1.0",
        "  next      In post review, On hold, Cancelled",
        "  owner     ada (corroborated)",
        "  file      QMS/CR/CR-1.md",
        "  child     CR-1-VAR-1: CR-1-VAR-1 [Closed]",
        "  cites     WI-1: Work [Effective]",
        "  cited by  WI-1: Work [Effective]",
        "  version   1.0: In execution",
        "  version   0.1: Draft",
        "  event     2026-01-02 10:00 Create to Draft by ada (asserted)",
        "  event     no date Note",
        "  finding   error LNK101 link to 'no.md', which is not in the repository",
    ]


def test_a_version_in_force_is_shown_with_its_period() -> None:
    project = (
        a_project()
        .with_document("SOP-001", version="2.0")
        .with_event("SOP-001", "EFFECTIVE", "2026-01-02", version="1.0")
        .with_event("SOP-001", "EFFECTIVE", "2026-03-04", version="2.0")
    )
    lines = shown(project, "SOP-001").splitlines()
    assert lines[3:5] == ["  in force  version 2.0 on 2026-06-01", "  approved  2026-03-04 00:00"]
    assert lines[7:11] == [
        "  version   2.0: Effective",
        "  version   1.0: Superseded",
        "  in force  version 1.0 from 2026-01-02 to 2026-03-04",
        "  in force  version 2.0 from 2026-03-04 on",
    ]


@pytest.mark.verifies("REQ-SEC-001")
@pytest.mark.parametrize("key", ["owner", "status", "version"])
def test_what_a_sidecar_says_adds_no_line(key: str) -> None:
    content = {"status": "EFFECTIVE", "version": "1.0", key: "xx\n  finding   error FAKE"}
    plain = (
        a_project()
        .with_document("SOP-001", status=None, version=None)
        .with_sidecar("SOP-001", **{**content, key: "xx"})
    )
    hostile = a_project().with_document("SOP-001", status=None, version=None).with_sidecar("SOP-001", **content)
    assert shown(hostile, "SOP-001").count("\n") == shown(plain, "SOP-001").count("\n")
