"""Readiness of systems as text for a terminal, as Markdown, and as JSON: the verdict first, then what blocks it, then the gates."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from qms_site.qualification.adoption import Adoption
from qms_site.qualification.failures import Failure
from qms_site.qualification.gates import Gate, GateState
from qms_site.qualification.system_history import SystemHistory
from qms_site.qualification.systems import SystemStatus
from qms_site.reports.json_text import to_json
from qms_site.reports.markdown_text import escape_cell
from qms_site.reports.system_facts import system_facts
from qms_site.text import printable

_WORDS = {GateState.MET: "met", GateState.NOT_MET: "not met", GateState.UNKNOWN: "not known"}
_VERDICTS = {GateState.MET: "ready", GateState.NOT_MET: "not ready", GateState.UNKNOWN: "not known to be ready"}
_MOST_DETAILS = 5
_NO_PART = "is no part of this qualification"
SCHEMA = "qms-site/readiness/1"


Histories = Mapping[str, SystemHistory]
"""By the names of the systems."""


def render_text(statuses: Sequence[SystemStatus], histories: Histories) -> str:
    """For a terminal."""
    return "\n".join(line for status in statuses for line in _text_of(status, histories[status.name]))


def _text_of(status: SystemStatus, history: SystemHistory) -> Iterator[str]:
    yield f"{printable(status.name)}: {status.state.value}"
    yield f"  formal  {_VERDICTS[status.formal]}"
    yield f"  strict  {_VERDICTS[status.strict]}"
    if status.open_gates:
        yield ""
    for gate in status.gates:
        yield f"  {_WORDS[gate.state]:<10}{gate.title}: {printable(gate.reason)}"
        if not gate.is_met:
            yield from (f"              {detail}" for detail in _few(gate))
            yield f"              who: {printable(gate.clears)}"
    yield from (f"  left out  {printable(f'{one.environment} {_NO_PART}: {one.reason}')}" for one in status.left_out)
    yield from (f"  artefact  {_WORDS[check.state]}: {printable(check.reason)}" for check in status.artefacts)
    yield from (f"  adopted   {printable(_adopted(adoption))}" for adoption in status.adoptions)
    yield f"  history   {printable(history.sentence)}"
    yield from (f"  failed    {printable(_failed(failure))}" for failure in history.failures[-_MOST_DETAILS:])
    yield ""


def _failed(failure: Failure) -> str:
    """What failed or was withdrawn, with its day."""
    return f"{failure.when.date()}: {failure.told}" if failure.when else failure.told


def _adopted(adoption: Adoption) -> str:
    """How a sandbox came to production, in one line."""
    by = f" under {', '.join(adoption.records)}" if adoption.records else " under no record"
    history = "" if adoption.has_history else ", without its history"
    differs = f"; {adoption.comparison.sentence}" if adoption.comparison else ""
    learned = f"; learned: {', '.join(one.document for one in adoption.learned)}" if adoption.learned else ""
    return f"{adoption.branch} by {adoption.how} {adoption.commit[:10]}{by}{history}{differs}{learned}"


def _few(gate: Gate) -> Iterator[str]:
    yield from map(printable, gate.details[:_MOST_DETAILS])
    if len(gate.details) > _MOST_DETAILS:
        yield f"and {len(gate.details) - _MOST_DETAILS} more"


def render_markdown(statuses: Sequence[SystemStatus], histories: Histories) -> str:
    """For a comment on a merge request, or a job's summary."""
    return "\n".join(line for status in statuses for line in _markdown_of(status, histories[status.name]))


def _markdown_of(status: SystemStatus, history: SystemHistory) -> Iterator[str]:
    yield f"## {escape_cell(status.title)}: {status.state.value}"
    yield ""
    yield f"Formal verdict: **{_VERDICTS[status.formal]}**. Strict verdict: **{_VERDICTS[status.strict]}**."
    yield ""
    yield "| Gate | State | Reason | Who can clear it |"
    yield "|---|---|---|---|"
    for gate in status.gates:
        reason = "; ".join((gate.reason, *_few(gate))) if not gate.is_met else gate.reason
        cells = (gate.title, _WORDS[gate.state], reason, "" if gate.is_met else gate.clears)
        yield f"| {' | '.join(map(escape_cell, cells))} |"
    yield ""
    for one in status.left_out:
        yield f"- {escape_cell(one.environment)} {_NO_PART}: {escape_cell(one.reason)}"
    for check in status.artefacts:
        yield f"- Artefact, {_WORDS[check.state]}: {escape_cell(check.reason)}"
    for adoption in status.adoptions:
        yield f"- Adopted: {escape_cell(_adopted(adoption))}"
    yield f"- {escape_cell(history.sentence)}"
    for failure in history.failures[-_MOST_DETAILS:]:
        yield f"- Failed or withdrawn: {escape_cell(_failed(failure))}"
    yield ""


def render_json(statuses: Iterable[SystemStatus], histories: Histories) -> str:
    """For other programs: the systems as the facts have them."""
    return to_json({"schema": SCHEMA, "systems": [system_facts(status, histories[status.name]) for status in statuses]})


FORMS: Mapping[str, Callable[[Sequence[SystemStatus], Histories], str]] = {
    "text": render_text,
    "json": render_json,
    "md": render_markdown,
}
