"""Every page says which state of the repository it shows, and what a reader must know before relying on it."""

from pathlib import Path

import pytest
from integration.sites import Repository, Site, build, found_repository, texts_of

from qms_site import __version__


def edition(site: Site, file: str) -> str:
    (text,) = texts_of(site.page(file), "footer .qms-edition")
    return text


def notices(site: Site, file: str) -> list[str]:
    return texts_of(site.page(file), ".qms-notice--edition p")


@pytest.mark.verifies("REQ-SITE-006")
def test_every_page_names_commit_role_day_and_tool(pump: Repository, pump_site: Site) -> None:
    commit = pump.git("rev-parse", "HEAD")
    files = pump_site.html_files()
    assert "404.html" in files
    for file in files:
        said = edition(pump_site, file)
        for part in (commit[:10], "production (main)", "2026-02-03", f"qms-site {__version__}"):
            assert part in said, file


@pytest.mark.verifies("REQ-SITE-006")
def test_a_clean_build_of_production_has_no_notice(pump_site: Site) -> None:
    assert not [file for file in pump_site.html_files() if notices(pump_site, file)]


@pytest.fixture(scope="module")
def on_branch(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of a work tree with an uncommitted file, on a branch that is not production."""
    folder = tmp_path_factory.mktemp("branch")
    repository = found_repository(folder / "repository")
    repository.git("switch", "--quiet", "--create", "<img/src=x/onerror=alert(1)>")
    repository.write({"QMS/SOP/SOP-002.md": "# SOP-002: Cleaning, changed\n"})
    repository.commit("CR-010: Try something")
    repository.write({"QMS/SOP/SOP-002.md": "# SOP-002: Cleaning, changed again\n"})
    return build(repository, folder / "site")


@pytest.mark.verifies("REQ-SITE-006")
def test_every_document_register_and_overview_says_that_it_is_neither_production_nor_committed(on_branch: Site) -> None:
    expected = [
        "Not from production: built from branch <img/src=x/onerror=alert(1)>.",
        "Built from a work tree with uncommitted changes (1 file).",
    ]
    for file in on_branch.html_files():
        if file != "404.html":
            assert notices(on_branch, file) == expected, file


@pytest.mark.verifies("REQ-SITE-006")
def test_the_page_for_missing_pages_says_so_too(on_branch: Site) -> None:
    assert notices(on_branch, "404.html")


@pytest.mark.verifies("REQ-SEC-001")
def test_the_name_of_a_branch_is_shown_and_never_run(on_branch: Site) -> None:
    for file in on_branch.html_files():
        assert not on_branch.page(file).css("img[onerror]"), file
        assert "branch <img/src=x/onerror=alert(1)>" in edition(on_branch, file), file


@pytest.mark.verifies("REQ-SITE-006")
def test_an_earlier_state_of_production_says_so(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository")
    first = repository.git("rev-parse", "HEAD")
    repository.write({"QMS/SOP/SOP-002.md": "# SOP-002: Cleaning, changed\n"})
    repository.commit("CR-010: Change the cleaning", day="2026-02-10")
    repository.git("checkout", "--quiet", "--detach", first)
    site = build(repository, tmp_path / "site")
    assert notices(site, "index.html") == [
        f"Not the latest state of production: built from commit {first[:10]}, as of 2026-02-03."
    ]
    assert "earlier state of production (main)" in edition(site, "index.html")


@pytest.mark.verifies("REQ-READ-011", "REQ-SITE-006")
def test_without_git_the_site_says_that_it_does_not_know_where_documents_come_from(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository", "front_matter")
    (repository.path / ".git").rename(tmp_path / "elsewhere")
    site = build(repository, tmp_path / "site")
    assert notices(site, "overview/index.html") == ["Built without git: where these documents come from is not known."]


@pytest.mark.verifies("REQ-READ-011", "REQ-SITE-006")
def test_before_the_first_commit_the_site_says_so(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository", "front_matter")
    repository.git("switch", "--quiet", "--orphan", "empty")
    found_repository(tmp_path / "other", "front_matter")
    for name in ("QMS", "docs", "mkdocs.yml", "qms.toml"):
        (tmp_path / "other" / name).rename(repository.path / name)
    repository.git("branch", "--quiet", "--delete", "--force", "main")
    site = build(repository, tmp_path / "site")
    assert "Built before the first commit." in notices(site, "overview/index.html")
