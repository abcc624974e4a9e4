"""Fixtures for every test."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite("builders")

from builders import GitRepository  # noqa: E402 - after its asserts are made to explain themselves


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """An empty git repository in a temporary folder."""
    return GitRepository.create(tmp_path / "repository")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a test verifies goes into the JUnit file, where the self-trace reads it."""
    for item in items:
        for mark in item.iter_markers("verifies"):
            item.user_properties.extend(("verifies", id_) for id_ in mark.args)
