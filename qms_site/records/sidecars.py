"""Sidecars: ``.meta/<TYPE>/<ID>.json`` (workflow state) and ``.audit/<TYPE>/<ID>.jsonl`` (events), as written."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
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
    """One line of an audit log. ``when`` is None if the timestamp cannot be read; without ``has_zone`` it counts as UTC."""

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
    has_zone: bool = True


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
    fields = {_plain(key): value for key, value in content.items()}
    has_state = _first(fields, _STATUS_KEYS) is not None and _first(fields, (*_VERSION_KEYS, *_ID_KEYS)) is not None
    if not has_state and fields.keys().isdisjoint(("doc_id", "document_id")):
        return None
    return Sidecar(
        id=_first(fields, _ID_KEYS) or stem,
        path=path,
        version=_first(fields, _VERSION_KEYS),
        status=_first(fields, _STATUS_KEYS),
        effective_version=_first(fields, ("effective_version",)),
        owner=_first(fields, ("responsible_user", "owner", "document_owner")),
        dates={key: value for key in sorted(fields) if key.endswith("date") and (value := _text(fields[key]))},
    )


_ID_KEYS = ("doc_id", "document_id", "id")
_STATUS_KEYS = ("status", "state", "current_status", "current_state")
_VERSION_KEYS = ("version", "current_version", "revision")
_WHEN_KEYS = ("ts", "timestamp", "time", "at", "datetime", "date")
_FROM_KEYS = ("from_status", "old_status", "from_state", "from")
_TO_KEYS = ("to_status", "new_status", "to_state", "to")


def _first(fields: Mapping[str, object], keys: Iterable[str]) -> str | None:
    """The first of these that is a text or a number."""
    return next((value for key in keys if (value := _text(fields.get(key)))), None)


@lru_cache(maxsize=256)  # every line of every log has the same keys
def _plain(key: str) -> str:
    """``docId``, ``doc-id`` and ``doc_id`` are one key."""
    return re.sub(r"[\s-]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key.strip())).lower()


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
    fields = {_plain(key): value for key, value in content.items()}
    written = _first(fields, _WHEN_KEYS) or ""
    when, has_zone = _moment(written)
    return AuditEvent(
        line=line,
        path=path,
        when=when,
        written=written,
        kind=_first(fields, ("event", "action", "event_type", "type")) or "EVENT",
        user=_first(fields, ("user", "actor", "by", "author")),
        version=_first(fields, ("version", "revision")),
        from_status=_first(fields, _FROM_KEYS),
        to_status=_first(fields, _TO_KEYS),
        outcome=_first(fields, ("outcome",)),
        note=_first(fields, ("comment", "reason", "note")),
        has_zone=has_zone,
    )


def _without_date(event: AuditEvent) -> str:
    amiss = (
        f"has a timestamp that cannot be read: {event.written[:_LONGEST]!r}" if event.written else "has no timestamp"
    )
    return f"{amiss}; the event is listed without a date"


_LONGEST = 60


def _moment(written: str) -> tuple[datetime | None, bool]:
    """The moment in UTC, and whether it was written with a zone."""
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC), moment.tzinfo is not None
    except (ValueError, OverflowError):
        return None, True


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
