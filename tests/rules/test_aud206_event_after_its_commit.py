import json

import pytest
from builders import LOG, ProjectBuilder, committed, told_by


def log(*times: str, path: str = LOG) -> dict[str, str | None]:
    return {path: "".join(json.dumps({"ts": when, "event": "APPROVE"}) + "\n" for when in times)}


@pytest.mark.verifies("REQ-HIST-005")
def test_an_event_that_is_dated_after_its_commit_is_found() -> None:
    project = committed(log("2026-01-01T13:00:00+00:00"))
    assert told_by("AUD206", project) == [
        f"warning {LOG}:1 CR-001: APPROVE of CR-001 is dated 2026-01-01T13:00:00+00:00, later than the commit that brought it"
    ]
    project = committed(log("2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z", "2026-01-04T10:00:00Z"))
    (told,) = told_by("AUD206", project)
    assert told.startswith(f"warning {LOG}:2 ")
    assert told.endswith(", and so is 1 more event")


@pytest.mark.parametrize(
    "project",
    [
        committed(log("2026-01-01T12:00:00Z")),
        committed(log("2026-01-01T12:05:00Z")),
        committed(log("2026-01-01T13:00:00+02:00")),
        committed(log("2026-01-01T20:00:00")),
        committed(log("2026-01-02")),
        committed(log("some day")),
        committed(log("2026-01-01T13:00:00Z")).with_settings("[audit]\nclock-skew-minutes = 60"),
        committed(log("2026-01-01T13:00:00Z")).with_settings("[project]\ngovernance-start = 2026-02-01"),
    ],
    ids=["at once", "skew", "zone", "no zone", "a day", "unreadable", "setting", "before governance"],
)
def test_events_that_were_there_when_they_were_committed_are_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD206", project) == []


def test_the_first_commit_that_has_an_event_counts() -> None:
    first = log("2026-01-02T10:00:00Z")
    project = committed({"other": "x"}, first, {LOG: None}, first)
    assert told_by("AUD206", project) == []


def test_many_logs_are_told_as_one() -> None:
    paths = [f"QMS/.audit/CR/CR-00{number}.jsonl" for number in range(1, 8)]
    texts: dict[str, str | None] = {}
    for path in paths:
        texts |= log("2026-01-05T10:00:00Z", path=path)
    assert told_by("AUD206", committed(texts)) == [
        (
            "warning None audit trail: 7 events in 7 audit logs are later than the commits that brought them: CR-001, CR-002, "
            "CR-003, CR-004, CR-005 and 2 more"
        )
    ]
