"""What a reader finds on the site of a repository that keeps its states in sidecars."""

import pytest
from integration.sites import Repository, Site, texts_of
from selectolax.lexbor import LexborHTMLParser

DOCUMENTS = {
    "SOP-001": ("QMS/SOP/SOP-001.html", "Change Control", "Effective", "version 2.0"),
    "SOP-002": ("QMS/SOP/SOP-002.html", "Cleaning of the vessel", "Draft", "version 0.1"),
    "CR-001": ("QMS/CR/CR-001/CR-001.html", "Start the motor after the valve", "Closed", "version 2.0"),
    "CR-001-VAR-001": ("QMS/CR/CR-001/CR-001-VAR-001.html", "The trial took two hours", "Closed", "version 2.0"),
    "CR-002": ("QMS/CR/CR-002/CR-002.html", "A second pump", "In execution", "version 1.1"),
    "CR-010": ("QMS/CR/CR-010/CR-010.html", "Another colour", "Draft", "version 0.1"),
    "TEMPLATE-CR": ("QMS/TEMPLATE/TEMPLATE-CR.html", "Change Record Template", "Effective", "version 1.0"),
}


def folds(page: LexborHTMLParser) -> dict[str, str]:
    """Text of each fold of a header panel, by its name."""
    return {
        fold.css_first("summary").text(deep=False).strip(): " ".join(fold.text().split())
        for fold in page.css("details.qms-fold")
    }


@pytest.mark.verifies("REQ-SITE-001", "REQ-DOC-003", "REQ-DOC-002")
@pytest.mark.parametrize("id_", DOCUMENTS)
def test_every_document_has_a_page_with_title_status_and_version(pump_site: Site, id_: str) -> None:
    file, title, status, version = DOCUMENTS[id_]
    page = pump_site.page(file)
    head = page.css_first(".qms-panel__head")
    assert texts_of(page, ".qms-panel__head .qms-id") == [id_]
    assert [node.text() for node in head.css(".qms-status")] == [status]
    assert [node.text() for node in head.css(".qms-version")] == [version]
    assert texts_of(page, ".qms-facts dd")[0] == title
    assert title in page.css_first("title").text()


def test_a_document_has_one_page_and_no_other_file_is_a_page(pump_site: Site) -> None:
    expected = {file for file, *_ in DOCUMENTS.values()} | {
        *("404.html", "index.html", "findings.html", "QMS/archive/SOP/SOP-001-v1.0.html"),
        *(f"registers/{type_}.html" for type_ in ("CR", "SOP", "TEMPLATE", "VAR")),
        *(f"history/{name}.html" for name in ("governed", "ledger", "audit-trail", "environments")),
    }
    assert set(pump_site.html_files()) == expected


@pytest.mark.verifies("REQ-SITE-002", "REQ-DOC-005", "REQ-DOC-013")
def test_the_panel_shows_relations_time_line_and_versions(pump_site: Site) -> None:
    change = pump_site.page("QMS/CR/CR-001/CR-001.html")
    shown = folds(change)
    assert "CR-001-VAR-001" in shown["Children"]
    assert "SOP-001" in shown["Cites"]
    assert "SOP-002" in shown["Cites"]
    assert "CR-002" in shown["Cited by"]
    assert "2026-01-14 09:00" in shown["Time line"]
    assert "Closed after the second trial." in shown["Time line"]
    versions = folds(pump_site.page("QMS/SOP/SOP-001.html"))["Versions"]
    assert "2026-01-05" in versions
    assert "2026-01-20" in versions


@pytest.mark.verifies("REQ-SITE-002")
def test_a_child_leads_to_its_parent(pump_site: Site) -> None:
    trail = pump_site.page("QMS/CR/CR-001/CR-001-VAR-001.html").css(".qms-trail a")
    assert ("CR-001", "CR-001.html") in [(link.text(), link.attributes["href"]) for link in trail]


@pytest.mark.verifies("REQ-DOC-006")
def test_an_archived_version_says_which_one_is_in_force(pump_site: Site) -> None:
    page = pump_site.page("QMS/archive/SOP/SOP-001-v1.0.html")
    (notice,) = texts_of(page, ".qms-notice--old")
    assert notice == ("Version 1.0 of SOP-001, kept in the archive. In force is version 2.0: SOP-001.")
    assert page.css_first(".qms-notice--old a").attributes["href"] == "../../SOP/SOP-001.html"


