"""Records that are there to qualify a system, by what they are called."""

import re
from collections.abc import Iterator

from qms_site.qualification.subject import Subject
from qms_site.records.documents import Document
from qms_site.settings import Stage

_STARTED = frozenset({Stage.REVIEW, Stage.APPROVED, Stage.EXECUTION, Stage.HOLD})


def records_to_qualify(subject: Subject) -> Iterator[Document]:
    """Records that are called after the qualification of a system, by its name, its title or its namespace."""
    named = re.compile(rf"(?<![\w-])(?:SDLC-)?(?:{re.escape(subject.name)}|{re.escape(subject.title)})(?!\w)")
    return (document for document in subject.shared.records_to_qualify if named.search(document.title))


def open_records_to_qualify(subject: Subject) -> Iterator[Document]:
    """Those of them that are open."""
    stage_of = subject.project.stage_of
    return (document for document in records_to_qualify(subject) if stage_of(document) in _STARTED)
