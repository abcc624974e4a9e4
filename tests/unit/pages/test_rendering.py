import pytest
from builders import LOG, a_project, committed, lines
from selectolax.lexbor import LexborHTMLParser

from qms_site.markdown.options import Heading
from qms_site.pages.rendering import (
    MERMAID,
    SCRIPT,
    STYLE,
    redirect_pages,
    render_edition,
    render_notices,
    render_page,
    static_assets,
)
from qms_site.timeline.assurance import Support

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def hostile_project(id_: str = "SOP-001", **fields: str) -> str:
    """Every page of a project whose document says hostile things in these fields."""
    site = a_project().with_document(id_, f"# {id_}: Title\n", **fields).with_document("CR-1", id_).site()
    return "\n".join(render_page(site, page).html for page in site.pages)


@pytest.mark.parametrize("field", ["title", "status", "version", "owner", "type", "parent", "effective_date"])
@pytest.mark.verifies("REQ-SEC-001")
def test_what_front_matter_says_is_shown_and_never_interpreted(field: str) -> None:
    html = hostile_project("X-1", **{"id": "X-1", field: HOSTILE})
    assert "alert(1)" in html
    tree = LexborHTMLParser(html)
    assert tree.css("script, img, [onerror]") == []


@pytest.mark.verifies("REQ-SEC-001")
def test_what_a_log_and_a_sidecar_say_is_shown_and_never_interpreted() -> None:
    project = (
        a_project()
        .with_document("SOP-001")
        .with_sidecar("SOP-001", status=HOSTILE, version=HOSTILE, owner=HOSTILE, review_date=HOSTILE)
        .with_event("SOP-001", HOSTILE, "2026-01-01", user=HOSTILE, version=HOSTILE, to_status=HOSTILE, comment=HOSTILE)
    )
    site = project.site()
    html = "\n".join(render_page(site, page).html for page in site.pages)
    assert html.count("alert(1)") > 10
    assert LexborHTMLParser(html).css("script, img, [onerror]") == []


@pytest.mark.verifies("REQ-SEC-001")
def test_what_git_and_paths_say_is_shown_and_never_interpreted() -> None:
    project = (
        a_project()
        .with_settings("[project]\nname = '<script>name</script>'")
        .with_commit({"QMS/SOP-001.md": "---\nstatus: DRAFT\n---\n"}, message=HOSTILE, author=HOSTILE)
        .with_file("QMS/<script>x<.md", "[a](<no<script>.md>)")
        .with_repository("<script>repository", is_available=False)
    )
    site = project.site()
    html = "\n".join(render_page(site, page).html for page in site.pages)
    assert html.count("&lt;script&gt;") > 5
    assert LexborHTMLParser(html).css("script, img, [onerror]") == []


@pytest.mark.verifies("REQ-SEC-001")
def test_a_branch_is_shown_and_never_interpreted() -> None:
    project = a_project().with_revision(branch=HOSTILE, on_production=False, is_production_tip=False).build()
    for html in (render_edition(project), render_notices(project)):
        assert "&lt;script&gt;" in html
        assert LexborHTMLParser(html).css("script, img, [onerror]") == []


def test_a_clean_build_of_production_has_no_notices() -> None:
    assert render_notices(a_project().with_revision().build()) == ""


@pytest.mark.verifies("REQ-SITE-006")
def test_the_edition_links_its_commit_where_the_hosting_site_is_known() -> None:
    project = a_project().with_revision().with_settings("[project]\nurl = 'https://github.com/o/r'").build()
    link = f'<a href="https://github.com/o/r/commit/{"a" * 40}" rel="noopener"><code>aaaaaaaaaa</code></a>'
    assert link in render_edition(project)


