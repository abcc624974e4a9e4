"""One page at a time: the view, its template, and for documents the body in the middle."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from importlib import resources
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from qms_site.markdown.options import Heading, RenderedBody
from qms_site.pages.body import render_file
from qms_site.pages.hosting import commit_url, file_url
from qms_site.pages.site import Page, PageKind, Site
from qms_site.project import Project
from qms_site.text import printable
from qms_site.views.document import build_document_view
from qms_site.views.edition import build_edition
from qms_site.views.findings import build_findings_view
from qms_site.views.items import ItemView
from qms_site.views.matrix_row import TraceState
from qms_site.views.names import SUPPORTS_EXPLAINED

STYLE, SCRIPT, MERMAID = "assets/qms/qms.css", "assets/qms/qms.js", "assets/qms/mermaid.min.js"
WORKER_SHIM = "assets/qms/iframe-worker.js"
"""Lets the host's search run from disk, where browsers refuse workers."""
_LONG_NAME, _LONG_WORD = 28, 20
_TITLE = re.compile(r"\s*<h1\b.*?</h1>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """HTML of a page's content, its headings for a table of contents, and every id in it that a link may name."""

    html: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]


def render_page(site: Site, page: Page) -> RenderedPage:
    """The content of one page, without the host's own frame."""
    render = _RENDERERS.get(page.kind, _render_file_page)
    return render(site, page)


def render_edition(project: Project) -> str:
    """The edition line, for the foot of every page of the host."""
    return (
        page_environment()
        .get_template("edition.j2")
        .render(edition=build_edition(project), commit_url=_commit_url(project))
    )


def render_notices(project: Project) -> str:
    """What every page must say at its head before a reader relies on it; empty for a clean build of production."""
    notices = build_edition(project).notices
    return page_environment().get_template("notices.j2").render(notices=notices) if notices else ""


def static_assets() -> Mapping[str, bytes]:
    """Styles and scripts of the pages, by their place on the site."""
    root = resources.files("qms_site.pages").joinpath("static")
    return {
        STYLE: root.joinpath("qms.css").read_bytes(),
        SCRIPT: root.joinpath("qms.js").read_bytes(),
        MERMAID: root.joinpath("vendor", "mermaid", "mermaid.min.js").read_bytes(),
        WORKER_SHIM: root.joinpath("vendor", "iframe-worker", "shim.js").read_bytes(),
    }


def redirect_pages(site: Site) -> Mapping[str, bytes]:
    """The short stable addresses: ``d/<ID>/`` of each document and ``i/<ID>/`` of each item, leading to its place.

    Where several documents define an item, the page asks which is meant.
    """
    template = page_environment().get_template("redirect.j2")
    documents = {
        f"d/{id_}/index.html": template.render(
            target=f"../../{site.addresses.url_of(page.uri)}", title=page.title
        ).encode("utf-8", "replace")
        for id_, page in site.page_by_document.items()
    }
    return documents | dict(_item_redirects(site))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """One of the places that a short address may mean."""

    item: ItemView
    target: str
    title: str
    """Of its document."""


def _item_redirects(site: Site) -> Iterator[tuple[str, bytes]]:
    leading, asking = (page_environment().get_template(name) for name in ("redirect.j2", "choose.j2"))
    for id_, items in site.trace.short_addresses():
        places = [
            _Place(
                item=item,
                target=f"../../{site.addresses.url_of(page.uri)}#{quote(id_)}",
                title=site.project.documents_by_id[item.document].title,
            )
            for item in items
            if (page := site.page_by_document.get(item.document))
        ]
        if len(places) == 1:
            place = places[0]
            title = f"{id_} in {place.item.document}: {place.item.name}"
            html = leading.render(target=place.target, title=title)
        else:
            html = asking.render(id=id_, places=places, style=f"../../{STYLE}")
        yield f"i/{id_}/index.html", html.encode("utf-8", "replace")


