"""Plugin ``qms``: owns the run, and hands its pages to the host. Hooks in event order, each a few lines over the engine."""

import os
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from mkdocs_qms.logging import log_findings
from mkdocs_qms.placing import (
    choose_home,
    documents_in_docs,
    host_name,
    host_urls,
    ignore_output,
    is_below,
    is_replaced,
    leave_out_documents,
    toc_tokens,
)
from qms_site.engine import ReportRequest, Request, find_scope, run_in
from qms_site.errors import QmsSiteError
from qms_site.pages.rendering import (
    SCRIPT,
    STYLE,
    WORKER_SHIM,
    redirect_pages,
    render_edition,
    render_notices,
    render_page,
    static_assets,
)
from qms_site.pages.site import Page as SitePage
from qms_site.pages.site import Site, plan_site
from qms_site.views.run import Run

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger(__name__)


class QmsConfig(Config):  # type: ignore[no-untyped-call]  # the host's own hook has no types
    """Options of the plugin ``qms`` in ``mkdocs.yml``; what concerns the quality system itself stands in ``qms.toml``."""

    config = c.Optional(c.File(exists=True))
    """Settings file; by default the nearest ``qms.toml``, from the folder of ``mkdocs.yml`` upwards."""

    rev = c.Optional(c.Type(str))
    """Revision to publish instead of the work tree; the environment variable ``QMS_SITE_REV`` has precedence."""

    as_of = c.Optional(c.Type((str, date)))
    """Day by which things are judged, ``YYYY-MM-DD``; by default the day of the commit read."""

    home = c.Optional(c.Type(str))
    """Source path of the overview, ``index.md`` by default; where the host has an index of its own, ``<documents>/index.md``."""

    junit = c.ListOfItems(c.File(exists=True), default=[])
    """JUnit files of test runs, instead of those that ``qms.toml`` names."""

    coverage = c.ListOfItems(c.File(exists=True), default=[])
    """Reports of coverage, instead of those that ``qms.toml`` names."""

    results_commit = c.Optional(c.Type(str))
    """Commit that test results belong to where their report does not say."""

    section = c.Type(str, default="Quality system")
    """Title of the navigation section, where ``nav`` is written by hand and names none of these pages."""


