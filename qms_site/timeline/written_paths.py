"""Paths as a text writes them: in code, in prose, as targets of links, with the slashes and the escapes of whoever wrote it."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"`([^`\n]{1,300})`")
_TARGET = re.compile(r"\]\(\s{0,9}(?:<([^<>\n]{1,300})>|([^()<>\n]{1,300}?))\s{0,9}(?:\"[^\"\n]{0,300}\"\s{0,9})?\)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`]{1,500}")
_PATH = re.compile(r"(?<![\w./@-])(?:\.{1,2}/)*\.{0,2}/?[\w*][\w.*-]*(?:/[\w.*-]+)*/?")
_LINES = re.compile(r"(?::\d+(?:-\d+)?|#L\d+(?:-L?\d+)?|::.*)$")
_REST = re.compile(r"[#?].*$")
_ABOVE = re.compile(r"(?:\.{0,2}/)+")
_STRONG = re.compile(r"^\*{2,3}(?!/)|(?<!/)\*{2,3}$")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_BRACES = re.compile(
    r"(?<![\w./*{}-])([\w./*-]{0,200})\{([\w./*-]{0,100}(?:,[\w./*-]{0,100}){1,30})\}([\w./*{},-]{0,200})(?![{}])"
)
"""What a shell writes out: ``src/{parser,reader}.py``; no placeholder, which holds no comma."""
_MOST_WRITTEN_OUT = 60
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def without_comments(text: str) -> str:
    """A text without its comments: they instruct, and say nothing."""
    return _COMMENT.sub("", text)


def written_paths(text: str) -> Iterator[str]:
    """What has the form of a path, relative to no folder, patterns among them.

    A single word counts only in code, or where it has a suffix.
    """
    shown = without_comments(text)
    for match in _BRACES.finditer(shown):
        yield from map(_clean, _write_out(match.group())[:_MOST_WRITTEN_OUT])
    shown = _BRACES.sub(" ", shown)  # the folder before the braces is not meant as a whole
    yield from (_clean(written) for written in _pieces(shown))
    forms = {shown, _ESCAPE.sub(r"\1", shown), shown.replace("\\", "/")} if "\\" in shown else {shown}
    for match in (match for form in forms for match in _PATH.finditer(form)):
        path = _clean(_without_emphasis(match.group()))
        if "/" in path or "." in path.strip("."):
            yield path.rstrip(".")


def _write_out(written: str) -> list[str]:
    """All that a path with alternatives in braces stands for, or as many as are looked at."""
    match = _BRACES.fullmatch(written)
    if match is None:
        return [] if "{" in written or "}" in written else [written]
    begins, ends = match[1], _write_out(match[3])
    return [f"{begins}{middle}{end}" for middle in match[2].split(",") for end in ends][:_MOST_WRITTEN_OUT]


def _pieces(shown: str) -> Iterator[str]:
    """What stands between marks that say where it begins and ends; it may have spaces, but no pattern has."""
    for match in _CODE.finditer(shown):
        written = match[1].partition(" @ ")[0].strip()
        if "*" not in written or _PATH.fullmatch(written):
            yield written
            yield written.replace("\\", "/")
    for match in _TARGET.finditer(shown):
        yield _REST.sub("", unquote(match[1] or match[2]))
    for match in _ADDRESS.finditer(shown):
        yield _REST.sub("", unquote(match.group().partition("://")[2]))


def _without_emphasis(written: str) -> str:
    whole = _EMPHASIS.fullmatch(written)
    return whole[1] if whole else _STRONG.sub("", written)


def _clean(written: str) -> str:
    path = _LINES.sub("", written)
    above = _ABOVE.match(path)
    return path[above.end() :] if above else path
