"""A document's own text as HTML: the engine's renderer, told where links and ids lead on this site."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping

from qms_site.graph.destinations import Destination, DestinationKind, find_destination
from qms_site.graph.links import resolve_short_id
from qms_site.markdown.options import CellNote, LinkTarget, Mention, RenderedBody, RenderOptions
from qms_site.markdown.render import render_body
from qms_site.pages.addresses import quote_path, relative_url
from qms_site.pages.code import NamedCode
from qms_site.pages.hosting import file_url
from qms_site.pages.site import Page, Site
from qms_site.project import Project
from qms_site.records.files import DocumentFile
from qms_site.records.item_ids import ItemIds, item_ids
from qms_site.views.signed import note_cells, telling_of

# Ids of requirements, design items, execution items: capitals and digits in segments, a number last.
_LONGEST_NAME = 160
_ITEM = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d{1,5}")


def render_file(site: Site, page: Page, file: DocumentFile, code: NamedCode) -> RenderedBody:
    """The body of one file as it stands on its page, with links to the code and commits that it names."""
    project = site.project
    labels = item_ids(project.settings)

    def find_mentions(text: str) -> Iterator[Mention]:
        for start, end, written in project.scheme.scan(text):
            id_ = resolve_short_id(written, page.subject, project.documents_by_id)
            target = site.page_by_document.get(id_)
            if target and id_ != page.subject:
                title = f"{id_}: {project.documents_by_id[id_].title}"
                yield Mention(start=start, end=end, href=site.addresses.href(page.uri, target.uri), title=title)
        yield from _item_mentions(site, page, text)
        yield from code.find_in_text(text)

    return render_body(
        file.body,
        RenderOptions(
            resolve_link=lambda target, is_image: _resolve(site, page, file, target, is_image=is_image),
            find_mentions=find_mentions,
            find_code_mentions=code.find_in_code,
            item_id=lambda text: _named_item(text, labels, project.documents_by_id),
            items_by_line=_items_by_line(file),
            notes_by_cell=_notes(project, page, file),
            keep_html=project.settings.project.html == "keep",
        ),
    )


def _named_item(text: str, labels: ItemIds, documents: Container[str]) -> str | None:
    """The item that a first cell, a heading or a bold lead names: by its id alone, or with its title after it."""
    if _ITEM.fullmatch(text):
        return text if text not in documents else None
    label = labels.label_of(text)
    return label.id if label else None


def _items_by_line(file: DocumentFile) -> Mapping[int, tuple[str, ...]]:
    """The items that a file defines, by the line of its body on which each begins, counted from 0."""
    found: dict[int, list[str]] = defaultdict(list)
    for item in file.contents.items:
        found[item.line - file.body_line].append(item.id)
    return {line: tuple(ids) for line, ids in found.items()}


def _notes(project: Project, page: Page, file: DocumentFile) -> Mapping[tuple[int, int], CellNote]:
    document = project.documents_by_id.get(page.subject) if file.contents.signed else None
    return note_cells(file, telling_of(project, document)) if document else {}


def _item_mentions(site: Site, page: Page, text: str) -> Iterator[Mention]:
    """Items that a text names: each leads to its anchor in the document that defines it."""
    for match in site.trace.ids.finditer(text):
        definer = site.project.definer_of(match.group(), page.subject)
        item = site.trace.index.by_key.get((definer, match.group())) if definer else None
        target = site.page_by_document.get(definer) if definer else None
        if item and target:
            href = site.addresses.href(page.uri, target.uri, item.id)
            name = item.name if len(item.name) <= _LONGEST_NAME else f"{item.name[: _LONGEST_NAME - 3].rstrip()}..."
            yield Mention(start=match.start(), end=match.end(), href=href, title=f"{item.id}: {name}")


def _resolve(site: Site, page: Page, file: DocumentFile, target: str, *, is_image: bool) -> LinkTarget | None:
    end = find_destination(target, file.path, site.project.paths, site.folders)
    match end.kind:
        case DestinationKind.EXTERNAL:
            return None if is_image else LinkTarget(href=target, title=None, kind="external")
        case DestinationKind.ANCHOR:
            return None
        case DestinationKind.FILE:
            return _resolve_file(site, page, end, is_image=is_image)
        case DestinationKind.FOLDER:
            return _in_repository(site, end.path, "folder")
        case DestinationKind.MISSING:
            return LinkTarget(href=None, title=f"{end.path} is not in the repository", kind="missing")


def _resolve_file(site: Site, page: Page, end: Destination, *, is_image: bool) -> LinkTarget:
    target = site.page_by_path.get(end.path)
    if target:
        return LinkTarget(href=site.addresses.href(page.uri, target.uri, end.fragment), title=None, kind="page")
    if end.path in site.attachments:
        return LinkTarget(href=site.addresses.asset_href(page.uri, end.path), title=None, kind="page")
    if end.path in site.host_urls:
        address = relative_url(site.addresses.url_of(page.uri), site.host_urls[end.path])
        fragment = f"#{quote_path(end.fragment)}" if end.fragment else ""
        return LinkTarget(href=f"{address}{fragment}", title=None, kind="page")
    if is_image:  # the hosting site would answer with a page about the picture, not with the picture
        return LinkTarget(href=None, title=f"{end.path} is not published with the documents", kind="missing")
    return _in_repository(site, end.path, "file", end.fragment)


def _in_repository(site: Site, path: str, what: str, fragment: str = "") -> LinkTarget:
    """Code is not part of the site: a link to it goes to the hosting site, or says where the file is."""
    settings = site.project.settings.project
    address = file_url(settings.url, site.project.revision.commit, path, kind=settings.hosting)
    if address and fragment:
        address = f"{address}#{quote_path(fragment)}"
    return LinkTarget(href=address, title=f"{what} {path} in the repository", kind="code")
