"""Footnotes: their texts go to the end of the body, in the order of the references.

The plugin's own last step drops a footnote that nobody refers to, and one defined inside another; a controlled
document must show all that it says.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

ANCHOR = "footnote_anchor"
"""Type of the token that leads back from a footnote; its meta has `number` and `times`."""


def move_footnotes(state: StateCore) -> None:
    """Move the definitions to the end, numbered: referenced ones in order of reference, then the others."""
    definitions: list[list[Token]] = []
    state.tokens = _without_definitions(state.tokens, definitions)
    numbers, counts = _numbering(state.env.get("footnotes", {}))
    following = count(len(numbers) + 1)
    for definition in definitions:
        label = definition[0].meta["label"]
        # Of two definitions of one label the first is meant; the second gets a number of its own.
        number = numbers.pop(label, None) or next(following)
        _number(definition, number, counts.pop(label, 0))
    definitions.sort(key=lambda definition: definition[0].meta["number"])
    if definitions:
        state.tokens.append(Token("footnote_block_open", "section", 1))
        for definition in definitions:
            state.tokens.extend(definition)
        state.tokens.append(Token("footnote_block_close", "section", -1))


def _without_definitions(tokens: list[Token], definitions: list[list[Token]]) -> list[Token]:
    kept: list[Token] = []
    targets = [kept]
    for token in tokens:
        if token.type == "footnote_reference_open":
            targets.append([])
        targets[-1].append(token)
        if token.type == "footnote_reference_close":
            definitions.append(targets.pop())
    return kept


def _numbering(data: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    """From the plugin's own record: the number of each label, and how often it is referred to."""
    entries: Mapping[int, Mapping[str, Any]] = data.get("list", {})
    numbers = {entry["label"]: index + 1 for index, entry in entries.items()}
    return numbers, {entry["label"]: entry["count"] for entry in entries.values()}


def _number(definition: list[Token], number: int, times: int) -> None:
    for end in (definition[0], definition[-1]):
        end.type = "footnote_open" if end.nesting > 0 else "footnote_close"
        end.tag = "li"
    definition[0].meta["number"] = number
    if times:
        definition[_end_of_text(definition) : _end_of_text(definition)] = list(_anchors(number, times))


def _end_of_text(definition: list[Token]) -> int:
    """Where the way back stands: at the end of the last paragraph, or of the whole footnote."""
    is_paragraph = definition[-2].type == "paragraph_close"
    return len(definition) - (2 if is_paragraph else 1)


def _anchors(number: int, times: int) -> Iterator[Token]:
    yield Token(ANCHOR, "a", 0, meta={"number": number, "times": times})
