import pytest
from builders import ProjectBuilder, a_project

from qms_site.pages.site import PageKind, plan_site


def pages(project: ProjectBuilder) -> dict[str, PageKind]:
    found = [(page.uri, page.kind) for page in project.site().pages]
    assert len(dict(found)) == len(found)
    return dict(found)


@pytest.mark.verifies("REQ-SITE-001", "REQ-DOC-006")
def test_every_file_has_one_page_of_its_kind() -> None:
    project = (
        a_project()
        .with_document("SOP-001")
        .with_draft("SOP-001")
        .with_file("QMS/.archive/SOP/SOP-001-v1.0.md", "# SOP-001: Old")
        .with_file("QMS/notes/About us.markdown", "# About")
        .with_file("QMS/.meta/SOP/SOP-009.json", '{"doc_id": "SOP-009"}')
        .with_file("QMS/data.json", "{}")
    )
    assert pages(project) == {
        "index.md": PageKind.HOME,
        "registers/SOP.md": PageKind.REGISTER,
        "findings.md": PageKind.FINDINGS,
        "QMS/SOP/SOP-001.md": PageKind.DOCUMENT,
        "QMS/SOP/SOP-001-draft.md": PageKind.DRAFT,
        "QMS/notes/About us.md": PageKind.OTHER,
        "QMS/archive/SOP/SOP-001-v1.0.md": PageKind.VERSION,
    }


def test_pages_have_titles_that_tell_them_apart() -> None:
    site = (
        a_project()
        .with_settings("[project]\nname = 'Flow'")
        .with_document("SOP-001", title="Cleaning")
        .with_draft("SOP-001")
        .with_file("QMS/.archive/SOP-001-v1.0.md", "# SOP-001: Old")
        .with_file("QMS/a.md", "---\ntitle: Given\n---\n# Heading")
        .with_file("QMS/b.md", "# Heading")
        .with_file("QMS/c.md", "")
        .site()
    )
    assert {page.uri: page.title for page in site.pages} == {
        "index.md": "Flow",
        "registers/SOP.md": "Standard operating procedures",
        "findings.md": "Findings",
        "QMS/SOP/SOP-001.md": "SOP-001: Cleaning",
        "QMS/SOP/SOP-001-draft.md": "SOP-001: Cleaning (draft)",
        "QMS/archive/SOP-001-v1.0.md": "SOP-001: Cleaning (version 1.0)",
        "QMS/a.md": "Given",
        "QMS/b.md": "Heading",
        "QMS/c.md": "c.md",
    }


@pytest.mark.verifies("REQ-SITE-005")
def test_navigation_shows_sections_and_search_leaves_old_versions_out() -> None:
    site = (
        a_project().with_document("SOP-001").with_draft("SOP-001").with_file("QMS/.archive/SOP-001-v1.0.md", "").site()
    )
    assert [page.uri for page in site.pages if page.is_section] == ["index.md", "registers/SOP.md", "findings.md"]
    assert [page.uri for page in site.pages if not page.is_searchable] == ["QMS/archive/SOP-001-v1.0.md"]


@pytest.mark.parametrize(
    ("paths", "uris"),
    [
        (("QMS/README.md", "QMS/index.md"), ["QMS/README.md", "QMS/index-2.md"]),
        (("QMS/a.md", "QMS/a.markdown"), ["QMS/a.md", "QMS/a-2.md"]),
        (("QMS/A.md", "QMS/a.md"), ["QMS/A.md", "QMS/a-2.md"]),
        (("QMS/a-2.md", "QMS/a.markdown", "QMS/a.md"), ["QMS/a-2.md", "QMS/a.md", "QMS/a-3.md"]),
    ],
)
@pytest.mark.verifies("REQ-SITE-001")
def test_two_files_for_one_place_stand_side_by_side(paths: tuple[str, ...], uris: list[str]) -> None:
    project = a_project()
    for path in paths:
        project = project.with_file(path, "text")
    site = project.site()
    assert sorted(page.uri for page in site.pages if page.file) == sorted(uris)
    assert sorted(site.page_by_path) == sorted(paths)


def test_a_document_at_the_root_leaves_the_home_page_alone() -> None:
    project = ProjectBuilder(files={"index.md": "# Mine", "findings.md": "# Mine too"}, documents_root=".")
    assert [page.uri for page in project.site().pages] == ["index.md", "findings.md", "findings-2.md", "index-2.md"]


def test_the_host_may_give_the_home_page_another_place() -> None:
    assert plan_site(a_project().run(), directories=True, home_uri="qms.md").pages[0].uri == "qms.md"


@pytest.mark.parametrize(
    ("type_", "uri"),
    [("Work/Order", "registers/Work-Order.md"), ("../../x", "registers/------x.md"), ("Größe", "registers/Größe.md")],
)
@pytest.mark.verifies("REQ-SEC-002")
def test_a_register_stands_in_its_folder_whatever_its_type_is_called(type_: str, uri: str) -> None:
    project = a_project().with_document("X-1", id="X-1", type=type_)
    assert [page.uri for page in project.site().pages if page.kind is PageKind.REGISTER] == [uri]


@pytest.mark.parametrize(("first", "second"), [("A/B", "A-B"), ("Form", "FORM"), ("index", "README")])
def test_two_types_with_like_names_have_two_registers(first: str, second: str) -> None:
    project = a_project().with_document("X-1", id="X-1", type=first).with_document("X-2", id="X-2", type=second)
    site = project.site()
    assert len({site.addresses.file_of(page.uri).casefold() for page in site.page_by_type.values()}) == 2


@pytest.mark.verifies("REQ-SITE-001")
def test_a_document_whose_path_is_no_utf_8_has_a_page() -> None:
    project = a_project().with_document("SOP-001", path="QMS/\udcff/SOP-001.md").with_document("CR-1", "SOP-001")
    assert 'href="../%FF/SOP-001.html"' in project.page("QMS/CR/CR-1.md").html
