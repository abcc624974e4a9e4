"""Findings said in one line each: ``DOC302@QMS/SOP/SOP-001.md:2``."""

from builders.projects import ProjectBuilder
from qms_site.findings import Finding
from qms_site.rules.registry import check_project


def findings_of(project: ProjectBuilder) -> tuple[Finding, ...]:
    """All findings of a project, in the order of every report."""
    return check_project(project.build())


def assert_findings(project: ProjectBuilder, *expected: str) -> None:
    """Exactly these findings, each as ``CODE@path``, ``CODE@path:line`` or ``CODE``, in any order."""
    assert sorted(map(_in_short, findings_of(project))) == sorted(expected)


def assert_clean(project: ProjectBuilder) -> None:
    """No finding of any rule."""
    assert_findings(project)


def _in_short(finding: Finding) -> str:
    return f"{finding.code}@{finding.location}" if finding.location else finding.code


def told_by(code: str, project: ProjectBuilder) -> list[str]:
    """What one rule tells: ``warning QMS/SOP/SOP-001.md:2 SOP-001: message``."""
    return [
        f"{finding.severity} {finding.location} {finding.subject}: {finding.message}"
        for finding in findings_of(project)
        if finding.code == code
    ]
