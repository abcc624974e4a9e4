"""Continuity of evidence packages: each names the one before, whose commit has to lead to its own."""

import re

from qms_site.history.commit_graph import build_commit_graph, reach
from qms_site.project import Project
from qms_site.reports.dossier_manifest import Manifest, PackageError, Previous
from qms_site.text import digest_of

_FULL_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def previous_package(project: Project, system: str, before: Manifest | str, data: bytes | None = None) -> Previous:
    """The package before, given by its manifest (``data`` are its bytes) or by its commit in full.

    Raises PackageError where that is of another system, or where its commit does not lead to the one that was read.
    """
    name = system.removeprefix("SDLC-")
    if isinstance(before, Manifest) and before.system != name:
        message = f"the package before is of {before.system}, and not of {name}"
        raise PackageError(message)
    commit = before.commit if isinstance(before, Manifest) else before
    if commit is None or not _FULL_HASH.fullmatch(commit):
        message = "the package before names no commit, so that nothing can come after it"
        raise PackageError(message)
    own, here = project.known_repositories.own, project.revision.commit or ""
    graph = build_commit_graph(own.commits)
    if commit not in reach(graph, [here]):
        is_there = commit in graph.commits
        why = (
            "is no ancestor of"
            if is_there or own.is_whole
            else "is not in this clone, which is not whole; it may lead to"
        )
        message = f"the package before was made at {commit[:10]}, which {why} {here[:10] or 'what was read'}"
        raise PackageError(message)
    return Previous(commit=commit, manifest_sha256=digest_of(data) if data is not None else None)
