"""Kinds of values that settings are made of: patterns, paths, names, each with what makes it a valid one."""

import posixpath
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field


def _groups_of(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error as error:
        message = f"is not a regular expression: {error}"
        raise ValueError(message) from error


def _valid_line_pattern(pattern: str) -> str:
    """A pattern that stands alone, with groups and flags of its own."""
    _groups_of(pattern)
    return pattern


def _valid_pattern(pattern: str) -> str:
    """A pattern that also means the same inside a larger one, which ids of all types are looked for with."""
    groups = _groups_of(pattern)
    try:
        re.compile(f"(?:{pattern})(?:-(?:{pattern}))?")
    except re.error as error:
        message = f"cannot stand inside a larger pattern, as it must: {error}"
        raise ValueError(message) from error
    if groups and _BACK_REFERENCE.search(pattern):
        message = "must not refer back to a group: it is used inside a larger pattern"
        raise ValueError(message)
    return pattern


def _inside(path: str) -> str:
    written = path.replace("\\", "/")
    clean = posixpath.normpath(written)
    if written.startswith("/") or ":" in written or clean == ".." or clean.startswith("../"):
        message = "must be a path inside the repository, relative to this file"
        raise ValueError(message)
    return clean


def _moved_path(path: str) -> str:
    """A path of a migration map; a slash at its end says that it is a folder."""
    clean = _inside(path)
    return f"{clean}/" if path.endswith(("/", "\\")) and clean != "." else clean


def _no_pattern(path: str) -> str:
    if re.search(r"[*?]", path):
        message = "must be a file or a folder, which holds all below it, and no pattern"
        raise ValueError(message)
    return path


_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")

Pattern = Annotated[str, AfterValidator(_valid_pattern)]
LinePattern = Annotated[str, AfterValidator(_valid_line_pattern)]
InsidePath = Annotated[str, AfterValidator(_inside)]
CodePath = Annotated[str, AfterValidator(_inside), AfterValidator(_no_pattern)]
FolderPattern = Annotated[str, AfterValidator(_inside)]
MovedPath = Annotated[str, AfterValidator(_moved_path)]
FindingCode = Annotated[str, Field(pattern=r"^[A-Z]{3}[0-9]{3}$")]
ProfileName = Literal["gmp", "iso13485"]
HostingKind = Literal["github", "gitlab", "bitbucket", "gitea"]
HttpUrl = Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$")]
