"""Which items there are for tests to verify. It stands beside the engine and reads documents alone: no history, no records.

A test run waits for it, so a body is parsed only where a document of that type defines items.
"""

import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token

from qms_site.markdown.frontmatter import FrontMatter
from qms_site.markdown.passages import iter_passages
from qms_site.markdown.regions import Region
from qms_site.records.contents import Contents
from qms_site.records.files import read_document_file
from qms_site.records.ids import DocumentId, IdScheme, id_scheme
from qms_site.records.items import find_items, kinds_in
from qms_site.settings import Settings, find_settings, load_settings
from qms_site.sources.reading import read_markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedItems:
    """Ids of all items that the documents below a root define."""

    documents: str
    """Root of the documents, as the settings name it."""
    ids: frozenset[str]


def defined_items(folder: Path) -> DefinedItems | None:
    """The items of the quality system that a folder belongs to; None where no ``qms.toml`` says that there is one.

    Raises QmsSiteError where the settings cannot be used.
    """
    settings_file = find_settings(folder.resolve())
    if settings_file is None:
        return None
    settings = load_settings(settings_file)
    project = settings.project
    files = read_markdown(settings_file.parent, project.documents, project.max_document_kib * 1024)
    scheme = id_scheme(settings)
    ids = frozenset(id_ for path, data in files.items() for id_ in _ids_in(path, data, scheme, settings))
    return DefinedItems(documents=project.documents, ids=ids)


def suggest(id_: str, known: Collection[str]) -> str:
    """The end of a message about an id that is not known: those that are close to it, or nothing."""
    wanted = id_.upper()
    # Ids of one system are alike, so that a lower cutoff would always find some.
    close = [wanted] if wanted in known else difflib.get_close_matches(wanted, sorted(known), n=2, cutoff=0.8)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _ids_in(path: str, data: bytes, scheme: IdScheme, settings: Settings) -> Iterator[str]:
    named = read_document_file(path, data, scheme, reads_body=False)
    if named.id and not kinds_in(named.id.type, settings):
        return

    def read_items(
        tokens: Sequence[Token], _runs: Sequence[Sequence[Region]], matter: FrontMatter, id_: DocumentId
    ) -> Contents:
        passages = iter_passages(tokens, first_line=matter.body_line)
        return Contents(items=tuple(find_items(passages, id_.type, settings)))

    whole = read_document_file(path, data, scheme, read_contents=read_items)
    yield from (item.id for item in whole.contents.items)
