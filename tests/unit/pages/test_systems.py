"""The pages of systems, and what other pages say of them."""

import hashlib
from pathlib import Path

import pytest
from builders import ProjectBuilder, a_project
from builders.projects import page_at
from builders.pumps import Pumps, matrix
from selectolax.lexbor import LexborHTMLParser

from qms_site.engine import ReportRequest, Request, run
from qms_site.pages.rendering import render_page
from qms_site.pages.site import PageKind, plan_site

SETTINGS = "[project]\nname = 'Works'\n[[system]]\nname = 'PUMP'\ntitle = 'Pump <b>controller</b>'\ncode = ['src']\n"
RS = "# SDLC-PUMP-RS: X\n\n| ID | Requirement |\n|---|---|\n" + "".join(
    f"| REQ-PUMP-{number:03} | It shall stop. |\n" for number in range(1, 6)
)


def works() -> ProjectBuilder:
    return a_project().with_settings(SETTINGS).with_document("SDLC-PUMP-RS", RS)


def html_of(project: ProjectBuilder, uri: str) -> LexborHTMLParser:
    return LexborHTMLParser(project.page(uri).html)


def words(node: object) -> str:
    return " ".join(node.text(separator=" ").split())  # type: ignore[attr-defined]  # what the parser gives


@pytest.mark.verifies("REQ-QUA-016")
def test_the_verdict_is_first_then_what_blocks_then_the_gates_then_the_detail() -> None:
    page = works().page("systems/PUMP.md")
    places = [page.html.index(part) for part in ("qms-stand__state", 'id="blocks"', 'id="gates"', 'id="detail"')]
    assert places == sorted(places)
    assert [heading.id for heading in page.headings] == ["blocks", "gates", "detail"]
    tree = LexborHTMLParser(page.html)
    assert words(tree.css_first(".qms-stand__state")) == "Qualification Pending"
    assert [words(verdict.css_first(".qms-gate")) for verdict in tree.css(".qms-stand__verdicts > div")] == [
        "✗ not ready",
        "✗ not ready",
    ]


@pytest.mark.verifies("REQ-QUA-016")
def test_what_blocks_says_why_and_who_and_folds_what_is_long() -> None:
    (entry,) = (
        item for item in html_of(works(), "systems/PUMP.md").css(".qms-blocks > li") if "Evidence for" in item.text()
    )
    assert words(entry.css_first(".qms-blocks__reason")) == "0 of 5 requirements have evidence"
    assert words(entry.css_first("summary")) == "5 in the way"
    assert len(entry.css("details li")) == 5
    assert words(entry.css_first(".qms-blocks__who")).startswith("Who can clear it ")


@pytest.mark.verifies("REQ-QUA-027")
def test_the_inventory_links_to_each_system_and_says_what_the_settings_do_not() -> None:
    row = html_of(works(), "systems.md").css_first("tbody tr")
    assert row.css_first("a").attributes["href"] == "systems/PUMP.html"
    assert [words(cell) for cell in row.css("td")] == [
        *("Qualification Pending", "✗ not ready", "✗ not ready"),
        *("12 of 13", "not stated", "not stated"),
    ]


def test_home_and_specifications_lead_to_the_page_of_the_system() -> None:
    home = html_of(works(), "index.md").css_first("section[aria-labelledby=systems] tbody tr")
    assert words(home) == "Pump <b>controller</b> Qualification Pending 12 of 13 RS 1.0"
    assert home.css_first("a").attributes["href"] == "systems/PUMP.html"
    panel = html_of(works(), "QMS/SDLC/SDLC-PUMP-RS.md").css_first(".qms-panel")
    assert "../../systems/PUMP.html" in [link.attributes["href"] for link in panel.css("a")]


def test_names_from_the_settings_are_text() -> None:
    for uri in ("systems.md", "systems/PUMP.md", "index.md"):
        assert "<b>controller" not in works().page(uri).html


def test_navigation_shows_the_inventory_and_no_single_system() -> None:
    kinds = [page.kind for page in works().site().sections]
    assert (PageKind.SYSTEMS in kinds, PageKind.SYSTEM in kinds) == (True, False)


