"""``qms-site pages``: the site on disk, without a host."""

import json
from pathlib import Path

import pytest
from integration.commands import assert_one_sentence, qms_site
from integration.sites import Repository, Site, broken_links, found_repository, texts_of
from markdown_it import MarkdownIt


@pytest.fixture(scope="module", params=["file", "directory"])
def written(request: pytest.FixtureRequest, pump: Repository, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("pages") / "deep" / "folder"
    done = qms_site(pump, "pages", "--urls", request.param, folder)
    assert (done.code, done.stderr) == (0, ""), done.stderr
    return Site(folder=folder, log=done.stdout)


@pytest.mark.verifies("REQ-CLI-006", "REQ-REND-003", "REQ-REND-004")
def test_every_internal_link_leads_to_a_file_and_an_anchor(written: Site) -> None:
    assert list(broken_links(written)) == []


@pytest.mark.verifies("REQ-CLI-006")
def test_they_are_the_pages_that_the_plugin_publishes(written: Site, pump_site: Site) -> None:
    published = {texts_of(pump_site.page(file), "h1")[0] for file in pump_site.html_files() if file != "404.html"}
    assert {texts_of(written.page(file), "h1")[0] for file in written.html_files()} == published


@pytest.mark.verifies("REQ-SITE-006")
def test_every_page_carries_the_edition(written: Site, pump: Repository) -> None:
    commit = pump.git("rev-parse", "HEAD")
    for file in written.html_files():
        assert commit[:10] in written.page(file).css_first("footer").text(), file


@pytest.mark.verifies("REQ-CLI-006")
def test_the_markdown_of_a_page_is_one_block_that_any_reader_passes_on(written: Site) -> None:
    for path in written.folder.rglob("*.md"):
        matter, _, text = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        assert json.loads(matter.removeprefix("title: "))
        tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
        assert [token.type for token in tokens] == ["html_block"], path


@pytest.mark.verifies("REQ-CLI-006", "REQ-READ-005")
def test_a_folder_inside_the_work_tree_is_no_part_of_what_is_read(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository")
    for _ in range(2):
        done = qms_site(repository, "pages", "QMS/out")
        assert done.code == 0, done.output
    assert "uncommitted" not in (repository.path / "QMS/out/index.html").read_text(encoding="utf-8")
    assert not list((repository.path / "QMS/out").rglob("*out*"))


def test_it_says_what_to_open(written: Site) -> None:
    assert written.log.endswith(f"to {written.folder}; open {written.folder / 'index.html'}\n")


@pytest.mark.verifies("REQ-READ-002")
@pytest.mark.parametrize("target", [".", "QMS", "QMS/SOP"])
def test_pages_are_never_written_over_the_documents(tmp_path: Path, target: str) -> None:
    repository = found_repository(tmp_path / "repository")
    document = repository.path / "QMS/SOP/SOP-001.md"
    before = document.read_bytes()
    assert_one_sentence(qms_site(repository, "pages", target), f"{target} holds the documents themselves")
    assert document.read_bytes() == before
