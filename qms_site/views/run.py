"""A run's outcome: what every page and report is made from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qms_site.project import Project
from qms_site.qualification.specifications import SystemSpecifications
from qms_site.qualification.system_history import SystemHistory, find_histories
from qms_site.qualification.systems import SystemStatus, judge_systems
from qms_site.rules.acceptance import JudgedFinding


@dataclass(frozen=True, kw_only=True)
class Run:
    """A project with all that was judged of it."""

    project: Project
    findings: tuple[JudgedFinding, ...]
    systems: tuple[SystemSpecifications, ...]

    @cached_property
    def findings_by_subject(self) -> Mapping[str, tuple[JudgedFinding, ...]]:
        """Findings by the record, item or file that they are about."""
        grouped: dict[str, list[JudgedFinding]] = defaultdict(list)
        for judged in self.findings:
            grouped[judged.finding.subject or ""].append(judged)
        return {subject: tuple(found) for subject, found in grouped.items()}

    @cached_property
    def statuses(self) -> tuple[SystemStatus, ...]:
        """Every system with its gates, its verdicts and its state."""
        return judge_systems(self.project)

    @cached_property
    def histories(self) -> Mapping[str, SystemHistory]:
        """The states of every system over time, by its name."""
        return find_histories(self.project)

    @property
    def counted(self) -> tuple[JudgedFinding, ...]:
        """The findings that nothing accepts."""
        return tuple(judged for judged in self.findings if judged.accepted is None)
