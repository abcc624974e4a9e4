"""Builders and expectations that the tests share: projects in memory, git repositories on disk, findings in one line each."""

from builders.expectations import assert_clean, assert_findings, findings_of
from builders.projects import ProjectBuilder, a_commit, a_project, blob_name
from builders.repositories import GitRepository

__all__ = [
    "GitRepository",
    "ProjectBuilder",
    "a_commit",
    "a_project",
    "assert_clean",
    "assert_findings",
    "blob_name",
    "findings_of",
]
