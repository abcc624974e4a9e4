"""Tests of ExUnit, line by line: blocks end where ``end`` stands as far to the left as they began."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from qms_site.records.testcode.blocks import MAX_DEPTH, Block, CodeProblem, CodeScan, Comment
from qms_site.records.testcode.lines import count_code_lines, decode
from qms_site.records.testcode.markers import ITEM_ID

_OPENING = re.compile(r"(?P<indent>[ \t]*+)(?P<word>defmodule|describe|test|property|defp?)\s+(?P<rest>\S.*)")
_NAME = re.compile(r'"(?P<text>[^"\\]*+(?:\\.[^"\\]*+)*)"')
_WORD = re.compile(r"[\w.]+[?!]?")
_TAG = re.compile(r"[ \t]*+@(?P<place>module|describe)?tag\s+(?P<rest>.*\bverifies:.*)")
_STRINGS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"')
_LONGEST_LINE = 1000
_MOST_TAGS = 100


@dataclass(slots=True, kw_only=True)
class _Open:
    """A block that is not closed yet."""

    word: str
    name: str
    indent: int
    line: int
    first: int
    ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    scope: tuple[str, ...]
    is_test_file: bool
    ids: re.Pattern[str]
    opened: list[_Open] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    tagged: int | None = None

    def read(self, number: int, line: str) -> Iterator[Block]:
        """What a line ends; what it begins is remembered."""
        if tag := _TAG.match(line):
            found = [text["text"] for text in _NAME.finditer(tag["rest"]) if self.ids.fullmatch(text["text"])]
            wanted = {"module": "defmodule", "describe": "describe"}.get(tag["place"] or "")
            if wanted is None:
                self.pending += found
                self.tagged = self.tagged or number
            elif holder := next((entry for entry in reversed(self.opened) if entry.word == wanted), None):
                holder.ids = [*holder.ids, *found][:_MOST_TAGS]
            return
        indent = len(line) - len(line.lstrip())
        if line.strip() == "end":
            while self.opened and self.opened[-1].indent >= indent:
                yield self._close(number)
        elif match := _OPENING.match(line):
            while self.opened and self.opened[-1].indent >= indent:
                yield self._close(number - 1)
            self._open(match, number, indent)

    def close_all(self, number: int) -> Iterator[Block]:
        """What the end of the file ends."""
        while self.opened:
            yield self._close(number)

    def _open(self, match: re.Match[str], number: int, indent: int) -> None:
        word = match["word"]
        name = (_NAME if word in {"describe", "test", "property"} else _WORD).match(match["rest"])
        if name is None:
            return
        if len(self.opened) == MAX_DEPTH:
            return
        text = name["text"] if name.re is _NAME else name.group()
        first = self.tagged or number
        self.opened.append(_Open(word=word, name=text, indent=indent, line=number, first=first, ids=self.pending))
        self.pending, self.tagged = [], None

    def _close(self, last: int) -> Block:
        block = self.opened.pop()
        around = [entry for entry in self.opened if entry.word == "describe"]
        names = tuple(entry.name for entry in around) + ((block.name,) if block.word != "defmodule" else ())
        modules = [entry.name for entry in self.opened if entry.word == "defmodule"]
        is_test = self.is_test_file and block.word in {"test", "property"}
        spoken = " ".join((block.word, *names))
        return Block(
            names=names or (block.name,),
            first=block.first,
            line=block.line,
            last=last,
            is_function=block.word not in {"defmodule", "describe"},
            is_test=is_test,
            verifies=tuple(dict.fromkeys(id_ for entry in (*self.opened, block) for id_ in entry.ids)),
            scope=tuple(".".join(modules).split(".")) if modules else self.scope,
            titles=(spoken, " ".join(names)) if is_test else (),
        )


def scan_elixir(path: str, data: bytes, ids: re.Pattern[str] = ITEM_ID) -> CodeScan:
    """Tests of a ``_test.exs`` file and functions of any; ``@tag verifies: "REQ-X-001"`` names requirements."""
    text = decode(data)
    lines = text.split("\n")
    place = PurePosixPath(path)
    reader = _Reader(place.parent.parts, place.name.endswith("_test.exs"), ids)
    blocks: list[Block] = []
    comments: list[Comment] = []
    heredoc: int | None = None
    for number, line in enumerate(lines, start=1):
        if line.count('"""') % 2:
            heredoc = None if heredoc else number
        elif not heredoc and len(line) <= _LONGEST_LINE:
            if "#" in line and (found := _comment(line)):
                comments.append(Comment(number, found))
            blocks += reader.read(number, line)
    blocks += reader.close_all(len(lines))
    problem = CodeProblem(path=path, line=heredoc, message='has a text (""") that is never closed')
    return CodeScan(
        blocks=blocks,
        comments=comments,
        code_lines=count_code_lines(text, "#"),
        problems=(problem,) if heredoc else (),
    )


def _comment(line: str) -> str | None:
    _, sign, text = _STRINGS.sub('""', line).partition("#")
    return sign + text if sign and not text.startswith("{") else None
