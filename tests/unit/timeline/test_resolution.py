"""What metadata's own history tells: versions, their texts, and what an audit log leaves out."""

import json
from datetime import UTC, date, datetime

import pytest
from builders import ProjectBuilder, a_project

from qms_site.text import digest_of

TEXT, META = "QMS/SOP/SOP-001.md", "QMS/.meta/SOP/SOP-001.json"
DRAFT = "QMS/SOP/SOP-001-draft.md"


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def meta(status: str, version: str) -> str:
    return json.dumps({"doc_id": "SOP-001", "status": status, "version": version})


def history(*steps: dict[str, str | None]) -> ProjectBuilder:
    """One commit a day from 1 January on."""
    project = a_project()
    for number, files in enumerate(steps, start=1):
        project = project.with_commit(files, day(number), message=f"CR-001: step {number}")
    return project


TWO_VERSIONS = history(
    {TEXT: "first", META: meta("DRAFT", "0.1")},
    {META: meta("EFFECTIVE", "1.0")},
    {DRAFT: "second", META: meta("IN_REVIEW", "1.1")},
    {DRAFT: None, TEXT: "second", META: meta("EFFECTIVE", "2.0")},
)


def digest(text: str) -> str:
    return digest_of(text.encode())


@pytest.mark.verifies("REQ-DOC-013", "REQ-DOC-026")
def test_without_a_log_the_commits_of_the_metadata_are_the_trail() -> None:
    timeline = TWO_VERSIONS.build().timelines_by_id["SOP-001"]
    assert [(period.version, period.start, period.end) for period in timeline.periods] == [
        ("1.0", day(2), day(4)),
        ("2.0", day(4), None),
    ]
    assert [(version.version, version.state, version.digest) for version in timeline.versions] == [
        ("0.1", "DRAFT", digest("first")),
        ("1.0", "SUPERSEDED", digest("first")),
        ("1.1", "IN_REVIEW", digest("second")),
        ("2.0", "EFFECTIVE", digest("second")),
    ]


def test_a_log_that_begins_late_is_completed_and_not_repeated() -> None:
    project = TWO_VERSIONS.with_event("SOP-001", "CHECKOUT", "2026-01-03", version="1.1").with_event(
        "SOP-001", "STATUS_CHANGE", "2026-01-03T23:00:00", version="2.0", to_status="EFFECTIVE"
    )
    timeline = project.build().timelines_by_id["SOP-001"]
    assert [(event.source, event.version, event.to_state) for event in timeline.events] == [
        ("git", "0.1", "DRAFT"),
        ("git", "1.0", "EFFECTIVE"),
        ("audit", "1.1", None),
        ("audit", "2.0", "EFFECTIVE"),
    ]
    assert [(period.version, period.start.day) for period in timeline.periods] == [("1.0", 2), ("2.0", 3)]


def test_a_check_in_that_only_raises_the_version_is_no_event_of_its_own() -> None:
    record, path = "QMS/CR/CR-001.md", "QMS/.meta/CR/CR-001.json"
    steps = [
        {record: "x", path: json.dumps({"doc_id": "CR-001", "status": "IN_EXECUTION", "version": version})}
        for version in ("1.0", "1.1")
    ]
    project = history(*steps).with_event("CR-001", "RELEASE", "2026-01-01", version="1.0", to_status="IN_EXECUTION")
    events = project.build().timelines_by_id["CR-001"].events
    assert [(event.source, event.version) for event in events] == [("audit", "1.0")]


def test_what_front_matter_repeats_beside_metadata_is_no_trail() -> None:
    text = '---\nstatus: RETIRED\nversion: "9.0"\n---\n'
    timeline = history({TEXT: text, META: meta("EFFECTIVE", "1.0")}).build().timelines_by_id["SOP-001"]
    assert [(event.version, event.to_state) for event in timeline.events] == [("1.0", "EFFECTIVE")]


def test_metadata_of_another_document_that_is_gone_is_remembered_for_its_id_alone() -> None:
    project = history(
        {TEXT: "first", META: meta("CLOSED", "1.0")},
        {TEXT: None, META: None},
        {TEXT: "other", META: meta("DRAFT", "0.1")},
    ).build()
    assert [point.before.status for point in project.reuses] == ["CLOSED"]
    assert [event.version for event in project.timelines_by_id["SOP-001"].events] == ["0.1"]


@pytest.mark.parametrize(
    "back",
    [{TEXT: "first", META: meta("EFFECTIVE", "1.0")}, {TEXT: "first, mended", META: meta("EFFECTIVE", "1.0")}],
    ids=["as it was", "in its state"],
)
def test_a_document_that_came_back_keeps_what_is_known_of_it(back: dict[str, str | None]) -> None:
    gone: dict[str, str | None] = {TEXT: None, META: None}
    project = history({TEXT: "first", META: meta("EFFECTIVE", "1.0")}, gone, back).build()
    assert project.reuses == ()
    assert [period.start for period in project.timelines_by_id["SOP-001"].periods] == [day(1)]


@pytest.mark.verifies("REQ-DOC-010")
@pytest.mark.parametrize("has_log", [True, False])
@pytest.mark.parametrize(("as_of", "in_force"), [(3, "1.0"), (19, "1.0"), (20, "2.0")])
def test_metadata_may_give_a_day_ahead(as_of: int, in_force: str, *, has_log: bool) -> None:
    ahead = json.dumps({"doc_id": "SOP-001", "status": "EFFECTIVE", "version": "2.0", "effective_date": "2026-01-20"})
    project = history({TEXT: "first", META: meta("EFFECTIVE", "1.0")}, {TEXT: "second", META: ahead})
    if has_log:
        project = project.with_event("SOP-001", "EFFECTIVE", "2026-01-01", version="1.0")
        project = project.with_event("SOP-001", "EFFECTIVE", "2026-01-02", version="2.0")
    timeline = project.judged_on(date(2026, 1, as_of)).build().timelines_by_id["SOP-001"]
    assert timeline.in_force == in_force


def test_a_day_ahead_counts_without_any_history() -> None:
    project = a_project().with_document("SOP-001", effective_date="2026-07-01")
    assert project.build().timelines_by_id["SOP-001"].in_force is None
    assert project.judged_on(date(2026, 7, 1)).build().timelines_by_id["SOP-001"].in_force == "1.0"


def test_headings_of_a_template_are_known_for_each_of_its_texts() -> None:
    path = "QMS/TEMPLATE/TEMPLATE-SOP.md"
    project = history({path: "# T\n\n## Old\n"}, {path: "# T\n\n## New\n"}).build()
    titles = {headings[1].title for headings in project.template_headings.values()}
    assert titles == {"Old", "New"}


def test_metadata_of_a_draft_may_name_the_version_in_force_beside_it() -> None:
    draft = json.dumps({"doc_id": "SOP-001", "status": "DRAFT", "version": "1.1", "effective_version": "1.0"})
    project = history({TEXT: "first", META: draft}, {}, {TEXT: "second", META: meta("EFFECTIVE", "2.0")})
    timeline = project.build().timelines_by_id["SOP-001"]
    assert [(period.version, period.start.day) for period in timeline.periods] == [("1.0", 1), ("2.0", 3)]
    assert [event.kind for event in timeline.events] == ["KNOWN", "CREATE", "STATUS_CHANGE"]
