"""One repository with sidecars and its site, for the tests that only look."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite("integration.sites", "integration.commands", "integration.survival")

from integration.sites import Repository, Site, build, found_repository  # noqa: E402 - after its asserts explain themselves


@pytest.fixture(scope="session")
def pump(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The project ``sidecars``, committed; nobody may change it."""
    return found_repository(tmp_path_factory.mktemp("pump") / "repository")


@pytest.fixture(scope="session")
def pump_site(pump: Repository) -> Site:
    """Its site, with pages as files."""
    return build(pump, pump.path.parent / "site")


@pytest.fixture(scope="session")
def here() -> Path:
    """Root of this project."""
    return Path(__file__).parent.parent.parent
