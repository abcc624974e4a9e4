"""Wherever the host's own pages lie, a document stands at the address that its path gives it, and once."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from integration.sites import Repository, Site, build, found_repository, run_host, texts_of

HOST = """\
site_name: Kettle
theme: {{name: material, font: false}}
docs_dir: {docs}
plugins: [search, qms]
"""
INSIDE = {
    "docs/QMS/SOP/SOP-001.md": "---\nstatus: EFFECTIVE\nversion: 1.0\n---\n\n# SOP-001: Descaling\n\nSee [how](../../how.md).\n",
    "qms.toml": '[project]\nname = "Kettle"\ndocuments = "docs/QMS"\n',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A place of the host's pages, and what must come of it."""

    changes: dict[str, str]
    document: str
    home: str
    own: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


LAYOUTS = {
    "beside": Layout(
        changes={"mkdocs.yml": HOST.format(docs="docs")},
        document="QMS/SOP/SOP-001/index.html",
        home="overview/index.html",
        own=("index.html", "how/index.html"),
    ),
    "equal": Layout(
        changes={"mkdocs.yml": HOST.format(docs="QMS")},
        document="QMS/SOP/SOP-001/index.html",
        home="index.html",
        own=("QMS/index.html",),
    ),
    "containing": Layout(
        changes={"mkdocs.yml": HOST.format(docs="docs"), **INSIDE},
        document="docs/QMS/SOP/SOP-001/index.html",
        home="docs/QMS/index.html",
        own=("index.html", "how/index.html"),
    ),
    "in a folder of its own": Layout(
        changes={"website/mkdocs.yml": HOST.format(docs="pages"), "website/pages/index.md": "# Hello\n"},
        document="QMS/SOP/SOP-001/index.html",
        home="overview/index.html",
        own=("index.html",),
        options=("--config-file", "website/mkdocs.yml"),
    ),
}


@pytest.fixture(scope="module", params=LAYOUTS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, Site]:
    layout = LAYOUTS[request.param]
    folder = tmp_path_factory.mktemp("layout")
    repository = found_repository(folder / "repository", "front_matter", layout.changes)
    return layout, build(repository, folder / "site", *layout.options)


@pytest.mark.verifies("REQ-SITE-001", "REQ-DOC-003")
def test_a_document_stands_at_its_path_once(built: tuple[Layout, Site]) -> None:
    layout, site = built
    assert [file for file in site.html_files() if "SOP-001" in file] == [layout.document]
    page = site.page(layout.document)
    assert page.css_first(".qms-panel__head .qms-status").text() == "Effective"


def test_the_host_keeps_its_own_pages(built: tuple[Layout, Site]) -> None:
    layout, site = built
    for file in layout.own:
        assert site.page(file).css_first("h1") is not None
        assert site.page(file).css_first(".qms-home") is None


@pytest.mark.verifies("REQ-SITE-004")
def test_the_overview_finds_a_place(built: tuple[Layout, Site]) -> None:
    layout, site = built
    assert [file for file in site.html_files() if site.page(file).css_first(".qms-home")] == [layout.home]


def test_a_page_of_the_host_may_link_to_a_document_by_its_file(tmp_path: Path) -> None:
    changes = {"mkdocs.yml": HOST.format(docs="docs"), **INSIDE, "docs/index.md": "[SOP-001](QMS/SOP/SOP-001.md)\n"}
    site = build(found_repository(tmp_path / "repository", "front_matter", changes), tmp_path / "site")
    assert not broken_links(site)


INDEX_BESIDE_README = {"mkdocs.yml": HOST.format(docs="QMS"), "QMS/index.md": "# Where to begin\n\nWith SOP-001.\n"}


def test_a_readme_beside_an_index_is_no_warning(tmp_path: Path) -> None:
    build(found_repository(tmp_path / "repository", "front_matter", INDEX_BESIDE_README), tmp_path / "site")


