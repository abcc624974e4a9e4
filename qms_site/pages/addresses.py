"""Addresses: from a page's source path to its URL, and from one page to another. Relative, so that any root will do."""

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

_INDEX_STEMS = frozenset({"index", "README"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """How the host names pages: ``a/b/`` (``directories``), or ``a/b.html`` as for reading from disk."""

    directories: bool

    def file_of(self, uri: str) -> str:
        """The file that a page is written to, relative to the site's root."""
        folder, name = posixpath.split(uri)
        stem = posixpath.splitext(name)[0]
        if stem in _INDEX_STEMS:
            return posixpath.join(folder, "index.html")
        return (
            posixpath.join(folder, stem, "index.html") if self.directories else posixpath.join(folder, f"{stem}.html")
        )

    def url_of(self, uri: str) -> str:
        """URL of a page relative to the site's root, quoted; the root itself is the empty text."""
        file = self.file_of(uri)
        if self.directories and posixpath.basename(file) == "index.html":
            folder = posixpath.dirname(file)
            file = f"{folder}/" if folder else ""
        return quote_path(file)

    def href(self, source: str, target: str, fragment: str = "") -> str:
        """Relative link from one page to another."""
        path = relative_url(self.url_of(source), self.url_of(target))
        return f"{path}#{quote(fragment)}" if fragment else path

    def asset_href(self, source: str, asset: str) -> str:
        """Relative link from a page to a file of the site."""
        return relative_url(self.url_of(source), quote_path(asset))


def quote_path(path: str) -> str:
    """A path as part of a URL; bytes that are no UTF-8 (lone surrogates here) are quoted as the bytes they are."""
    return quote(path.encode("utf-8", "surrogateescape"))


def relative_url(source: str, target: str) -> str:
    """``target`` as seen from ``source``, both relative to one root; a folder ends with ``/``."""
    base = posixpath.dirname(f"/{source}")
    path = posixpath.relpath(f"/{target}".rstrip("/") or "/", base)
    if not target or target.endswith("/"):
        path = f"{path}/"
    # A first segment with a colon would read as a scheme.
    return f"./{path}" if ":" in path.split("/", 1)[0] else path
