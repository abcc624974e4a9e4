from datetime import UTC, datetime

import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, matrix, told_by

BASELINE = (
    "\n## Baseline\n\n| What | Value |\n|---|---|\n| Requirements specification | {version} |\n| Commit | a1b2c3d |\n"
)
ROWS = "# Requirements\n\n| ID | Requirement |\n|---|---|\n"
OLD = f"{ROWS}| REQ-A-001 | **Lock.** It shall lock after 5 failures. |\n| REQ-A-002 | It shall wait. |\n"
NEW = (
    f"{ROWS}| REQ-A-001 | **Lock.** It shall lock after 3 failures. |\n| REQ-A-002 | It *shall*  wait. |\n"
    "| REQ-A-003 | It shall log. |\n"
)


def revised(version: str, *, rtm_status: str = "EFFECTIVE") -> ProjectBuilder:
    """A specification that went from version 1.0 to 2.0, of which the archive keeps the first."""
    rtm = matrix("001", "002", "003", more=BASELINE.format(version=version))
    project = a_system(NEW, rtm, rtm_status=rtm_status).with_document(
        "SDLC-A-RS", NEW, path="QMS/SDLC-A/SDLC-A-RS.md", version="2.0"
    )
    return project.with_file(
        "QMS/.archive/SDLC-A/SDLC-A-RS-v1.0.md", f"---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n{OLD}"
    )


@pytest.mark.verifies("REQ-TRC-017")
def test_a_requirement_with_another_text_and_a_new_one_are_found() -> None:
    version = "version 1.0 of SDLC-A-RS, which SDLC-A-RTM verified"
    assert told_by("TRC208", revised("SDLC-A-RS v1.0")) == [
        f"warning {RTM}:9 REQ-A-001@SDLC-A-RS: REQ-A-001 has changed since {version}",
        f"warning {RTM}:11 REQ-A-003@SDLC-A-RS: REQ-A-003 is not in {version}",
    ]
    assert len(told_by("TRC204", revised("SDLC-A-RS v1.0"))) == 1
    assert all(line.startswith("note ") for line in told_by("TRC208", revised("SDLC-A-RS v1.0", rtm_status="DRAFT")))


def test_the_version_in_force_is_clean() -> None:
    assert told_by("TRC208", revised("SDLC-A-RS v2.0")) == []
    assert_clean(a_system(OLD, matrix("001", "002", more=BASELINE.format(version="1.0"))))


def test_of_a_version_whose_text_is_lost_nothing_is_said() -> None:
    assert told_by("TRC208", revised("SDLC-A-RS v1.5")) == []


def test_the_former_text_is_read_from_git_where_no_archive_keeps_it() -> None:
    path = "QMS/SDLC-A/SDLC-A-RS.md"

    def text(version: str, body: str) -> str:
        return f"---\nstatus: EFFECTIVE\nversion: '{version}'\n---\n{body}"

    project = a_system(OLD, matrix("001", "002", more=BASELINE.format(version="1.0")))
    project = project.with_commit({path: text("1.0", OLD)}, datetime(2026, 1, 1, tzinfo=UTC))
    assert told_by("TRC208", project) == []
    project = project.with_commit({path: text("2.0", NEW)}, datetime(2026, 2, 1, tzinfo=UTC))
    (line,) = told_by("TRC208", project)
    assert "REQ-A-001 has changed since version 1.0" in line


@pytest.mark.parametrize("written", ["SDLC-A-RS 1.0", "1.0 (EFFECTIVE)", "SDLC-A-RS, version 1"])
def test_the_version_is_read_however_it_is_written(written: str) -> None:
    assert len(told_by("TRC208", revised(written))) == 2


def test_of_a_version_in_the_making_nothing_is_said_while_the_matrix_is_made() -> None:
    rtm = matrix("001", "002", more=BASELINE.format(version="2.0"))
    draft = a_system(OLD, rtm, rtm_status="DRAFT").with_document(
        "SDLC-A-RS", NEW, path="QMS/SDLC-A/SDLC-A-RS-draft.md", status="DRAFT", version="2.0"
    )
    assert told_by("TRC208", draft) == []


def test_a_baseline_may_state_several_specifications() -> None:
    settings = "[types.RS]\npattern = 'SDLC-A-RS(?:-\\d+)?'\n"
    former = "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n"
    first, second = (f"{ROWS}| REQ-A-00{number} | It shall do {number}. |\n" for number in (1, 2))
    project = a_system(first, matrix("001", "002", more=BASELINE.format(version="SDLC-A-RS v1.0, SDLC-A-RS-2 v1.0")))
    project = project.with_document("SDLC-A-RS-2", second, path="QMS/SDLC-A/SDLC-A-RS-2.md", version="2.0")
    old = f"{former}{second.replace('do 2', 'do both')}"
    project = project.with_file("QMS/.archive/SDLC-A/SDLC-A-RS-2-v1.0.md", old).with_settings(settings)
    (line,) = told_by("TRC208", project)
    assert line.endswith("REQ-A-002 has changed since version 1.0 of SDLC-A-RS-2, which SDLC-A-RTM verified")
