"""Records under which governed code was changed name no file, so that nobody can say what they covered.

**Why.** The scope of a record is what its approved text names: files, folders, patterns. Where it names none, each commit that
cites it could be meant, and none can be held against the plan. It is told once, and not for each commit.

**Bad.** `CR-042`: "Make the parser faster."

**Good.** `CR-042`: "Make the parser faster. Files: `src/parser.py` and its tests in `tests/`."

**Fix.** Name files or folders in the plan of the next records; the template may have a section for them.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.governed import governed_under
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.text import count_of, natural_key


def check(project: Project) -> Iterator[Finding]:
    """One note in all."""
    scopes = project.ledger.scopes.by_record
    cited = {
        answer.record
        for entry in governed_under(project, RULE.code)
        for answer in entry.answers
        if answer.verdict == "inside"
    }
    silent = sorted((record for record in cited if record in scopes and scopes[record] is None), key=natural_key)
    if silent:
        verb = "names" if len(silent) == 1 else "name"
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"{count_of(len(silent), 'record')} under which governed code was changed {verb} no file: {name_some(silent)}",
            subject="history",
            hint="name the files, or the folder that they are in, in the plan of a record",
        )


RULE = Rule(code="GIT105", title="Record without scope", severity=Severity.NOTE, check=check, page=__doc__)
