"""Badges: a label and a message as an SVG file, and as JSON for the endpoint of shields.io.

What a badge says stands in its words; the colour only repeats it. A badge brings its own background, so that it reads the same on
a light and on a dark page, also where it is shown as a plain image through a proxy.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from qms_site.reports.json_text import to_json
from qms_site.text import printable

GREEN, TEAL, BLUE, AMBER, RED, GREY = "1c6b34", "0f6674", "1f55b5", "8a5200", "a81e2d", "545c66"
PURPLE, BROWN = "4f4a78", "74504a"
"""White text on each has a contrast of at least 5 to 1."""
_LABEL = "2f3640"
_MOST_LABEL, _MOST_MESSAGE = 60, 90
_SIZE = 11.0
_HEIGHT = 20
_PADDING = 6

_WIDTHS = {
    "ijl'|": 0.29,
    '!" ,.:;ft': 0.37,
    "()-/[\\]`": 0.46,
    "rI?zsJcvkxy": 0.53,
    "0123456789$*_aehnubdgpqoLFE{}": 0.63,
    "ABCDGHKNOPQRSTUVXYZ&": 0.73,
    "+<=>^~#mwM@W%": 0.92,
}
"""Widths of letters in a common sans-serif, in parts of its size."""
_WIDTH = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
_OTHER, _WIDE = 0.7, 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a badge says. ``color`` is six hexadecimal digits, and never says what the message does not."""

    label: str
    message: str
    color: str


def badge_files(badges: Mapping[str, Badge]) -> dict[str, bytes]:
    """Both files of each badge, by its place without a suffix."""
    files: dict[str, bytes] = {}
    for place, badge in badges.items():
        files[f"{place}.svg"] = render_svg(badge).encode()
        files[f"{place}.json"] = render_endpoint(badge).encode()
    return files


def render_endpoint(badge: Badge) -> str:
    """What shields.io asks an endpoint for."""
    label, message = _cut(badge.label, _MOST_LABEL), _cut(badge.message, _MOST_MESSAGE)
    return to_json({"schemaVersion": 1, "label": label, "message": message, "color": badge.color})


def render_svg(badge: Badge) -> str:
    """The picture, with its words as its name for those who cannot see it."""
    label, message = _cut(badge.label, _MOST_LABEL), _cut(badge.message, _MOST_MESSAGE)
    left, right = _width(label), _width(message)
    whole, told = left + right, escape(f"{label}: {message}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}" viewBox="0 0 {whole} {_HEIGHT}"'
        f' role="img" aria-label="{told}"><title>{told}</title>'
        f'<clipPath id="r"><rect width="{whole}" height="{_HEIGHT}" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left}" height="{_HEIGHT}" fill="#{_LABEL}"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="#{badge.color}"/></g>'
        f'<rect x="0.5" y="0.5" width="{whole - 1}" height="{_HEIGHT - 1}" rx="2.5" fill="none" stroke="#fff"'
        ' stroke-opacity="0.35"/>'
        f'<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="{_SIZE:.0f}">'
        f"{_text(label, left / 2, left)}{_text(message, left + right / 2, right)}</g></svg>\n"
    )


def _text(text: str, middle: float, room: int) -> str:
    """A text whose length is fixed: whichever font a reader has, it fits."""
    fixed = f'textLength="{room - 2 * _PADDING}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{middle:g}" y="14" {fixed}>{escape(text)}</text>'


def _width(text: str) -> int:
    """Room for a text with its padding, in whole pixels."""
    return round(sum(map(_width_of, text)) * _SIZE) + 2 * _PADDING


def _width_of(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    return _WIDTH.get(letter) or (_WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER)


def _cut(text: str, most: int) -> str:
    """One line of text that XML can hold, of bounded length; a badge without a word would say nothing."""
    line = " ".join(printable(text[: 4 * most]).split()).translate(_NO_XML) or "-"
    return line if len(line) <= most else f"{line[: most - 3].rstrip()}..."


_NO_XML = {0xFFFE: None, 0xFFFF: None}
