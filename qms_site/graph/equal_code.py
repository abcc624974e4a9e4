"""Commits at which the same code stands: the trees of a system's code and of its tests are the same objects."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from qms_site.paths import MARKDOWN_SUFFIXES, is_inside
from qms_site.sources.snapshot import CodeAccess, TreeEntry

_TEST_FOLDER = re.compile(r"(?:.*[_.-])?(?:tests?|specs?)|__tests__", re.IGNORECASE)
_HIDDEN = frozenset({".meta", ".audit", ".archive"})


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """What makes no difference to code: the documents of this repository; none in another one (None)."""

    documents_root: str | None

    def has(self, path: str) -> bool:
        """Whether a file or a folder is no code. Where documents may lie anywhere, Markdown and its metadata are theirs."""
        if self.documents_root != ".":
            return self.documents_root is not None and is_inside(f"{path}/", self.documents_root)
        place = PurePosixPath(path)
        return place.suffix.lower() in MARKDOWN_SUFFIXES or not _HIDDEN.isdisjoint(place.parts)

    def may_lie_in(self, folder: str) -> bool:
        """Whether a folder may hold what is no code beside what is."""
        root = self.documents_root
        return root is not None and is_inside(root, folder or ".") if root != "." else True


def equal_by_paths(
    code: CodeAccess, repository: str | None, own: str, others: Sequence[str], paths: Collection[str]
) -> Iterator[str]:
    """Those of the other commits at which the same objects lie at these paths."""
    names = [(commit, path) for commit in (own, *others) for path in sorted(paths)]
    found = code.find_objects(repository, names)
    width = len(paths)
    for place, commit in enumerate(others, start=1):
        if found[place * width : (place + 1) * width] == found[:width]:
            yield commit


def equal_but_for(
    code: CodeAccess, repository: str | None, own: str, others: Sequence[str], apart: Apart
) -> Iterator[str]:
    """Those of the other commits that differ in nothing but what is set apart: folder by folder, only where they differ."""
    pending: dict[str, frozenset[str]] = dict.fromkeys(others, frozenset({""}))
    while pending:
        asked = sorted(
            {(name, folder) for commit, folders in pending.items() for name in (own, commit) for folder in folders}
        )
        held = dict(zip(asked, code.list_folders(repository, asked), strict=True))
        following: dict[str, frozenset[str]] = {}
        for commit, folders in pending.items():
            deeper = _differing(own, commit, folders, held, apart)
            if deeper:
                following[commit] = deeper
            elif deeper is not None:
                yield commit
        pending = following


def places_of_tests(tests: Collection[str], within: Collection[str]) -> frozenset[str]:
    """Where tests lie that are not among the paths of the code: the outermost folder of tests around each, or its own file.

    What several tests share, such as fixtures, lies beside them, and makes a difference to them.
    """
    outside = (path for path in tests if not any(path == place or is_inside(path, place) for place in within))
    return frozenset(_place_of(path) for path in outside)


def _place_of(path: str) -> str:
    parts = path.split("/")
    found = next((place for place, part in enumerate(parts[:-1], start=1) if _TEST_FOLDER.fullmatch(part)), len(parts))
    return "/".join(parts[:found])


def _differing(
    own: str,
    other: str,
    folders: Collection[str],
    held: Mapping[tuple[str, str], Mapping[str, TreeEntry] | None],
    apart: Apart,
) -> frozenset[str] | None:
    """The folders inside these that differ and may hold what is set apart; None if two commits differ in code."""
    deeper = set()
    for folder in folders:
        here, there = held[own, folder] or {}, held[other, folder] or {}
        for name in here.keys() | there.keys():
            path = f"{folder}/{name}" if folder else name
            entries = [entry for entry in (here.get(name), there.get(name)) if entry]
            if here.get(name) == there.get(name) or apart.has(path):
                continue
            if not all(entry.is_folder for entry in entries) or not apart.may_lie_in(path):
                return None
            deeper.add(path)
    return frozenset(deeper)
