from dataclasses import replace

import pytest

from qms_site.findings import Finding, Location, Severity, sort_findings

FINDING = Finding(
    code="DOC301",
    severity=Severity.WARNING,
    message="SOP-001 has no status",
    location=Location(path="QMS/SOP/SOP-001.md", line=4),
    subject="SOP-001",
)


@pytest.mark.verifies("REQ-FND-001")
@pytest.mark.parametrize(
    "same",
    [
        replace(FINDING, location=Location(path="QMS/SOP/SOP-001.md", line=900)),
        replace(FINDING, location=Location(path="QMS/SOP/SOP-001.md")),
        replace(FINDING, severity=Severity.ERROR),
        replace(FINDING, hint="another word of advice"),
    ],
)
def test_a_fingerprint_stays_when_the_paragraph_moves(same: Finding) -> None:
    assert same.fingerprint == FINDING.fingerprint == "2f519e0d43f3ded0"


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, code="DOC302"),
        replace(FINDING, message="SOP-001 has no version"),
        replace(FINDING, subject="SOP-002"),
        replace(FINDING, subject=None),
        replace(FINDING, location=Location(path="QMS/SOP/SOP-002.md", line=4)),
        replace(FINDING, location=None),
    ],
)
def test_a_fingerprint_tells_findings_apart(other: Finding) -> None:
    assert other.fingerprint != FINDING.fingerprint


def test_a_path_that_is_no_utf_8_has_a_fingerprint() -> None:
    assert len(replace(FINDING, location=Location(path="\udcff.md")).fingerprint) == 16


def test_the_severest_come_first_then_code_path_line_message() -> None:
    note = replace(FINDING, severity=Severity.NOTE)
    error = replace(FINDING, severity=Severity.ERROR)
    ordered = (
        replace(error, code="DOC101"),
        replace(error, location=None),
        replace(error, location=Location(path="a.md", line=9)),
        replace(error, location=Location(path="b.md")),
        replace(error, location=Location(path="b.md", line=2), message="a"),
        replace(error, location=Location(path="b.md", line=2), message="b"),
        replace(error, location=Location(path="b.md", line=10)),
        FINDING,
        note,
    )
    assert sort_findings(ordered[::-1]) == ordered


@pytest.mark.parametrize(
    ("location", "text"), [(Location(path="a.md"), "a.md"), (Location(path="a.md", line=3), "a.md:3")]
)
def test_a_location_is_written_as_editors_read_it(location: Location, text: str) -> None:
    assert str(location) == text
