"""A run's outcome: what every page and report is made from."""

from dataclasses import dataclass

from qms_site.project import Project
from qms_site.qualification.specifications import SystemSpecifications
from qms_site.rules.acceptance import JudgedFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A project with all that was judged of it."""

    project: Project
    findings: tuple[JudgedFinding, ...]
    systems: tuple[SystemSpecifications, ...]

    @property
    def counted(self) -> tuple[JudgedFinding, ...]:
        """The findings that nothing accepts."""
        return tuple(judged for judged in self.findings if judged.accepted is None)
