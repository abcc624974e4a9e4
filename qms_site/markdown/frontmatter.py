"""The front matter of a document, as written, and the body after it.

A document may begin with a horizontal rule: what stands between two rules is front matter only when it is a YAML
mapping, or plainly was meant to be one. Whatever is not front matter is body, to the last character.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import frontmatter
from frontmatter.default_handlers import BaseHandler

from qms_site.markdown.yaml_text import FrontValue, YamlReading, read_yaml_text

__all__ = ["MAX_BLOCK_BYTES", "FrontMatter", "FrontValue", "front_texts", "read_front_matter"]

MAX_BLOCK_BYTES = 64 * 1024
"""A longer block is refused: nobody writes it, and reading YAML is slow."""

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_FIELD_LINE = re.compile(r"[ \t]*(?:- )?(?:<<|[\w.\"'-][\w .\"'-]*):(?:[ \t]|$)")
_CONTINUATION = re.compile(r"[ \t]|- |#")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The fields before a body, and the body; a document without front matter is all body."""

    fields: Mapping[str, FrontValue]
    """Values as text; an empty value is None, a list a tuple, a nested mapping a mapping."""
    lines: Mapping[str, int]
    """1-based file line of each top-level key."""
    body: str
    body_line: int
    """1-based file line on which `body` begins."""
    problem: str | None
    """One sentence, or None; a block that could not be read leaves `fields` empty."""
    problem_line: int | None
    """1-based file line."""


def front_texts(value: FrontValue) -> Iterator[str]:
    """Every text in a value, those in lists and mappings too, in the order in which they are written."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case tuple() as values:
                waiting += reversed(values)
            case Mapping() as fields:
                waiting += reversed(list(fields.values()))


class _TextYaml(BaseHandler):
    """python-frontmatter's interface over our fences and our reading of YAML; one instance per document."""

    FM_BOUNDARY = _OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self) -> None:
        super().__init__()
        self.reading = _no_problem()

    def split(self, text: str) -> tuple[str, str]:
        """Return block and rest; ValueError, as the interface has it, where there is no block."""
        opening = _OPENING.match(text)
        closing = opening and _CLOSING.search(text, opening.end())
        if not opening or not closing:
            raise ValueError(text[:3])
        return text[opening.end() : closing.start()], text[closing.end() :]

    def load(self, fm: str) -> dict[str, object]:
        """Return the fields; what python-frontmatter has no place for stays in `reading`."""
        self.reading = _read_block(fm)
        value = self.reading.value
        return dict(value) if isinstance(value, Mapping) else {}


def read_front_matter(text: str) -> FrontMatter:
    r"""Split and read the front matter of a text with `\n` line ends. Never raises."""
    handler = _TextYaml()
    try:
        block, body = handler.split(text)
    except ValueError:
        return _all_body(text)
    # Only the fenced head goes through the library: it strips what it returns, and a body is kept to the byte.
    frontmatter.parse(f"---\n{block}---\n", handler=handler)
    reading = handler.reading
    if not isinstance(reading.value, Mapping) and not (reading.problem and _is_meant_as_fields(block)):
        return _all_body(text)
    return FrontMatter(
        fields=reading.value if isinstance(reading.value, Mapping) else {},
        lines={key: line + 2 for key, line in reading.lines.items()},
        body=body,
        body_line=text.count("\n", 0, len(text) - len(body)) + 1,
        problem=reading.problem,
        problem_line=None if reading.problem_line is None else reading.problem_line + 2,
    )


def _read_block(block: str) -> YamlReading:
    if not block.strip():
        return _no_problem()
    if len(block.encode("utf-8", "surrogatepass")) > MAX_BLOCK_BYTES:
        problem = f"The front matter is longer than {MAX_BLOCK_BYTES // 1024} KiB."
        return YamlReading(value=None, lines={}, problem=problem, problem_line=0)
    return read_yaml_text(block)


def _no_problem() -> YamlReading:
    return YamlReading(value={}, lines={}, problem=None, problem_line=None)


def _all_body(text: str) -> FrontMatter:
    return FrontMatter(fields={}, lines={}, body=text, body_line=1, problem=None, problem_line=None)


def _is_meant_as_fields(block: str) -> bool:
    """Whether most lines look like `key: value`, so that a block that is not YAML is a mistake and not prose."""
    lines = [line for line in block[:MAX_BLOCK_BYTES].split("\n") if line.strip()]
    fields = sum(1 for line in lines if _FIELD_LINE.match(line))
    continued = sum(1 for line in lines if not _FIELD_LINE.match(line) and _CONTINUATION.match(line))
    return fields > 0 and 2 * fields > len(lines) - continued
