"""A relative link or image in a document leads to a file that the revision does not have.

**Why.** A reader follows it and finds nothing. In templates it is a note, since templates illustrate.

**Bad.** `[SOP-001](../SOP/SOP-01.md)` where the file is `SOP-001.md`.

**Good.** `[SOP-001](../SOP/SOP-001.md)`

**Fix.** Correct the path; it is relative to the document's own folder, and a leading `/` means the repository's root.
"""

import difflib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import PurePosixPath

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.destinations import DestinationKind, find_destination, folders_of
from qms_site.project import Project
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each link that leads nowhere in the repository."""
    folders = folders_of(project.paths)
    submodules = tuple(f"{repository.path}/" for repository in project.repositories)
    suggest = _Suggestions(project.paths)
    for file, document in project.current_files():
        for link in file.links:
            end = find_destination(link.target, file.path, project.paths, folders)
            if end.kind is not DestinationKind.MISSING or f"{end.path}/".startswith(submodules):
                continue  # what lies in another repository is not known here
            is_template = document is not None and document.type == "TEMPLATE"
            yield Finding(
                code=RULE.code,
                severity=Severity.NOTE if is_template else RULE.severity,
                message=f"{'image' if link.is_image else 'link'} to {link.target!r}, which is not in the repository",
                location=Location(path=file.path, line=link.line),
                subject=document.id if document else file.path,
                hint=suggest(end.path),
            )


class _Suggestions:
    """The nearest file by name; comparing costs time, so only for the first distinct targets of a run."""

    def __init__(self, paths: AbstractSet[str]) -> None:
        self._paths = paths
        self._known: dict[str, str | None] = {}

    def __call__(self, path: str) -> str | None:
        if path not in self._known and len(self._known) >= _MOST_SUGGESTIONS:
            return None
        if path not in self._known:
            self._known[path] = self._nearest(path)
        return self._known[path]

    @cached_property
    def _by_suffix(self) -> Mapping[str, Mapping[str, str]]:
        grouped: dict[str, dict[str, str]] = {}
        for path in sorted(self._paths):
            grouped.setdefault(PurePosixPath(path).suffix, {})[path.rsplit("/", 1)[-1]] = path
        return grouped

    def _nearest(self, path: str) -> str | None:
        names = self._by_suffix.get(PurePosixPath(path).suffix, {})
        close = difflib.get_close_matches(path.rsplit("/", 1)[-1], names, n=1, cutoff=0.8)
        return f"did you mean {names[close[0]]}?" if close else None


_MOST_SUGGESTIONS = 50

RULE = Rule(code="LNK101", title="Broken relative link", severity=Severity.ERROR, check=check, page=__doc__)
