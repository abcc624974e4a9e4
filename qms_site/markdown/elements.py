"""Which HTML a document body may use.

Two lists on purpose: what raw HTML in a document may say (`RAW_ATTRIBUTES`), and what a finished page may hold
(`sanitizing`), which adds what the renderer itself writes.
"""

from typing import Final

VOID: Final = frozenset({"br", "col", "hr", "img", "input", "wbr"})
"""Allowed elements that have no end tag."""

OPTIONAL_END: Final = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"})
"""Elements that HTML closes by itself; writing their end tag twice would make an empty one."""

FORMATTING: Final = frozenset({"a", "b", "code", "em", "i", "s", "small", "strike", "strong", "tt", "u"})
"""Elements that a browser repeats, id and all, where a block begins in them and ends after them."""

HIDDEN: Final = frozenset({"script", "style", "svg", "math"})
"""Elements that are removed with what is in them: it is not text for a reader."""

RAW_TEXT: Final = frozenset({"code", "kbd", "pre", "samp", "tt", "var", "a", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements in which identifiers are not turned into links: code is code, a link is one already."""

RAW_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(
        (
            *("abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "dl"),
            *("dt", "em", "figcaption", "figure", "hr", "i", "ins", "kbd", "mark", "picture", "pre", "q", "rp"),
            *("rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup"),
            *("tt", "u", "ul", "var", "wbr"),
        ),
        frozenset[str](),
    ),
    **dict.fromkeys(
        ("center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p", "tbody", "tfoot", "thead", "tr"),
        frozenset({"align"}),
    ),
    "a": frozenset({"href", "name"}),
    "col": frozenset({"align", "span"}),
    "colgroup": frozenset({"align", "span"}),
    "details": frozenset({"open"}),
    "img": frozenset({"align", "alt", "height", "src", "width"}),
    "input": frozenset({"checked", "disabled", "type"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "table": frozenset({"align", "summary"}),
    "td": frozenset({"align", "colspan", "rowspan", "valign"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope", "valign"}),
}
"""Allowed elements, each with the attributes that it may have beside `GLOBAL_ATTRIBUTES`."""

GLOBAL_ATTRIBUTES: Final = frozenset({"class", "dir", "id", "lang", "title"})

_REFUSED: Final = frozenset(
    (
        *("acronym", "address", "applet", "area", "article", "aside", "audio", "base", "basefont", "bgsound", "big"),
        *("blink", "body", "button", "canvas", "data", "datalist", "dialog", "dir", "embed", "fieldset", "font"),
        *("footer", "form", "frame", "frameset", "head", "header", "hgroup", "html", "iframe", "label", "legend"),
        *("link", "main", "map", "marquee", "menu", "menuitem", "meta", "meter", "nav", "nobr", "noembed"),
        *("noframes", "noscript", "object", "optgroup", "option", "output", "param", "plaintext", "progress"),
        *("search", "select", "slot", "source", "template", "textarea", "time", "title", "track", "video", "xmp"),
    )
)

KNOWN: Final = _REFUSED | HIDDEN | RAW_ATTRIBUTES.keys()
"""Every element of HTML. What is not here is no element: `<path>` or `<user>` in a command line is text."""
