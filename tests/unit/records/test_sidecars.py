from datetime import UTC, datetime

import pytest

from qms_site.records.sidecars import AuditEvent, Sidecar, SidecarProblem, read_audit_log, read_sidecar

META = "QMS/.meta/SOP/SOP-001.json"
AUDIT = "QMS/.audit/SOP/SOP-001.jsonl"


def test_a_sidecar_holds_state_owner_and_dates() -> None:
    data = b"""{"doc_id": "SOP-001", "version": "2.0", "status": "EFFECTIVE", "effective_version": "2.0",
        "responsible_user": "ada", "effective_date": "2026-01-03", "checked_out_date": null, "updated": "x"}"""
    assert read_sidecar(META, data) == Sidecar(
        id="SOP-001",
        path=META,
        version="2.0",
        status="EFFECTIVE",
        effective_version="2.0",
        owner="ada",
        dates={"effective_date": "2026-01-03"},
    )


@pytest.mark.parametrize(
    ("data", "id_", "version"),
    [
        (b'{"status": "DRAFT", "version": 1}', "SOP-001", "1"),
        (b'{"status": "DRAFT", "version": 1.10}', "SOP-001", "1.10"),
        (b'{"id": "SOP-002", "status": "DRAFT", "version": "0.1"}', "SOP-002", "0.1"),
        (b'\xef\xbb\xbf{"doc_id": "SOP-003"}', "SOP-003", None),
        (b'{"doc_id": "SOP-003", "version": true}', "SOP-003", None),
        (b'{"doc_id": "SOP-003", "version": " "}', "SOP-003", None),
        (b'{"doc_id": ["SOP-003"]}', "SOP-001", None),
    ],
)
def test_a_sidecar_may_leave_things_out(data: bytes, id_: str, version: str | None) -> None:
    sidecar = read_sidecar(META, data)
    assert isinstance(sidecar, Sidecar)
    assert (sidecar.id, sidecar.version) == (id_, version)


@pytest.mark.parametrize("data", [b"{}", b"[]", b"null", b'"x"', b'{"status": "open"}', b'{"next_id": 4}'])
def test_json_that_is_something_else_is_left_alone(data: bytes) -> None:
    assert read_sidecar(META, data) is None


@pytest.mark.parametrize("data", [b'{"doc_id": "SOP-001"}', b'{"status": "DRAFT", "version": "9"}'])
def test_the_source_of_a_generated_document_is_no_sidecar(data: bytes) -> None:
    assert read_sidecar("QMS/.meta/SOP/SOP-001.source.json", data) is None


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "is not valid JSON: Expecting value: line 1 column 1 (char 0)"),
        (b'{\n"doc_id":\n}', 3, "is not valid JSON: Expecting value: line 3 column 1 (char 12)"),
        (
            b'{"doc_id": "\xff"}',
            None,
            "is not valid JSON: 'utf-8' codec can't decode byte 0xff in position 12: invalid start byte",
        ),
    ],
)
@pytest.mark.verifies("REQ-DOC-015")
def test_bad_json_is_a_problem_with_its_line(data: bytes, line: int | None, message: str) -> None:
    assert read_sidecar(META, data) == SidecarProblem(path=META, line=line, message=message)


def test_json_nested_without_end_is_a_problem() -> None:
    problem = read_sidecar(META, b"[" * 100_000)
    assert isinstance(problem, SidecarProblem)
    assert problem.message.startswith("is not valid JSON: maximum recursion depth exceeded")


def test_a_number_too_long_to_convert_is_a_problem() -> None:
    assert isinstance(read_sidecar(META, b'{"doc_id": "SOP-001", "version": ' + b"1" * 10_000 + b"}"), SidecarProblem)


