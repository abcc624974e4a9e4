"""The plugin ``qms-status``: what it adds to the site, what stays without it, and what it needs."""

import json
from pathlib import Path

import pytest
from builders.pumps import Pumps, matrix
from integration.commands import qms_site
from integration.sites import Repository, Site, body_of, broken_links, build, found_repository, run_host, texts_of

HOST = """\
site_name: Pumps
docs_dir: QMS
use_directory_urls: false
theme: {{name: material, font: false}}
plugins: [{plugins}]
validation: {{omitted_files: warn, absolute_links: warn, unrecognized_links: warn, anchors: warn}}
"""
BADGES = {
    f"badges/{name}.{form}"
    for name in (
        *("systems/PUMP", "coverage/PUMP", "changes", "findings"),
        *("documents/CR-001", "documents/SDLC-PUMP-RS", "documents/SDLC-PUMP-RTM"),
    )
    for form in ("svg", "json")
}
NEW = {"systems.html", "systems/PUMP.html", *BADGES}


@pytest.fixture(scope="module")
def pumps(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository whose system is qualified, with the results of its tests."""
    made = Pumps(tmp_path_factory.mktemp("pumps") / "repository").merge()
    made.commit(matrix(made.qualified), "CR-001: the matrix", 10)
    made.close()
    settings = made.repository.root / "qms.toml"
    results = '\n[results]\njunit = ["junit.xml"]\n'
    files = {"qms.toml": settings.read_text(encoding="utf-8") + results, ".gitignore": "junit.xml\n"}
    hosts = {"mkdocs.yml": "search, qms, qms-status", "mkdocs-alone.yml": "search, qms"}
    made.commit(
        {**files, **{name: HOST.format(plugins=plugins) for name, plugins in hosts.items()}}, "CR-001: settings", 21
    )
    made.status()
    return Repository(path=made.repository.root)


@pytest.fixture(scope="module")
def whole(pumps: Repository) -> Site:
    return build(pumps, pumps.path.parent / "whole")


@pytest.fixture(scope="module")
def alone(pumps: Repository) -> Site:
    return build(pumps, pumps.path.parent / "alone", "--config-file", "mkdocs-alone.yml")


@pytest.mark.verifies("REQ-QUA-016", "REQ-QUA-017", "REQ-QUA-027")
def test_it_adds_the_inventory_a_page_for_each_system_and_badges(whole: Site, alone: Site) -> None:
    assert whole.digests().keys() - alone.digests().keys() == NEW
    assert alone.digests().keys() <= whole.digests().keys()
    assert texts_of(whole.page("systems/PUMP.html"), ".qms-stand__state") == ["Qualification Complete"]
    assert texts_of(whole.page("systems/PUMP.html"), ".qms-states .qms-system") == [
        *("Qualification Complete", "Qualification Pending", "Not Started")
    ]
    assert json.loads(whole.read("badges/systems/PUMP.json"))["message"] == "Qualification Complete"
    assert "Pump controller: Qualification Complete" in whole.read("badges/systems/PUMP.svg")


def test_every_address_leads_to_a_place(whole: Site) -> None:
    assert [broken for broken in broken_links(whole) if broken[0] != "404.html"] == []


@pytest.mark.verifies("REQ-SITE-013")
def test_without_it_everything_else_is_whole_and_a_strict_build_is_clean(whole: Site, alone: Site) -> None:
    others = {name for name in alone.html_files() if "SDLC" not in name} - {"404.html", "index.html"}
    for file in others - {"history/environments.html"}:
        assert body_of(alone.page(file)) == body_of(whole.page(file)), file
    assert "systems/PUMP.html" not in "".join(alone.read(file) for file in alone.html_files())


@pytest.mark.verifies("REQ-SITE-013")
def test_without_the_plugin_that_owns_the_run_the_build_stops_with_the_line_to_add(tmp_path: Path) -> None:
    changes = {"mkdocs.yml": HOST.format(plugins="search, qms-status")}
    done = run_host(found_repository(tmp_path / "repository", "front_matter", changes), tmp_path / "site")
    assert done.code != 0
    assert "the plugin qms-status needs the plugin qms: add the line '- qms' to the plugins" in done.output
    assert "Traceback" not in done.output


@pytest.mark.verifies("REQ-QUA-017")
def test_the_command_writes_the_same_badges(pumps: Repository, whole: Site, tmp_path: Path) -> None:
    done = qms_site(pumps, "pages", tmp_path / "pages")
    assert done.code == 0, done.output
    written = Site(folder=tmp_path / "pages", log=done.stdout)
    assert {name: written.digests()[name] for name in BADGES} == {name: whole.digests()[name] for name in BADGES}