@pytest.fixture(scope="module")
def in_root(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A repository whose documents root holds a README and an index, and whose host has no pages of its own."""
    folder = tmp_path_factory.mktemp("root")
    repository = found_repository(folder / "repository", "front_matter", INDEX_BESIDE_README)
    done = run_host(repository, folder / "site")
    assert done.code == 0, done.output
    return Site(folder=folder / "site", log=done.output)


def test_a_readme_beside_an_index_moves_aside(in_root: Site) -> None:
    headings = [texts_of(in_root.page(file), "h1")[0] for file in in_root.html_files() if file.startswith("QMS/")]
    assert len([heading for heading in headings if heading.startswith("Where to begin")]) == 1
    assert len([heading for heading in headings if heading.startswith("How these documents are kept")]) == 1


def test_an_index_among_the_documents_does_not_take_the_place_of_the_overview(in_root: Site) -> None:
    assert in_root.page("index.html").css_first(".qms-home") is not None


NAV = """
nav:
  - Welcome: index.md
  - How: how.md
"""


def names_in_sidebar(site: Site) -> list[str]:
    return texts_of(site.page("index.html"), ".md-sidebar--primary .md-nav__link .md-ellipsis")


@pytest.mark.verifies("REQ-SITE-005")
def test_a_nav_by_hand_that_names_no_page_of_ours_gets_a_section(tmp_path: Path) -> None:
    changes = {"mkdocs.yml": HOST.format(docs="docs") + NAV}
    site = build(found_repository(tmp_path / "repository", "front_matter", changes), tmp_path / "site")
    names = names_in_sidebar(site)
    assert {"Welcome", "How", "Quality system", "Change records", "Findings"} <= set(names)
    assert names.index("How") < names.index("Quality system") < names.index("Change records")


@pytest.mark.verifies("REQ-SITE-005")
def test_a_nav_by_hand_that_names_our_pages_is_taken_as_it_is(tmp_path: Path) -> None:
    changes = {"mkdocs.yml": HOST.format(docs="docs") + NAV + "  - Changes: registers/CR.md\n"}
    site = build(found_repository(tmp_path / "repository", "front_matter", changes), tmp_path / "site")
    names = names_in_sidebar(site)
    assert "Changes" in names
    assert "Quality system" not in names


@pytest.mark.verifies("REQ-SITE-009")
def test_addresses_of_both_kinds_hold(pump: Repository, pump_site: Site, tmp_path: Path) -> None:
    host = (pump.path / "mkdocs.yml").read_text(encoding="utf-8").replace("use_directory_urls: false\n", "")
    site = build(found_repository(tmp_path / "repository", changes={"mkdocs.yml": host}), tmp_path / "site")
    for kind in (site, pump_site):
        assert not broken_links(kind)
    assert (site.folder / "QMS/CR/CR-001/CR-001-VAR-001/index.html").is_file()


def broken_links(site: Site) -> list[tuple[str, str]]:
    """Relative links of the pages that lead to no file of the site."""
    found = []
    for file in site.html_files():
        if file == "404.html":
            continue  # its links are absolute, for it stands at any address
        for link in site.page(file).css("a[href], link[href], script[src], img[src]"):
            target = link.attributes.get("href") or link.attributes.get("src") or ""
            path = target.split("#")[0].split("?")[0]
            if not path or "://" in target or target.startswith(("mailto:", "data:")):
                continue
            end = (site.folder / file).parent / path
            if not (end.is_file() or (end / "index.html").is_file()):
                found.append((file, target))
    return found


@pytest.mark.verifies("REQ-SET-002")
def test_without_settings_the_documents_are_looked_for_in_their_usual_place(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository", "front_matter")
    repository.git("rm", "--quiet", "qms.toml")
    repository.commit("CR-001: No settings")
    site = build(repository, tmp_path / "site")
    assert "QMS/SOP/SOP-001/index.html" in site.html_files()


@pytest.mark.verifies("REQ-SITE-005")
def test_a_nav_that_names_one_document_still_gets_the_section(tmp_path: Path) -> None:
    nav = NAV + "  - The procedure: QMS/SOP/SOP-001.md\n"
    repository = found_repository(
        tmp_path / "repository", "front_matter", {"mkdocs.yml": HOST.format(docs="docs") + nav}
    )
    assert {"The procedure", "Quality system", "Findings"} <= set(
        names_in_sidebar(build(repository, tmp_path / "site"))
    )


@pytest.mark.verifies("REQ-REND-004")
@pytest.mark.parametrize(("directories", "target"), [("true", "../../../how/#who"), ("false", "../../how.html#who")])
def test_a_document_may_link_to_a_page_of_the_host(tmp_path: Path, directories: str, target: str) -> None:
    document = "---\nid: SOP-009\nstatus: EFFECTIVE\nversion: '1'\n---\n# SOP-009: T\n\n[how](../../docs/how.md#who)\n"
    host = HOST.format(docs="docs") + f"use_directory_urls: {directories}\n"
    repository = found_repository(
        tmp_path / "repository", "front_matter", {"QMS/SOP/SOP-009.md": document, "mkdocs.yml": host}
    )
    site = build(repository, tmp_path / "site")
    page = "QMS/SOP/SOP-009/index.html" if directories == "true" else "QMS/SOP/SOP-009.html"
    assert site.page(page).css_first(".qms-body a.qms-link--page").attributes["href"] == target
