"""Nothing is fetched: neither by a build, nor by a page that it made."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from integration.sites import Repository, Site, build, found_repository, run
from selectolax.lexbor import LexborHTMLParser

LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "link": "href",
    "object": "data",
}
NOT_LOADED = {"canonical", "next", "prev", "edit", "license"}
NO_NETWORK = """\
import socket


def refuse(*_arguments):
    raise OSError("the network is unplugged")


socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
"""


def foreign_addresses(page: LexborHTMLParser) -> Iterator[str]:
    """What a browser would load from another host; a link that a reader may follow is none of it."""
    for element, attribute in LOADING.items():
        for node in page.css(f"{element}[{attribute}]"):
            address = node.attributes[attribute] or ""
            if "//" in address and not set((node.attributes.get("rel") or "").split()) & NOT_LOADED:
                yield address
    for style in page.css("style"):
        if "//" in style.text() and ("url(" in style.text() or "@import" in style.text()):
            yield style.text()


@pytest.mark.verifies("REQ-SITE-009")
def test_no_page_loads_from_another_host(pump_site: Site) -> None:
    found = {file: list(foreign_addresses(pump_site.page(file))) for file in pump_site.html_files()}
    assert not {file: addresses for file, addresses in found.items() if addresses}


@pytest.mark.verifies("REQ-SITE-009")
def test_no_style_loads_from_another_host(pump_site: Site) -> None:
    for path in pump_site.folder.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text, path
        assert "url(http" not in text.replace('"', "").replace("'", ""), path
        assert "url(//" not in text.replace('"', "").replace("'", ""), path


@pytest.mark.verifies("REQ-SITE-009")
def test_search_from_disk_loads_nothing_either(pump: Repository, tmp_path: Path) -> None:
    host = (pump.path / "mkdocs.yml").read_text(encoding="utf-8") + "  - offline\n"
    site = build(found_repository(tmp_path / "repository", changes={"mkdocs.yml": host}), tmp_path / "site")
    found = {file: list(foreign_addresses(site.page(file))) for file in site.html_files()}
    assert not {file: addresses for file, addresses in found.items() if addresses}
    shims = [node.attributes["src"] or "" for node in site.page("index.html").css("script[src*=iframe-worker]")]
    assert [(site.folder / shim).is_file() for shim in shims] == [True]


@pytest.mark.verifies("REQ-SITE-009")
def test_a_build_without_network_is_the_same_build(pump: Repository, pump_site: Site, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    attempt = "import socket; socket.create_connection(('127.0.0.1', 9))"
    tried = run(sys.executable, "-c", attempt, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert "the network is unplugged" in tried.stderr
    site = build(pump, tmp_path / "site", PYTHONPATH=str(tmp_path))
    assert site.digests() == pump_site.digests()
