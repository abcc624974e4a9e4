"""A repository whose system PUMP was developed under CR-001 and is qualified, but for what a test leaves out."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from builders.repositories import GitRepository
from qms_site.engine import ReportRequest, Request, run
from qms_site.qualification.systems import SystemStatus

SETTINGS = """
[project]
name = "Pumps"
execution-branches = "required"
[[system]]
name = "PUMP"
title = "Pump controller"
code = ["src", "tests"]
"""
TEST = "def test_stops():\n    assert True\n"
REQUIREMENTS = "| ID | Requirement |\n|---|---|\n| REQ-PUMP-001 | It shall stop. |\n"
RS, RTM = "QMS/SDLC-PUMP/SDLC-PUMP-RS.md", "QMS/SDLC-PUMP/SDLC-PUMP-RTM.md"


def document(id_: str, status: str, body: str, version: str = "1.0") -> str:
    return f'---\nid: {id_}\nstatus: {status}\nversion: "{version}"\nowner: Ada\n---\n\n# {id_}: X of `src/` and `tests/`\n\n{body}'


def matrix(
    commit: str, status: str = "EFFECTIVE", rs: str = "1.0", release: str = "PUMP-1.0", more: str = ""
) -> Mapping[str, str]:
    rows = "| Requirement | Test | Result |\n|---|---|---|\n| REQ-PUMP-001 | tests/test_pump.py::test_stops | PASS |\n"
    facts = (
        f"| Commit | {commit} |\n| Requirements specification | SDLC-PUMP-RS {rs} |\n| System release | {release} |\n"
    )
    return {
        RTM: document(
            "SDLC-PUMP-RTM", status, f"{rows}{more}\n## Qualified baseline\n\n| What | Value |\n|---|---|\n{facts}"
        )
    }


def record(status: str, outcome: str = " | | ") -> Mapping[str, str]:
    head = "| EI | Task | Execution Summary | Task Outcome | Performed By - Date |\n|---|---|---|---|---|\n"
    row = f"| EI-1 | Declare the release of PUMP-1.0 | {outcome} |\n"
    return {"QMS/CR/CR-001/CR-001.md": document("CR-001", status, f"{head}{row}")}


DONE = "Released | Pass | Ada - 2026-01-20"


class Pumps:
    """A system that was developed under CR-001 and is qualified, but for what a test leaves out."""

    def __init__(self, root: Path, first: Mapping[str, str] | None = None) -> None:
        """``first`` are files of the first commit that are otherwise than usual."""
        self.repository = GitRepository.create(root)
        first = {"qms.toml": SETTINGS, RS: document("SDLC-PUMP-RS", "EFFECTIVE", REQUIREMENTS), **(first or {})}
        self.commit(first, "Begin", 2)
        self.commit(record("IN_EXECUTION"), "CR-001: release", 5)
        self.repository.branch("cr-001/exec")
        self.qualified = self.commit({"src/pump.py": "1\n", "tests/test_pump.py": TEST}, "CR-001: the pump", 6)
        self.repository.checkout("main")

    def commit(self, files: Mapping[str, str | None], message: str, day: int) -> str:
        self.repository.commit(files, message, date=f"2026-01-{day:02}T09:00:00+00:00")
        return self.repository.head

    def merge(self) -> "Pumps":
        self.repository.merge("cr-001/exec", "Merge branch 'cr-001/exec'", date="2026-01-08T09:00:00+00:00")
        return self

    def close(self, outcome: str = DONE) -> "Pumps":
        self.commit(record("CLOSED", outcome), "CR-001: close", 20)
        return self

    def status(self, result: str = "", commit: str | None = None, **others: object) -> SystemStatus:
        report = self.repository.root / "junit.xml"
        bound = f'<properties><property name="commit" value="{commit or self.qualified}"/></properties>'
        report.write_text(
            f'<testsuite name="t">{bound}<testcase classname="tests.test_pump" name="test_stops">{result}</testcase></testsuite>'
        )
        request = Request(folder=self.repository.root, reports=ReportRequest(junit=(report,)))
        (status,) = run(replace(request, **others)).statuses  # type: ignore[arg-type]  # what a test asks for
        return status
