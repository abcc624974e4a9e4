from builders import a_project, assert_clean, assert_findings, findings_of


def test_the_first_text_that_lies_too_deep_is_found_at_its_line() -> None:
    body = "# SOP-001: Quotes\n\n" + "> " * 101 + "one\n\nText.\n\n" + "> " * 102 + "two\n"
    project = a_project().with_document("SOP-001", body).with_file("QMS/notes.md", "- " * 60 + "three\n")
    assert_findings(project, "DOC105@QMS/SOP/SOP-001.md:7", "DOC105@QMS/notes.md:1")
    assert findings_of(project)[0].message == (
        "Quotes or lists nest deeper than 100 levels; from here on their text is shown as it is written."
    )


def test_what_a_person_nests_is_fine() -> None:
    assert_clean(a_project().with_document("SOP-001", "> " * 50 + "- " * 24 + "one\n"))
