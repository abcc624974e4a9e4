from builders import a_project, assert_clean, assert_findings, findings_of


def test_a_project_without_documents_is_no_clean_one() -> None:
    project = a_project().with_file("QMS/README.md", "# Hello")
    assert_findings(project, "RUN104@QMS")
    assert findings_of(project)[0].message == "there is no controlled document under QMS/"


def test_one_document_is_enough() -> None:
    assert_clean(a_project().with_document("SOP-001"))
