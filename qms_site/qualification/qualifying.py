"""Records that are there to qualify a system, by what they are called."""

import re

from qms_site.qualification.subject import Subject
from qms_site.records.documents import Document
from qms_site.settings import Stage

_QUALIFYING = re.compile(r"\b(?:re)?qualif", re.IGNORECASE)
_STARTED = frozenset({Stage.REVIEW, Stage.APPROVED, Stage.EXECUTION, Stage.HOLD})


def is_called_after_qualification(subject: Subject, document: Document) -> bool:
    """Whether a record is called after the qualification of a system, by its name, its title or its namespace."""
    if not subject.project.settings.is_executable(document.type) or not _QUALIFYING.search(document.title):
        return False
    named = re.compile(rf"(?<![\w-])(?:SDLC-)?(?:{re.escape(subject.name)}|{re.escape(subject.title)})(?!\w)")
    return named.search(document.title) is not None


def qualifies(subject: Subject, document: Document) -> bool:
    """The same of a record that is open."""
    return subject.project.stage_of(document) in _STARTED and is_called_after_qualification(subject, document)
