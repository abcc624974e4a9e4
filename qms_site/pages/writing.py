"""The site on disk, without a host: each page as a whole HTML page, and as Markdown for any other generator."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from markupsafe import Markup
from pygments.formatters.html import HtmlFormatter

from qms_site.markdown.yaml_writing import quote_yaml
from qms_site.pages.rendering import (
    MERMAID,
    SCRIPT,
    STYLE,
    RenderedPage,
    page_environment,
    redirect_pages,
    render_edition,
    render_notices,
    render_page,
    static_assets,
)
from qms_site.pages.site import Page, Site

FRAME = "assets/qms/frame.css"
_BLANK_LINE = re.compile(r"\n(?=[ \t]*\n)")


def site_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file of the site with its path: HTML, Markdown, redirects, assets, attachments."""
    for page in site.pages:
        rendered = render_page(site, page)
        yield site.addresses.file_of(page.uri), _whole_page(site, page, rendered).encode("utf-8", "replace")
        yield page.uri, _markdown_page(page, rendered).encode("utf-8", "replace")
    yield from redirect_pages(site).items()
    yield from static_assets().items()
    yield FRAME, _frame_style()
    yield from site.files()
    yield from site.attachments.items()


def _whole_page(site: Site, page: Page, rendered: RenderedPage) -> str:
    project = site.project
    return (
        page_environment()
        .get_template("layout.j2")
        .render(
            site=site,
            page=page,
            project=project,
            edition=site.edition,
            style=site.addresses.asset_href(page.uri, STYLE),
            frame=site.addresses.asset_href(page.uri, FRAME),
            script=site.addresses.asset_href(page.uri, SCRIPT),
            mermaid=MERMAID in rendered.html,
            href_of=lambda target: site.addresses.href(page.uri, target.uri),
            notices=Markup(render_notices(project)),  # noqa: S704 - rendered by our own templates
            content=Markup(rendered.html),  # noqa: S704
            edition_line=Markup(render_edition(project)),  # noqa: S704
        )
    )


def _markdown_page(page: Page, rendered: RenderedPage) -> str:
    """Front matter and one HTML block. A blank line would end the block, so those become character references."""
    html = _BLANK_LINE.sub("&#10;", rendered.html.strip())
    return f"---\ntitle: {quote_yaml(page.title)}\n---\n\n<div>\n{html}\n</div>\n"


@cache
def _frame_style() -> bytes:
    """The frame's own styles, and colours for code in both schemes."""
    frame = resources.files("qms_site.pages").joinpath("static", "frame.css").read_text(encoding="utf-8")
    light, dark = (_code_style(name) for name in ("default", "github-dark"))
    return f"{frame}\n{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n".encode()


def _code_style(name: str) -> str:
    styles: str = HtmlFormatter(style=name, nobackground=True).get_style_defs(".highlight")  # type: ignore[no-untyped-call]
    return styles
