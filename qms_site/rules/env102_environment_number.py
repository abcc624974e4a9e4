"""The number of a test environment is not zero-padded, or is used for two environments.

**Why.** `test/<package>-NNN` says which environment is meant; matrices and records speak of it by this name. With `test/pump-1`
beside `test/pump-001`, or a name that is used again after its environment was merged, they speak of two.

**Bad.** `test/pump-1`; a second `test/pump-001`, begun on production after the first one was merged.

**Good.** `test/pump-001`, then `test/pump-002`.

**Fix.** Use three digits, and for the next environment the next number.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.project import Project
from qms_site.rules.judged_branches import judged_branches
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.timeline.branches import Branch

_NUMBERED = re.compile(r"test/(?P<package>.+)-(?P<number>\d{1,18})")
_DIGITS = 3


def check(project: Project) -> Iterator[Finding]:
    """One finding for each branch that is not padded, each number in two spellings, each name that was begun anew."""
    spellings: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)
    for branch in judged_branches(project, "test"):
        match = _NUMBERED.fullmatch(branch.name)
        if match is None:
            continue
        package, number = match["package"], match["number"]
        spellings[package, int(number)][branch.name] = None
        if len(number) < _DIGITS:
            right = f"test/{package}-{int(number):0{_DIGITS}}"
            yield _finding(f"the number of {branch.called} is not zero-padded: {right}", branch.label)
        yield from _begun_anew(branch)
    for names in spellings.values():
        if len(names) > 1:
            first = next(iter(names))
            yield _finding(f"one number is used for {len(names)} test environments: {name_some(names)}", first)


def _begun_anew(branch: Branch) -> Iterator[Finding]:
    """A part of the branch that goes on neither from what it had before, nor from the merge that took it in."""
    before: set[str] = set()
    merged = None
    uses = [*((merge.commits, merge) for merge in branch.merges), (branch.unmerged, None)]
    for commits, merge in uses if branch.started else ():
        own = {commit.hash for commit in commits} - before
        entries = {parent for commit in commits if commit.hash in own for parent in commit.parents} - own
        if merged and own and not entries & before:
            when = f" on {merged.date.date()}" if merged.date else ""
            yield _finding(
                f"{branch.called} was begun anew after it had been merged{when} ({merged.commit[:10]})",
                branch.label,
                Severity.NOTE,
            )
        before |= own | ({merge.commit} if merge else set())
        merged = merge or merged


def _finding(message: str, subject: str, severity: Severity | None = None) -> Finding:
    return Finding(
        code=RULE.code,
        severity=severity or RULE.severity,
        message=message,
        subject=subject,
        hint="test/<package>-NNN, with a number of its own",
    )


RULE = Rule(code="ENV102", title="Number of a test environment", severity=Severity.WARNING, check=check, page=__doc__)
