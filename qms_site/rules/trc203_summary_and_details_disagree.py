"""The summary of a traceability matrix and its details do not say the same of a requirement.

**Why.** One of the two is wrong, and a reader of the other does not learn of it. Tests, results, methods, commits and records
are compared where both state them; a name without its module agrees with the same name in a module.

**Bad.** The summary names `test_cr_lifecycle::test_metadata`, the details have it in `test_sop_lifecycle.py`.

**Good.** Both name the same tests.

**Fix.** Correct the one that is wrong. A bare name in a list belongs to the module written before it.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.project import Project
from qms_site.qualification.system_documents import systems_of
from qms_site.records.traces import Disagreement
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_past, subject_of

_MOST_NAMED = 5


def check(project: Project) -> Iterator[Finding]:
    """One finding for each trace with disagreements, at its line of the summary."""
    for system in systems_of(project):
        for matrix in system.matrices:
            for trace in matrix.file.contents.traces if not is_past(project, matrix) else ():
                found = "; ".join(map(_in_words, trace.disagreements()))
                if found:
                    yield Finding(
                        code=RULE.code,
                        severity=RULE.severity,
                        message=f"summary and details of {trace.item} disagree: {found}",
                        location=Location(path=matrix.path, line=trace.line),
                        subject=subject_of(project, trace.item, matrix.id),
                        hint=f"the summary is at line {trace.line}, the details at line {trace.detail_line}",
                    )


def _in_words(disagreement: Disagreement) -> str:
    sides = (("the summary", disagreement.only_summary), ("the details", disagreement.only_details))
    return ", ".join(f"{disagreement.about} only in {side}: {_names(names)}" for side, names in sides if names)


def _names(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


RULE = Rule(code="TRC203", title="Summary and details disagree", severity=Severity.WARNING, check=check, page=__doc__)
