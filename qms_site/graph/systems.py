"""Which system a specification or a matrix is of."""

from qms_site.graph.references import system_of
from qms_site.records.documents import Document
from qms_site.settings import Settings

UNNAMED = ""
"""The system of all specifications and matrices whose ids name none, as ``SRS-001`` and ``RTM-001``: the project's own."""


def system_name(document: Document, settings: Settings) -> str | None:
    """``SDLC-QMS`` of SDLC-QMS-RS, UNNAMED of a specification or matrix that names none, None of any other document."""
    if settings.role_of(document.type) is None:
        return None
    return system_of(document.id) or UNNAMED


def shown_name(system: str, settings: Settings) -> str:
    """What a person calls a system: without the namespace's prefix; the unnamed one by the settings, or as the project."""
    if system != UNNAMED:
        return system.removeprefix("SDLC-")
    return settings.system[0].name if len(settings.system) == 1 else settings.project.name
