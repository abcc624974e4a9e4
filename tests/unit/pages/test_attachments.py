import pytest
from builders import a_project

from qms_site.pages.attachments import is_attachment, read_attachment, read_attachments


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("QMS/a.png", "QMS", True),
        ("QMS/deep/er/A.PDF", "QMS", True),
        ("a.svg", ".", True),
        ("src/a.png", "QMS", False),
        ("QMS2/a.png", "QMS", False),
        ("QMS/.archive/a.png", "QMS", False),
        ("QMS/.hidden.png", "QMS", False),
        ("QMS/a.html", "QMS", False),
        ("QMS/a.js", "QMS", False),
        ("QMS/a", "QMS", False),
    ],
)
def test_passive_files_below_the_documents_root_may_be_published(path: str, root: str, *, expected: bool) -> None:
    assert is_attachment(path, root) is expected


def test_what_a_document_or_page_links_to_is_published() -> None:
    project = (
        a_project()
        .with_document("SOP-001", "![i](img/a.png) [t](table.csv) [c](/src/code.png) [no](gone.pdf)")
        .with_file("QMS/page.md", "![b](SOP/img/b.png)")
        .with_file("QMS/SOP/img/a.png", b"a")
        .with_file("QMS/SOP/img/b.png", b"b")
        .with_file("QMS/SOP/img/unused.png", b"c")
        .with_file("QMS/SOP/table.csv", b"d")
        .with_file("src/code.png", b"e")
    )
    assert read_attachments(project.build()).keys() == {"QMS/SOP/img/a.png", "QMS/SOP/img/b.png", "QMS/SOP/table.csv"}


def test_a_picture_is_found_in_whatever_form_the_letters_of_its_name_are_written() -> None:
    project = a_project().with_document("SOP-001", "![i](Bilder/Pr\u00fcfung.png)")
    picture = "QMS/SOP/Bilder/Pru\u0308fung.png"
    assert read_attachments(project.with_file(picture, b"a").build()) == {picture: b"a"}


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg><script>alert(1)</script></svg>",
        b"<svg>< SCRIPT >alert(1)</svg>",
        b"<svg onload='alert(1)'/>",
        b"<svg\nonload = 'alert(1)'/>",
        b"<svg><foreignObject/></svg>",
        b"<svg><set attributeName='href' to='javascript:alert(1)'/></svg>",
        b"<svg><use href='data:text/html,x'/></svg>",
        b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
        pytest.param(
            b"<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script>alert(1)</s:script></s:svg>",
        ),
        pytest.param(
            b"<?xml-stylesheet type='text/xsl' href='data:application/xml,x'?><svg/>",
        ),
        pytest.param(
            "<svg><script>alert(1)</script></svg>".encode("utf-16"),
        ),
        pytest.param(
            b"<svg><x:a xmlns:x='http://www.w3.org/2000/svg' href='java&#115;cript:alert(1)'/></svg>",
        ),
    ],
)
@pytest.mark.verifies("REQ-SEC-001")
def test_a_drawing_with_active_content_is_refused(drawing: bytes) -> None:
    project = a_project().with_file("QMS/a.SVG", drawing).build()
    assert read_attachment(project, "QMS/a.SVG") is None


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("QMS/a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/><text>on = description</text></svg>"),
        ("QMS/a.txt", b"<script>"),
        ("QMS/a.png", b"\x89PNG"),
    ],
)
def test_a_passive_file_is_published_as_it_is(path: str, data: bytes) -> None:
    assert read_attachment(a_project().with_file(path, data).build(), path) == data


def test_a_file_that_cannot_be_read_is_not_published() -> None:
    assert read_attachment(a_project().build(), "QMS/gone.png") is None


def test_a_plot_that_uses_its_own_parts_is_passive() -> None:
    plot = b"<svg xmlns:xlink='http://www.w3.org/1999/xlink'><g id='g'/><use xlink:href='#g'/></svg>"
    files = {"QMS/SOP/plot.svg": plot, "QMS/SOP/loads.svg": plot.replace(b"#g", b"https://example.org/x.svg#g")}
    project = a_project().with_document("SOP-001", "![a](plot.svg) ![b](loads.svg)", path="QMS/SOP/SOP-001.md")
    for path, data in files.items():
        project = project.with_file(path, data)
    assert list(read_attachments(project.build())) == ["QMS/SOP/plot.svg"]
    html = project.page("QMS/SOP/SOP-001.md").html
    assert 'src="plot.svg"' in html
    assert "loads.svg is not published with the documents" in html
