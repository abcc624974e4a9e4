"""The branches that rules speak of: those that are not production, and not over before governance began."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from qms_site.paths import MARKDOWN_SUFFIXES, is_inside, path_below
from qms_site.project import Project
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.branch_roles import PRODUCTION
from qms_site.timeline.branches import Branch


def judged_branches(project: Project, *roles: str) -> Iterator[Branch]:
    """Branches of these roles, or of any; those of which nothing happened since governance began are left out."""
    for branch in project.branches:
        is_asked = branch.role.name in roles if roles else branch.role.name != PRODUCTION
        if is_asked and not project.is_history(branch.last):
            yield branch


def document_of(project: Project, path: str) -> str | None:
    """The controlled document that a file of this repository is, or holds the metadata of; None for other files."""
    if not is_inside(path, project.documents_root):
        return None
    place = PurePosixPath(path_below(path, project.documents_root))
    hidden = next((part for part in place.parts[:-1] if part.startswith(".")), "")
    if place.suffix.lower() not in MARKDOWN_SUFFIXES and hidden not in (".meta", ".audit"):
        return None
    stem = place.stem
    if stem in project.documents_by_id:
        return stem
    found = project.scheme.parse(stem) or project.scheme.parse_leading(stem)
    written = found or project.scheme.parse(stem.rpartition("-")[0])
    return written.text if written else None


def once_written(project: Project, ids: Iterable[str]) -> frozenset[str]:
    """Those of some documents of which the history knows a file."""
    asked = frozenset(ids)
    return asked & {document_of(project, path) for path in project.changes.places_by_path} if asked else asked


def own_work(branch: Branch) -> Iterator[CommitRecord]:
    """Commits of a branch that are no merges and no other branch's work, oldest first; none where nobody knows which these are."""
    return (commit for commit in reversed(branch.own) if len(commit.parents) <= 1)
