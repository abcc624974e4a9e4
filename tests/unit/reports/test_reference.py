import json

import pytest

from qms_site.reports.facts import facts_schema
from qms_site.reports.reference import reference_files
from qms_site.rules.registry import RULES

FILES = reference_files()


def test_every_rule_has_its_section() -> None:
    for rule in RULES:
        assert (
            f"## {rule.code} {rule.title}\n\nSeverity: **{rule.severity}**\n\n{rule.page.strip()}" in FILES["rules.md"]
        )


@pytest.mark.parametrize(
    "line",
    [
        "## [project]",
        "## [[system]]",
        "## [types.&lt;name&gt;]",
        '| `documents` | `"QMS"` | Root folder of the controlled documents, relative to this file. |',
        "| `path` | required | Where its clone is, relative to this file. |",
        pytest.param(
            "| `level` | required | Severity, or off. One of `off`, `note`, `warning`, `error`. |",
        ),
        "| `from` |  | First day in this role. |",
    ],
)
def test_settings_are_told_key_by_key(line: str) -> None:
    assert line in FILES["settings.md"].splitlines()


@pytest.mark.verifies("REQ-SET-005")
def test_schemas_are_json_schemas() -> None:
    settings = json.loads(FILES["settings.schema.json"])
    assert settings["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(settings["properties"]) >= {"project", "system", "types", "rules", "suppression", "exception"}
    assert json.loads(FILES["facts.schema.json"]) == facts_schema()


@pytest.mark.parametrize(
    "line",
    [
        "| `status_source` | `front-matter` or `sidecar` or null |",
        "| `versions` | list of version |",
        "| `accepted` | accepted or null |",
    ],
)
def test_facts_are_told_key_by_key(line: str) -> None:
    assert line in FILES["facts.md"].splitlines()
