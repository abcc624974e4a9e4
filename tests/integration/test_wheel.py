"""The wheel alone: what it holds, and that a newcomer gets a site with nothing else."""

import os
import sys
import zipfile
from dataclasses import dataclass
from email import message_from_string
from pathlib import Path

import pytest
from integration.sites import Ended, Repository, Site, found_repository, run

pytestmark = pytest.mark.network

INDEX = ("PIP_", "SSL_", "REQUESTS_", "CURL_")
"""Beginnings of the variables that tell pip where packages come from, and whom to trust."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The wheel, and an environment that holds it and what it depends on."""

    wheel: Path
    environment: Path

    def run(self, program: str, *arguments: str | Path, cwd: Path) -> Ended:
        return run(self.environment / "bin" / program, *arguments, cwd=cwd, home=self.environment.parent / "home")


@pytest.fixture(scope="module")
def installed(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "home").mkdir()
    # pip keeps its own settings in the caller's home.
    index = {name: value for name, value in os.environ.items() if name.startswith(INDEX)} | {"HOME": str(Path.home())}

    def need(*command: str | Path) -> None:
        done = run(*command, cwd=folder, timeout=300, **index)
        assert done.code == 0, done.output

    need(sys.executable, "-m", "build", "--wheel", "--outdir", folder, here)
    (wheel,) = folder.glob("*.whl")
    need(sys.executable, "-m", "venv", folder / "environment")
    need(folder / "environment/bin/python", "-m", "pip", "install", "--quiet", wheel)
    return Installed(wheel=wheel, environment=folder / "environment")


def names_in(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as file:
        return file.namelist()


@pytest.mark.verifies("REQ-PKG-005")
def test_it_holds_two_packages_whole(installed: Installed, here: Path) -> None:
    names = set(names_in(installed.wheel))
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"qms_site", "mkdocs_qms"}
    sources = {
        path.relative_to(root).as_posix()
        for root, package in ((here, "qms_site"), (here / "plugins", "mkdocs_qms"))
        for path in (root / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sources - names == set()
    for name in (
        *("qms_site/py.typed", "mkdocs_qms/py.typed", "qms_site/settings/profiles/gmp.toml"),
        *("qms_site/pages/templates/document.j2", "qms_site/pages/static/qms.js", "qms_site/pages/static/qms.css"),
        *("qms_site/pages/static/vendor/mermaid/mermaid.min.js", "qms_site/pages/static/vendor/mermaid/LICENSE"),
    ):
        assert name in names


@pytest.mark.verifies("REQ-PKG-005")
def test_it_names_its_licences_and_its_entry_points(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as file:
        (folder,) = {name.split("/")[0] for name in file.namelist() if ".dist-info/" in name}
        metadata = message_from_string(file.read(f"{folder}/METADATA").decode())
        entry_points = file.read(f"{folder}/entry_points.txt").decode()
    assert metadata["License-Expression"] == "Apache-2.0"
    licences = metadata.get_all("License-File") or []
    assert "LICENSE" in licences
    assert "qms_site/pages/static/vendor/mermaid/LICENSE" in licences
    assert "qms-site = qms_site.cli:main" in entry_points
    assert "qms = mkdocs_qms.documents:DocumentsPlugin" in entry_points
    assert "qms-status = mkdocs_qms.status:StatusPlugin" in entry_points
    assert "[pytest11]\nqms_site.pytest_plugin = qms_site.pytest_plugin\n" in entry_points
    assert {"pytest", "terminal", "properdocs"} == set(metadata.get_all("Provides-Extra") or [])


@pytest.fixture(scope="module")
def newcomer(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Site]:
    """A repository without settings, and what ``init`` and a build make of it, in an empty environment."""
    folder = tmp_path_factory.mktemp("newcomer")
    repository = found_repository(folder / "repository")
    repository.git("rm", "--quiet", "qms.toml", "mkdocs.yml")
    repository.commit("CR-001: No settings yet")
    started = installed.run("qms-site", "init", cwd=repository.path)
    assert started.code == 0, started.output
    built = installed.run("mkdocs", "build", "--strict", cwd=repository.path)
    assert built.code == 0, built.output
    return repository, Site(folder=repository.path / "site", log=built.output)


@pytest.mark.verifies("REQ-PKG-006", "REQ-CLI-001")
def test_a_newcomer_gets_a_site_with_two_commands(newcomer: tuple[Repository, Site]) -> None:
    repository, site = newcomer
    assert site.page("QMS/SOP/SOP-001/index.html").css_first(".qms-panel__head .qms-status").text() == "Effective"
    assert (site.folder / "assets/qms/mermaid.min.js").stat().st_size > 100_000
    assert repository.status() == ["?? mkdocs.yml", "?? qms.toml"]


@pytest.mark.verifies("REQ-PKG-006")
def test_the_other_commands_run_too(installed: Installed, newcomer: tuple[Repository, Site], tmp_path: Path) -> None:
    repository, _ = newcomer
    assert installed.run("qms-site", "check", "--fail-on", "note", cwd=repository.path).code == 0
    pages = installed.run("qms-site", "pages", tmp_path / "pages", cwd=repository.path)
    assert pages.code == 0, pages.output


def test_nothing_comes_from_the_source_tree(installed: Installed, tmp_path: Path, here: Path) -> None:
    where = "import mkdocs_qms.documents as m, qms_site.engine as q; print(q.__file__, m.__file__, sep='\\n')"
    done = installed.run("python", "-c", where, cwd=tmp_path)
    assert done.code == 0, done.output
    for path in done.stdout.splitlines():
        assert Path(path).is_relative_to(installed.environment)
        assert not Path(path).is_relative_to(here)
