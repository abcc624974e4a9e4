"""Paths that a test file opens or imports, as far as a line of it tells: a literal in the hands of something that opens files.

A path that is only named, compared or written into a folder of the test's own is none, and neither is what a variable may hold.
"""

import ast
import re
import warnings
from collections.abc import Iterator

import msgspec

from qms_site.records.testcode.lines import decode

_LONGEST_LINE = 500
_QUOTES = frozenset("\"'`")
_COMMENT = ("#", "//", "*", "--", ";", "%")
_LITERAL = r"[rbf]{0,2}(?P<quote>[\"'`])(?P<path>[^\"'`\n]{1,300})(?P=quote)"
_OPENERS = (
    r"open|readFile|readFileSync|createReadStream|readdirSync|require|import|include|include_str!|include_bytes!|fopen|"
    r"ReadFile|ReadAll|read_to_string|FileReader|FileInputStream|readAllBytes|readAllLines|readString|File\.read!|File\.read|"
    r"File\.stream!|listdir|scandir|load_file|read_csv|read_json"
)
_CALLED = re.compile(rf"(?<![\w.])(?:\w+\.)?(?:{_OPENERS})\s{{0,3}}\(?\s{{0,3}}{_LITERAL}")
_FROM = re.compile(rf"\bfrom\s{{1,3}}{_LITERAL}")
_PATH = re.compile(rf"(?<![\w.])(?:\w+\.)?(?:Path|PurePath|Paths\.get|Path\.of|File)\s{{0,3}}\(\s{{0,3}}{_LITERAL}")
_READ = re.compile(
    r"\bFiles\.(?:read|new|lines)|\.(?:read_text|read_bytes|open|exists|is_file|is_dir|iterdir|glob|rglob|readText|readLines)\b"
)
# A constant that is called after the root, or what a file tells of its own place.
_BASED = re.compile(
    rf"(?P<base>\b[A-Z_]{{0,20}}(?:ROOT|REPO|REPOSITORY|TOP)[A-Z_]{{0,20}}|__file__|__dirname|\.cwd\(\))"
    rf"(?P<steps>[\w.()\[\] ]{{0,60}})(?:\s/\s{{0,3}}|,\s{{0,3}}){_LITERAL}"
)


class OpenedPath(msgspec.Struct, frozen=True, kw_only=True):
    """A path that a file opens, as it is written, and the line. ``is_from_root``: not relative to the folder of the file."""

    line: int
    path: str
    is_from_root: bool


def find_opened_paths(path: str, data: bytes) -> Iterator[OpenedPath]:
    """The paths of a file, by lines. A test that goes to another folder first opens nothing here by a relative path."""
    text = decode(data)
    found = tuple(_find(text))
    literals = _literals(data) if found and path.endswith((".py", ".pyi")) else None
    moves = "chdir" in text or "isolated_filesystem" in text
    for opened, is_relative in found:
        if not (moves and is_relative) and (literals is None or (opened.line, opened.path) in literals):
            yield opened


def _find(text: str) -> Iterator[tuple[OpenedPath, bool]]:
    """What lines open, and whether it is the folder of the run that decides where that is."""
    for number, line in enumerate(text.split("\n"), start=1):
        shown = line[:_LONGEST_LINE]
        if not ("'" in shown or '"' in shown or "`" in shown):
            continue
        for match in (*_CALLED.finditer(shown), *(_PATH.finditer(shown) if _READ.search(shown) else ())):
            if _is_code(shown, match.start()):
                yield OpenedPath(line=number, path=match["path"], is_from_root=True), True
        for match in (*_BASED.finditer(shown), *_FROM.finditer(shown)):
            if _is_code(shown, match.start()):
                is_from_root = match.groupdict().get("base", "__file__") not in ("__file__", "__dirname")
                yield OpenedPath(line=number, path=match["path"], is_from_root=is_from_root), False


def _is_code(line: str, end: int) -> bool:
    """Whether a place of a line is neither in a string nor in a comment that begin on it."""
    quote = ""
    place = 0
    if line.lstrip().startswith(_COMMENT):
        return False
    while place < end:
        letter = line[place]
        if letter == "\\":
            place += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in _QUOTES:
            quote = letter
        elif line.startswith(("# ", "//"), place) and (place == 0 or line[place - 1] == " "):
            return False
        place += 1
    return not quote


def _literals(data: bytes) -> frozenset[tuple[int, str]] | None:
    """Lines and values of the literal texts of a Python file; None where it cannot be parsed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a compiler says of odd escapes is not for the reader of a report
            tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset((node.lineno, node.value) for node in constants if isinstance(node.value, str))
