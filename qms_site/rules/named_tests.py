"""What the rules on tests share: the matrices that are judged, with the evidence of their system and each test they name."""

from collections.abc import Iterator
from dataclasses import dataclass

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.verification import NamedTest, Verification
from qms_site.project import Project
from qms_site.qualification.system_documents import systems_of
from qms_site.records.documents import Document
from qms_site.records.traces import Trace
from qms_site.rules.specifications import is_past

_MOST_SINGLE = 20
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedMatrix:
    """A matrix with the evidence of its system."""

    document: Document
    verification: Verification
    is_open: bool

    def tests(self) -> Iterator[tuple[Trace, NamedTest]]:
        """Every test that a trace names, with what it comes to."""
        for trace in self.document.file.contents.traces:
            for name in trace.evidence.tests:
                if found := self.verification.named.get(name):
                    yield trace, found


def iter_matrices(project: Project) -> Iterator[JudgedMatrix]:
    """The matrices that were not all approved before governance began."""
    for system in systems_of(project):
        verification = project.verifications.by_system.get(system.name)
        for matrix in system.matrices if verification else ():
            if verification and not is_past(project, matrix):
                yield JudgedMatrix(document=matrix, verification=verification, is_open=project.is_open(matrix))


@dataclass(frozen=True, slots=True, kw_only=True)
class TestTrouble:
    """Something about a test that a matrix names, told at the line of the first trace that names it."""

    __test__ = False  # the name is the domain's; pytest is not to collect it

    test: str
    line: int
    subject: str
    words: str
    severity: Severity


def tell_tests(code: str, matrix: Document, troubles: list[TestTrouble], many: str) -> Iterator[Finding]:
    """One finding for each test, or one for all of a severity where they are many: ``many`` says it of them."""
    first: dict[str, TestTrouble] = {}
    for trouble in sorted(troubles, key=lambda one: (-one.severity.rank, one.line)):
        first.setdefault(trouble.test, trouble)
    for severity in dict.fromkeys(trouble.severity for trouble in first.values()):
        own = [trouble for trouble in first.values() if trouble.severity is severity]
        if len(own) > _MOST_SINGLE:
            named = ", ".join(trouble.test for trouble in own[:_MOST_NAMED])
            yield Finding(
                code=code,
                severity=severity,
                message=f"{len(own)} tests of {matrix.id} {many}: {named} and {len(own) - _MOST_NAMED} more",
                location=Location(path=matrix.path, line=own[0].line),
                subject=matrix.id,
            )
            continue
        for trouble in own:
            yield Finding(
                code=code,
                severity=severity,
                message=f"{trouble.test} {trouble.words}",
                location=Location(path=matrix.path, line=trouble.line),
                subject=trouble.subject,
            )
