"""The merge gate as text for a terminal, as JSON, and as the sheet for whoever reviews the record after its execution."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from qms_site.qualification.gates import GateState
from qms_site.qualification.merge_gate import MergeCheck, MergeGate
from qms_site.reports.json_text import to_json
from qms_site.reports.markdown_text import escape_cell
from qms_site.text import count_of, printable

SCHEMA = "qms-site/merge-gate/1"
_WORDS = {GateState.MET: "met", GateState.NOT_MET: "not met", GateState.UNKNOWN: "not known"}
_VERDICTS = {
    GateState.MET: "may be merged",
    GateState.NOT_MET: "may not be merged",
    GateState.UNKNOWN: "not known whether it may be merged",
}
_MOST_DETAILS = 5
_MOST_ON_SHEET = 200


def render_text(gate: MergeGate) -> str:
    """For a terminal."""
    return "".join(f"{line}\n" for line in _text_of(gate))


def _text_of(gate: MergeGate) -> Iterator[str]:
    yield f"{printable(_called(gate))}: {_VERDICTS[gate.verdict]}"
    for check in gate.checks:
        yield f"  {_WORDS[check.state]:<10}{check.title}: {printable(check.reason)}"
        yield from (f"              {detail}" for detail in map(printable, _few(check, _MOST_DETAILS)))
    if gate.verdict is GateState.MET:
        yield f"  merge it with  {printable(gate.command)}"


def _called(gate: MergeGate) -> str:
    where = f" of {gate.repository}" if gate.repository else ""
    return f"{gate.source} ({gate.commit[:10]}) into {gate.target}{where} ({gate.target_commit[:10]})"


def _few(check: MergeCheck, most: int) -> Iterator[str]:
    yield from check.details[:most]
    if len(check.details) > most:
        yield f"and {len(check.details) - most} more"


def render_markdown(gate: MergeGate) -> str:
    """The sheet for a reviewer: what was judged, each check, what stands in its way, and a place to sign by hand."""
    return "".join(f"{line}\n" for line in _sheet(gate))


def _sheet(gate: MergeGate) -> Iterator[str]:
    yield f"# Merge of {escape_cell(gate.source)} into {escape_cell(gate.target)}"
    yield ""
    yield f"Verdict: **{_VERDICTS[gate.verdict]}**."
    yield ""
    yield from _table(("What", "Value"), _facts(gate))
    yield "## Checks"
    yield ""
    rows = ((check.title, _WORDS[check.state], escape_cell(check.reason)) for check in gate.checks)
    yield from _table(("Check", "State", "Reason"), rows)
    for check in gate.checks:
        if check.details:
            yield f"### {check.title}"
            yield ""
            yield from (f"- {escape_cell(detail)}" for detail in _few(check, _MOST_ON_SHEET))
            yield ""
    yield "## Review"
    yield ""
    yield from _table(("Role", "Name", "Signature", "Date"), (("Reviewer", "", "", ""), ("Quality", "", "", "")))


def _facts(gate: MergeGate) -> Iterator[tuple[str, str]]:
    if gate.repository:
        yield "Repository", escape_cell(gate.repository)
    yield "Branch", f"{escape_cell(gate.source)} ({escape_cell(gate.role)}), {gate.commit}"
    yield "Into", f"{escape_cell(gate.target)}, {gate.target_commit}"
    yield "Change record", escape_cell(gate.record or "none")
    yield "Systems", escape_cell(", ".join(gate.systems) or "none")
    yield "Would bring", count_of(gate.commits, "commit")
    yield "Judged by the day", gate.as_of.isoformat() if gate.as_of else "not known"
    yield "Command", escape_cell(gate.command)


def _table(head: tuple[str, ...], rows: "Iterator[tuple[str, ...]] | tuple[tuple[str, ...], ...]") -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def render_json(gate: MergeGate) -> str:
    """For other programs."""
    fields = msgspec.to_builtins(gate)
    checks = [{**msgspec.to_builtins(check), "title": check.title} for check in gate.checks]
    return to_json({"schema": SCHEMA, "verdict": gate.verdict.value, **fields, "checks": checks})


FORMS: Mapping[str, Callable[[MergeGate], str]] = {"text": render_text, "json": render_json, "md": render_markdown}
