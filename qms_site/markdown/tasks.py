"""Task lists: `- [ ] to do`, `- [x] done`, as GitHub reads them."""

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

CHECKBOX = "task_checkbox"
"""Type of the token that stands for `[ ]`; its `meta["is_checked"]` says which."""

_MARK = re.compile(r"\[([ xX])\](?:[ \t]|$)")


def mark_tasks(state: StateCore) -> None:
    """Put a checkbox token in place of the mark at the beginning of a list item. Linear in the tokens."""
    open_lists: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            open_lists.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            open_lists.pop()
        elif token.type == "list_item_open" and _mark_item(state.tokens[index + 1 : index + 3]):
            token.attrs["class"] = "task-list-item"
            open_lists[-1].attrs["class"] = "contains-task-list"


def _mark_item(first: list[Token]) -> bool:
    if len(first) < 2 or first[0].type != "paragraph_open":  # noqa: PLR2004 - a paragraph and its text
        return False
    children = first[1].children or []
    mark = _MARK.match(children[0].content) if children and children[0].type == "text" else None
    if not mark or (len(children) == 1 and mark.end() == len(children[0].content)):
        return False
    children[0].content = children[0].content[mark.end() :]
    children.insert(0, Token(CHECKBOX, "input", 0, meta={"is_checked": mark[1] != " "}))
    return True
