import pytest
from builders import ProjectBuilder, committed, told_by

OLD = "QMS/.archive/SOP/SOP-001-v1.0.md"
TEXT: dict[str, str | None] = {OLD: "# SOP-001\n\nText.\n", "QMS/SOP/SOP-001.md": "# SOP-001\n\nMore.\n"}


def name(project: ProjectBuilder, day: int = 2) -> str:
    commit = project.commits[len(project.commits) - day]
    return f"commit {commit.hash[:10]} of 2026-01-{day:02} by Ada Example"


@pytest.mark.verifies("REQ-HIST-006")
def test_an_archived_version_that_was_changed_is_found_with_the_commit() -> None:
    project = committed(TEXT, {OLD: "# SOP-001\n\nOther.\n"}, {"other": "x"})
    assert told_by("AUD203", project) == [f"error {OLD} SOP-001: {name(project)} changed the archived SOP-001-v1.0.md"]


@pytest.mark.verifies("REQ-HIST-006")
def test_an_archived_version_that_was_removed_is_found() -> None:
    project = committed(TEXT, {OLD: None})
    assert told_by("AUD203", project) == [f"error {OLD} SOP-001: {name(project)} removed the archived SOP-001-v1.0.md"]


def test_putting_it_back_is_no_second_change() -> None:
    project = committed(TEXT, {OLD: "changed"}, {OLD: TEXT[OLD]})
    assert told_by("AUD203", project) == [f"error {OLD} SOP-001: {name(project)} changed the archived SOP-001-v1.0.md"]


@pytest.mark.verifies("REQ-HIST-006")
def test_another_text_at_the_place_of_one_that_was_removed_is_a_change() -> None:
    project = committed(TEXT, {OLD: None}, {OLD: "changed"})
    assert told_by("AUD203", project) == [
        f"error {OLD} SOP-001: {name(project, 3)} changed the archived SOP-001-v1.0.md"
    ]


def test_the_versions_of_another_document_that_took_the_id_over_are_its_own() -> None:
    other: dict[str, str | None] = {OLD: "# SOP-001\n\nValves.\n", "QMS/SOP/SOP-001.md": "# SOP-001\n\nValves.\n"}
    assert told_by("AUD203", committed(TEXT, dict.fromkeys(TEXT), other)) == []


def test_keeping_it_as_another_version_is_a_removal() -> None:
    project = committed(TEXT, {OLD: None, OLD.replace("1.0", "0.9"): TEXT[OLD]})
    assert told_by("AUD203", project) == [f"error {OLD} SOP-001: {name(project)} removed the archived SOP-001-v1.0.md"]


def test_what_one_commit_did_is_told_as_one() -> None:
    two = {**TEXT, OLD.replace("1.0", "2.0"): "b"}
    project = committed(two, {OLD: "changed", OLD.replace("1.0", "2.0"): None})
    assert told_by("AUD203", project) == [
        f"error None SOP-001: {name(project)} changed or removed 2 archived versions: SOP-001-v1.0.md, SOP-001-v2.0.md"
    ]


@pytest.mark.parametrize(
    "project",
    [
        committed(TEXT, {OLD: "# SOP-001\r\n\r\nText.\r\n"}),
        committed(TEXT, {OLD: None, "QMS/.archive/SOP/SOP-001/SOP-001-v1.0.md": TEXT[OLD]}),
        committed(TEXT, {OLD: None, OLD.replace("-v1.0", "_v01.0"): TEXT[OLD]}),
        committed(TEXT, {OLD: None, "old/SOP-001.md": TEXT[OLD]}),
        committed(TEXT, {OLD: None}, {OLD: TEXT[OLD]}),
        committed(TEXT, dict.fromkeys(TEXT)),
        committed(TEXT, {OLD.replace("1.0", "2.0"): "new"}),
    ],
    ids=["line ends", "moved", "named otherwise", "moved out", "put back", "with its document", "another version"],
)
def test_what_leaves_the_archive_as_it_was_is_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD203", project) == []
