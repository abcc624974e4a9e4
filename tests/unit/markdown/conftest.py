"""Options as a host would give them."""

import re
from collections.abc import Callable, Iterator

import pytest

from qms_site.markdown.render import LinkTarget, Mention, RenderedBody, RenderOptions, render_body

PAGES = {"CR-001.md": "/QMS/CR-001/", "https://example.org/x": "https://example.org/x"}


@pytest.fixture
def options() -> RenderOptions:
    return RenderOptions(resolve_link=_resolve_link, find_mentions=_find_mentions, item_id=_item_id)


@pytest.fixture
def render(options: RenderOptions) -> Callable[[str], RenderedBody]:
    return lambda body: render_body(body, options)


def _resolve_link(target: str, is_image: bool) -> LinkTarget | None:  # noqa: FBT001 - the contract
    if target == "gone.md":
        return LinkTarget(href=None, title='No "gone"', kind="missing")
    if target in PAGES:
        return LinkTarget(href=PAGES[target], title=None, kind="external" if "//" in target else "page")
    if is_image and target.startswith("img/"):
        return LinkTarget(href=f"/files/{target}", title=None, kind="page")
    return None


def _find_mentions(text: str) -> Iterator[Mention]:
    for found in re.finditer(r"CR-\d+", text):
        yield Mention(start=found.start(), end=found.end(), href=f"/d/{found[0]}/", title="A & B")


def _item_id(text: str) -> str | None:
    found = re.match(r"REQ-[A-Z]+-\d+", text)
    return found[0] if found else None
