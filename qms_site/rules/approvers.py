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
    return tuple((_committing(project) | _logged(project)).values())


def is_of_one_person(project: Project) -> bool:
    """Whether no two human beings are behind the documents, so far as several were approved.

    Where logs tell of every approval, their only user and the only author of commits are taken for the same, unless the
    settings know both.
    """
    approved = [document for document in project.documents if _is_approved(project, document)]
    if len(approved) < _FEWEST:
        return False
    committing, logged = (
        {identity: standing for identity, standing in found.items() if standing.kind == "person"}
        for found in (_committing(project), _logged(project))
    )
    both = committing | logged
    is_pair = len(committing) == len(logged) == 1 and not all(standing.is_known for standing in both.values())
    return len(both) <= 1 or (is_pair and all(document.events for document in approved))


def _committing(project: Project) -> dict[str, Standing]:
    """Authors of commits and those whom texts name, by identity."""
    people = project.people
    found: dict[str, Standing] = {}
    ours = (path for path in project.changes.places_by_path if is_inside(path, project.documents_root))
    seen: set[tuple[str, str]] = set()  # who somebody is follows from name and address alone
    for commit in project.changes.touching(ours):
        signed = (commit.author, commit.email)
        if signed in seen:
            continue
        if not is_nobody(commit.email) and not project.is_history(commit.committed):
            seen.add(signed)
            standing = people.author_of(commit)
            found.setdefault(standing.identity, standing)
    for round_ in rounds_of(project):
        if not project.documents_by_id[round_.document].events:
            for name in (*round_.authors, *round_.reviewers, *round_.approvers):
                standing = people.of_user(name, day_of(round_))
                found.setdefault(standing.identity, standing)
    return found


def _logged(project: Project) -> dict[str, Standing]:
    """Users of logs, by identity."""
    found: dict[str, Standing] = {}
    for document in project.documents:
        for event in document.events:
            if event.user and normal_name(event.user) not in _PROGRAMS and not project.is_history(event.when):
                standing = project.people.of_user(event.user, event.when.date() if event.when else None)
                found.setdefault(standing.identity, standing)
    return found


_FEWEST = 3
"""Approved documents; of fewer nobody can say that a second person never looks at them."""


def _is_approved(project: Project, document: Document) -> bool:
    """Whether a round of approval, or a commit, approved a document since governance began."""
    rounds = project.rounds_by_id[document.id]
    moments = [found.when for found in rounds] or [project.approved_when(document.id)]
    return any(not project.is_history(moment) for moment in moments if rounds or moment)
