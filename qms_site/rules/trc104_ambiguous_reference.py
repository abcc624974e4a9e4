"""A reference could mean several documents, or an item of several systems.

**Why.** A reader cannot tell what is meant, and neither the site nor a matrix can lead there. In procedures and templates it is
a note, since they illustrate. What stands in comments and fences is not looked at.

**Bad.** `REQ-SEC-001` in `CR-042`, where `SDLC-QMS-RS` and `SDLC-APP-RS` both define it and the record names neither.

**Good.** The record also names `SDLC-APP-RS`; or it writes `CR-036-VAR-005`, not `VAR-005`.

**Fix.** Name the specification that is meant beside the item, or write the whole id of a child.
"""

from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.references import DocumentReference, ReferenceStatus
from qms_site.markdown.regions import RegionKind
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_illustrating, is_settled
from qms_site.settings import Stage

_REGIONS = frozenset({RegionKind.TEXT, RegionKind.CODE, RegionKind.FRONT_MATTER})


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document and id, at the first place."""
    first: dict[tuple[str, str], DocumentReference] = {}
    for reference in project.references:
        if reference.status is ReferenceStatus.AMBIGUOUS and reference.region in _REGIONS:
            key = (reference.document, reference.target)
            first[key] = min(first.get(key, reference), reference, key=lambda one: (one.path, one.line))
    for (source, target), reference in first.items():
        document = project.documents_by_id[source]
        if is_settled(project, document) or project.stage_of(document) is Stage.RETIRED:
            continue
        definers = project.definers_by_item.get(target, ())
        what = f"is an item of {', '.join(definers)}" if definers else "may be one of several documents"
        yield Finding(
            code=RULE.code,
            severity=Severity.NOTE if is_illustrating(project, document) else RULE.severity,
            message=f"{source} refers to {target}, which {what}",
            location=Location(path=reference.path, line=reference.line),
            subject=source,
            hint="name the specification that is meant" if definers else "write the whole id",
        )


RULE = Rule(code="TRC104", title="Ambiguous reference", severity=Severity.WARNING, check=check, page=__doc__)
