"""What broke the audit trail of a document: each deed with its commit, since governance began."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from qms_site.history.audit_logs import Rewrite
from qms_site.project import Project
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import count_of


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """One deed of one commit: what it did in few words, the file concerned, and the particulars."""

    what: str
    path: str
    detail: str
    commit: CommitRecord


def find_breaks(project: Project) -> Mapping[str, tuple[Break, ...]]:
    """By document, oldest commit first."""
    order = {commit.hash: place for place, commit in enumerate(reversed(project.commits))}
    found: dict[str, list[Break]] = defaultdict(list)
    for document, deed in _deeds(project):
        if not project.is_history(deed.commit.committed):
            found[document].append(deed)
    return {
        document: tuple(sorted(deeds, key=lambda deed: order.get(deed.commit.hash, 0)))
        for document, deeds in found.items()
    }


def document_of_archived(path: str) -> str:
    """The id in the name of an archived version: ``CR-060-v1.0.md``."""
    return path.rsplit("/", 1)[-1].rsplit("-v", 1)[0]


def _deeds(project: Project) -> Iterator[tuple[str, Break]]:
    trails = project.trails
    deleted = trails.deleted_at
    for rewrite in trails.logs.rewrites:
        yield (
            rewrite.log,
            Break(what="log rewritten", path=rewrite.path, detail=_lines_of(rewrite), commit=rewrite.commit),
        )
    for removal in trails.log_removals:
        detail = "put back later" if removal.is_put_back else ""
        yield removal.log, Break(what="log removed", path=removal.path, detail=detail, commit=removal.commit)
    for change in trails.archive_changes:
        id_ = document_of_archived(change.path)
        if change.is_removed and (change.path in project.paths or (id_, change.commit.hash) in deleted):
            continue
        what = "archived version removed" if change.is_removed else "archived version changed"
        yield (
            id_,
            Break(what=what, path=change.path, detail=change.path.rsplit("/", 1)[-1], commit=change.commit),
        )
    for text in trails.text_changes:
        version = f" of version {text.version}" if text.version else ""
        yield (
            text.document,
            Break(
                what="approved text changed",
                path=project.documents_by_id[text.document].path,
                detail=f"{count_of(len(text.lines), 'line')}{version}, when it was {text.state}",
                commit=text.commit,
            ),
        )
    for untold in trails.untold_changes:
        yield (
            untold.document,
            Break(
                what="metadata without event",
                path=untold.path,
                detail=f"{untold.before[:80]} to {untold.after[:80]}",
                commit=untold.commit,
            ),
        )
    for log, brought in trails.late_events:
        event = brought.event
        yield (
            log,
            Break(
                what="event after its commit",
                path=event.path,
                detail=f"{event.kind[:80]} of {event.written[:40]}, line {event.line}",
                commit=brought.commit,
            ),
        )


def _lines_of(rewrite: Rewrite) -> str:
    counted = (
        ("altered", rewrite.altered),
        ("removed", rewrite.removed),
        ("put or moved before others", rewrite.inserted),
    )
    deeds = [f"{count_of(count, 'line')} {deed}" for deed, count in counted if count]
    return ", ".join((*deeds, *(("put back later",) if rewrite.is_put_back else ())))
