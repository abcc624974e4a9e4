"""Fields in running text: ``**Name:** value``, one or several in a paragraph or a list entry."""

from collections.abc import Iterator

from qms_site.markdown.passages import Words


def fields_of(words: Words, begin: int = 0) -> Iterator[tuple[str, str]]:
    """Names and texts of ``**Name:** text`` in a paragraph from a place on, in order; "" before the first name."""
    text = words.text
    name, cursor, found = "", begin, 0
    for bold in words.bolds:
        start = text.find(bold.text, found)
        found = end = start + len(bold.text)
        if start < begin or not (bold.text.endswith(":") or text.startswith(":", end)):
            continue
        if name or text[cursor:start].strip():
            yield name, text[cursor:start].strip()
        name, cursor = bold.text.rstrip(":"), end + text.startswith(":", end)
    if name or text[cursor:].strip():
        yield name, text[cursor:].strip()
