"""The plugin ``qms-trace``: what it adds to the site, what stays without it, and what it needs."""

import csv
import io
from pathlib import Path

import pytest
from integration.commands import qms_site
from integration.sites import Repository, Site, body_of, broken_links, build, found_repository, run_host, texts_of

HOST = """\
site_name: Kettle
docs_dir: QMS
use_directory_urls: false
theme: {{name: material, font: false}}
plugins: [{plugins}]
validation: {{omitted_files: warn, absolute_links: warn, unrecognized_links: warn, anchors: warn}}
"""
MATTER = "---\nstatus: EFFECTIVE\nversion: 1.0\nrevision_summary: First version\n---\n\n"
TRACED = {
    "QMS/SDLC-KETTLE/SDLC-KETTLE-RS.md": MATTER
    + """\
# SDLC-KETTLE-RS: What the kettle must do

| ID | Requirement |
|---|---|
| REQ-KET-001 | **Boil.** The kettle shall boil water. |
| REQ-SEC-001 | **Dry.** The kettle shall not boil without water. |
""",
    "QMS/SDLC-KETTLE/SDLC-KETTLE-RTM.md": MATTER
    + """\
# SDLC-KETTLE-RTM: What shows it

| Requirement | Test | Result |
|---|---|---|
| REQ-KET-001 | `test_kettle::test_boil` | PASS |
| REQ-SEC-001 | `test_kettle::test_dry` | PASS |
""",
    "QMS/SDLC-CUP/SDLC-CUP-RS.md": MATTER
    + """\
# SDLC-CUP-RS: What the cup must do

**REQ-SEC-001**: The cup shall not leak.
""",
    "QMS/SDLC-CUP/SDLC-CUP-RTM.md": MATTER
    + """\
# SDLC-CUP-RTM: What shows it

| Requirement | Test | Result |
|---|---|---|
| REQ-SEC-001 | `test_kettle::test_cup` | PASS |
""",
    "tests/test_kettle.py": "def test_boil(): ...\n\n\ndef test_dry(): ...\n\n\ndef test_cup(): ...\n",
}
NEW = {
    *("i/REQ-KET-001/index.html", "i/REQ-SEC-001/index.html", "items.html", "items.csv", "items.xlsx"),
    *(f"matrix/{name}.{form}" for name in ("CUP", "KETTLE") for form in ("html", "csv", "xlsx")),
}


@pytest.fixture(scope="module")
def kettle(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    changes = {**TRACED, "mkdocs.yml": HOST.format(plugins="search, qms, qms-trace")}
    for name, plugins in (("alone", "search, qms"), ("turned", "qms-trace, search, qms")):
        changes[f"mkdocs-{name}.yml"] = HOST.format(plugins=plugins)
    return found_repository(tmp_path_factory.mktemp("kettle") / "repository", "front_matter", changes)


@pytest.fixture(scope="module")
def traced(kettle: Repository) -> Site:
    return build(kettle, kettle.path.parent / "traced")


@pytest.fixture(scope="module")
def alone(kettle: Repository) -> Site:
    return build(kettle, kettle.path.parent / "alone", "--config-file", "mkdocs-alone.yml")


@pytest.mark.verifies("REQ-TRC-012", "REQ-TRC-027")
def test_it_adds_matrices_items_tables_and_short_addresses(traced: Site, alone: Site) -> None:
    assert traced.digests().keys() - alone.digests().keys() == NEW
    assert alone.digests().keys() <= traced.digests().keys()
    assert texts_of(traced.page("matrix/KETTLE.html"), "tbody td:first-child") == ["REQ-KET-001", "REQ-SEC-001"]
    assert texts_of(traced.page("items.html"), "tbody td:first-child") == ["REQ-KET-001", "REQ-SEC-001", "REQ-SEC-001"]


def test_every_address_leads_to_a_place(traced: Site) -> None:
    assert [broken for broken in broken_links(traced) if broken[0] != "404.html"] == []


def test_navigation_shows_matrices_and_items(traced: Site, alone: Site) -> None:
    new = {"Matrix: CUP", "Matrix: KETTLE", "Items"}
    for site, shown in ((traced, new), (alone, set())):
        assert set(texts_of(site.page("index.html"), ".md-sidebar--primary .md-nav__link")) & new == shown


def test_without_it_everything_else_is_whole_and_a_strict_build_is_clean(traced: Site, alone: Site) -> None:
    assert set(alone.html_files()) == set(traced.html_files()) - {"matrix/CUP.html", "matrix/KETTLE.html", "items.html"}
    document = "QMS/SDLC-KETTLE/SDLC-KETTLE-RS.html"
    assert "qms-backrefs" not in alone.read(document)
    assert alone.page(document).css("a[href*='#REQ-']") == []
    for file in set(alone.html_files()) - {document, "404.html"} - {f for f in alone.html_files() if "SDLC" in f}:
        assert body_of(alone.page(file)) == body_of(traced.page(file)), file


def test_without_the_plugin_that_owns_the_run_the_build_stops_with_the_line_to_add(tmp_path: Path) -> None:
    changes = {"mkdocs.yml": HOST.format(plugins="search, qms-trace")}
    done = run_host(found_repository(tmp_path / "repository", "front_matter", changes), tmp_path / "site")
    assert done.code != 0
    assert "the plugin qms-trace needs the plugin qms: add the line '- qms' to the plugins in mkdocs.yml" in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("host", "config"), [("properdocs", "mkdocs.yml"), ("mkdocs", "mkdocs-turned.yml")], ids=["properdocs", "turned"]
)
def test_another_host_and_another_order_of_plugins_give_the_same_pages(
    kettle: Repository, traced: Site, tmp_path: Path, host: str, config: str
) -> None:
    other = build(kettle, tmp_path / "site", "--config-file", config, host=host)
    assert other.digests().keys() == traced.digests().keys()
    for file in (*traced.html_files(), "i/REQ-SEC-001/index.html"):
        if file != "404.html" and "<article" in traced.read(file):
            assert body_of(other.page(file)) == body_of(traced.page(file)), file


