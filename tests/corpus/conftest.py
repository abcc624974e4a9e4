"""A real quality system that nobody here wrote, at its newest commit and at one three weeks older."""

import io
import json
import os
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.register_assert_rewrite("integration.sites", "integration.commands")

from integration.commands import qms_site  # noqa: E402 - after its asserts explain themselves
from integration.sites import Repository, Site, environment, run_host  # noqa: E402

WEEKS = timedelta(weeks=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of the repository: ``tree`` is a copy of its files that git itself made, the rest is what we made of it."""

    repository: Repository
    tree: Path
    facts: dict[str, Any]
    site: Site

    def documents(self) -> dict[str, dict[str, Any]]:
        return {document["id"]: document for document in self.facts["documents"]}


@pytest.fixture(scope="session")
def flow_state(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The clone, after ``qms-site init``."""
    named = os.environ.get("QMS_SITE_CORPUS")
    if not named:
        pytest.skip("QMS_SITE_CORPUS does not name a folder with flow-state.bundle")
    folder = tmp_path_factory.mktemp("corpus")
    Repository(path=folder).git("clone", "--quiet", str(Path(named).resolve() / "flow-state.bundle"), "flow-state")
    repository = Repository(path=folder / "flow-state")
    done = qms_site(repository, "init")
    assert done.code == 0, done.output
    return repository


def three_weeks_older(repository: Repository) -> str:
    newest = datetime.fromisoformat(repository.git("log", "-1", "--format=%cI"))
    return repository.git("rev-list", "-1", f"--before={(newest - WEEKS).isoformat()}", "HEAD")


@pytest.fixture(scope="session", params=["newest", "three weeks older"])
def state(request: pytest.FixtureRequest, flow_state: Repository, tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("state")
    older = three_weeks_older(flow_state) if request.param == "three weeks older" else None
    facts = qms_site(flow_state, "facts", *(("--rev", older) if older else ()))
    assert facts.code == 0, facts.output
    built = run_host(flow_state, flow_state.path / "site", **({"QMS_SITE_REV": older} if older else {}))
    assert built.code == 0, built.output
    (flow_state.path / "site").rename(folder / "site")
    _copy_tree(flow_state, older or "HEAD", folder / "tree")
    return State(
        repository=flow_state,
        tree=folder / "tree",
        facts=json.loads(facts.stdout),
        site=Site(folder=folder / "site", log=built.output),
    )


def _copy_tree(repository: Repository, revision: str, target: Path) -> None:
    packed = subprocess.run(
        ["git", "archive", "--format=tar", revision],
        cwd=repository.path,
        env=environment(repository.path.parent),
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(target)  # what git itself packed
