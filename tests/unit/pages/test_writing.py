import re

import pytest
import yaml
from builders import ProjectBuilder, a_project
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from qms_site.pages.writing import site_files


def files(project: ProjectBuilder, *, directories: bool = False) -> dict[str, bytes]:
    found = list(site_files(project.site(directories=directories)))
    assert len(dict(found)) == len(found)
    return dict(found)


@pytest.mark.verifies("REQ-CLI-006")
@pytest.mark.parametrize(
    ("address", "directories"), [("QMS/SOP/SOP-001.html", False), ("QMS/SOP/SOP-001/index.html", True)]
)
def test_every_page_is_written_as_html_and_as_markdown(address: str, *, directories: bool) -> None:
    project = a_project().with_document("SOP-001", "![i](i.png)").with_file("QMS/SOP/i.png", b"\x89PNG")
    written = files(project, directories=directories)
    assert {"index.html", "index.md", "QMS/SOP/SOP-001.md", address, "d/SOP-001/index.html"} <= written.keys()
    assert written["QMS/SOP/i.png"] == b"\x89PNG"
    tree = LexborHTMLParser(written[address].decode())
    assets = {node.attributes.get("href") or node.attributes.get("src") or "" for node in tree.css("link, script")}
    assert {re.sub(r"^(\.\./)+", "", asset) for asset in assets} <= written.keys()


def test_an_active_drawing_is_not_written() -> None:
    project = a_project().with_document("SOP-001", "![i](i.svg)").with_file("QMS/SOP/i.svg", b"<svg onload='x'/>")
    assert "QMS/SOP/i.svg" not in files(project)


@pytest.mark.verifies("REQ-CLI-006")
def test_blank_lines_in_code_survive_the_markdown_form() -> None:
    project = a_project().with_document("SOP-001", "```\none\n\n\n  \ntwo\n```\n\nafter\n")
    _, _, body = files(project)["QMS/SOP/SOP-001.md"].decode().split("---\n", 2)
    tree = LexborHTMLParser(MarkdownIt("commonmark").render(body))
    assert tree.css_first(".qms-body pre").text() == "one\n\n\n  \ntwo\n"
    assert [paragraph.text() for paragraph in tree.css(".qms-body > p")] == ["after"]


@pytest.mark.parametrize(
    "title",
    [
        "Plain",
        'Quote " and \\ back',
        "a: b # c",
        "Größe",
        pytest.param(
            "Vessel \N{TEST TUBE}",
        ),
        "---",
        "tab\\t",
        "{{ x }}",
    ],
)
@pytest.mark.verifies("REQ-CLI-006")
def test_a_title_survives_the_markdown_form(title: str) -> None:
    written = files(a_project().with_file("QMS/a.md", f"---\ntitle: '{title}'\n---\n"))["QMS/a.md"].decode()
    assert yaml.safe_load(written.split("---\n")[1]) == {"title": title}


def test_diagrams_load_their_script_only_where_there_is_one() -> None:
    project = a_project().with_document("SOP-001", "```mermaid\ngraph TD\n```").with_document("SOP-002")
    written = files(project)
    assert b"mermaid.min.js" in written["QMS/SOP/SOP-001.html"]
    assert b"mermaid.min.js" not in written["QMS/SOP/SOP-002.html"]


@pytest.mark.verifies("REQ-READ-005")
def test_the_same_project_is_written_as_the_same_bytes() -> None:
    project = (
        a_project().with_document("SOP-001", "CR-1").with_document("CR-1").with_event("CR-1", "CLOSE", "2026-01-01")
    )
    assert files(project) == files(project)
