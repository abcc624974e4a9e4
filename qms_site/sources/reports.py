"""Reports of test runs and coverage, and built artefacts: what the settings or the caller name, whether git knows them or not."""

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qms_site.errors import SourceError
from qms_site.sources.git import resolve_revision
from qms_site.sources.given import ArtefactFile, ReportFile, ReportPlan, Reports
from qms_site.sources.place import Place

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
    return Reports(
        junit=junit,
        coverage=coverage,
        commit=plan.commit,
        unmatched=(*without_junit, *without_coverage),
        artefacts=tuple(_digest_all(root, plan)),
    )


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


def _digest_all(root: Path, plan: ReportPlan) -> Iterator[ArtefactFile]:
    """Artefacts by path, each once; what the caller names may lie anywhere, and links to it are followed."""
    found: dict[Path, ArtefactFile] = {}
    for base, pattern in plan.artefact_patterns:
        for path in _matching(root, base, pattern):
            # One that cannot be read was not given: whoever states its digest is told so.
            with contextlib.suppress(OSError):
                found[path.resolve()] = ArtefactFile(
                    path=path.relative_to(root).as_posix(), digests=digest_file(path.resolve())
                )
    for path in plan.artefacts:
        try:
            place = path.resolve(strict=True)
            name = place.relative_to(root).as_posix() if place.is_relative_to(root) else path.name
            found[place] = ArtefactFile(path=name, digests=digest_file(place), is_named=True)
        except (OSError, RuntimeError) as error:  # a link that leads to itself
            message = f"artefact {path} cannot be read: {getattr(error, 'strerror', None) or error}"
            raise SourceError(message) from error
    yield from sorted(found.values(), key=lambda artefact: artefact.path)


def digest_file(path: Path) -> Mapping[str, str]:
    """The digests of a file by the names of their algorithms, read piece by piece. Raises OSError for what is no file."""
    if not path.is_file():
        code = errno.EISDIR if path.is_dir() else errno.ENOENT if not path.exists() else errno.EINVAL
        raise OSError(code, "it is no regular file" if code == errno.EINVAL else os.strerror(code), str(path))
    digests: dict[str, str] = {}
    for name in _ALGORITHMS:
        with path.open("rb") as file:
            digests[name] = hashlib.file_digest(file, name).hexdigest()
    return digests


def digest_bytes(data: bytes) -> Mapping[str, str]:
    """The digests of bytes by the names of their algorithms."""
    return {name: hashlib.new(name, data).hexdigest() for name in _ALGORITHMS}


_ALGORITHMS = ("sha256", "sha512")


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