def test_where_nobody_asks_for_them_there_are_no_such_pages_and_home_shows_what_is_in_force() -> None:
    site = plan_site(works().run(), directories=False, has_status=False)
    assert not [page for page in site.pages if page.kind in (PageKind.SYSTEM, PageKind.SYSTEMS)]
    assert not [name for name, _ in site.files() if name.startswith("badges/")]
    assert "RS in force" in render_page(site, page_at(site, "index.md")).html
    assert "RS" in render_page(site, page_at(site, "QMS/SDLC/SDLC-PUMP-RS.md")).html


@pytest.mark.verifies("REQ-QUA-017")
def test_badges_are_files_of_the_site_and_the_page_shows_its_own() -> None:
    names = {name for name, _ in works().site().files() if name.startswith("badges/")}
    assert names == {
        f"badges/{name}.{form}"
        for name in ("systems/PUMP", "coverage/PUMP", "documents/SDLC-PUMP-RS", "changes", "findings")
        for form in ("svg", "json")
    }
    image = html_of(works(), "systems/PUMP.md").css_first(".qms-embed img")
    assert image.attributes["src"] == "../badges/systems/PUMP.svg"
    assert image.attributes["alt"] == "Pump <b>controller</b>: Qualification Pending"


def test_systems_with_names_that_hosts_take_for_a_folder_have_places_of_their_own() -> None:
    project = a_project().with_settings("[[system]]\nname = 'INDEX'\n[[system]]\nname = 'README'\n")
    assert [page.uri for page in project.site().pages if page.kind is PageKind.SYSTEM] == [
        "systems/INDEX-2.md",
        "systems/README-2.md",
    ]


@pytest.mark.verifies("REQ-QUA-024")
def test_the_page_tells_digests_and_environments_that_are_left_out(tmp_path: Path) -> None:
    pumps = Pumps(tmp_path / "pumps").merge()
    own = hashlib.sha256(b"<lock>").hexdigest()
    told = f"\nlock<b>.lock no.lock sha256:{own}\n\nother.lock sha256:{own}\n"
    pumps.commit({**matrix(pumps.qualified, more=told), "no.lock": "<lock>", "other.lock": "1"}, "CR-001: state it", 10)
    pumps.close().repository.branch("test/pump-009")
    pumps.commit({"src/pump.py": "3\n"}, "Try", 22)
    pumps.repository.checkout("main")
    pumps.status()
    report = ReportRequest(junit=(pumps.repository.root / "junit.xml",))
    site = plan_site(run(Request(folder=pumps.repository.root, reports=report)), directories=False)
    tree = LexborHTMLParser(render_page(site, page_at(site, "systems/PUMP.md")).html)
    blocked = words(tree.css_first(".qms-blocks"))
    assert "1 of 2 stated digests does not agree: other.lock" in blocked
    assert f"and {own} is stated" in blocked
    (row,) = (row for row in tree.css(".qms-gates tr") if "Acceptance confirmed" in row.text())
    assert f"no.lock: sha256 {own[:12]}, SDLC-PUMP-RTM" in words(row)
    detail = words(tree.css_first(".qms-detail"))
    assert "No part of this qualification test/pump-009 the qualified commit does not hold it" in detail


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("repository = 'tool'", "all of tool"),
        ("repository = 'tool'\ncode = ['src']", "src in tool"),
        ("", "none named"),
    ],
)
def test_a_system_without_paths_has_all_of_the_repository_that_the_settings_give_it(named: str, code: str) -> None:
    settings = f"[project]\nname = 'Works'\n[repositories.tool]\npath = 'tool'\n[[system]]\nname = 'PUMP'\n{named}\n"
    tree = html_of(a_project().with_settings(settings).with_document("SDLC-PUMP-RS", RS), "systems/PUMP.md")
    told = {words(row.css_first("dt")): words(row.css_first("dd")) for row in tree.css(".qms-detail > div")}
    assert told["Code"] == code