def test_events_keep_the_order_of_their_lines_and_a_broken_line_stops_nothing() -> None:
    data = (
        b'{"ts": "2026-01-02T10:00:00Z", "event": "CREATE", "user": "ada"}\n\n{"ts": "2026\n[1]\r\n{"event": "CLOSE"}'
    )
    assert list(read_audit_log(AUDIT, data)) == [
        AuditEvent(
            line=1,
            path=AUDIT,
            when=datetime(2026, 1, 2, 10, tzinfo=UTC),
            written="2026-01-02T10:00:00Z",
            kind="CREATE",
            user="ada",
        ),
        SidecarProblem(
            path=AUDIT,
            line=3,
            message="is not valid JSON: Unterminated string starting at: line 1 column 8 (char 7)",
        ),
        SidecarProblem(path=AUDIT, line=4, message="is not an event: not a JSON object"),
        AuditEvent(line=5, path=AUDIT, when=None, written="", kind="CLOSE"),
        SidecarProblem(path=AUDIT, line=5, message="has no timestamp; the event is listed without a date"),
    ]


def test_the_other_names_of_an_event_s_entries_are_known() -> None:
    data = b'{"timestamp": "2026-01-02", "action": "APPROVE", "actor": "ada", "reason": "fine", "outcome": "approve"}'
    (event,) = read_audit_log(AUDIT, data)
    assert event == AuditEvent(
        line=1,
        path=AUDIT,
        when=datetime(2026, 1, 2, tzinfo=UTC),
        written="2026-01-02",
        kind="APPROVE",
        user="ada",
        note="fine",
        outcome="approve",
        has_zone=False,
    )


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("2026-01-02T10:00:00+02:00", datetime(2026, 1, 2, 8, tzinfo=UTC)),
        ("2026-01-02T10:00:00", datetime(2026, 1, 2, 10, tzinfo=UTC)),
        ("2026-01-02T10:00:00.123456Z", datetime(2026, 1, 2, 10, 0, 0, 123456, tzinfo=UTC)),
        ("yesterday", None),
        ("2026-02-30T10:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_a_moment_is_told_in_utc_and_one_without_a_zone_counts_as_utc(written: str, when: datetime | None) -> None:
    event, *problems = read_audit_log(AUDIT, f'{{"ts": "{written}"}}'.encode())
    assert isinstance(event, AuditEvent)
    assert (event.when, event.written) == (when, written)
    message = f"has a timestamp that cannot be read: {written!r}; the event is listed without a date"
    assert problems == ([] if when else [SidecarProblem(path=AUDIT, line=1, message=message)])


def test_a_log_may_begin_with_a_byte_order_mark_and_hold_bytes_that_are_no_text() -> None:
    (event,) = read_audit_log(AUDIT, b'\xef\xbb\xbf{"ts": "2026-01-02", "event": "A", "user": "f\xfcr"}\n')
    assert isinstance(event, AuditEvent)
    assert event.user == "f\N{REPLACEMENT CHARACTER}r"


@pytest.mark.parametrize(
    "content",
    [
        '{"docId": "SOP-001", "status": "DRAFT", "version": "0.1"}',
        '{"id": "SOP-001", "state": "DRAFT", "current_version": "0.1"}',
        '{"document-id": "SOP-001", "Current Status": "DRAFT", "revision": "0.1"}',
        '{"status": "DRAFT", "version": 0.1}',
    ],
)
def test_keys_may_be_spelt_otherwise(content: str) -> None:
    sidecar = read_sidecar("QMS/.meta/SOP/SOP-001.json", content.encode())
    assert isinstance(sidecar, Sidecar)
    assert (sidecar.id, sidecar.status, sidecar.version) == ("SOP-001", "DRAFT", "0.1")


@pytest.mark.parametrize(
    "line",
    [
        '{"time": "2026-01-02", "event": "STATUS_CHANGE", "from": "DRAFT", "to": "IN_REVIEW"}',
        '{"at": "2026-01-02", "type": "STATUS_CHANGE", "oldStatus": "DRAFT", "newStatus": "IN_REVIEW"}',
    ],
)
def test_events_may_be_spelt_otherwise(line: str) -> None:
    (event,) = read_audit_log("QMS/.audit/SOP/SOP-001.jsonl", line.encode())
    assert isinstance(event, AuditEvent)
    assert (event.kind, event.from_status, event.to_status) == ("STATUS_CHANGE", "DRAFT", "IN_REVIEW")
    assert event.when is not None
