"""Fixtures for every test."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite("builders")

from builders import GitRepository  # noqa: E402 - after its asserts are made to explain themselves


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """An empty git repository in a temporary folder."""
    return GitRepository.create(tmp_path / "repository")
