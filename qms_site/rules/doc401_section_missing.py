"""A document lacks a section that its template required when it was approved.

**Why.** A section that is not there cannot have been reviewed: impact, testing and rollback are forgotten by leaving them out.
The template that was in force on the day of approval counts, so that a later template condemns no older document. Sections
are compared by the words of their headings: numbers, case and what stands in brackets make no difference. A heading of the
template that holds a placeholder, or says that it is optional, requires nothing.

**Bad.** A change record, approved while the template had a section "Testing summary", without that section.

**Good.** The same with the section, if only to say that nothing is tested and why.

**Fix.** Add the section in a new version. Where the template asks for too much, mark the heading `(optional)` there, or name the
required sections in `qms.toml`: `[types.CR]` with `sections = ["Purpose", "Scope"]`.
"""

import re
from collections.abc import Iterator, Sequence

from qms_site.findings import Finding, Location, Severity
from qms_site.markdown.outline import Heading
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.text import count_of
from qms_site.timeline.approvals import Approval


def check(project: Project) -> Iterator[Finding]:
    """One finding for each approved document that lacks sections."""
    for document in project.documents:
        approval = project.approvals_by_id.get(document.id)
        if approval is None or document.type == "TEMPLATE" or project.is_history(approval.when):
            continue
        source, required = _required(project, document.type, approval)
        present = {_plain(heading.title) for heading in approval.file.headings}
        missing = [title for title in required if _plain(title) not in present]
        if missing:
            named = ", ".join(repr(title) for title in missing)
            yield Finding(
                code=RULE.code,
                severity=RULE.severity,
                message=f"{document.id} lacks {count_of(len(missing), 'section')} that {source} asks for: {named}",
                location=Location(path=approval.file.path),
                subject=document.id,
            )


def _required(project: Project, type_: str, approval: Approval) -> tuple[str, tuple[str, ...]]:
    """Who requires them, and the titles of the sections that a text approved then had to have."""
    known = project.settings.types.get(type_)
    if known and known.sections:
        return "the settings", known.sections
    names = (known.template,) if known and known.template else (f"TEMPLATE-{type_}", f"{type_}-TEMPLATE")
    template = next((name for name in names if name in project.timelines_by_id), names[0])
    timeline = project.timelines_by_id.get(template)
    if timeline is None:
        return template, ()
    version = timeline.in_force_at(approval.when) if approval.when and timeline.periods else timeline.in_force
    digest = next((entry.digest for entry in timeline.versions if entry.version == version), None)
    headings = project.template_headings.get(digest or "", ())
    return f"{template} {version}", tuple(_titles(headings))


def _titles(headings: Sequence[Heading]) -> Iterator[str]:
    """Titles of the highest level below the title's."""
    level = min((heading.level for heading in headings if heading.level > 1), default=0)
    for heading in headings:
        if heading.level == level and _plain(heading.title) and not _OPTIONAL.search(heading.title):
            yield _NUMBER.sub("", heading.title)


_OPTIONAL = re.compile(
    r"\{\{|\}\}|\((?:[^()]*\b)?(?:optional|if applicable|if any|as needed|where applicable)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Za-z]\.|[IVXLC]+\.)(?:\s+|$)")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _plain(title: str) -> str:
    """The words of a heading, for comparison."""
    return " ".join(re.findall(r"\w+", _BRACKETED.sub(" ", _NUMBER.sub("", title.strip())).casefold()))


RULE = Rule(code="DOC401", title="Required section missing", severity=Severity.WARNING, check=check, page=__doc__)
