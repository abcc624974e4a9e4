"""The commits that matrices state as those at which their systems are qualified, for other repositories than this one."""

from collections.abc import Iterator

from qms_site.graph.systems import UNNAMED
from qms_site.graph.verification import Verifications
from qms_site.timeline.pointers import QualifiedCommit


def qualified_commits(verifications: Verifications) -> Iterator[tuple[str, QualifiedCommit]]:
    """Each with the name of its repository, in the order of the systems."""
    for system, found in sorted(verifications.by_system.items()):
        if found.repository and found.is_stated and found.commit:
            name = system.removeprefix("SDLC-") if system != UNNAMED else ""
            yield found.repository, QualifiedCommit(system=name, commit=found.commit)
