import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, matrix, told_by

BASELINE = (
    "\n## Baseline\n\n| What | Value |\n|---|---|\n| Requirements specification | {version} |\n| Commit | a1b2c3d |\n"
)


def verified(version: str, status: str = "EFFECTIVE", rtm_status: str = "EFFECTIVE") -> ProjectBuilder:
    """A system whose specification is in force in version 1.0."""
    rtm = matrix("001", more=BASELINE.format(version=version))
    return a_system(("001",), rtm, status=status, rtm_status=rtm_status)


def test_another_version_than_the_one_in_force_is_found() -> None:
    assert told_by("TRC204", verified("SDLC-A-RS v0.9")) == [
        f"warning {RTM}:15 SDLC-A-RTM: SDLC-A-RTM states version 0.9 of SDLC-A-RS; in force is 1.0"
    ]


@pytest.mark.parametrize("version", ["SDLC-A-RS v1.0", "SDLC-A-RS, version 1.0", "1.0", "v1", "the newest"])
def test_the_version_in_force_and_none_are_clean(version: str) -> None:
    assert_clean(verified(version))


def test_where_no_version_is_in_force_nothing_is_said() -> None:
    assert told_by("TRC204", verified("SDLC-A-RS v0.9", status="DRAFT")) == []


def test_a_matrix_in_the_making_may_state_the_version_in_the_making() -> None:
    project = verified("SDLC-A-RS v1.1", rtm_status="DRAFT")
    ahead = project.with_document("SDLC-A-RS", path="QMS/SDLC-A/SDLC-A-RS-draft.md", status="DRAFT", version="1.1")
    assert told_by("TRC204", ahead) == []
    assert len(told_by("TRC204", project)) == 1


def test_the_version_of_another_document_is_not_compared() -> None:
    assert told_by("TRC204", verified("SDLC-B-RS v7.0")) == []
