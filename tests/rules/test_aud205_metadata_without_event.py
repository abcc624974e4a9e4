import pytest
from builders import LOG, META, ProjectBuilder, committed, lines, told_by

CREATED = lines("CREATE")
REVIEWED = CREATED + lines("DRAFT>IN_PRE_REVIEW", "REVIEW", day=2)
TEXT = "QMS/CR/CR-001.md"

LOG_OF_CHANGE = (
    '{{"ts": "{when}", "event": "STATUS_CHANGE", "user": "ada", '
    '"from_status": "DRAFT", "to_status": "IN_PRE_REVIEW"}}\n'
)


def meta(status: str, version: str = "0.1", id_: str = "CR-001") -> str:
    return f'{{"doc_id": "{id_}", "status": "{status}", "version": "{version}"}}'


def begun(*steps: dict[str, str | None]) -> ProjectBuilder:
    return committed({TEXT: "# CR-001: X of src/\n", LOG: CREATED, META: meta("DRAFT")}, *steps)


def name(project: ProjectBuilder) -> str:
    return f"commit {project.commits[0].hash[:10]} of 2026-01-{len(project.commits):02} by Ada Example"


@pytest.mark.verifies("REQ-HIST-018")
@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (({META: meta("CLOSED")},), "from DRAFT to CLOSED"),
        (({META: meta("PRE_APPROVED"), LOG: CREATED + lines("COMMENT", day=2)},), "from DRAFT to PRE_APPROVED"),
        (
            ({META: meta("IN_PRE_REVIEW"), LOG: REVIEWED}, {META: meta("IN_PRE_REVIEW", "0.2")}),
            "from version 0.1 to version 0.2",
        ),
    ],
)
def test_a_commit_that_changed_metadata_alone_is_found(steps: tuple[dict[str, str | None], ...], told: str) -> None:
    project = begun(*steps)
    assert told_by("AUD205", project) == [
        f"warning {META} CR-001: {name(project)} took CR-001 {told}, and no event tells it"
    ]


@pytest.mark.verifies("REQ-HIST-016", "REQ-HIST-018")
@pytest.mark.parametrize(
    "steps",
    [
        ({META: meta("IN_PRE_REVIEW"), LOG: REVIEWED},),
        ({LOG: REVIEWED}, {META: meta("IN_PRE_REVIEW")}),
        ({META: meta("PRE_APPROVED"), LOG: CREATED + lines("REVIEW", "APPROVE", day=2)},),
        ({META: meta("DRAFT", "0.2")},),
        ({META: meta("IN_PRE_REVIEW"), LOG: REVIEWED}, {META: meta("DRAFT", "0.2")}),
        ({META: meta("IN_EXECUTION"), LOG: CREATED + lines("CHECKOUT", day=2)},),
        ({META: meta("DRAFT") + "\n"},),
    ],
    ids=[
        "told",
        "told before",
        "told by kinds",
        "checked in",
        "checked out",
        "told to be checked out",
        "nothing changed",
    ],
)
def test_changes_that_events_tell_or_logs_leave_out_are_silent(steps: tuple[dict[str, str | None], ...]) -> None:
    assert told_by("AUD205", begun(*steps)) == []


def test_an_event_from_before_the_change_that_was_committed_soon_after_tells_it() -> None:
    # Commits are made at noon: the change on the second of January, the log on the third.
    before = LOG_OF_CHANGE.format(when="2026-01-02T11:00:00+00:00")
    assert told_by("AUD205", begun({META: meta("IN_PRE_REVIEW")}, {LOG: CREATED + before})) == []
    assert len(told_by("AUD205", begun({META: meta("IN_PRE_REVIEW")}, {"other": "x"}, {LOG: CREATED + before}))) == 1
    after = LOG_OF_CHANGE.format(when="2026-01-02T13:00:00+00:00")
    assert len(told_by("AUD205", begun({META: meta("IN_PRE_REVIEW")}, {LOG: CREATED + after}))) == 1
    long_before = LOG_OF_CHANGE.format(when="2026-01-01T11:00:00+00:00")
    assert len(told_by("AUD205", begun({META: meta("IN_PRE_REVIEW")}, {LOG: CREATED + long_before}))) == 1


def test_before_there_was_a_log_nothing_is_said() -> None:
    text: dict[str, str | None] = {TEXT: "# CR-001: X of src/\n", META: meta("DRAFT")}
    assert told_by("AUD205", committed(text, {META: meta("CLOSED")}, {LOG: CREATED})) == []
    assert told_by("AUD205", committed(text, {META: meta("CLOSED")})) == []


def test_what_one_commit_did_is_told_as_one() -> None:
    before: dict[str, str | None] = {}
    after: dict[str, str | None] = {}
    for number in (1, 2):
        id_ = f"CR-00{number}"
        before |= {f"QMS/CR/{id_}.md": f"# {id_}: X of src/\n", LOG.replace("CR-001", id_): CREATED}
        before[META.replace("CR-001", id_)] = meta("DRAFT", id_=id_)
        after[META.replace("CR-001", id_)] = meta("CLOSED", id_=id_)
    project = committed(before, after)
    assert told_by("AUD205", project) == [
        (
            f"warning None {project.commits[0].hash[:10]}: {name(project)} changed state or version of 2 documents, and no event "
            "tells it: CR-001, CR-002"
        )
    ]