@pytest.mark.parametrize(
    ("uri", "notice", "href"),
    [
        ("QMS/SOP/SOP-001-draft.md", "A draft, not in force. In force is version 1.0: SOP-001.", "SOP-001.html"),
        (
            "QMS/archive/SOP-001-v0.9.md",
            "Version 0.9 of SOP-001, kept in the archive. In force is version 1.0: SOP-001.",
            "../SOP/SOP-001.html",
        ),
        (
            "QMS/SOP/SOP-001.md",
            "Version 1.0 is in force; version 1.1 is on its way: read the draft.",
            "SOP-001-draft.html",
        ),
    ],
)
@pytest.mark.verifies("REQ-DOC-014")
def test_a_page_says_which_version_it_shows_and_which_is_in_force(uri: str, notice: str, href: str) -> None:
    project = (
        a_project()
        .with_commit({"QMS/SOP/SOP-001.md": "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n# SOP-001: Title\n"})
        .with_draft("SOP-001")
        .with_file("QMS/.archive/SOP-001-v0.9.md", "# SOP-001: Title\n")
    )
    (shown,) = LexborHTMLParser(project.page(uri).html).css(".qms-notice")
    assert " ".join(shown.text().split()) == notice
    assert [link.attributes["href"] for link in shown.css("a")] == [href]


@pytest.mark.verifies("REQ-SITE-002")
def test_a_document_page_has_its_panel_between_title_and_body() -> None:
    text = "# SOP-001: Cleaning\n\n## Scope\n\nAll of it.\n"
    page = a_project().with_document("SOP-001", text, owner="ada").page("QMS/SOP/SOP-001.md")
    parts = LexborHTMLParser(page.html).css(".qms-document > *")
    assert [f"{part.tag}.{part.attributes.get('class', '')}" for part in parts] == [
        "nav.qms-trail",
        "h1.",
        "section.qms-panel",
        "div.qms-body",
    ]
    assert {entry.css_first("dt").text(): entry.css_first("dd").text() for entry in parts[2].css("dl > div")} == {
        "Title": "Cleaning",
        "Type": "Standard operating procedure",
        "In force": "version 1.0",
        "Owner": "ada asserted",
        "Next, by its lifecycle": "Draft, Review due, Superseded, Retired, Retained",
        "Status from": "front matter",
        "File": "QMS/SOP/SOP-001.md",
    }
    assert [heading.text for heading in page.headings] == ["SOP-001: Cleaning", "Scope"]
    assert {heading.id for heading in page.headings} <= page.anchors


@pytest.mark.parametrize("name", ["ada", "eve", "\\<eve> and &quot;&#x202e;adam"])
def test_beside_a_name_in_a_table_stands_how_well_it_is_supported_and_below_the_text_what_that_means(name: str) -> None:
    table = f"| EI | Outcome | Performed By |\n|---|---|---|\n| EI-1 | Pass | {name} |\n"
    log = lines("CREATE", "DRAFT>IN_EXECUTION", "CHECKIN")
    page = committed({"QMS/CR/CR-001.md": f"# CR-001: X of src/\n\n{table}", LOG: log}).page("QMS/CR/CR-001.md")
    tree = LexborHTMLParser(page.html)
    (label,) = tree.css(".qms-body .qms-support")
    assert label.parent is not None
    assert label.parent.tag == "td"
    assert label.text() == ("corroborated" if name == "ada" else "asserted")
    title = str(label.attributes["title"])
    assert f"name {label.text()}: " in title
    assert title.isprintable()
    assert "data-search-exclude" in label.attributes
    assert [part.text() for part in tree.css(".qms-body ~ .qms-legend .qms-support")] == [*map(str, Support)]


def test_a_record_whose_tables_name_nobody_needs_no_legend() -> None:
    table = "| EI | Outcome | Performed By |\n|---|---|---|\n| EI-1 | | [PERFORMER] |\n"
    page = a_project().with_document("CR-001", f"# CR-001: X of src/\n\n{table}").page("QMS/CR/CR-001.md")
    assert LexborHTMLParser(page.html).css(".qms-legend, .qms-body .qms-support") == []


def test_a_document_without_a_heading_gets_one() -> None:
    page = a_project().with_document("SOP-001", "text").page("QMS/SOP/SOP-001.md")
    assert '<h1 id="title">SOP-001: SOP-001</h1>' in page.html


