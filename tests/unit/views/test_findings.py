from builders import a_project

from qms_site.findings import Severity
from qms_site.views.findings import build_findings_view

SUPPRESSION = "[[suppression]]\nrule = 'DOC301'\nsubject = 'SOP-002'\nreason = 'fine'\n"


def test_findings_are_grouped_by_rule_the_severest_first() -> None:
    project = (
        a_project()
        .with_settings(SUPPRESSION)
        .with_document("SOP-001", status=None)
        .with_document("SOP-002", status=None)
        .with_document("SOP-003", status="unheard")
        .with_document("TEMPLATE-A", "[a](no.md)")
    )
    view = build_findings_view(project.run().findings)
    assert [(group.code, group.title, group.severity, len(group.findings)) for group in view.groups] == [
        ("DOC302", "Status outside the lifecycle", Severity.ERROR, 1),
        ("DOC301", "Document without status", Severity.WARNING, 2),
        ("LNK101", "Broken relative link", Severity.NOTE, 1),
    ]
    assert (view.errors, view.warnings, view.notes, view.accepted) == (1, 1, 1, 1)


def test_accepted_findings_are_counted_apart() -> None:
    project = a_project().with_settings(SUPPRESSION).with_document("SOP-002", status=None)
    view = build_findings_view(project.with_document("TEMPLATE-A", "[a](no.md)").run().findings)
    assert (view.errors, view.warnings, view.notes, view.accepted) == (0, 0, 1, 1)
