"""Paths of a repository as text: relative to its root, with ``/``; ``.`` is the root itself."""

from fnmatch import fnmatchcase

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def is_inside(path: str, folder: str) -> bool:
    """Whether a file lies in a folder, at any depth."""
    return folder == "." or path.startswith(f"{folder}/")


def path_below(path: str, folder: str) -> str:
    """Path of a file relative to a folder that it lies in."""
    return path if folder == "." else path.removeprefix(f"{folder}/")


def is_in_folder(path: str, pattern: str) -> bool:
    """Whether a file lies in a folder, at any depth; ``*`` in the pattern stands for any part of one folder's name."""
    folders, wanted = path.split("/")[:-1], [] if pattern == "." else pattern.split("/")
    return len(folders) >= len(wanted) and all(map(fnmatchcase, folders, wanted))