@pytest.mark.verifies("REQ-SITE-003")
def test_a_register_lists_every_document_with_its_link() -> None:
    project = a_project().with_document("SOP-002", status="DRAFT").with_document("SOP-001", title="First")
    page = project.page("registers/SOP.md")
    rows = LexborHTMLParser(page.html).css("tbody tr")
    assert [[" ".join(cell.text().split()) for cell in row.css("td")] for row in rows] == [
        ["SOP-001", "First", "Effective", "1.0", "1.0", ""],
        ["SOP-002", "Title of SOP-002", "Draft", "1.0", "", ""],
    ]
    assert [row.css("a")[0].attributes["href"] for row in rows] == [
        "../QMS/SOP/SOP-001.html",
        "../QMS/SOP/SOP-002.html",
    ]
    assert {"SOP-001", "SOP-002"} <= page.anchors


def test_home_and_findings_have_a_table_of_contents() -> None:
    project = a_project().with_document("SOP-001", status=None)
    assert project.page("findings.md").headings == (
        Heading(level=2, id="DOC301", text="DOC301 Document without status"),
    )
    home = project.page("index.md")
    assert {heading.id for heading in home.headings} == {"registers", "open", "wrong", "recent"}
    assert {heading.id for heading in home.headings} <= home.anchors


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("see CR-1", '<a href="../CR/CR-1.html"'),
        ("[x](../CR/CR-1.md#scope)", 'href="../CR/CR-1.html#scope"'),
        ("[x](/src/a.py)", f'href="https://github.com/o/r/blob/{"a" * 40}/src/a.py"'),
        ("![x](i.png)", 'src="i.png"'),
        ("[x](https://example.org/)", 'href="https://example.org/"'),
    ],
)
@pytest.mark.verifies("REQ-REND-004")
def test_links_lead_to_pages_attachments_and_the_hosting_site(body: str, expected: str) -> None:
    project = (
        a_project()
        .with_revision()
        .with_settings("[project]\nurl = 'https://github.com/o/r'")
        .with_document("SOP-001", body)
        .with_document("CR-1")
        .with_file("src/a.py", "")
        .with_file("QMS/SOP/i.png", b"")
    )
    assert expected in project.page("QMS/SOP/SOP-001.md").html


@pytest.mark.verifies("REQ-REND-004")
def test_a_link_that_leads_nowhere_keeps_its_words() -> None:
    project = a_project().with_document("SOP-001", "[the words](gone.md) [code](/src/a.py)").with_file("src/a.py", "")
    tree = LexborHTMLParser(project.page("QMS/SOP/SOP-001.md").html)
    assert tree.css_first(".qms-link--missing").text() == "the words"
    assert tree.css_first(".qms-link--code").text() == "code"
    assert tree.css(".qms-body a[href]") == []


@pytest.mark.parametrize(
    ("target", "directories"), [("../../QMS/SOP/SOP-001.html", False), ("../../QMS/SOP/SOP-001/", True)]
)
def test_a_document_has_a_short_address_that_leads_to_its_page(target: str, *, directories: bool) -> None:
    site = a_project().with_document("SOP-001", title="<script>").site(directories=directories)
    pages = redirect_pages(site)
    assert list(pages) == ["d/SOP-001/index.html"]
    html = pages["d/SOP-001/index.html"].decode()
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in html
    assert f'<a href="{target}">SOP-001: &lt;script&gt;</a>' in html


def test_styles_and_scripts_are_there() -> None:
    assets = static_assets()
    assert {STYLE, SCRIPT, MERMAID} <= assets.keys()
    assert all(assets.values())


def test_a_page_says_that_its_text_was_left_out_and_why() -> None:
    project = a_project().with_document("SOP-002")
    for path in ("QMS/SOP/SOP-001.md", "QMS/notes.md"):
        page = project.with_unread(path, "is larger than the limit", is_regular=True).page(path)
        notice = LexborHTMLParser(page.html).css_first(".qms-body .qms-notice")
        assert notice.text() == f"The text is left out here. The file {path} is larger than the limit."
