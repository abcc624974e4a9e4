"""Paths of a repository as text: relative to its root, with ``/``; ``.`` is the root itself."""

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def is_inside(path: str, folder: str) -> bool:
    """Whether a file lies in a folder, at any depth."""
    return folder == "." or path.startswith(f"{folder}/")


def path_below(path: str, folder: str) -> str:
    """Path of a file relative to a folder that it lies in."""
    return path if folder == "." else path.removeprefix(f"{folder}/")
