"""Builders and expectations that the tests share: projects in memory, git repositories on disk, findings in one line each."""

from builders.expectations import assert_clean, assert_findings, findings_of, told_by
from builders.projects import ProjectBuilder, a_commit, a_project, blob_name, path_of
from builders.repositories import GitRepository
from builders.specifications import DS, RS, RTM, a_system, junit, matrix, requirements
from builders.trails import LOG, META, committed, lines

__all__ = [
    "DS",
    "LOG",
    "META",
    "RS",
    "RTM",
    "GitRepository",
    "ProjectBuilder",
    "a_commit",
    "a_project",
    "a_system",
    "assert_clean",
    "assert_findings",
    "blob_name",
    "committed",
    "findings_of",
    "junit",
    "lines",
    "matrix",
    "path_of",
    "requirements",
    "told_by",
]
