"""Files that are given beside the repository: reports of test runs and coverage, and what was built."""

from collections.abc import Mapping
from pathlib import Path

import msgspec


class ReportFile(msgspec.Struct, frozen=True, kw_only=True):
    """A report; ``path`` is relative to the repository's root, or only the name of a file that lies outside."""

    path: str
    data: bytes


class ArtefactFile(msgspec.Struct, frozen=True, kw_only=True):
    """A built artefact or a lock file that was given: its digests by the names of their algorithms, and no contents.

    ``path`` is as that of a report; ``is_named``: the caller names it, and no pattern of the settings.
    """

    path: str
    digests: Mapping[str, str]
    is_named: bool = False


class ReportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Which reports to read: patterns of files below a folder of the repository, and files that the caller names.

    ``commit`` is what results belong to where their report does not say.
    """

    base: str = "."
    junit_patterns: tuple[str, ...] = ()
    coverage_patterns: tuple[str, ...] = ()
    junit: tuple[Path, ...] = ()
    coverage: tuple[Path, ...] = ()
    commit: str | None = None
    artefact_patterns: tuple[tuple[str, str], ...] = ()
    """(folder below the root, pattern) of built artefacts and lock files."""
    artefacts: tuple[Path, ...] = ()


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """The reports that were found, by path, and the patterns that no file matches."""

    junit: tuple[ReportFile, ...] = ()
    coverage: tuple[ReportFile, ...] = ()
    commit: str | None = None
    unmatched: tuple[str, ...] = ()
    artefacts: tuple[ArtefactFile, ...] = ()
