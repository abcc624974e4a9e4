"""A record or a specification calls a test environment qualified.

**Why.** A test environment is free and isolated, and therefore never qualified: at best what is in it is *Qualification Ready*.
Complete is only what is in production, with its specifications in force and its acceptance confirmed. Procedures and templates,
and sentences that say no, are not looked at.

**Bad.** "test/qms-cli-001 is Qualification Complete."

**Good.** "test/qms-cli-001 is Qualification Ready at 3280288."

**Fix.** Say Qualification Ready; qualification is completed by bringing the code to production and confirming acceptance there.
"""

import re
from collections.abc import Iterator

from qms_site.findings import Finding, Location, Severity
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import RegionKind, iter_region_runs
from qms_site.project import Project
from qms_site.rules.rule import Rule
from qms_site.rules.specifications import is_illustrating, is_past

_CLAIM = re.compile(r"\bqualification[ -]complete\b|\bfully qualified\b|\bis (?:now )?qualified\b", re.IGNORECASE)
_NO = re.compile(r"\b(?:not?|never|cannot|can't|isn't|unless|until|before|once|when|if)\b", re.IGNORECASE)
_BRANCH = re.compile(r"(?<![\w/.-])[A-Za-z][\w.-]{0,60}/[\w./-]{1,120}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MOST_TEXT = 4000
_READ = frozenset({RegionKind.TEXT, RegionKind.CODE})


def check(project: Project) -> Iterator[Finding]:
    """One finding for each document that does so, at the first place."""
    rules = [re.compile(rule.pattern) for rule in project.settings.branches if rule.role == "test"]
    environments = {branch.name for branch in project.branches if branch.role.name == "test"}
    for document in project.documents:
        if is_illustrating(project, document) or is_past(project, document) or not _CLAIM.search(document.file.body):
            continue
        tokens = parse_body(document.file.body)
        for regions in iter_region_runs(tokens, first_line=document.file.body_line):
            # A name in a code span is part of its sentence.
            text = " ".join(region.text for region in regions if region.kind in _READ)
            name = _claimed(text[:_MOST_TEXT], rules, environments)
            if name:
                yield Finding(
                    code=RULE.code,
                    severity=RULE.severity,
                    message=f"{document.id} calls {name} qualified, which is a test environment",
                    location=Location(path=document.path, line=regions[0].line),
                    subject=document.id,
                    hint="what is in a test environment is Qualification Ready at best",
                )
                break


def _claimed(text: str, rules: list[re.Pattern[str]], environments: set[str]) -> str | None:
    """The test environment that a sentence calls qualified."""
    for sentence in _SENTENCE.split(text):
        if _CLAIM.search(sentence) and not _NO.search(sentence):
            for match in _BRANCH.finditer(sentence):
                name = match.group().rstrip(".,")
                if name in environments or any(rule.fullmatch(name) for rule in rules):
                    return name
    return None


RULE = Rule(
    code="QUA102", title="Test environment called complete", severity=Severity.WARNING, check=check, page=__doc__
)
