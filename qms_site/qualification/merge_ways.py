"""Checks of the way: what the branch is, whether it may go there, what its merge will be, and what it must leave alone."""

import posixpath
from collections.abc import Iterator

from qms_site.qualification.gates import GateState
from qms_site.qualification.merge_case import CUT, MergeCase
from qms_site.qualification.merge_gate import MergeCheck, MergeCheckName
from qms_site.settings import SETTINGS_FILE
from qms_site.text import count_of, natural_key
from qms_site.timeline.branch_roles import PRODUCTION


def check_branch(case: MergeCase) -> MergeCheck:
    """Whether the settings say what the branch is."""
    source = case.source
    if source.role.name == PRODUCTION:
        state, reason = GateState.NOT_MET, f"{source.label} is production itself"
    elif not source.role.is_known:
        state, reason = GateState.NOT_MET, f"no pattern of the settings says what {source.label} is"
    else:
        whose = source.record if source.role.name == "execution" else source.system or source.record
        state, reason = (
            GateState.MET,
            f"{source.label} is {_article(source.role.title)}" + (f" of {whose}" if whose else ""),
        )
    return MergeCheck(name=MergeCheckName.BRANCH, state=state, reason=reason, details=tuple(_settings_changed(case)))


def _settings_changed(case: MergeCase) -> Iterator[str]:
    """A branch that changes the settings may have changed its own gate: they are read from what is checked out."""
    path = posixpath.normpath(posixpath.join(case.project.base, SETTINGS_FILE))
    if (
        case.source.repository is None
        and not case.is_cut
        and any(change.path == path for commit in case.graph.sort(case.proposed) for change in commit.changes)
    ):
        yield f"it changes {path}; have {case.target.name} checked out, so that the branch is not judged by its own settings"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def check_way(case: MergeCase) -> MergeCheck:
    """Whether branches of its role may be merged into the target."""
    source, target = case.source, case.target
    allowed = source.role.rule.merges_into if source.role.rule else ()
    if not source.role.is_known or not target.role.is_known:
        unknown = source if not source.role.is_known else target
        reason = f"no pattern of the settings says what {unknown.label} is"
        return MergeCheck(name=MergeCheckName.WAY, state=GateState.UNKNOWN, reason=reason)
    what = f"{source.role.title}: {', '.join(allowed)}" if allowed else "the settings allow every way"
    if source.role.may_go_into(target.role.name, target.name):
        reason = f"{target.name} is among where such a branch may go ({what})" if allowed else what
        return MergeCheck(name=MergeCheckName.WAY, state=GateState.MET, reason=reason)
    reason = f"{target.called} is not among where such a branch may go ({what})"
    return MergeCheck(name=MergeCheckName.WAY, state=GateState.NOT_MET, reason=reason)


def check_kind(case: MergeCase) -> MergeCheck:
    """What the merge will be: its commits must stay reachable under their own hashes, so it is never a squash."""
    state, reason = _kind(case)
    details = (_NEVER_SQUASHED, *_came_otherwise(case)) if state is GateState.MET else ()
    return MergeCheck(name=MergeCheckName.KIND, state=state, reason=reason, details=details)


_NEVER_SQUASHED = "never squash or rebase it: the commits that were tested must stay reachable under their own hashes"


def _came_otherwise(case: MergeCase) -> Iterator[str]:
    merged = case.source.merged
    if merged and merged.how in ("squash", "rebase") and merged.into == case.target.name:
        day = f" on {merged.date.date()}" if merged.date else ""
        yield f"all that it changes came to {case.target.name} by a {merged.how}{day} already ({merged.commit[:10]})"


def _kind(case: MergeCase) -> tuple[GateState, str]:
    target, difference = case.target.name, case.difference
    if not case.proposed:
        merged = case.source.merged
        how = f"; it came there by a {merged.how} on {merged.date.date()}" if merged and merged.date else ""
        return GateState.NOT_MET, f"there is nothing to merge: {target} has all that the branch has{how}"
    if case.is_cut:
        return GateState.UNKNOWN, CUT
    if difference is None or difference.base is None:
        return GateState.NOT_MET, f"the branch has no commit in common with {target}, and git refuses to merge it"
    brings = f"{count_of(len(case.proposed), 'commit')} would come by a merge commit"
    if not case.awaiting:
        return (
            GateState.MET,
            f"{brings}; {target} has not moved on, so that git would only fast-forward: --no-ff must be used",
        )
    since = count_of(len(case.awaiting), "commit")
    return GateState.MET, f"{brings}; {target} has moved on by {since} since"


def check_documents(case: MergeCase) -> MergeCheck:
    """Whether a test environment left the controlled documents alone, which are changed in production only."""
    source = case.source
    if source.repository is None and source.started is None and case.proposed:
        reason = "which commits are the branch's own is not in this clone"
        return MergeCheck(name=MergeCheckName.DOCUMENTS, state=GateState.UNKNOWN, reason=reason)
    own = {commit.hash for commit in source.own}
    found = {
        document: entry.commit.hash[:10]
        for entry in case.entries
        if entry.commit.hash in own and not entry.is_merge
        for document in entry.touch.documents
    }
    if not found:
        reason = "its own commits changed no controlled document"
        return MergeCheck(name=MergeCheckName.DOCUMENTS, state=GateState.MET, reason=reason)
    return MergeCheck(
        name=MergeCheckName.DOCUMENTS,
        state=GateState.NOT_MET,
        reason=f"its own commits changed {count_of(len(found), 'controlled document')}",
        details=tuple(f"{document} in {found[document]}" for document in sorted(found, key=natural_key)),
    )
