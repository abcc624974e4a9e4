"""A repository that exists only in memory: the engine's fake for tests and for callers that hold the text already."""

from collections.abc import Mapping
from functools import partial

from qms_site.sources.snapshot import (
    CommitRecord,
    History,
    RepositoryState,
    Revision,
    Snapshot,
)


def read_memory(
    files: Mapping[str, str | bytes],
    *,
    revision: Revision | None = None,
    commits: tuple[CommitRecord, ...] = (),
    blobs: Mapping[str, bytes] | None = None,
    repositories: tuple[RepositoryState, ...] = (),
) -> Snapshot:
    """A snapshot of literal files, and of commits (newest first, one line of parents) where history matters."""
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    known = blobs or {}
    return Snapshot(
        paths=frozenset(contents),
        files=contents,
        history=History(
            revision=revision or Revision(),
            commits=commits,
            first_parents=tuple(commit.hash for commit in commits),
            read_blobs=lambda names: ((name, known[name]) for name in sorted(names) if name in known),
        ),
        repositories=repositories,
        read_asset=partial(_read_asset, contents),
    )


def _read_asset(contents: Mapping[str, bytes], path: str) -> bytes:
    if path not in contents:
        raise FileNotFoundError(path)
    return contents[path]