class DocumentsPlugin(BasePlugin[QmsConfig]):  # type: ignore[no-untyped-call]
    """A page for every controlled document, registers, an overview and the findings, from one Project per build."""

    run: Run | None = None
    site: Site | None = None
    has_trace = False
    """Whether the plugin ``qms-trace`` is there, which says so once this one has begun a build."""
    has_status = False
    """The same of the plugin ``qms-status``."""

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Build the Project, once per build, before any other plugin asks for it."""
        self._pages: dict[str, SitePage] = {}
        self.has_trace = self.has_status = False
        self.site = None
        try:
            self._scope = find_scope(self._request(config))
            self.run = run_in(self._scope, self._revision(), self._as_of())
        except QmsSiteError as error:
            raise PluginError(str(error)) from error
        log_findings(log, self.run)
        self._below_docs = documents_in_docs(config, self._scope.place, self._scope.documents_root)
        if self._below_docs is not None:
            leave_out_documents(config, self._below_docs)
        config.extra_css.append(STYLE)
        config.extra_javascript.append(SCRIPT)
        # The theme's offline plugin would load this shim from another site.
        if any(name.rpartition("/")[2] == "offline" for name in config.plugins):
            config.extra.setdefault("polyfills", []).append(WORKER_SHIM)
        edition = render_edition(self.run.project)
        self._notices = render_notices(self.run.project)
        self._print_edition = f'<p class="qms-print-edition">{edition}</p>'
        config.copyright = f"{config.copyright}<br>{edition}" if config.copyright else edition
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Put the engine's pages and assets in the place of the host's own view of the documents."""
        if self.run is None:
            return files
        project, root = self.run.project, self._scope.place.root.resolve()
        documents = root / project.documents_root
        home = choose_home((file for file in files if not is_below(file, documents)), project, self.config.home)
        self.site = plan_site(
            self.run,
            directories=config.use_directory_urls,
            home_uri=home,
            host_urls=host_urls(files, root, documents),
            has_trace=self.has_trace,
            has_status=self.has_status,
        )
        published = frozenset(root / path for path in self.site.attachments)
        for file in list(files):
            if is_below(file, documents) and is_replaced(file, config, published):
                files.remove(file)
        self._put_pages(self.site, files, config)
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Add a section to a navigation that is written by hand and names none of the pages."""
        names = {page.uri for page in self.site.sections} if self.site else set()
        if self.site is None or any(page.file.src_uri in names for page in nav.pages):
            return nav
        sections = [
            file for page in self.site.pages if page.is_section and (file := files.get_file_from_path(page.uri))
        ]
        pages = [Page(escape(self._pages[file.src_uri].title), file, config) for file in sections]
        section = Section(self.config.section, list(pages))
        for page in pages:
            page.parent = section
        nav.items.append(section)
        nav.pages.extend(pages)
        return nav

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Page meta comes from here alone: nothing that a document's front matter says reaches the host."""
        if self.run is not None and (committed := self.run.project.revision.committed):
            page.update_date = committed.date().isoformat()  # not the clock's: one commit, one set of bytes
        own = self._pages.get(page.file.src_uri)
        if own:
            page.meta = {"title": escape(own.title)}  # the host's templates do not escape
            if not own.is_searchable:
                page.meta["search"] = {"exclude": True}
            if own.is_wide:
                page.meta["hide"] = ["toc"]  # the theme's own word for leaving out the column on the right
        return markdown

    @event_priority(100)
    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The engine's rendering of a page, its table of contents and its anchors."""
        own = self._pages.get(page.file.src_uri)
        if own is None or self.site is None:
            return html
        rendered = render_page(self.site, own)
        page.toc = get_toc(toc_tokens(rendered.headings))
        page.present_anchor_ids = set(rendered.anchors)
        return rendered.html

    @event_priority(-100)
    def on_page_context(
        self, context: "TemplateContext", page: Page, config: MkDocsConfig, nav: Navigation
    ) -> "TemplateContext":
        """Notices at the head and the edition for print, on every page; last of all, so that search does not index them."""
        if self.run is not None:
            if self.run.project.revision.committed:
                context["build_date_utc"] = self.run.project.revision.committed
            page.content = f"{self._notices}{page.content or ''}{self._print_edition}"
        return context

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """The notices on the page for addresses that do not exist, which is no page to the other hooks."""
        if self.run is None or template_name != "404.html":
            return output_content
        before, article, after = output_content.partition("<article")
        opening, bracket, rest = after.partition(">")
        return f"{before}{article}{opening}{bracket}{self._notices}{rest}" if article else output_content

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Keep the built site out of ``git status``, where it lies in the work tree and nothing ignores it yet."""
        if self.run is not None and self._scope.output and not os.environ.get("CI"):
            ignore_output(self._scope.place, self._scope.output)

    def on_serve(
        self, server: "LiveReloadServer", config: MkDocsConfig, builder: Callable[..., object]
    ) -> "LiveReloadServer":
        """Watch what a build reads: the documents and the settings. A build writes to neither, so none follows from itself."""
        documents = self._scope.place.root / self._scope.documents_root
        for path in (documents, self._scope.settings_file):
            if path and path.exists():
                server.watch(str(path))
        return server

    def _put_pages(self, site: Site, files: Files, config: MkDocsConfig) -> None:
        """Generated files for all that the engine publishes; pages are empty here, and rendered one by one later."""
        in_nav = InclusionLevel.INCLUDED if config.nav is None else InclusionLevel.NOT_IN_NAV
        for page in site.pages:
            name = host_name(page, site.project.documents_root, self._below_docs)
            if name in self._pages:
                name = page.uri  # the overview and the registers come first, and keep theirs
            inclusion = in_nav if page.is_section else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, name, content="", inclusion=inclusion)
            file.dest_uri = site.addresses.file_of(page.uri)
            self._pages[name] = page
            _put(files, file)
        for uri, data in sorted(
            (*static_assets().items(), *redirect_pages(site).items(), *site.files(), *site.attachments.items())
        ):
            _put(files, File.generated(config, uri, content=data, inclusion=InclusionLevel.INCLUDED))

    def _request(self, config: MkDocsConfig) -> Request:
        folder = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        chosen = Path(self.config.config) if self.config.config else None
        reports = ReportRequest(
            junit=tuple(map(Path, self.config.junit)),
            coverage=tuple(map(Path, self.config.coverage)),
            commit=self.config.results_commit,
        )
        return Request(folder=folder, config=chosen, output=Path(config.site_dir), reports=reports)

    def _revision(self) -> str | None:
        return os.environ.get("QMS_SITE_REV") or self.config.rev

    def _as_of(self) -> date | None:
        written = self.config.as_of
        if written is None or isinstance(written, date):
            return written
        try:
            return date.fromisoformat(str(written))
        except ValueError as error:
            message = f"option as_of: {written!r} is not a day, YYYY-MM-DD"
            raise PluginError(message) from error


def _put(files: Files, file: File) -> None:
    """Add a file; one that the host has at the same place gives way."""
    existing = files.get_file_from_path(file.src_uri)
    if existing:
        files.remove(existing)
    files.append(file)
