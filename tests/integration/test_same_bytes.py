"""One commit gives one set of bytes, wherever and whenever it is built, and by whichever host."""

import gzip
import time
from pathlib import Path

import pytest
from integration.sites import Repository, Site, body_of, build, found_repository, run


@pytest.mark.verifies("REQ-READ-005")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Anchorage"])
def test_another_time_zone_gives_the_same_bytes(pump: Repository, pump_site: Site, tmp_path: Path, zone: str) -> None:
    again = build(pump, tmp_path / "site", TZ=zone, PYTHONHASHSEED="7")
    assert again.digests() == pump_site.digests()


@pytest.mark.verifies("REQ-READ-005")
def test_another_clone_elsewhere_gives_the_same_bytes(pump: Repository, pump_site: Site, tmp_path: Path) -> None:
    done = run("git", "clone", "--quiet", pump.path, tmp_path / "a b" / "clone ü", cwd=tmp_path)
    assert done.code == 0, done.output
    again = build(Repository(path=tmp_path / "a b" / "clone ü"), tmp_path / "another" / "place")
    assert again.digests() == pump_site.digests()


@pytest.mark.verifies("REQ-READ-004", "REQ-READ-005")
def test_days_of_the_site_are_those_of_the_commit(pump_site: Site) -> None:
    places = pump_site.page("sitemap.xml").css("lastmod")
    assert {node.text() for node in places} == {"2026-02-03"}
    packed = (pump_site.folder / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == pump_site.read("sitemap.xml")
    assert int.from_bytes(packed[4:8], "little") < time.time() - 3600  # the time in the gzip header is not the build's


@pytest.mark.verifies("REQ-SITE-010")
def test_properdocs_builds_the_same_pages(pump: Repository, pump_site: Site, tmp_path: Path) -> None:
    other = build(pump, tmp_path / "site", "--config-file", "mkdocs.yml", host="properdocs")
    assert other.html_files() == pump_site.html_files()
    pages = [file for file in pump_site.html_files() if file != "404.html"]
    assert {file: body_of(other.page(file)) for file in pages} == {
        file: body_of(pump_site.page(file)) for file in pages
    }
    assert other.read("search/search_index.json") == pump_site.read("search/search_index.json")


@pytest.mark.verifies("REQ-READ-002")
def test_a_build_changes_nothing_of_the_repository(pump: Repository, tmp_path: Path) -> None:
    before = pump.digests()
    build(pump, tmp_path / "site")
    assert pump.digests() == before


@pytest.mark.verifies("REQ-READ-002")
def test_a_site_inside_the_work_tree_does_not_show_up_in_git(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository")
    before = repository.digests()
    for _ in range(2):
        site = build(repository, repository.path / "site")
        assert not site.page("index.html").css(".qms-notice--edition")
    after = {name: digest for name, digest in repository.digests().items() if not name.startswith("site/")}
    assert after == before
    assert repository.status() == []
