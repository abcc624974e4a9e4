import pytest
from builders import ProjectBuilder, a_project

from qms_site.graph.links import DocumentLink, LinkKind, LinkStatus, resolve_short_id


def links(project: ProjectBuilder) -> list[tuple[str, str, str, str]]:
    return [(link.source, link.kind, link.target, link.status) for link in project.build().graph.links]


def test_a_child_links_to_its_parent_whether_it_is_there_or_not() -> None:
    project = a_project().with_document("CR-1", "").with_document("CR-1-VAR-1", "").with_document("CR-2-VAR-1", "")
    assert links(project) == [
        ("CR-1-VAR-1", "parent", "CR-1", "resolved"),
        ("CR-2-VAR-1", "parent", "CR-2", "dangling"),
    ]


def test_a_citation_stands_at_its_first_place_alone() -> None:
    project = a_project().with_document("SOP-001", "see CR-1\n\nand CR-1, CR-1", path="QMS/a/SOP-001.md")
    assert project.build().graph.links == (
        DocumentLink(
            source="SOP-001",
            target="CR-1",
            kind=LinkKind.CITES,
            status=LinkStatus.DANGLING,
            path="QMS/a/SOP-001.md",
            line=5,
        ),
    )


def test_who_cites_whom_is_told_both_ways_for_what_arrives() -> None:
    project = (
        a_project()
        .with_document("SOP-002", "CR-10 CR-9 CR-404 SOP-002")
        .with_document("SOP-001", "CR-9")
        .with_document("CR-9", "")
        .with_document("CR-10", "")
    )
    graph = project.build().graph
    assert graph.cites == {"SOP-001": ("CR-9",), "SOP-002": ("CR-9", "CR-10")}
    assert graph.cited_by == {"CR-9": ("SOP-001", "SOP-002"), "CR-10": ("SOP-002",)}


@pytest.mark.parametrize(
    ("body", "cites"),
    [
        ("CR-1", True),
        ("`CR-1`", True),
        ("| a |\n|---|\n| CR-1 |", True),
        ("[words](x.md 'CR-1')", False),
        ("<!-- CR-1 -->", False),
        ("```\nCR-1\n```", False),
        ("    CR-1", False),
    ],
)
@pytest.mark.verifies("REQ-TRC-006")
def test_comments_and_fences_cite_nothing(body: str, *, cites: bool) -> None:
    project = a_project().with_document("SOP-001", body).with_document("CR-1", "")
    assert ("SOP-001" in project.build().graph.cites) is cites


def test_front_matter_cites() -> None:
    project = a_project().with_document("SOP-001", "", revision_summary="CR-1: new").with_document("CR-1", "")
    assert project.build().graph.cites == {"SOP-001": ("CR-1",)}


def test_a_draft_cites_for_its_document_and_an_archived_version_does_not() -> None:
    project = a_project().with_document("SOP-001", "").with_draft("SOP-001", "CR-1").with_document("CR-1", "")
    project = project.with_document("CR-2", "").with_file("QMS/.archive/SOP/SOP-001-v0.1.md", "CR-2")
    assert project.build().graph.cites == {"SOP-001": ("CR-1",)}


@pytest.mark.parametrize(
    ("written", "source", "meant"),
    [
        ("VAR-005", "CR-036", "CR-036-VAR-005"),
        ("VAR-005", "CR-036-VAR-006", "CR-036-VAR-005"),
        ("VR-1", "CR-036-VAR-005", "CR-036-VAR-005-VR-1"),
        ("VR-1", "CR-036", "VR-1"),
        ("VAR-404", "CR-036", "VAR-404"),
        ("VAR-005", "SOP-001", "VAR-005"),
        ("VAR-005", "CR-404", "VAR-005"),
        ("SOP-001", "CR-036", "SOP-001"),
    ],
)
@pytest.mark.verifies("REQ-TRC-005")
def test_a_short_id_means_the_record_s_own_child(written: str, source: str, meant: str) -> None:
    project = a_project()
    for id_ in ("CR-036", "CR-036-VAR-005", "CR-036-VAR-006", "CR-036-VAR-005-VR-1", "SOP-001"):
        project = project.with_document(id_)
    assert resolve_short_id(written, source, project.build().documents_by_id) == meant


def test_documents_that_call_each_other_parent_end_the_search() -> None:
    project = a_project().with_document("SOP-1", "VAR-9", parent="WI-1").with_document("WI-1", "VAR-9", parent="SOP-1")
    assert ("SOP-1", "cites", "VAR-9", "dangling") in links(project)


def test_a_link_to_a_document_cites_it_whatever_its_words_are() -> None:
    project = a_project().with_document("CR-1", "See [heating](../SOP/SOP-001.md#limits) and [x](no.md).")
    graph = project.with_document("SOP-001").build().graph
    assert (graph.cites["CR-1"], graph.cited_by["SOP-001"]) == (("SOP-001",), ("CR-1",))


def test_a_link_cites_in_whatever_form_the_letters_of_a_name_are_written() -> None:
    project = (
        a_project()
        .with_document("SOP-001", "[the check](Pr\u00fcfung.md)")
        .with_document("SOP-002", path="QMS/SOP/Pru\u0308fung.md", id="SOP-002")
    )
    assert links(project) == [("SOP-001", "cites", "SOP-002", "resolved")]