@cache
def page_environment() -> Environment:
    """The templates, escaping everything that is not marked as HTML."""
    environment = Environment(
        loader=PackageLoader("qms_site.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    environment.filters["breakable"] = _breakable
    environment.filters["untold"] = lambda name: (name, "")
    return environment


def _shown(value: object) -> object:
    """Texts of the repository without characters that turn the direction of what follows, or that no reader sees."""
    return printable(value) if type(value) is str and not value.isprintable() else value


def _render_home(site: Site, page: Page) -> RenderedPage:
    return _render(site, page, "home.j2", view=site.home_view)


def _render_register(site: Site, page: Page) -> RenderedPage:
    return _render(site, page, "register.j2", view=next(r for r in site.registers if r.type == page.subject))


def _render_matrix(site: Site, page: Page) -> RenderedPage:
    return _render(site, page, "matrix.j2", view=site.trace.matrix_by_page[page.uri])


def _render_items(site: Site, page: Page) -> RenderedPage:
    return _render(site, page, "items.j2", view=site.trace.index, states=tuple(TraceState))


def _render_evidence(site: Site, page: Page) -> RenderedPage:
    evidence = site.evidence[page.uri]
    return replace(
        _render(site, page, evidence.template, view=evidence.view, **evidence.context), headings=evidence.headings
    )


def _render_systems(site: Site, page: Page) -> RenderedPage:
    return _render(site, page, "systems.j2", view=site.systems.view)


def _render_system(site: Site, page: Page) -> RenderedPage:
    view = site.systems.system_by_page[page.uri]
    return replace(_render(site, page, "system.j2", view=view), headings=_SYSTEM_HEADINGS)


_SYSTEM_HEADINGS = tuple(
    Heading(level=2, id=id_, text=text)
    for id_, text in (("blocks", "What blocks it"), ("gates", "Steps and gates"), ("detail", "Detail"))
)


def _render_findings(site: Site, page: Page) -> RenderedPage:
    return _render(site, page, "findings.j2", view=build_findings_view(site.run.findings))


_RENDERERS: Mapping[PageKind, Callable[[Site, Page], RenderedPage]] = {
    PageKind.HOME: _render_home,
    PageKind.SYSTEMS: _render_systems,
    PageKind.SYSTEM: _render_system,
    PageKind.REGISTER: _render_register,
    PageKind.MATRIX: _render_matrix,
    PageKind.ITEMS: _render_items,
    PageKind.EVIDENCE: _render_evidence,
    PageKind.FINDINGS: _render_findings,
}
"""Every other kind of page shows a file."""


def _render_file_page(site: Site, page: Page) -> RenderedPage:
    if page.file is None:
        message = f"page {page.uri} has no file"
        raise ValueError(message)
    code = site.code.named_by(page.subject, shows_lines=page.kind is PageKind.DOCUMENT)
    body = render_file(site, page, page.file, code)
    title, rest = _lift_title(body)
    document = site.project.documents_by_id.get(page.subject)
    view = build_document_view(site.run, document) if document else None
    rendered = _render(
        site,
        page,
        "document.j2" if view else "other.j2",
        view=view,
        title=Markup(title),  # noqa: S704 - the renderer's own output, cleaned there
        body=Markup(rest),  # noqa: S704
        mermaid=site.addresses.asset_href(page.uri, MERMAID) if body.has_mermaid else None,
        items=_used_items(site, page),
        systems=site.systems.systems_by_document.get(page.subject, ()),
        code=code if page.kind is PageKind.DOCUMENT else None,
        has_item_tools=bool(site.trace.index.items) and 'class="qms-item' in rest,
    )
    return RenderedPage(html=rendered.html, headings=body.headings, anchors=rendered.anchors | body.anchors)


def _used_items(site: Site, page: Page) -> tuple[ItemView, ...]:
    """The items of a document that something leads to, for its own page."""
    if page.kind is not PageKind.DOCUMENT:
        return ()
    return tuple(item for item in site.trace.index.by_document.get(page.subject, ()) if item.is_used)


def _lift_title(body: RenderedBody) -> tuple[str, str]:
    """The first heading, if the body begins with it, apart from the rest: the panel stands between the two."""
    match = _TITLE.match(body.html)
    return (match.group().strip(), body.html[match.end() :]) if match else ("", body.html)


def _render(site: Site, page: Page, template: str, **context: object) -> RenderedPage:
    # A table of thousands of rows leads to a few dozens of documents.
    document_href = cache(lambda id_: _document_href(site, page, id_))
    html = (
        page_environment()
        .get_template(template)
        .render(
            site=site,
            page=page,
            project=site.project,
            edition=site.edition,
            href_of=lambda target, fragment="": site.addresses.href(page.uri, target.uri, fragment),
            document_href=document_href,
            asset_href=lambda path: site.addresses.asset_href(page.uri, path),
            path_href=lambda path: _path_href(site, page, path),
            register_href=lambda type_: site.addresses.href(page.uri, site.page_by_type[type_].uri),
            commit_url=_commit_url(site.project),
            evidence_href=lambda name: _evidence_href(site, page, name),
            system_href=lambda name: _system_href(site, page, name),
            commit_href=partial(_commit_href, site.project),
            supports=SUPPORTS_EXPLAINED,
            source_url=partial(_source_url, site.project),
            **context,
        )
    )
    return RenderedPage(
        html=html, headings=_headings_of(site, context.get("view"), page), anchors=frozenset(_IDS.findall(html))
    )


_IDS = re.compile(r'\sid="([^"]+)"')


def _headings_of(site: Site, view: object, page: Page) -> tuple[Heading, ...]:
    """Contents of the pages that are not documents: their own sections."""
    if page.kind is PageKind.FINDINGS:
        groups = getattr(view, "groups", ())
        return tuple(Heading(level=2, id=group.code, text=f"{group.code} {group.title}") for group in groups)
    if page.kind is PageKind.HOME:
        sections = (
            ("registers", "Registers"),
            *([("systems", "Systems")] if site.systems.view.systems or site.home_view.systems else []),
            ("open", "What is open"),
            ("wrong", "What is wrong"),
            ("recent", "What changed last"),
        )
        return tuple(Heading(level=2, id=id_, text=text) for id_, text in sections)
    return ()


def _document_href(site: Site, page: Page, id_: str) -> str | None:
    target = site.page_by_document.get(id_)
    return site.addresses.href(page.uri, target.uri) if target else None


def _path_href(site: Site, page: Page, path: str) -> str | None:
    target = site.page_by_path.get(path)
    return site.addresses.href(page.uri, target.uri) if target else None


def _commit_url(project: Project) -> Callable[[str], str | None]:
    return lambda commit: commit_url(project.settings.project.url, commit, project.settings.project.hosting)


def _source_url(project: Project, path: str) -> str | None:
    return file_url(project.settings.project.url, project.revision.commit, path, kind=project.settings.project.hosting)


def _evidence_href(site: Site, page: Page, name: str) -> str | None:
    target = next((other for other in site.sections if other.kind is PageKind.EVIDENCE and other.subject == name), None)
    return site.addresses.href(page.uri, target.uri) if target else None


def _system_href(site: Site, page: Page, name: str) -> str | None:
    uri = site.systems.page_by_name.get(name)
    return site.addresses.href(page.uri, uri) if uri else None


def _commit_href(project: Project, repository: str, commit: str) -> str | None:
    """Address of a commit of a repository at its hosting site; the one that is read has the project's name."""
    other = project.settings.repositories.get(repository)
    if other is None and repository == project.settings.project.name:
        return commit_url(project.settings.project.url, commit, project.settings.project.hosting)
    return commit_url(other.url, commit, other.hosting) if other else None


_BREAKS = re.compile(r"(::|/)")
_WORD_BREAK = "<wbr>"


def _breakable(name: str) -> Markup:
    """The name of a test; a long one may be broken after ``/`` and ``::``, and between the words of a long part."""
    if len(name) <= _LONG_NAME:
        return escape(name)
    parts = _BREAKS.sub(rf"\1{_WORD_BREAK}", str(escape(name))).split(_WORD_BREAK)
    words = (part.replace("_", f"_{_WORD_BREAK}") if len(part) > _LONG_WORD else part for part in parts)
    return Markup(_WORD_BREAK.join(words))  # noqa: S704 - escaped above


def _moment(when: datetime | None) -> str:
    """``2026-02-08 01:47``, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if when else ""
