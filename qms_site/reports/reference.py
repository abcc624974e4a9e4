"""The reference pages of the documentation, generated from the code that they describe."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from qms_site.graph.links import KINDS_EXPLAINED, STATUSES_EXPLAINED, LinkKind, LinkStatus
from qms_site.reports.facts import SCHEMA, facts_schema
from qms_site.rules.registry import RULES
from qms_site.settings import Settings

_SCHEMA_URL = "https://json-schema.org/draft/2020-12/schema"


def reference_files() -> Mapping[str, str]:
    """Every generated file by its name under ``docs/reference``."""
    return {
        "rules.md": _rules(),
        "settings.md": _settings(),
        "settings.schema.json": _json({"$schema": _SCHEMA_URL, **settings_schema()}),
        "links.md": _links(),
        "facts.md": _facts(),
        "facts.schema.json": _json(facts_schema()),
    }


def settings_schema() -> dict[str, Any]:
    """JSON Schema of ``qms.toml``."""
    return Settings.model_json_schema(by_alias=True)


def _rules() -> str:
    lines = [
        "# Rules",
        "",
        "Every finding has a permanent code. Switch a rule off, or change how much it matters, in `qms.toml`:",
        "",
        "```toml",
        "[rules]",
        'DOC103 = "off"      # off, note, warning or error',
        "```",
        "",
    ]
    for rule in RULES:
        lines += [f"## {rule.code} {rule.title}", "", f"Severity: **{rule.severity}**", "", rule.page.strip(), ""]
    return "\n".join(lines).rstrip() + "\n"


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        (
            "`qms.toml` is found from the working directory upwards, or named by `--config`. Every key has a default; "
            "an unknown key is an error. The [JSON Schema](settings.schema.json) helps an editor."
        ),
        "",
    ]
    schema = settings_schema()
    definitions = schema["$defs"]
    for name, field in schema["properties"].items():
        target = _definition_in(field)
        heading = {"array": f"[[{name}]]", "object": f"[{name}.&lt;name&gt;]"}.get(field.get("type", ""), f"[{name}]")
        lines += [f"## {heading}", ""]
        if target is None:
            lines += [field.get("description", f"Entries of `{name}`."), ""]
            continue
        lines += [definitions[target].get("description", ""), "", *_keys(definitions[target]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _keys(definition: Mapping[str, Any]) -> Iterator[str]:
    required = set(definition.get("required", ()))
    yield "| key | default | what it says |"
    yield "|---|---|---|"
    for key, field in definition["properties"].items():
        default = "required" if key in required else f"`{json.dumps(field['default'])}`" if field.get("default") else ""
        choices = f" One of {', '.join(f'`{choice}`' for choice in field['enum'])}." if "enum" in field else ""
        yield f"| `{key}` | {default} | {field.get('description', '')}{choices} |"


def _links() -> str:
    lines = [
        "# Links of the trace",
        "",
        (
            "Requirements, design, traces, tests, records and commits are one graph. `qms-site facts` writes every link with its "
            "kind, its status and its place; `qms-site show ID` prints those of one item, up and down."
        ),
        "",
        "## Statuses",
        "",
        *_explained("status", STATUSES_EXPLAINED),
        "",
        "## Kinds",
        "",
        *_explained("kind", KINDS_EXPLAINED),
    ]
    return "\n".join(lines) + "\n"


def _explained(what: str, sentences: Mapping[LinkKind, str] | Mapping[LinkStatus, str]) -> Iterator[str]:
    yield f"| {what} | what it says |"
    yield "|---|---|"
    yield from (f"| `{member.value}` | {sentence} |" for member, sentence in sentences.items())


def _facts() -> str:
    schema = facts_schema()
    lines = [
        "# Facts",
        "",
        (
            f"`qms-site facts` writes all that is known of a project as JSON, schema `{SCHEMA}`. Within version 1 keys are added, "
            "never renamed. Lists are sorted, paths are relative to the repository's root, lines count from 1. "
            "The [JSON Schema](facts.schema.json) is the exact form."
        ),
        "",
    ]
    for name, definition in schema["$defs"].items():
        title = name.removesuffix("Facts") or name
        lines += [f"## {title}", "", definition.get("description", ""), "", "| key | type |", "|---|---|"]
        lines += [f"| `{key}` | {_type_of(field)} |" for key, field in definition["properties"].items()]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _type_of(field: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_type_of(option) for option in field["anyOf"])
    if "enum" in field:
        return " or ".join("null" if value is None else f"`{value}`" for value in field["enum"])
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1].removesuffix("Facts").lower()
    if field.get("type") == "array":
        return f"list of {_type_of(field['items'])}"
    written = field.get("format") or field.get("type") or "any"
    return str(written)


def _definition_in(field: Mapping[str, Any]) -> str | None:
    """Name of the model that a table, a list of tables or a table of tables is made of."""
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in field:  # a table, or a short form of it
        return next(filter(None, map(_definition_in, field["anyOf"])), None)
    patterned = next(iter(field.get("patternProperties", {}).values()), None)
    inner = field.get("items") or field.get("additionalProperties") or patterned
    return _definition_in(inner) if isinstance(inner, dict) else None


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
