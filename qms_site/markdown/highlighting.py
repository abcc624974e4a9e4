"""Code blocks: highlighted while rendering, with the short class names that the host's theme styles."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name

MAX_HIGHLIGHTED = 60_000
"""Characters; a longer block is shown plain."""
MAX_LINE = 500
"""Characters; a block with a longer line (minified, or generated) is shown plain."""
CHUNK = 8_000
"""Characters that a lexer sees at once; a string across two chunks of a long block may be coloured wrongly."""

# Many lexers take quadratic time, or worse, over one long line, many blank lines or one long text; these bounds
# keep every block linear.
_BLANK_RUN = re.compile(r"(?:[ \t]*\n){50}")
_LINE = re.compile(r".*\n|.+")
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def code_block(code: str, language: str) -> str:
    """A code block in the wrapper that themes style; plain text where the language is unknown."""
    return f'<div class="highlight"><pre><code>{_highlighted(code, language)}</code></pre></div>\n'


def highlighted_lines(code: str, path: str) -> tuple[str, ...]:
    """The lines of a piece of code as HTML, each balanced by itself, coloured by what the name of its file tells."""
    # The formatter ends what is open at the end of each line, and opens it again on the next.
    return tuple(_highlighted(f"{code}\n", _language_of(path)).split("\n")[: code.count("\n") + 1])


def mermaid_block(code: str) -> str:
    """A diagram, drawn in the browser from its source."""
    return f'<pre class="mermaid"><code>{escape(code, quote=False)}</code></pre>\n'


def _highlighted(code: str, language: str) -> str:
    lexer = _lexer(language.lower()) if language and len(code) <= MAX_HIGHLIGHTED else None
    lines = _LINE.findall(code) if lexer else []
    if lexer is None or any(len(line) > MAX_LINE for line in lines) or _BLANK_RUN.search(code):
        return escape(code, quote=False)
    try:
        return "".join(highlight(chunk, lexer, _FORMATTER) for chunk in _chunks(lines))
    except Exception:  # noqa: BLE001 - one of 500 lexers failing on odd input must not cost the page
        return escape(code, quote=False)


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    """Whole lines, joined up to about `CHUNK` characters."""
    chunk: list[str] = []
    size = 0
    for line in lines:
        if size + len(line) > CHUNK:
            yield "".join(chunk)
            chunk, size = [], 0
        chunk.append(line)
        size += len(line)
    yield "".join(chunk)


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    # By our own list, since asking Pygments for an unknown name makes it search the disk for plugins.
    if language not in _languages():
        return None
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@cache
def _languages() -> frozenset[str]:
    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)


def _language_of(path: str) -> str:
    """The language of a file by its name, or by its ending."""
    name = path.rsplit("/", 1)[-1].lower()
    by_name = _languages_by_name()
    return by_name.get(name) or by_name.get(f"*.{name.rsplit('.', 1)[-1]}", "")


@cache
def _languages_by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for _, aliases, patterns, _ in get_all_lexers(plugins=False):
        for pattern in patterns if aliases else ():
            found.setdefault(pattern.lower(), aliases[0])
    return found
