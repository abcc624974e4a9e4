"""YAML of a front-matter block to text values: nothing is typed, executed or expanded.

Built on the parser's events, not on its loader: `1.10`, `0012`, `no` and `2026-01-02` must stay as written, and
an alias or a custom tag must be refused before anything is made of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)
from yaml.reader import Reader

FrontValue: TypeAlias = "str | tuple[FrontValue, ...] | Mapping[str, FrontValue] | None"

MAX_DEPTH = 20
"""Deeper nesting than this is no front matter that anyone wrote by hand."""

_TEXT_TAG = "tag:yaml.org,2002:str"
_REFUSED_CHARACTERS = re.compile(f"{Reader.NON_PRINTABLE.pattern}|[\x85\u2028\u2029]")
"""What YAML forbids, and what it alone takes for the end of a line."""
# libyaml's parser is ten times faster; the pure one is the same grammar where no wheel with libyaml exists.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_LINE = re.compile(
    r"""
    (?P<key> [A-Za-z] (?: [\w-]{0,62} \w )? ) :
    (?: [ ]+ (?: (?P<plain> [A-Za-z0-9] (?: [\w .,;()/+-]* [\w.,;()/+-] )? )
               | "(?P<double> [\w .,:;()/+'#-]* )"
               | '(?P<single> [\w .,:;()/+"#-]* )' )
    )? \n
    """,
    re.VERBOSE | re.ASCII,
)
"""A line that says the same whatever stands around it: a key, and a value without a sign that could mean something to YAML."""
READER = f"PyYAML {yaml.__version__} {_LOADER.__name__}"
"""By what the text of a front matter was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlReading:
    """What a YAML text says; `value` is None (and `problem` says why) where it could not be read."""

    value: FrontValue
    lines: Mapping[str, int]
    """0-based line of each top-level key."""
    problem: str | None
    problem_line: int | None
    """0-based."""


@dataclass(slots=True, kw_only=True)
class _Collection:
    """A mapping or sequence that is still being read."""

    is_mapping: bool
    values: list[FrontValue] = field(default_factory=list)
    key_lines: list[int] = field(default_factory=list)


class _Mark(Protocol):
    """A place in YAML, of either parser."""

    @property
    def index(self) -> int: ...


class _RefusedError(Exception):
    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_yaml_text(source: str) -> YamlReading:
    """Read one YAML document; every scalar is text, an empty plain scalar is None. Never raises."""
    plain = _read_plain_lines(source)
    if plain is not None:
        return plain
    try:
        return _Composer(source).compose()
    except _RefusedError as refused:
        return YamlReading(value=None, lines={}, problem=refused.reason, problem_line=refused.line)


def _read_plain_lines(source: str) -> YamlReading | None:
    """The same reading where each line is plain, as most are: a tenth of the work, and histories hold thousands of such texts."""
    fields: dict[str, FrontValue] = {}
    lines: dict[str, int] = {}
    place, end = 0, len(source)
    while place < end:
        match = _PLAIN_LINE.match(source, place)
        if match is None:
            return None
        key, plain, double, single = match.groups()
        if key in fields:
            return None
        lines[key] = len(fields)
        fields[key] = plain if plain is not None else single if double is None else double
        place = match.end()
    return YamlReading(value=fields, lines=lines, problem=None, problem_line=None) if fields else None


class _Composer:
    def __init__(self, source: str) -> None:
        self._source = source
        self._open = [_Collection(is_mapping=False)]
        self._lines: dict[str, int] = {}
        self._repeated: tuple[str, int] | None = None
        self._documents = 0

    def compose(self) -> YamlReading:
        for event in _events(self._source):
            self._take(event, _line_of(self._source, event.start_mark))
        values = self._open[0].values
        repeated = self._repeated
        return YamlReading(
            value=values[0] if values else None,
            lines=self._lines,
            problem=repeated and f'The key "{repeated[0]}" is given more than once; the last one counts.',
            problem_line=repeated and repeated[1],
        )

    def _take(self, event: Event, line: int) -> None:
        if isinstance(event, NodeEvent):
            _refuse_indirection(event, line)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _RefusedError("The front matter holds more than one YAML document.", line)
            case ScalarEvent():
                is_empty = not event.value and event.implicit[0]
                self._add(None if is_empty else event.value, line)
            case CollectionStartEvent():
                if len(self._open) > MAX_DEPTH:
                    raise _RefusedError(f"The front matter nests deeper than {MAX_DEPTH} levels.", line)
                self._open.append(_Collection(is_mapping=isinstance(event, MappingStartEvent)))
            case CollectionEndEvent():
                closed = self._open.pop()
                self._add(self._mapping(closed) if closed.is_mapping else tuple(closed.values), line)

    def _add(self, value: FrontValue, line: int) -> None:
        collection = self._open[-1]
        if collection.is_mapping and len(collection.values) % 2 == 0:
            if value is not None and not isinstance(value, str):
                raise _RefusedError("A key of the front matter is a list or a mapping, not text.", line)
            collection.key_lines.append(line)
            value = value or ""
        collection.values.append(value)

    def _mapping(self, closed: _Collection) -> Mapping[str, FrontValue]:
        is_top = len(self._open) == 1
        fields: dict[str, FrontValue] = {}
        keys = cast("list[str]", closed.values[::2])
        for key, value, line in zip(keys, closed.values[1::2], closed.key_lines, strict=True):
            if key in fields and self._repeated is None:
                self._repeated = key, line
            fields[key] = value
            if is_top:
                self._lines[key] = line
        return fields


def _events(source: str) -> Iterator[Event]:
    """The parser's events; its errors become refusals, in one wording for all of its builds."""
    refused = _REFUSED_CHARACTERS.search(source)
    if refused:
        line = source.count("\n", 0, refused.start())
        raise _RefusedError(f"The front matter holds the control character U+{ord(refused[0]):04X}.", line)
    parse = cast("Callable[..., Iterator[Event]]", yaml.parse)
    try:
        yield from parse(source, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _RefusedError(f"The front matter is not valid YAML: {error.problem}.", _line_of(source, mark)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _RefusedError("The front matter is not valid YAML.", 0) from error


def _refuse_indirection(event: NodeEvent, line: int) -> None:
    if isinstance(event, AliasEvent) or event.anchor is not None:
        raise _RefusedError("The front matter uses a YAML anchor or alias; write the value out.", line)
    tag = getattr(event, "tag", None)
    if tag not in (None, _TEXT_TAG):
        raise _RefusedError("The front matter uses a YAML tag; values are read as text.", line)


def _line_of(source: str, mark: _Mark | None) -> int:
    # The parser's own line numbers count U+2028 and U+0085 too; everybody else here counts `\n` only.
    return source.count("\n", 0, mark.index) if mark else 0
