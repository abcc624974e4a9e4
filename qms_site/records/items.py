"""Items: statements with an id of their own, in whichever form a document writes them."""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from qms_site.markdown.passages import Passage
from qms_site.records.item_forms import find_definitions
from qms_site.records.item_ids import item_ids
from qms_site.settings import Settings
from qms_site.text import composed

_FINGERPRINT_LENGTH = 16


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement, a design item, or whatever kinds the settings have; with its document it has one identity."""

    kind: str
    id: str
    title: str | None
    """The bold words before the statement, or what the heading says beside the id; without a final full stop or colon."""
    text: str
    """The statement in words without markup, on one line. It begins with the title, if there is one, as a sentence."""
    fingerprint: str
    """What the text says, shortened to 16 digits: see `fingerprint_of`."""
    line: int


def find_items(passages: Iterable[Passage], type_name: str, settings: Settings) -> Iterator[Item]:
    """The items that a document of a type defines, in the order of its text; an id defined twice gives two.

    Twice means in the same form. Where a document has an overview, or a list that comments on its items, besides their
    definitions, only those count: rows with statements first, then headings, bold paragraphs, definitions, entries.
    """
    kinds = kinds_in(type_name, settings)
    if not kinds:
        return
    found = list(find_definitions(tuple(passages), item_ids(settings, kinds)))
    forms = {definition.id: definition.form for definition in sorted(found, key=lambda each: -each.form)}
    for definition in found:
        if definition.form is forms[definition.id]:
            yield Item(
                kind=definition.kind,
                id=definition.id,
                title=definition.title,
                text=definition.text,
                fingerprint=fingerprint_of(definition.text),
                line=definition.line,
            )


def kinds_in(type_name: str, settings: Settings) -> tuple[str, ...]:
    """The kinds of items that documents of a type define: those that name the type, and those that name none.

    The latter are not looked for in records, matrices and templates, which cite, trace and illustrate items.
    """
    # A matrix repeats items in order to trace them, a template shows how they are written.
    is_speaking = type_name == "TEMPLATE" or settings.role_of(type_name) == "matrix"
    is_open = not is_speaking and not settings.is_executable(type_name)
    return tuple(
        name for name, kind in settings.items.items() if type_name in kind.types or (is_open and not kind.types)
    )


def fingerprint_of(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a text's words; this definition does not change.

    The words are what white space parts, each in Unicode's form NFC (but for words of more than 1024 characters), with
    case and punctuation as written, joined by one space and encoded as UTF-8. The id of the item is none of them.
    """
    words = " ".join(composed(word) for word in text.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT_LENGTH]
