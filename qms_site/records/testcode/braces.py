"""Tests of Java, Go and Rust: functions with a body in braces, told by an annotation, an attribute or a name."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from qms_site.records.testcode.blocks import MAX_DEPTH, Block, CodeProblem, CodeScan
from qms_site.records.testcode.lines import decode
from qms_site.records.testcode.markers import ITEM_ID
from qms_site.records.testcode.masking import GO, JAVA, RUST, MaskedSource, mask_source

_LONGEST_HEAD = 2000
_BLANK = re.compile(r"\s*")
_JAVA_CLASS = re.compile(r"\b(?:class|interface|enum|record)\s{1,99}(?P<name>\w+)[^;{}]{0,400}\{")
_JAVA_METHOD = re.compile(r"(?:\b(?P<before>\w+)|[>\]])\s{1,99}(?P<name>\w+)\s{0,99}\(")
_JAVA_BODY = re.compile(r"\s{0,400}(?:throws\s[\w\s.,]{1,400})?\{")
_JAVA_PACKAGE = re.compile(r"^\s{0,99}package\s{1,99}(?P<name>[\w.]+)\s{0,99};", re.MULTILINE)
_NO_NAMES = frozenset({"if", "for", "while", "switch", "catch", "synchronized", "try", "new", "return"})
_ANNOTATION = re.compile(r"@(?:\w+\.)*(?P<name>\w+)(?P<arguments>\s{0,99}\()?")
_JAVA_TESTS = frozenset({"Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate"})
_JAVA_MARKS = frozenset({"Verifies", "Requirement", "Requirements", "Tag", "Tags"})

_GO_FUNCTION = re.compile(
    r"^func\s{1,99}(?:\((?P<receiver>[^()\n]{1,400})\)\s{0,99})?(?P<name>\w+)(?:\[[^\]\n]{0,400}\])?"
    r"\((?P<parameters>[^()\n]{0,400})",
    re.MULTILINE,
)
_GO_TEST = re.compile(r"(?:Test|Fuzz)(?![a-z])\w*")
_GO_TESTING = re.compile(r"\*\w{1,99}\.[TF]\b")
_GO_END = re.compile(r"^\}", re.MULTILINE)

_RUST_FUNCTION = re.compile(r"\bfn\s{1,99}(?P<name>\w+)")
_RUST_MODULE = re.compile(r"\bmod\s{1,99}(?P<name>\w+)\s{0,99}\{")
_RUST_ATTRIBUTE = re.compile(r"#\[\s{0,99}(?:\w+::)*(?P<name>\w+)")
_RUST_TESTS = frozenset({"test", "rstest", "test_case", "quickcheck", "wasm_bindgen_test"})


def scan_java(path: str, data: bytes, ids: re.Pattern[str] = ITEM_ID) -> CodeScan:
    """Classes and methods; a test has an annotation of JUnit 4 or 5. Tags and ``@Verifies`` name requirements."""
    source = mask_source(decode(data), JAVA)
    package = _JAVA_PACKAGE.search(source.text)
    folders = tuple(package["name"].split(".")) if package else PurePosixPath(path).parent.parts
    blocks = list(_nested(_java_heads(source, ids), source, folders))
    return _scan(path, source, blocks)


def scan_go(path: str, data: bytes) -> CodeScan:
    """Functions; a test is in a ``_test.go`` file, is named as one and takes a ``*testing.T``."""
    source = mask_source(decode(data), GO)
    folders = PurePosixPath(path).parent.parts
    ends = _Ends(source)
    blocks = []
    for match in _GO_FUNCTION.finditer(source.text):
        receiver = (
            match["receiver"].split()[-1].lstrip("*").partition("[")[0] if (match["receiver"] or "").strip() else ""
        )
        is_test = not receiver and path.endswith("_test.go") and _GO_TEST.fullmatch(match["name"]) is not None
        line = source.line_of(match.start())
        blocks.append(
            Block(
                names=(receiver, match["name"]) if receiver else (match["name"],),
                first=line,
                line=line,
                last=ends.after(match.end()),
                is_test=is_test and _GO_TESTING.search(match["parameters"]) is not None,
                scope=folders,
                titles=(match["name"],),
            )
        )
    return _scan(path, source, blocks)


def scan_rust(path: str, data: bytes) -> CodeScan:
    """Functions with the modules around them; a test has an attribute that makes it one."""
    source = mask_source(decode(data), RUST)
    place = PurePosixPath(path)
    folders = tuple(part for part in place.parent.parts if part not in {"src", "tests"})
    own = () if place.stem in {"lib", "main", "mod"} else (place.stem,)
    return _scan(path, source, list(_nested(_rust_heads(source), source, (*folders, *own))))


class _Head:
    """The head of a block, before it is known what it stands in."""

    __slots__ = ("end", "first", "is_function", "is_test", "name", "start", "titles", "verifies")

    def __init__(self, name: str, first: int, start: int, end: int) -> None:
        self.name, self.first, self.start, self.end = name, first, start, end
        self.is_function = True
        self.is_test = False
        self.titles: tuple[str, ...] = (name,)
        self.verifies: tuple[str, ...] = ()


class _Ends:
    """Where a Go function ends: on its own line, or with the next closing brace that begins a line."""

    def __init__(self, source: MaskedSource) -> None:
        self._source = source
        self._braces = [match.start() for match in _GO_END.finditer(source.text)]
        self._next = 0

    def after(self, offset: int) -> int:
        """Line of the end of the function whose head ends there; asked in the order of the file."""
        newline = self._source.text.find("\n", offset)
        if self._source.text[offset:newline].rstrip().endswith("}"):
            return self._source.line_of(offset)
        while self._next < len(self._braces) and self._braces[self._next] < offset:
            self._next += 1
        found = self._braces[self._next] if self._next < len(self._braces) else len(self._source.text)
        return self._source.line_of(found)


def _java_heads(source: MaskedSource, ids: re.Pattern[str]) -> Iterator[_Head]:
    for match in _JAVA_CLASS.finditer(source.text):
        head = _head(source, match["name"], match.start("name"), match.end() - 1)
        head.is_function = False
        _annotate(head, source, ids)
        yield head
    for match in _JAVA_METHOD.finditer(source.text):
        if match["name"] in _NO_NAMES or match["before"] in _NO_NAMES:
            continue
        body = _JAVA_BODY.match(source.text, source.brackets.closing[match.end() - 1] + 1)
        if body:
            head = _head(source, match["name"], match.start("name"), body.end() - 1)
            _annotate(head, source, ids)
            yield head


def _annotate(head: _Head, source: MaskedSource, ids: re.Pattern[str]) -> None:
    begin = max(source.brackets.before(head.start), head.start - _LONGEST_HEAD)
    for match in _ANNOTATION.finditer(source.text, begin, head.start):
        name = match["name"]
        head.is_test |= head.is_function and name in _JAVA_TESTS
        if match["arguments"] and (name in _JAVA_MARKS or name == "DisplayName"):
            texts = _strings_within(source, match.end(), source.brackets.closing[match.end() - 1])
            if name == "DisplayName":
                head.titles = (*head.titles, *texts)
            else:
                head.verifies = tuple(dict.fromkeys((*head.verifies, *filter(ids.fullmatch, texts))))


def _strings_within(source: MaskedSource, begin: int, end: int) -> Iterator[str]:
    place = source.text.find('"', begin, min(end, begin + _LONGEST_HEAD))
    while place >= 0:
        if place in source.strings:
            yield source.strings[place]
        place = source.text.find('"', place + 1, min(end, begin + _LONGEST_HEAD))


def _rust_heads(source: MaskedSource) -> Iterator[_Head]:
    for match in _RUST_MODULE.finditer(source.text):
        head = _head(source, match["name"], match.start("name"), match.end() - 1)
        head.is_function = False
        yield head
    boundaries = source.brackets.boundaries
    following = 0
    for match in _RUST_FUNCTION.finditer(source.text):
        while following < len(boundaries) and boundaries[following] < match.end():
            following += 1
        if following == len(boundaries) or source.text[boundaries[following]] != "{":
            continue
        head = _head(source, match["name"], match.start("name"), boundaries[following])
        begin = max(source.brackets.before(head.start), head.start - _LONGEST_HEAD)
        attributes = _RUST_ATTRIBUTE.finditer(source.text, begin, head.start)
        head.is_test = any(attribute["name"] in _RUST_TESTS for attribute in attributes)
        yield head


def _head(source: MaskedSource, name: str, start: int, opening: int) -> _Head:
    begin = max(source.brackets.before(start), start - _LONGEST_HEAD)
    blank = _BLANK.match(source.text, begin, start)
    first = blank.end() if blank else begin
    return _Head(name, source.line_of(first), start, source.brackets.closing.get(opening, len(source.text)))


def _nested(heads: Iterable[_Head], source: MaskedSource, scope: tuple[str, ...]) -> Iterator[Block]:
    """Blocks with the names of what they stand in; functions inside functions have no names of their own."""
    around: list[_Head] = []
    for head in sorted(heads, key=lambda head: head.start):
        while around and around[-1].end < head.start:
            around.pop()
        if around and around[-1].is_function:
            continue
        if len(around) == MAX_DEPTH:
            continue
        outer = tuple(entry.name for entry in around)
        yield Block(
            names=(*outer, head.name),
            first=head.first,
            line=source.line_of(head.start),
            last=source.line_of(head.end),
            is_function=head.is_function,
            is_test=head.is_test,
            verifies=head.verifies,
            scope=(*scope, *outer),
            titles=head.titles,
        )
        around.append(head)


def _scan(path: str, source: MaskedSource, blocks: list[Block]) -> CodeScan:
    unclosed = source.brackets.unclosed
    problems: tuple[CodeProblem, ...] = ()
    if unclosed is not None:
        message = (
            "has a brace that nothing closes" if source.text[unclosed] == "{" else "has a brace that closes nothing"
        )
        problems = (CodeProblem(path=path, line=source.line_of(unclosed), message=message),)
    return CodeScan(blocks=blocks, comments=source.comments, code_lines=source.code_lines, problems=problems)
