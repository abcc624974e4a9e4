"""An earlier state is published from git's objects; nothing is checked out."""

from pathlib import Path

import pytest
from integration.sites import Repository, Site, build, found_repository, run_host, texts_of

HOST = "site_name: Kettle\ntheme: {name: material, font: false}\nplugins:\n  - search\n  - qms"
DRAFT = "---\ntitle: Rinsing\nstatus: DRAFT\nversion: 0.1\n---\n\n# SOP-001: Rinsing\n\nBy hand.\n"
ISSUED = "---\ntitle: Descaling\nstatus: EFFECTIVE\nversion: 1.0\n---\n\n# SOP-001: Descaling\n\nBy machine.\n"


def grow(path: Path, revision: str | None = None) -> Repository:
    """Two commits: a draft, tagged ``v0``; and the document in force, beside a new one. ``revision`` is the option."""
    option = f":\n      rev: {revision}" if revision else ""
    repository = found_repository(
        path, "front_matter", {"QMS/SOP/SOP-001.md": DRAFT, "mkdocs.yml": HOST + option + "\n"}
    )
    repository.git("tag", "v0")
    repository.write({"QMS/SOP/SOP-001.md": ISSUED, "QMS/CR/CR-002.md": "---\nstatus: DRAFT\n---\n\n# CR-002: New\n"})
    repository.commit("CR-001: Issue SOP-001", day="2026-02-20")
    return repository


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return grow(tmp_path_factory.mktemp("grown") / "repository")


def shown(site: Site) -> tuple[str, str, str]:
    page = site.page("QMS/SOP/SOP-001/index.html")
    status = page.css_first(".qms-panel__head .qms-status").text()
    return status, texts_of(page, ".qms-facts dd")[0], texts_of(page, ".qms-body p")[-1]


@pytest.mark.verifies("REQ-DOC-012")
def test_commits_that_changed_the_status_are_the_time_line(grown: Repository, tmp_path: Path) -> None:
    site = build(grown, tmp_path / "site")
    assert shown(site) == ("Effective", "Descaling", "By machine.")
    entries = texts_of(site.page("QMS/SOP/SOP-001/index.html"), ".qms-timeline__entry")
    assert sorted(entry[:16] for entry in entries) == ["2026-02-03 12:00", "2026-02-20 12:00"]


@pytest.mark.verifies("REQ-SITE-007", "REQ-READ-001")
@pytest.mark.parametrize(
    ("option", "variables"),
    [("v0", {}), (None, {"QMS_SITE_REV": "v0"}), ("main", {"QMS_SITE_REV": "v0"})],
    ids=["option", "environment", "environment over option"],
)
def test_an_older_state_is_shown_and_nothing_is_checked_out(
    tmp_path: Path, option: str | None, variables: dict[str, str]
) -> None:
    repository = grow(tmp_path / "repository", option)
    before = repository.digests()
    site = build(repository, tmp_path / "site", **variables)
    assert shown(site) == ("Draft", "Rinsing", "By hand.")
    assert not (site.folder / "QMS/CR/CR-002").exists()
    assert repository.digests() == before
    assert repository.status() == []


@pytest.mark.verifies("REQ-READ-001")
@pytest.mark.parametrize("name", ["no-such-branch", "--upload-pack=x", "v0:QMS", "main..v0", " "])
def test_a_revision_that_is_none_stops_the_build_with_its_name(grown: Repository, tmp_path: Path, name: str) -> None:
    done = run_host(grown, tmp_path / "site", QMS_SITE_REV=name)
    assert done.code != 0
    assert f"there is no revision {name!r} in this repository" in done.output
    assert "Traceback" not in done.output
