import json

import pytest
from builders import a_project
from msgspec import structs

from qms_site.reports.facts import render_facts
from qms_site.sources.snapshot import CommitRecord

TOOL = "2e05364" + "2" * 33
RECORD = CommitRecord(
    hash=TOOL, parents=(), author="Ada", email="a@b.c", authored=None, committed=None, message="x", changes=()
)


@pytest.mark.verifies("REQ-HIST-002", "REQ-HIST-003", "REQ-CLI-005")
def test_citations_and_code_references_are_facts() -> None:
    body = "# CR-001: X\n\n`tool/tool.py:1` @ `2e05364`, commit `3e05364`, was 4e05364; run 21803124788.\n"
    pointer = "4e05364" + "4" * 33
    project = a_project().with_document("CR-001", body).with_commit({"a.py": "x"}).with_repository("tool")
    project = project.with_history("tool", RECORD).with_code({"tool.py": "x = 1\n"}, TOOL, "tool")
    project = project.with_repository("lost", is_available=False, pointer=pointer)
    found = json.loads(render_facts(project.run()))
    place = {"document": "CR-001", "path": "QMS/CR/CR-001.md", "line": 7}
    assert found["citations"] == [
        {
            **place,
            "token": token,
            "region": region,
            "repository": name,
            "commit": commit,
            "status": status,
            "candidates": [],
        }
        for token, region, name, commit, status in (
            ("2e05364", "code", "tool", TOOL, "resolved"),
            ("3e05364", "code", None, None, "unknown"),
            ("4e05364", "text", "lost", pointer, "pointer"),
        )
    ]
    assert found["code_references"] == [
        {
            **place,
            "written": "tool/tool.py:1 @ 2e05364",
            "file": "tool.py",
            "from_line": 1,
            "to_line": 1,
            "name": None,
            "repository": "tool",
            "commit": TOOL,
            "status": "holds",
            "since": "same",
        }
    ]


@pytest.mark.verifies("REQ-HIST-002")
def test_a_doubtful_citation_names_all_repositories() -> None:
    project = a_project().with_document("CR-001", "Was at 2e05364.\n").with_commit({"a.py": "x"})
    for number, name in enumerate(("flow", "tool")):
        commit = f"2e05364{number}" + "0" * 32
        project = project.with_repository(name).with_history(name, structs.replace(RECORD, hash=commit))
    (citation,) = json.loads(render_facts(project.run()))["citations"]
    assert (citation["repository"], citation["candidates"]) == ("flow", ["flow", "tool"])
