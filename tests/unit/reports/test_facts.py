import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from builders import ProjectBuilder, a_project, junit, matrix, requirements

from qms_site.reports.facts import Facts, facts_schema, render_facts


def facts(project: ProjectBuilder) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(render_facts(project.run()))
    return decoded


def full_project() -> ProjectBuilder:
    return (
        a_project()
        .with_settings(
            "[project]\nname = 'Flow'\n"
            "[[exception]]\nrule = 'LNK101'\nsubject = 'CR-1'\nreason = 'r'\nrecord = 'CR-1'\nuntil = 2027-01-01"
        )
        .with_commit(
            {"QMS/SOP/SOP-001.md": "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n"}, datetime(2026, 1, 2, tzinfo=UTC)
        )
        .with_document("CR-1-VAR-1", status="DRAFT", version="0.1")
        .with_document("CR-1", "[a](no.md)", status="IN_EXECUTION")
        .with_repository("tool")
        .with_repository("lost", is_available=False)
    )


@pytest.mark.verifies("REQ-CLI-005", "REQ-CLI-016")
def test_facts_have_the_shape_of_the_contract() -> None:
    found = facts(full_project())
    commit = full_project().commits[0].hash
    assert found["schema"] == "qms-site/facts/1"
    assert found["project"] == {
        "name": "Flow",
        "revision": commit,
        "date": "2026-01-02T00:00:00Z",
        "as_of": "2026-06-01",
        "profile": "gmp",
    }
    assert found["repositories"] == [
        {"name": "Flow", "path": ".", "head": commit, "available": True},
        {"name": "lost", "path": "lost", "head": None, "available": False},
        {"name": "tool", "path": "tool", "head": "b" * 40, "available": True},
    ]
    assert [document["id"] for document in found["documents"]] == ["CR-1", "CR-1-VAR-1", "SOP-001"]
    digest = found["documents"][2]["versions"][0]["digest"]
    assert found["documents"][2] == {
        "id": "SOP-001",
        "type": "SOP",
        "title": "SOP-001",
        "status": "EFFECTIVE",
        "version": "1.0",
        "path": "QMS/SOP/SOP-001.md",
        "parent": None,
        "children": [],
        "status_source": "front-matter",
        "in_force": "1.0",
        "draft": None,
        "versions": [
            {
                "version": "1.0",
                "state": "EFFECTIVE",
                "path": "QMS/SOP/SOP-001.md",
                "digest": digest,
                "from": "2026-01-02T00:00:00Z",
                "to": None,
            }
        ],
        "periods": [{"version": "1.0", "from": "2026-01-02T00:00:00Z", "to": None}],
        "approved": "2026-01-02T00:00:00Z",
    }
    assert found["documents"][0]["children"] == ["CR-1-VAR-1"]
    assert [(finding["code"], finding["accepted"]) for finding in found["findings"]] == [
        ("LNK101", {"kind": "exception", "reason": "r", "record": "CR-1", "until": "2027-01-01"}),
        ("RUN102", None),
    ]
    assert found["findings"][0].keys() == {
        "code",
        "severity",
        "message",
        "path",
        "line",
        "subject",
        "fingerprint",
        "accepted",
    }


@pytest.mark.verifies("REQ-CLI-005")
@pytest.mark.parametrize(
    "project", [full_project(), a_project().judged_on(None), a_project().with_document("SOP-001", status=None)]
)
def test_facts_follow_their_schema(project: ProjectBuilder) -> None:
    schema = facts_schema()
    assert problems(facts(project), schema, schema) == []


def test_the_schema_refuses_what_is_no_fact() -> None:
    schema, found = facts_schema(), facts(full_project())
    found["documents"][0]["id"] = 7
    found["documents"][1]["status_source"] = "rumour"
    del found["project"]["name"]
    assert problems(found, schema, schema) == [
        "project: name is missing",
        "documents[0].id: not a string",
        "documents[1].status_source: fits none",
    ]


def test_the_schema_names_every_key_of_the_contract() -> None:
    assert set(facts_schema()["$defs"][Facts.__name__]["required"]) == {
        "schema",
        "project",
        "repositories",
        "documents",
        "items",
        "traces",
        "executions",
        "references",
        "links",
        "tests",
        "commits",
        "windows",
        "citations",
        "code_references",
        "branches",
        "pointers",
        "trails",
        "deleted",
        "systems",
        "findings",
    }


def test_what_is_no_unicode_becomes_a_replacement_character() -> None:
    project = a_project().with_document("SOP-001", path="QMS/\udcff/SOP-001.md", status=None)
    found = facts(project.with_sidecar("SOP-001", status="\ud800", version="1"))
    assert (found["documents"][0]["path"], found["documents"][0]["status"]) == ("QMS/?/SOP-001.md", "?")


