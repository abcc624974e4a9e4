import pytest
from builders import a_project

REASON = "has 5000 KiB, more than the 4096 that project.max-document-kib allows"


@pytest.mark.verifies("REQ-READ-008")
def test_a_document_whose_text_was_left_out_is_there_with_what_its_metadata_says() -> None:
    project = (
        a_project()
        .with_document("CR-001", "# CR-001: Large\n\n[text](../SOP/SOP-001.md)\n")
        .with_unread("QMS/SOP/SOP-001.md", REASON, is_regular=True)
        .with_unread("QMS/.archive/SOP/SOP-001-v1.0.md", REASON, is_regular=True)
        .with_sidecar("SOP-001", status="EFFECTIVE", version="2.0", effective_version="2.0")
        .build()
    )
    document = project.documents_by_id["SOP-001"]
    assert (document.title, document.status, document.version) == ("SOP-001", "EFFECTIVE", "2.0")
    assert [file.version for file in document.archived] == ["1.0"]
    assert [file.left_out for file in (document.file, *document.archived)] == [REASON, REASON]
    assert [(version.version, version.digest) for version in project.timelines_by_id["SOP-001"].versions] == [
        ("1.0", None),
        ("2.0", None),
    ]
    assert project.graph.cites["CR-001"] == ("SOP-001",)
    assert project.orphan_sidecars == ()


@pytest.mark.parametrize(
    ("path", "is_regular"),
    [("QMS/SOP/SOP-001.md", False), ("QMS/.meta/SOP/SOP-001.json", True), ("QMS/.hidden/SOP-001.md", True)],
)
def test_what_is_no_text_of_the_repository_is_no_document(path: str, *, is_regular: bool) -> None:
    project = a_project().with_document("SOP-002").with_unread(path, REASON, is_regular=is_regular).build()
    assert (list(project.documents_by_id), project.other_files) == (["SOP-002"], ())


def test_pages_come_by_path_whether_their_text_was_read_or_not() -> None:
    project = a_project().with_file("QMS/a.md", "").with_file("QMS/c.md", "")
    other = project.with_unread("QMS/b.md", REASON, is_regular=True).build().other_files
    assert [(file.path, file.left_out) for file in other] == [
        ("QMS/a.md", None),
        ("QMS/b.md", REASON),
        ("QMS/c.md", None),
    ]
