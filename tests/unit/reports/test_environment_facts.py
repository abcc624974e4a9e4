"""Facts of branches and pointers, as other programs read them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders import ProjectBuilder, a_commit, a_project
from msgspec import structs

from qms_site.reports.facts import render_facts
from qms_site.sources.snapshot import BranchRef, CommitRecord

DAY = datetime(2026, 2, 1, tzinfo=UTC)
SETTINGS = """
[project]
name = "Flow"
[[system]]
name = "PUMP"
code = ["src"]
[[system]]
name = "TOOL"
repository = "tool"
[repositories.tool]
path = "tool"
"""


def own(name: str, *before: CommitRecord) -> CommitRecord:
    made, _ = a_commit((), {}, {"x.py": name}, DAY, message=name, author="Ada Example")
    return structs.replace(made, hash=name * 40, parents=tuple(entry.hash for entry in before))


def project() -> ProjectBuilder:
    """A branch that was merged and is gone, a test environment, and a submodule that moved twice."""
    first = own("a")
    return (
        a_project()
        .with_settings(SETTINGS)
        .with_document("CR-042")
        .with_commit({"src/a.py": "1"}, DAY, message="Begin")
        .with_work("cr-042-speed", {"src/a.py": "2"}, when=DAY + timedelta(days=1), message="CR-042: speed")
        .with_merge("cr-042-speed", DAY + timedelta(days=3), is_deleted=True)
        .with_branch("main")
        .with_work("test/pump-001", {"src/b.py": "2"}, when=DAY + timedelta(days=4))
        .with_pointer("tool", first.hash, DAY + timedelta(days=5), message="CR-042: Add")
        .with_pointer("tool", own("b", first).hash, DAY + timedelta(days=6), message="Move, as SOP-001 says")
        .with_history(
            "tool", own("b", first), first, branches=(BranchRef(name="main", commit="b" * 40, remote="origin"),)
        )
    )


def facts(asked: ProjectBuilder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render_facts(asked.run()))
    return found


@pytest.mark.verifies("REQ-ENV-001", "REQ-ENV-002")
def test_branches_have_their_facts() -> None:
    builder = project()
    found = facts(builder)["branches"]
    assert [(entry["repository"], entry["name"], entry["role"], entry["deleted"]) for entry in found] == [
        ("Flow", "cr-042-speed", "execution", True),
        ("Flow", "main", "production", False),
        ("Flow", "test/pump-001", "test", False),
        ("tool", "main", "production", False),
    ]
    commits = {commit.message: commit.hash for commit in (*builder.commits, *builder.around.beside)}
    assert found[0] == {
        "name": "cr-042-speed",
        "repository": "Flow",
        "role": "execution",
        "title": "execution branch",
        "level": "under its change record",
        "system": "PUMP",
        "record": "CR-042",
        "tip": commits["CR-042: speed"],
        "first": commits["CR-042: speed"],
        "fork": commits["Begin"],
        "started": "2026-02-02T00:00:00Z",
        "last": "2026-02-02T00:00:00Z",
        "age_days": 2,
        "ahead": None,
        "behind": None,
        "merged": {
            "how": "merge",
            "commit": commits["Merge branch 'cr-042-speed'"],
            "date": "2026-02-04T00:00:00Z",
            "into": "main",
            "reverted": None,
        },
        "touches": ["PUMP"],
        "deleted": True,
        "local": False,
        "remotes": [],
    }
    assert (found[2]["ahead"], found[2]["behind"], found[2]["age_days"], found[2]["merged"]) == (1, 2, 116, None)
    assert (found[2]["system"], found[2]["level"], found[3]["remotes"]) == ("PUMP", "free and isolated", ["origin"])


@pytest.mark.verifies("REQ-HIST-011")
def test_pointers_have_their_facts() -> None:
    builder = project()
    moved, added = (commit.hash for commit in builder.commits[:2])
    common = {"path": "tool", "repository": "tool", "on_production": True}
    assert facts(builder)["pointers"] == [
        {
            **common,
            "commit": added,
            "date": "2026-02-06T00:00:00Z",
            "from": None,
            "to": "a" * 40,
            "cites": ["CR-042"],
            "direction": "added",
            "distance": None,
        },
        {
            **common,
            "commit": moved,
            "date": "2026-02-07T00:00:00Z",
            "from": "a" * 40,
            "to": "b" * 40,
            "cites": ["SOP-001"],
            "direction": "ahead",
            "distance": 1,
        },
    ]


def test_without_git_there_are_none() -> None:
    found = facts(a_project().with_document("SOP-001"))
    assert (found["branches"], found["pointers"]) == ([], [])