def test_a_run_without_a_day_has_none() -> None:
    assert facts(a_project().judged_on(None))["project"] == {
        "name": "Quality management system",
        "revision": None,
        "date": None,
        "as_of": None,
        "profile": "gmp",
    }
    assert facts(a_project().judged_on(date(2026, 2, 3)))["project"]["as_of"] == "2026-02-03"


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:  # noqa: ANN401, PLR0911 - any JSON, one return for each form of schema
    """What of a JSON value does not follow the part of JSON Schema that the facts use; anything else in a schema fails."""
    unknown = schema.keys() - {"$schema", "$defs", "$ref", "anyOf", "enum", "type", "items", "properties", "required"}
    assert unknown <= {"title", "description", "format", "default"}, unknown
    if "$ref" in schema:
        return problems(value, root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, at)
    if "anyOf" in schema:
        fits = any(problems(value, option, root, at) == [] for option in schema["anyOf"])
        return [] if fits else [f"{at}: fits none"]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: fits none"]
    expected = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict}
    if not isinstance(value, expected[schema["type"]]):
        return [f"{at}: not a {schema['type']}"]
    if schema["type"] == "array":
        entries = enumerate(value)
        return [found for index, entry in entries for found in problems(entry, schema["items"], root, f"{at}[{index}]")]
    if schema["type"] != "object":
        return []
    missing = [f"{at}: {key} is missing" for key in schema["required"] if key not in value]
    inside = (
        found
        for key, inner in schema["properties"].items()
        if key in value
        for found in problems(value[key], inner, root, f"{at}.{key}".lstrip("."))
    )
    return [*missing, *inside]


def test_execution_items_and_references_are_told_with_their_places() -> None:
    table = (
        "| EI | Task | Outcome | Performed By - Date |\n|---|---|---|---|\n"
        "| EI-1 | Do as SOP-001 says | Pass | Ada - 2026-01-02 |\n"
    )
    project = (
        a_project().with_document("CR-1", f"# CR-1: X\n\n## Execution\n\n{table}\nCR-9\n").with_document("SOP-001")
    )
    found = facts(project)
    assert found["executions"] == [
        {
            "document": "CR-1",
            "id": "EI-1",
            "description": "Do as SOP-001 says",
            "outcome": "Pass",
            "result": "pass",
            "vr": None,
            "performer": "Ada",
            "date": "2026-01-02",
            "commits": [],
            "path": "QMS/CR/CR-1.md",
            "line": 11,
            "performer_support": "asserted",
        }
    ]
    told = [(entry["document"], entry["target"], entry["status"], entry["line"]) for entry in found["references"]]
    assert told == [
        ("CR-1", "CR-1", "self", 5),
        ("CR-1", "CR-9", "dangling", 13),
        ("CR-1", "SOP-001", "resolved", 11),
        ("SOP-001", "SOP-001", "self", 5),
    ]


def test_items_and_traces_are_told_with_their_places() -> None:
    rows = "| REQ-A-002 | **Second.** It shall. |\n| REQ-A-001 | **First.** It shall too. |\n"
    matrix = "| Requirement | Test | Result |\n|---|---|---|\n| REQ-A-001 | `test_a::test_first` | PASS |\n"
    project = (
        a_project()
        .with_document("SDLC-A-RS", f"# RS\n\n| ID | Requirement |\n|---|---|\n{rows}")
        .with_document("SDLC-A-RTM", f"# RTM\n\n{matrix}")
    )
    found = facts(project)
    assert [(item["id"], item["title"], item["text"], item["line"]) for item in found["items"]] == [
        ("REQ-A-001", "First", "First. It shall too.", 10),
        ("REQ-A-002", "Second", "Second. It shall.", 9),
    ]
    assert {item["kind"] for item in found["items"]} == {"requirement"}
    (trace,) = found["traces"]
    assert (trace["item"], trace["item_document"], trace["document"]) == ("REQ-A-001", "SDLC-A-RS", "SDLC-A-RTM")
    assert (trace["tests"], trace["result"], trace["method"], trace["line"]) == (
        ["test_a::test_first"],
        "PASS",
        "test",
        9,
    )


def test_results_are_of_the_repository_whose_commit_they_name() -> None:
    head = "\n## Baseline\n\n| What | Value |\n|---|---|\n| Repository | {} |\n| Commit | {} |\n"
    test, project = "def test_001(): ...\n", a_project()
    for name, commit in (("A", "a" * 40), ("B", "b" * 40)):
        tool = f"tool-{name.lower()}"
        project = project.with_document(f"SDLC-{name}-RS", requirements("001"))
        project = project.with_document(f"SDLC-{name}-RTM", matrix("001", more=head.format(tool, commit[:7])))
        project = project.with_repository(tool).with_code({"tests/test_x.py": test}, commit, tool)
        project = project.with_junit(f"{name}.xml", junit("tests.test_x::test_001", commit=commit))
    told = [(test["repository"], [result["source"] for result in test["results"]]) for test in facts(project)["tests"]]
    assert told == [("tool-a", ["A.xml"]), ("tool-b", ["B.xml"])]
