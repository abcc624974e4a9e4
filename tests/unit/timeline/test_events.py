from datetime import UTC, datetime

import pytest
from msgspec import structs

from qms_site.history.statuses import StatusPoint
from qms_site.records.sidecars import AuditEvent
from qms_site.settings import parse_settings
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.events import events_from_audit, events_from_git, merge_events

SETTINGS = parse_settings('[aliases]\nvalid = "EFFECTIVE"', "qms.toml")
WHEN = datetime(2026, 1, 3, tzinfo=UTC)


def audit(kind: str, **content: str | None) -> AuditEvent:
    return AuditEvent(line=7, path="a.jsonl", when=WHEN, written="w", kind=kind, **content)


def point(name: str, status: str | None, version: str | None = None) -> StatusPoint:
    commit = CommitRecord(
        hash=name,
        parents=(),
        author="Ada",
        email="a@example.org",
        authored=WHEN,
        committed=WHEN,
        message=f"{name}\n\nbody",
        changes=(),
    )
    return StatusPoint(document="A", path="A.md", commit=commit, status=status, version=version, digest=f"d{name}")


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (audit("STATUS_CHANGE", to_status="in review"), "IN_REVIEW"),
        (audit("STATUS_CHANGE", to_status="Valid"), "EFFECTIVE"),
        (audit("effective"), "EFFECTIVE"),
        (audit("CLOSE"), "CLOSED"),
        (audit("RELEASE"), "IN_EXECUTION"),
        (audit("CLOSE", to_status="DRAFT"), "DRAFT"),
        (audit("COMMENT"), None),
    ],
)
def test_an_audit_event_tells_the_state_it_reached(event: AuditEvent, state: str | None) -> None:
    assert events_from_audit((event,), SETTINGS, "SOP")[0].to_state == state


def test_an_audit_event_keeps_who_when_where_and_why() -> None:
    (event,) = events_from_audit(
        (audit("APPROVE", user="ada", version="1.0", from_status="draft", note="n"),), SETTINGS, "SOP"
    )
    assert (event.actor, event.when, event.line, event.version) == ("ada", WHEN, 7, "1.0")
    assert (event.from_state, event.note, event.source, event.commit) == ("DRAFT", "n", "audit", None)


@pytest.mark.verifies("REQ-DOC-012")
def test_only_commits_that_changed_state_or_version_are_events() -> None:
    events = events_from_git(
        (
            point("c1", "draft", "0.1"),
            point("c2", "draft", "0.1"),
            point("c3", "draft", "0.2"),
            point("c4", "valid", "1.0"),
            point("c5", "Effective", "1.0"),
            point("c6", None, "1.0"),
        ),
        SETTINGS,
        "SOP",
    )
    assert [(event.commit, event.kind, event.from_state, event.to_state, event.version) for event in events] == [
        ("c1", "CREATE", None, "DRAFT", "0.1"),
        ("c3", "REVISION", "DRAFT", "DRAFT", "0.2"),
        ("c4", "STATUS_CHANGE", "DRAFT", "EFFECTIVE", "1.0"),
        ("c6", "STATUS_CHANGE", "EFFECTIVE", None, "1.0"),
    ]
    assert (events[0].actor, events[0].when, events[0].note, events[0].digest) == ("Ada", WHEN, "c1", "dc1")


@pytest.mark.parametrize(
    ("committer", "email", "expected"),
    [
        ("Bob", "b@example.org", ("Bob", False)),
        ("A. Other Name", "a@example.org", ("A. Other Name", True)),
        ("", "", (None, False)),
    ],
)
@pytest.mark.verifies("REQ-DOC-012", "REQ-DOC-027")
def test_an_event_of_git_tells_who_committed_what_its_author_wrote(
    committer: str, email: str, expected: tuple[str | None, bool]
) -> None:
    written = point("1", "DRAFT")
    commit = structs.replace(written.commit, committer=committer, committer_email=email)
    (event,) = events_from_git((structs.replace(written, commit=commit),), SETTINGS, "SOP")
    assert (event.actor, (event.committer, event.is_one_person)) == ("Ada", expected)


@pytest.mark.parametrize(("kind", "kept"), [("STATUS_CHANGE", ["IN_EXECUTION", "IN_POST_REVIEW"]), ("CREATE", [])])
def test_what_commits_tell_of_the_time_before_a_log_began_counts(kind: str, kept: list[str]) -> None:
    logged = events_from_audit((audit(kind, to_status="IN_EXECUTION", version="1.0"),), SETTINGS, "CR")
    earlier = structs.replace(logged[0], when=datetime(2026, 1, 1, tzinfo=UTC), source="git", commit="c")
    committed = (earlier, structs.replace(earlier, to_state="IN_POST_REVIEW"))
    merged = merge_events(logged, committed, SETTINGS, "CR")
    assert [event.to_state for event in merged] == [*kept, "IN_EXECUTION"]
