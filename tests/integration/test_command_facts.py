"""``qms-site facts``: the contract with other programs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from integration.commands import qms_site
from integration.sites import Repository

JSON_TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None), "integer": int}


@pytest.fixture(scope="module")
def facts(pump: Repository) -> dict[str, Any]:
    done = qms_site(pump, "facts")
    assert (done.code, done.stderr) == (0, ""), done.stderr
    return dict(json.loads(done.stdout))


def violations(value: object, schema: dict[str, Any], root: dict[str, Any], place: str = "facts") -> Iterator[str]:
    """Where a value is not as a JSON Schema says; the keywords are those that the facts' schema uses."""
    if "$ref" in schema:
        yield from violations(value, root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, place)
    elif "anyOf" in schema:
        if all(any(violations(value, option, root)) for option in schema["anyOf"]):
            yield f"{place}: {value!r} is none of the alternatives"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not one of {schema['enum']}"
    elif "type" in schema and not isinstance(value, JSON_TYPES[schema["type"]]):
        yield f"{place}: {value!r} is no {schema['type']}"
    elif isinstance(value, dict):
        yield from violations_of_keys(value, schema, root, place)
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from violations(entry, schema.get("items", {}), root, f"{place}[{number}]")


def violations_of_keys(
    value: dict[str, object], schema: dict[str, Any], root: dict[str, Any], place: str
) -> Iterator[str]:
    """Keys that are missing, or unknown, or hold what they should not."""
    known = schema["properties"]
    yield from (f"{place}.{key}: is missing" for key in schema.get("required", ()) if key not in value)
    yield from (f"{place}.{key}: is not in the schema" for key in value if key not in known)
    for key in known.keys() & value.keys():
        yield from violations(value[key], known[key], root, f"{place}.{key}")


@pytest.mark.verifies("REQ-CLI-005")
def test_they_are_valid_against_the_published_schema(facts: dict[str, Any], here: Path) -> None:
    schema = json.loads((here / "docs/reference/facts.schema.json").read_text(encoding="utf-8"))
    assert list(violations(facts, schema, schema)) == []
    assert list(violations({**facts, "documents": [{"id": 7}]}, schema, schema))  # the check itself can fail


@pytest.mark.verifies("REQ-CLI-005", "REQ-READ-004")
def test_they_say_what_was_read_and_by_which_day_it_is_judged(facts: dict[str, Any], pump: Repository) -> None:
    assert facts["schema"] == "qms-site/facts/1"
    assert facts["project"] == {
        "name": "Pump House",
        "revision": pump.git("rev-parse", "HEAD"),
        "date": facts["project"]["date"],
        "as_of": "2026-02-03",
        "profile": "gmp",
    }
    assert facts["project"]["date"].startswith("2026-02-03T12:00:00")
    assert facts["repositories"] == [
        {"name": "Pump House", "path": ".", "head": facts["project"]["revision"], "available": True}
    ]


@pytest.mark.verifies("REQ-CLI-005", "REQ-DOC-005")
def test_documents_are_sorted_and_whole(facts: dict[str, Any]) -> None:
    by_id = {document["id"]: document for document in facts["documents"]}
    assert list(by_id) == ["CR-001", "CR-001-VAR-001", "CR-002", "CR-010", "SOP-001", "SOP-002", "TEMPLATE-CR"]
    assert by_id["CR-001"]["children"] == ["CR-001-VAR-001"]
    variance = by_id["CR-001-VAR-001"]
    assert (variance["parent"], variance["type"], variance["status_source"]) == ("CR-001", "VAR", "sidecar")
    procedure = by_id["SOP-001"]
    assert (procedure["status"], procedure["version"], procedure["in_force"]) == ("EFFECTIVE", "2.0", "2.0")
    assert [version["version"] for version in procedure["versions"]] == ["1.0", "2.0"]
    assert procedure["versions"][0]["path"] == "QMS/.archive/SOP/SOP-001-v1.0.md"


@pytest.mark.verifies("REQ-READ-004", "REQ-DOC-013")
@pytest.mark.parametrize(
    ("day", "in_force"), [("2026-01-04", None), ("2026-01-05", "1.0"), ("2026-01-19", "1.0"), ("2026-01-20", "2.0")]
)
def test_the_version_in_force_is_that_of_the_day(pump: Repository, day: str, in_force: str | None) -> None:
    found = json.loads(qms_site(pump, "facts", "--as-of", day).stdout)
    assert found["project"]["as_of"] == day
    assert {document["id"]: document["in_force"] for document in found["documents"]}["SOP-001"] == in_force


def test_a_day_that_is_none_is_refused(pump: Repository) -> None:
    done = qms_site(pump, "facts", "--as-of", "yesterday")
    assert (done.code, done.stdout) == (2, "")
    assert "'yesterday'" in done.stderr


@pytest.mark.verifies("REQ-READ-005")
def test_a_file_holds_the_same_bytes_at_any_time_in_any_zone(pump: Repository, tmp_path: Path) -> None:
    done = qms_site(pump, "facts", "-o", tmp_path / "deep" / "facts.json", TZ="Asia/Tokyo", PYTHONHASHSEED="9")
    assert (done.code, done.output) == (0, "")
    assert (tmp_path / "deep" / "facts.json").read_text(encoding="utf-8") == qms_site(pump, "facts").stdout


def test_a_file_that_cannot_be_written_is_named(pump: Repository) -> None:
    done = qms_site(pump, "facts", "-o", "/proc/nowhere/facts.json")
    assert (done.code, done.stdout) == (2, "")
    assert "qms-site: /proc/nowhere/facts.json cannot be written: " in done.stderr
