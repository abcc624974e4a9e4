"""Audit logs of a work tree against the newest version of each that is committed: what the next commit would do to them."""

from collections.abc import Callable, Mapping

import msgspec

from qms_site.history.audit_logs import LogHistory, is_stored_elsewhere, settled
from qms_site.history.log_lines import Difference, compare_lines
from qms_site.history.log_versions import LogVersion, name_of_log
from qms_site.sources.snapshot import Snapshot


class UncommittedChange(msgspec.Struct, frozen=True, kw_only=True):
    """A log of the work tree that does not begin with what is committed; ``difference`` is None where the log is gone."""

    log: str
    path: str
    difference: Difference | None


def find_uncommitted_changes(
    snapshot: Snapshot, logs: LogHistory, is_log: Callable[[str], bool]
) -> tuple[UncommittedChange, ...]:
    """Logs that were rewritten or removed, and that not yet committed, in the order of their names."""
    newest = {log: version for log, version in sorted(logs.newest.items()) if version.after}
    if not snapshot.history.revision.uncommitted or not newest:
        return ()
    places: dict[str, str] = {}
    for path in sorted(filter(is_log, snapshot.paths)):
        places.setdefault(name_of_log(path), path)
    committed = dict(snapshot.history.read_blobs(frozenset(str(version.after) for version in newest.values())))
    found = (_change(snapshot, version, places.get(log), committed) for log, version in newest.items())
    return tuple(filter(None, found))


def _change(
    snapshot: Snapshot, version: LogVersion, path: str | None, committed: Mapping[str, bytes]
) -> UncommittedChange | None:
    if path is None:
        return UncommittedChange(log=version.log, path=version.path, difference=None)
    before, after = committed.get(version.after or ""), snapshot.files.get(path)
    if before is None or after is None or before == after or is_stored_elsewhere(before):
        return None
    difference = compare_lines(settled(before), settled(after))
    is_rewritten = difference.altered or difference.removed or difference.inserted
    return UncommittedChange(log=version.log, path=path, difference=difference) if is_rewritten else None