@pytest.mark.verifies("REQ-TRC-012", "REQ-TRC-027")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_of_the_site_is_the_one_of_the_command(
    kettle: Repository, traced: Site, tmp_path: Path, form: str
) -> None:
    done = qms_site(kettle, "trace", "KETTLE", "--format", form, "-o", tmp_path / f"matrix.{form}")
    assert done.code == 0, done.output
    assert (traced.folder / f"matrix/KETTLE.{form}").read_bytes() == (tmp_path / f"matrix.{form}").read_bytes()


@pytest.mark.verifies("REQ-TRC-014")
def test_a_short_address_leads_to_the_item_or_asks_which_one(traced: Site) -> None:
    leading = traced.page("i/REQ-KET-001/index.html").css_first("a").attributes["href"] or ""
    target, _, anchor = leading.partition("#")
    file = (traced.folder / "i/REQ-KET-001" / target).resolve().relative_to(traced.folder.resolve()).as_posix()
    assert (file, anchor) == ("QMS/SDLC-KETTLE/SDLC-KETTLE-RS.html", "REQ-KET-001")
    assert traced.page(file).css_first(f"#{anchor}").tag == "tr"
    asked = texts_of(traced.page("i/REQ-SEC-001/index.html"), "li a strong")
    assert asked == ["SDLC-CUP-RS", "SDLC-KETTLE-RS"]


@pytest.mark.verifies("REQ-TRC-013")
def test_results_of_tests_may_be_given_to_the_plugin(kettle: Repository, tmp_path: Path) -> None:
    commit = kettle.git("rev-parse", "HEAD")
    report = tmp_path / "junit.xml"
    cases = "".join(f'<testcase classname="test_kettle" name="{name}"/>' for name in ("test_boil", "test_cup"))
    report.write_text(f"<testsuite>{cases}</testsuite>", encoding="utf-8")
    options = f"    junit: [{report}]\n    results_commit: {commit}\n"
    host = HOST.format(plugins="X").replace("plugins: [X]\n", f"plugins:\n- qms-trace\n- qms:\n{options}")
    config = tmp_path / "mkdocs.yml"
    config.write_text(host.replace("docs_dir: QMS", f"docs_dir: {kettle.path}/QMS"), encoding="utf-8")
    config.write_text(
        config.read_text(encoding="utf-8").replace("- qms:\n", f"- qms:\n    config: {kettle.path}/qms.toml\n"),
        encoding="utf-8",
    )
    done = run_host(kettle, tmp_path / "site", "--config-file", str(config))
    assert done.code == 0, done.output
    site = Site(folder=tmp_path / "site", log=done.output)
    rows = list(csv.DictReader(io.StringIO(site.read("matrix/KETTLE.csv"))))
    assert [(row["requirement"], row["state"], row["who"]) for row in rows] == [
        ("REQ-KET-001", "shown to pass", ""),
        ("REQ-SEC-001", "not shown", "developers"),
    ]
