"""``committed({LOG: lines("CREATE")}, ...)``: commits one day apart, and lines of audit logs."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from builders.projects import ProjectBuilder, a_project

LOG = "QMS/.audit/CR/CR-001.jsonl"
META = "QMS/.meta/CR/CR-001.json"
_FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)


def lines(*events: str, day: int = 1, user: str = "ada") -> str:
    """Events of a log, an hour apart from 1:00 on a day on: ``REVIEW``, or with states ``DRAFT>IN_PRE_REVIEW``."""
    return "".join(
        _line(event, f"2026-01-{day:02}T{1 + hour:02}:00:00+00:00", user) for hour, event in enumerate(events)
    )


def _line(event: str, when: str, user: str) -> str:
    before, mark, after = event.partition(">")
    states = {"from_status": before, "to_status": after} if mark else {}
    return json.dumps({"ts": when, "event": "STATUS_CHANGE" if mark else event, "user": user} | states) + "\n"


def committed(*steps: Mapping[str, str | None], project: ProjectBuilder | None = None) -> ProjectBuilder:
    """A project with these commits, one a day at noon, from 1 January 2026 on."""
    project = project or a_project()
    for files in steps:
        day = _FIRST + timedelta(days=len(project.commits))
        project = project.with_commit(files, day, message=f"CR-001: step {len(project.commits) + 1}")
    return project
