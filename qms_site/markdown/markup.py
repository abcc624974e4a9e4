"""Writing HTML that is balanced by construction.

Markdown's elements are containers; a raw tag lives and ends within the container that it stands in. So no `</div>`
in a cell can close what surrounds the table, and an unclosed `<b>` ends with its paragraph.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from qms_site.markdown.elements import OPTIONAL_END, RAW_TEXT

MAX_OPEN = 400
"""Open elements; a raw tag beyond it is left out, since browsers give up on deeper pages too."""

Attributes = Iterable[tuple[str, str | None]]
"""Names and values, in order; None leaves the attribute out."""


@dataclass(slots=True)
class Markup:
    """HTML as it is written, with the elements that are open."""

    _parts: list[str] = field(default_factory=list, init=False)
    _open: list[tuple[str, bool]] = field(default_factory=list, init=False)
    """Names, outermost first, and whether each is a container."""
    _raw_text_depth: int = field(default=0, init=False)

    @property
    def is_raw_text(self) -> bool:
        """Whether what comes next stands in code, a link or a heading."""
        return self._raw_text_depth > 0

    def html(self) -> str:
        """Everything written so far."""
        return "".join(self._parts)

    def put(self, html: str) -> None:
        """Write finished HTML."""
        self._parts.append(html)

    def put_text(self, text: str) -> None:
        """Write text, escaped."""
        self._parts.append(escape(text, quote=False))

    def put_tag(self, name: str, attributes: Attributes = ()) -> None:
        """Write an element that has no content, or a start tag that nobody tracks."""
        self._parts.append(start_tag(name, attributes))

    def begin(self, name: str, attributes: Attributes = ()) -> None:
        """Open a container; without a name it writes nothing and only bounds the raw tags in it."""
        if name:
            self.put_tag(name, attributes)
        self._push(name, is_container=True)

    def end(self) -> None:
        """Close the innermost container, and first the raw elements that were left open in it."""
        self.close_raw()
        name = self._pop()
        if name:
            self._parts.append(f"</{name}>")

    def close_raw(self) -> None:
        """Close the raw elements that were left open in the innermost container."""
        while not self._open[-1][1]:
            self._pop_raw()

    def begin_raw(self, name: str, attributes: Attributes) -> None:
        """Open a raw element."""
        if len(self._open) < MAX_OPEN:
            self.put_tag(name, attributes)
            self._push(name, is_container=False)

    def end_raw(self, name: str) -> None:
        """Close a raw element, and those left open in it; nothing happens where the container has none."""
        for other, is_container in reversed(self._open):
            if is_container:
                return
            if other == name:
                break
        else:
            return
        while self._open[-1][0] != name:
            self._pop_raw()
        self._pop()
        self._parts.append(f"</{name}>")

    def _push(self, name: str, *, is_container: bool) -> None:
        self._open.append((name, is_container))
        self._raw_text_depth += name in RAW_TEXT

    def _pop(self) -> str:
        name, _ = self._open.pop()
        self._raw_text_depth -= name in RAW_TEXT
        return name

    def _pop_raw(self) -> None:
        name = self._pop()
        if name not in OPTIONAL_END:
            self._parts.append(f"</{name}>")


def start_tag(name: str, attributes: Attributes = ()) -> str:
    """A start tag, its values escaped."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes if value is not None)
    return f"<{name}{written}>"
