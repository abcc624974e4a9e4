"""A commit did more to an audit log than append to it: it altered, removed or put in lines.

**Why.** An audit log is evidence because nobody changes what is written. Every version of every log in git is compared with the
one before it; a merge must keep the lines of all its branches. Line ends, the order of keys and blanks are no difference. Lines
that were only put in between others are a warning, and lines that were put back; lines that are gone are an error. The commit
that put them back is no finding. What one commit did to several logs is told as one. A work tree is looked at too, so that a
rewrite is found before it is committed.

**Bad.** A commit that turns `"outcome": "REJECT"` of last week into `"outcome": "APPROVE"`.

**Good.** A commit that adds lines at the end.

**Fix.** The finding names the commit: `git show <commit> -- <log>`. Put the lines back in a new commit, and record what happened.
"""

from collections.abc import Iterator, Sequence

from qms_site.findings import Finding, Location, Severity
from qms_site.history.audit_logs import Rewrite
from qms_site.history.log_lines import Difference
from qms_site.history.uncommitted_logs import UncommittedChange
from qms_site.project import Project
from qms_site.rules.naming import name_sorted
from qms_site.rules.rule import Rule
from qms_site.rules.trails import by_commit, tell_commit
from qms_site.text import count_of

_MOST = 20


def check(project: Project) -> Iterator[Finding]:
    """One finding for each commit that rewrote logs; one in all where they are many, and one for each log not yet committed."""
    yield from (_of_work_tree(change, change.difference) for change in project.trails.uncommitted if change.difference)
    found = by_commit(project, project.trails.logs.rewrites)
    if len(found) > _MOST:
        rewrites = [rewrite for group in found.values() for rewrite in group]
        yield Finding(
            code=RULE.code,
            severity=_severity(rewrites),
            message=f"{len(found)} commits rewrote audit logs: {name_sorted(rewrite.log for rewrite in rewrites)}",
            subject="audit trail",
            hint=f"the first is {tell_commit(rewrites[0].commit)}",
        )
        return
    for group in found.values():
        yield _of_commit(group)


def _of_work_tree(change: UncommittedChange, difference: Difference) -> Finding:
    lines = difference.lines
    return Finding(
        code=RULE.code,
        severity=RULE.severity if difference.altered or difference.removed else Severity.WARNING,
        message=f"a change that is not committed {_deeds((difference,))} the audit log of {change.log}",
        location=Location(path=change.path, line=lines[0].line if lines else None),
        subject=change.log,
        hint=f"git diff -- {change.path}",
    )


def _of_commit(group: Sequence[Rewrite]) -> Finding:
    logs = dict.fromkeys(rewrite.log for rewrite in group)
    first, commit = group[0], tell_commit(group[0].commit)
    line = first.lines[0] if first.lines else None
    which = f"the audit log of {first.log}" if len(logs) == 1 else f"{len(logs)} audit logs: {name_sorted(logs)}"
    return Finding(
        code=RULE.code,
        severity=_severity(group),
        message=f"{commit} {_deeds(group)} {which}",
        location=Location(path=first.path, line=line.line if line else None) if len(logs) == 1 else None,
        subject=first.log if len(logs) == 1 else first.commit.hash[:10],
        hint=_hint(first),
    )


def _deeds(group: Sequence[Rewrite | Difference]) -> str:
    """``altered 2 lines and removed 1 line in``."""
    altered, removed, inserted = (
        sum(getattr(rewrite, deed) for rewrite in group) for deed in ("altered", "removed", "inserted")
    )
    deeds = [
        f"{deed} {count_of(count, 'line')}"
        for deed, count in (("altered", altered), ("removed", removed), ("put or moved", inserted))
        if count
    ]
    if not deeds:
        return "rewrote"
    return f"{' and '.join(deeds)} {'before others in' if deeds[-1].startswith('put') else 'of'}"


def _hint(rewrite: Rewrite) -> str | None:
    if not rewrite.lines:
        return None
    line, back = rewrite.lines[0], "; it was put back later" if rewrite.is_put_back else ""
    if line.before is None:
        return f"line {line.line} is new: {line.after}{back}"
    became = "and became" if rewrite.is_put_back else "and is"
    return f"line {line.line} was {line.before}" + (f" {became} {line.after}" if line.after else "") + back


def _severity(group: Sequence[Rewrite]) -> Severity:
    is_harmless = all(
        rewrite.is_put_back or (rewrite.inserted and not rewrite.altered + rewrite.removed) for rewrite in group
    )
    return Severity.WARNING if is_harmless else RULE.severity


RULE = Rule(code="AUD201", title="Audit log rewritten", severity=Severity.ERROR, check=check, page=__doc__)
