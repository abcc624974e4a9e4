"""Reports of test runs and coverage: what the settings or the caller name, read from disk, whether git knows them or not."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qms_site.errors import SourceError
from qms_site.sources.git import resolve_revision
from qms_site.sources.place import Place
from qms_site.sources.snapshot import ReportFile, ReportPlan, Reports

_HASH = re.compile(r"[0-9a-fA-F]{7,64}")
_LARGEST = 64 * 1024 * 1024 + 1
"""Bytes read of one report: one more than are looked at, so that the reader can say that it is too large."""


def commit_of_results(place: Place, name: str) -> str:
    """The commit in full that a name means here; a hash that only another repository may know stays as it is.

    Raises SourceError for what is neither.
    """
    if place.has_git:
        with contextlib.suppress(SourceError):
            return resolve_revision(place.root, name)
    if not _HASH.fullmatch(name):
        message = f"{name!r} is no commit that results could belong to"
        raise SourceError(message)
    return name.lower()


def read_reports(root: Path, plan: ReportPlan) -> Reports:
    """The reports of a plan. Links are not followed. Raises SourceError for a named file that cannot be read."""
    junit, without_junit = _read_all(root, plan.base, plan.junit_patterns, plan.junit)
    coverage, without_coverage = _read_all(root, plan.base, plan.coverage_patterns, plan.coverage)
    return Reports(junit=junit, coverage=coverage, commit=plan.commit, unmatched=(*without_junit, *without_coverage))


def _read_all(
    root: Path, base: str, patterns: Sequence[str], named: Sequence[Path]
) -> tuple[tuple[ReportFile, ...], tuple[str, ...]]:
    found: dict[Path, ReportFile] = {}
    unmatched = []
    for pattern in patterns:
        matches = sorted(_matching(root, base, pattern))
        unmatched += [pattern] if not matches else []
        for path in matches:
            found[path.resolve()] = ReportFile(path=path.relative_to(root).as_posix(), data=_read(path))
    for path in named:
        place = path.resolve()
        name = place.relative_to(root).as_posix() if place.is_relative_to(root) else place.name
        try:
            found[place] = ReportFile(path=name, data=_read(place))
        except OSError as error:
            message = f"report {path} cannot be read: {error.strerror}"
            raise SourceError(message) from error
    return tuple(sorted(found.values(), key=lambda report: report.path)), tuple(unmatched)


def _matching(root: Path, base: str, pattern: str) -> Iterator[Path]:
    real = root.resolve()
    try:
        found = list((root / base).glob(pattern))
    except (ValueError, NotImplementedError):  # what is no pattern matches nothing
        return
    for path in found:
        place = path.resolve()
        if place.is_file() and place == real / path.relative_to(root):
            yield path


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST)
