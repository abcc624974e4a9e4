"""A rule is to bind since a version of a procedure that this quality system does not know, so it judges all of the past.

**Why.** `since` says from when a duty binds: from the day on which the procedure that states it took effect. With a slip of the
pen there, what was done before anybody asked for it is called a violation.

**Bad.** `GIT101 = { level = "error", since = "SOP-050 7.0" }`, where the procedure is SOP-005.

**Good.** `GIT101 = { level = "error", since = "SOP-005 7.0" }`

**Fix.** Name the id of the procedure and a version that it had. A version that has not taken effect yet binds nobody until then.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each rule whose procedure or version is unknown."""
    if project.revision.is_shallow:
        return  # what this clone does not have may have been
    for code, rule in sorted(project.settings.rules.items()):
        if rule.since and project.duty_start(code) is None:
            id_, _, version = rule.since.partition(" ")
            what = f"a version {version} of {id_}" if id_ in project.documents_by_id else f"a document {id_}"
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{code} is to bind since {rule.since}, and there is no record of {what}",
                subject=code,
                hint="correct `since` under [rules] in qms.toml",
            )


RULE = Rule(code="RUN108", title="Duty unknown", severity=Severity.WARNING, check=check, page=__doc__)
