"""Sidecars: ``.meta/<TYPE>/<ID>.json`` (workflow state) and ``.audit/<TYPE>/<ID>.jsonl`` (events), as written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

import msgspec

from qms_site.text import composed

_SOURCE = ".source.json"
"""What a generated document was made from lies beside its sidecar, and may repeat what that says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """Workflow state of one document as its tool wrote it; ``dates`` are the entries whose keys end in ``date``."""

    id: str
    path: str
    version: str | None
    status: str | None
    effective_version: str | None
    owner: str | None
    dates: Mapping[str, str]

    @property
    def effective_day(self) -> date | None:
        """The day from which it says the version is in force; None where it gives none that can be read."""
        try:
            return date.fromisoformat(self.dates.get("effective_date", "")[:10])
        except ValueError:
            return None


class AuditEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an audit log. ``when`` is None if the timestamp cannot be read; one without a zone counts as UTC."""

    line: int
    path: str
    when: datetime | None
    written: str
    kind: str
    user: str | None = None
    version: str | None = None
    from_status: str | None = None
    to_status: str | None = None
    outcome: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarProblem:
    """A sidecar, or a line of an audit log, that could not be read, or not in full."""

    path: str
    line: int | None
    message: str


def read_sidecar(path: str, data: bytes) -> Sidecar | SidecarProblem | None:
    """The sidecar in a JSON file; None for JSON that is something else (registries, sources of generated text)."""
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_float=str)  # version 1.10 is not 1.1
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        return SidecarProblem(path=path, line=line, message=f"is not valid JSON: {error}")
    if not isinstance(content, dict) or path.endswith(_SOURCE):
        return None
    stem = composed(PurePosixPath(path).stem)
    if "doc_id" not in content and not ({"status", "version"} <= content.keys()):
        return None
    return Sidecar(
        id=_text(content.get("doc_id") or content.get("id")) or stem,
        path=path,
        version=_text(content.get("version")),
        status=_text(content.get("status")),
        effective_version=_text(content.get("effective_version")),
        owner=_text(content.get("responsible_user") or content.get("owner")),
        dates={key: value for key in sorted(content) if key.endswith("date") and (value := _text(content[key]))},
    )


def read_audit_log(path: str, data: bytes) -> Iterator[AuditEvent | SidecarProblem]:
    """Events of a JSONL file in its order; a line that is no event gives a problem, and the rest is read on.

    An event whose timestamp is missing or cannot be read gives both.
    """
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            content = json.loads(line, parse_float=str)
        except (ValueError, RecursionError) as error:
            yield SidecarProblem(path=path, line=number, message=f"is not valid JSON: {error}")
            continue
        if not isinstance(content, dict):
            yield SidecarProblem(path=path, line=number, message="is not an event: not a JSON object")
            continue
        event = _event(path, number, content)
        yield event
        if event.when is None:
            yield SidecarProblem(path=path, line=number, message=_without_date(event))


def _event(path: str, line: int, content: Mapping[str, object]) -> AuditEvent:
    written = _text(content.get("ts") or content.get("timestamp") or content.get("date")) or ""
    return AuditEvent(
        line=line,
        path=path,
        when=_moment(written),
        written=written,
        kind=_text(content.get("event") or content.get("action")) or "EVENT",
        user=_text(content.get("user") or content.get("actor")),
        version=_text(content.get("version")),
        from_status=_text(content.get("from_status")),
        to_status=_text(content.get("to_status")),
        outcome=_text(content.get("outcome")),
        note=_text(content.get("comment") or content.get("reason")),
    )


def _without_date(event: AuditEvent) -> str:
    amiss = (
        f"has a timestamp that cannot be read: {event.written[:_LONGEST]!r}" if event.written else "has no timestamp"
    )
    return f"{amiss}; the event is listed without a date"


_LONGEST = 60


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
