from builders import a_project, assert_clean, assert_findings


def test_bytes_that_are_no_utf_8_are_found_at_their_line() -> None:
    project = a_project().with_file("QMS/SOP-001.md", b"---\nstatus: EFFECTIVE\n---\nf\xfcr\n")
    assert_findings(project.with_file("QMS/notes.md", b"\0"), "DOC102@QMS/SOP-001.md:4", "DOC102@QMS/notes.md:1")


def test_utf_8_with_or_without_a_mark_is_fine() -> None:
    assert_clean(a_project().with_file("QMS/SOP-001.md", "\ufeff---\nstatus: EFFECTIVE\n---\nfür 中 \N{TEST TUBE}\n"))
