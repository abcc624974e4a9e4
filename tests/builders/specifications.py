"""``a_system(("001", "002"), matrix("001"))``: a project with the specifications of one system, SDLC-A."""

from collections.abc import Iterable

from builders.projects import ProjectBuilder, a_project

RS, DS, RTM = (f"QMS/SDLC-A/SDLC-A-{type_}.md" for type_ in ("RS", "DS", "RTM"))


def requirements(*numbers: str) -> str:
    """The body of a specification that defines these requirements, one per line from line 9 of the file on."""
    rows = "".join(f"| REQ-A-{number} | It shall do {number}. |\n" for number in numbers)
    return f"# Requirements\n\n| ID | Requirement |\n|---|---|\n{rows}"


def matrix(*numbers: str, rows: Iterable[str] = (), more: str = "") -> str:
    """The body of a matrix with a passing test for each of these requirements, further rows, and what follows them."""
    usual = (f"REQ-A-{number} | test_x::test_{number} | PASS" for number in numbers)
    written = "".join(f"| {row} |\n" for row in (*usual, *rows))
    return f"# Matrix\n\n| Requirement | Test | Result |\n|---|---|---|\n{written}{more}"


def a_system(
    numbers: Iterable[str] | str,
    rtm: str | None = None,
    ds: str | None = None,
    *,
    status: str = "EFFECTIVE",
    rtm_status: str = "EFFECTIVE",
) -> ProjectBuilder:
    """A project with a specification (its numbers, or its body), and with a matrix and a design if they are given."""
    body = numbers if isinstance(numbers, str) else requirements(*numbers)
    project = a_project().with_document("SDLC-A-RS", body, path=RS, status=status)
    project = project.with_document("SDLC-A-RTM", rtm, path=RTM, status=rtm_status) if rtm is not None else project
    return project.with_document("SDLC-A-DS", ds, path=DS) if ds is not None else project


def junit(*cases: str, commit: str | None = None) -> str:
    """A report with these cases: ``tests.test_x::test_001``, or with what became of it, ``tests.test_x::test_001 failure``."""
    bound = f'<properties><property name="commit" value="{commit}"/></properties>' if commit else ""
    return f"<testsuite>{bound}{''.join(map(_case, cases))}</testsuite>"


def _case(said: str) -> str:
    named, _, outcome = said.partition(" ")
    scope, _, name = named.partition("::")
    return f'<testcase classname="{scope}" name="{name}">{f"<{outcome}/>" if outcome else ""}</testcase>'