@pytest.mark.verifies("REQ-REND-001", "REQ-REND-005")
def test_the_body_is_github_flavoured(pump_site: Site) -> None:
    steps = pump_site.page("QMS/SOP/SOP-001.html")
    assert len(steps.css(".qms-body ol > li")) == 3
    assert len(steps.css(".qms-body ol > li > ul > li")) == 2
    rows = pump_site.page("QMS/CR/CR-001/CR-001.html").css(".qms-body tbody tr")
    assert [len(row.css("td")) for row in rows] == [7, 7]
    assert rows[0].css_first("td:nth-child(5) code").text() == "git log | head"


@pytest.mark.verifies("REQ-REND-004")
def test_links_lead_to_pages_of_documents_and_to_code_at_the_commit_read(pump: Repository, pump_site: Site) -> None:
    procedure = pump_site.page("QMS/SOP/SOP-001.html").css_first(".qms-body a.qms-link--page")
    assert procedure.attributes["href"] == "../TEMPLATE/TEMPLATE-CR.html"
    code = pump_site.page("QMS/CR/CR-001/CR-001.html").css_first(".qms-body a.qms-link--code")
    commit = pump.git("rev-parse", "HEAD")
    assert code.attributes["href"] == f"https://git.example.org/pump-house/blob/{commit}/src/pump.py"


@pytest.mark.verifies("REQ-SITE-003")
def test_a_register_lists_every_document_of_its_type_without_a_script(pump_site: Site) -> None:
    page = pump_site.page("registers/CR.html")
    rows = [[" ".join(cell.text().split()) for cell in row.css("td")] for row in page.css("table.qms-data tbody tr")]
    assert rows == [
        ["CR-001", "Start the motor after the valve", "Closed", "2.0", "", "2026-01-14"],
        ["CR-002", "A second pump", "In execution", "1.1", "operator asserted", "2026-02-03"],
        ["CR-010", "Another colour", "Draft", "0.1", "operator asserted", "2026-02-03"],
    ]
    assert page.css_first("table.qms-data tbody a").attributes["href"] == "../QMS/CR/CR-001/CR-001.html"


@pytest.mark.verifies("REQ-SITE-004")
def test_the_home_page_answers_how_many_which_state_what_is_open_what_changed(pump_site: Site) -> None:
    page = pump_site.page("index.html")
    tiles = dict(zip(texts_of(page, ".qms-tile__label"), texts_of(page, ".qms-tile__count"), strict=True))
    assert tiles == {"in force": "2", "in execution": "1", "in draft": "2", "closed": "2"}
    sections = {node.css_first("h2").text(): node.text() for node in page.css("section[aria-labelledby]")}
    assert [id_ for id_ in DOCUMENTS if id_ in sections["What is open"]] == ["SOP-002", "CR-002", "CR-010"]
    assert "Nothing was found." in sections["What is wrong"]
    assert "Cleaning of the vessel" in sections["What changed last"]


@pytest.mark.verifies("REQ-SITE-005")
def test_the_sidebar_holds_sections_and_no_document(pump_site: Site) -> None:
    for file in pump_site.html_files():
        sidebar = pump_site.page(file).css(".md-sidebar--primary a.md-nav__link[href]")
        listed = {link.attributes["href"].rsplit("/", 1)[-1] for link in sidebar}
        assert not {name for name in listed if name.startswith(("CR-", "SOP-", "TEMPLATE-"))}, file
    names = texts_of(pump_site.page("index.html"), ".md-sidebar--primary .md-nav__link")
    assert {"Change records", "Standard operating procedures", "Variances", "Findings"} <= set(names)


@pytest.mark.parametrize("id_", DOCUMENTS)
def test_a_short_address_leads_to_the_document(pump_site: Site, id_: str) -> None:
    page = pump_site.page(f"d/{id_}/index.html")
    refresh = page.css_first("meta[http-equiv=refresh]").attributes["content"]
    target = refresh.removeprefix("0; url=")
    assert (pump_site.folder / "d" / id_ / target).resolve() == (pump_site.folder / DOCUMENTS[id_][0]).resolve()
    assert page.css_first("a").attributes["href"] == target


def test_old_versions_are_not_searched(pump_site: Site) -> None:
    index = pump_site.read("search/search_index.json")
    assert "QMS/SOP/SOP-001.html" in index
    assert "SOP-001-v1.0" not in index
