"""What rules on approvals share: who approved, and whether a project has more than one person at all."""

from collections.abc import Iterator
from datetime import date

from qms_site.paths import is_inside
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.timeline.people import Standing, is_nobody, normal_name
from qms_site.timeline.rounds import Round

_PROGRAMS = frozenset({"system", "bot", "ci", "automation", "git", "github", "gitlab", "script", "migration"})
"""Names under which tools write into logs."""


def rounds_of(project: Project) -> Iterator[Round]:
    """Rounds of approval since governance began, by document and oldest first; those without a date count."""
    for rounds in project.rounds_by_id.values():
        yield from (found for found in rounds if not project.is_history(found.when))


def day_of(found: Round) -> date | None:
    """The day of a round."""
    return found.when.date() if found.when else None


def authors_of(project: Project, found: Round) -> dict[str, str]:
    """Identities of those who wrote what was approved, or changed it last, and what they were to it."""
    day = day_of(found)
    known: dict[str, str] = {}
    for name in found.authors:
        known.setdefault(project.people.of_user(name, day).identity, "author")
    if not known and found.created:
        known.setdefault(project.people.author_of(found.created).identity, "author")
    if found.editor:
        known.setdefault(project.people.of_user(found.editor, day).identity, "last editor")
    if found.edited:
        known.setdefault(project.people.author_of(found.edited).identity, "last editor")
    return known


def find_people(project: Project) -> tuple[Standing, ...]:
    """Everybody who wrote, changed, reviewed or approved documents since governance began, each once; tools are nobody."""
    people = project.people
    found: dict[str, Standing] = {}
    ours = frozenset(path for path in project.last_change_by_path if is_inside(path, project.documents_root))
    seen: set[tuple[str, str]] = set()  # who somebody is follows from name and address alone
    for commit in project.commits:
        signed = (commit.author, commit.email)
        if signed in seen or ours.isdisjoint([change.path for change in commit.changes]):
            continue
        if not is_nobody(commit.email) and not project.is_history(commit.committed):
            seen.add(signed)
            standing = people.author_of(commit)
            found.setdefault(standing.identity, standing)
    for document in project.documents:
        for event in document.events:
            if event.user and normal_name(event.user) not in _PROGRAMS and not project.is_history(event.when):
                standing = people.of_user(event.user, event.when.date() if event.when else None)
                found.setdefault(standing.identity, standing)
    for round_ in rounds_of(project):
        for name in (*round_.authors, *round_.reviewers, *round_.approvers):
            standing = people.of_user(name, day_of(round_))
            found.setdefault(standing.identity, standing)
    return tuple(found.values())


def is_of_one_person(project: Project) -> bool:
    """Whether no two human beings are behind the documents, so far as several were approved."""
    if sum(_is_approved(project, document) for document in project.documents) < _FEWEST:
        return False
    return sum(standing.kind == "person" for standing in find_people(project)) <= 1


_FEWEST = 3
"""Approved documents; of fewer nobody can say that a second person never looks at them."""


def _is_approved(project: Project, document: Document) -> bool:
    """Whether a round of approval, or a commit, approved a document since governance began."""
    rounds = project.rounds_by_id[document.id]
    moments = [found.when for found in rounds] or [project.approved_when(document.id)]
    return any(not project.is_history(moment) for moment in moments if rounds or moment)
