"""What people and programs read of one small project, kept beside this file and reviewed as text.

After a change that is meant: ``pytest tests/golden --snapshot-update``, and read the difference.
"""

import pytest
from builders import ProjectBuilder
from syrupy.assertion import SnapshotAssertion

from qms_site.reports.facts import render_facts
from qms_site.reports.text import render_document, render_findings


@pytest.mark.verifies("REQ-CLI-005")
def test_facts(project: ProjectBuilder, snapshot: SnapshotAssertion) -> None:
    assert render_facts(project.run()) == snapshot


@pytest.mark.verifies("REQ-CLI-003")
def test_check(project: ProjectBuilder, snapshot: SnapshotAssertion) -> None:
    assert render_findings(project.run()) == snapshot


@pytest.mark.verifies("REQ-CLI-007")
def test_show(project: ProjectBuilder, snapshot: SnapshotAssertion) -> None:
    run = project.run()
    assert render_document(run, run.project.documents_by_id["SOP-001"]) == snapshot


@pytest.mark.parametrize(
    "uri", ["QMS/SOP/SOP-001.md", "QMS/CR/CR-001.md", "registers/CR.md", "findings.md", "index.md"]
)
@pytest.mark.verifies("REQ-SITE-002", "REQ-SITE-003", "REQ-SITE-004")
def test_page(project: ProjectBuilder, snapshot: SnapshotAssertion, uri: str) -> None:
    assert project.page(uri).html == snapshot
