"""The findings about one system, with what accepts them, as an evidence package holds them."""

import re
from collections.abc import Collection, Iterator, Sequence

from qms_site.findings import Finding
from qms_site.qualification.subject import Subject
from qms_site.records.documents import Document
from qms_site.reports.facts import finding_facts
from qms_site.reports.json_text import to_json
from qms_site.reports.markdown_text import escape_cell
from qms_site.rules.acceptance import JudgedFinding
from qms_site.text import count_of
from qms_site.timeline.system_code import SystemCode
from qms_site.views.run import Run

SCHEMA = "qms-site/dossier-findings/1"
_PARTS = re.compile(r"[#@\s]+")


def findings_about(run: Run, subject: Subject, documents: Collection[Document]) -> tuple[JudgedFinding, ...]:
    """Findings on these documents, on the system itself, its environments and its code, and on the run as a whole."""
    ids = {document.id for document in documents} | {subject.name, f"SDLC-{subject.name}"}
    ids |= {branch.label for branch in subject.branches}
    paths = {file.path for document in documents for file in (*document.current_files, *document.archived)}
    code = SystemCode(run.project.settings, run.project.base)
    changes = {entry.commit.hash for entry in subject.changes}

    def is_about(finding: Finding) -> bool:
        named = finding.subject or ""
        # What the run could not read limits all that is said of any system.
        if finding.code.startswith("RUN") or named in ids or not ids.isdisjoint(_PARTS.split(named)):
            return True
        if any(change.startswith(named) for change in changes if len(named) >= _SHORTEST):
            return True
        path = finding.location.path if finding.location else None
        return path is not None and (path in paths or subject.name in code.of_path(None, path))

    return tuple(judged for judged in run.findings if is_about(judged.finding))


_SHORTEST = 7
"""Digits of a hash by which a finding may name a commit."""


def render_findings_json(findings: Sequence[JudgedFinding]) -> str:
    """For other programs, as the facts have them."""
    return to_json({"schema": SCHEMA, "findings": [finding_facts(judged) for judged in findings]})


def render_findings_markdown(findings: Sequence[JudgedFinding], title: str) -> str:
    """To be read: the severest first, each with what accepts it."""
    return "".join(f"{line}\n" for line in _lines(findings, title))


def _lines(findings: Sequence[JudgedFinding], title: str) -> Iterator[str]:
    accepted = sum(judged.accepted is not None for judged in findings)
    yield f"# {escape_cell(title)}: findings"
    yield ""
    yield f"{count_of(len(findings), 'finding')}, {accepted} of them accepted."
    yield ""
    yield "| Severity | Code | What | Where | Accepted |"
    yield "|---|---|---|---|---|"
    for judged in findings:
        finding = judged.finding
        place = str(finding.location) if finding.location else ""
        cells = (finding.severity.value, finding.code, finding.message, place, _accepted(judged))
        yield f"| {' | '.join(map(escape_cell, cells))} |"


def _accepted(judged: JudgedFinding) -> str:
    accepted = judged.accepted
    if accepted is None:
        return ""
    by = f" by {accepted.record}" if accepted.record else ""
    until = f" until {accepted.until.isoformat()}" if accepted.until else ""
    return f"{accepted.kind}{by}{until}: {accepted.reason}"
