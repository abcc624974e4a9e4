"""The last wall: the finished HTML of a body, through an allow list.

Raw HTML was cut down to allowed tags when it was written; this does not rely on that, and balances what is left.
"""

from typing import Final

import nh3
from pygments.token import STANDARD_TYPES

from qms_site.markdown.elements import GLOBAL_ATTRIBUTES, HIDDEN, RAW_ATTRIBUTES
from qms_site.markdown.options import NOTE_WORDS

LINK_KINDS: Final = ("page", "code", "external", "missing")

_LINK_CLASSES = frozenset(f"qms-link--{kind}" for kind in LINK_KINDS)
_NOTE_CLASSES = frozenset({"qms-support", *(f"qms-support--{word}" for word in NOTE_WORDS)})
_OWN_ATTRIBUTES: Final = {
    "a": {"aria-label", "rel"},
    "div": {"aria-label", "role", "tabindex"},
    "span": {"data-search-exclude"},
    "td": {"style"},
    "th": {"style"},
}
_CLASSES: Final = {
    "a": _LINK_CLASSES | {"footnote-backref", "footnote-ref", "qms-item-anchor", "qms-permalink", "qms-ref"},
    "div": {"highlight", "qms-table"},
    "img": _LINK_CLASSES,
    "input": {"task-list-item-checkbox"},
    "li": {"footnote-item", "task-list-item"},
    "ol": {"contains-task-list", "footnotes-list"},
    "pre": {"mermaid"},
    "section": {"footnote", "footnotes"},
    "span": (frozenset(STANDARD_TYPES.values()) - {""}) | _NOTE_CLASSES,
    "sup": {"footnote-ref"},
    "table": {"qms-grid"},
    "tr": {"qms-item"},
    "ul": {"contains-task-list"},
}
_CLEANER = nh3.Cleaner(
    tags=set(RAW_ATTRIBUTES),
    clean_content_tags=set(HIDDEN),
    attributes={
        # Classes have a list of their own, by value.
        "*": set(GLOBAL_ATTRIBUTES - {"class"}),
        **{tag: set(names) | _OWN_ATTRIBUTES.get(tag, set()) for tag, names in RAW_ATTRIBUTES.items()},
    },
    allowed_classes=_CLASSES,
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def clean_html(html: str) -> str:
    """Balanced HTML of allowed elements, attributes, classes and addresses; comments are gone."""
    return _CLEANER.clean(html)
