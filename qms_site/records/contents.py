"""What stands in a document's body beside its words: execution items, and references to documents and items."""

from collections.abc import Callable, Sequence

import msgspec
from markdown_it.token import Token

from qms_site.markdown.frontmatter import FrontMatter
from qms_site.markdown.passages import iter_passages
from qms_site.markdown.regions import Region, RegionKind, iter_region_runs
from qms_site.records.executions import ExecutionItem, find_executions
from qms_site.records.ids import DocumentId, IdScheme
from qms_site.records.references import Reference, reference_scheme, scan_references
from qms_site.settings import Settings


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a body that other documents, commits or rules speak of, in the order of the text."""

    executions: tuple[ExecutionItem, ...] = ()
    references: tuple[Reference, ...] = ()


ContentReader = Callable[[Sequence[Token], FrontMatter, DocumentId], Contents]
"""(tokens of the body, front matter, id of the document) to what stands in it."""


def content_reader(settings: Settings, scheme: IdScheme) -> ContentReader:
    """A reader for the documents of these settings."""
    references = reference_scheme(settings, scheme)

    def read(tokens: Sequence[Token], matter: FrontMatter, id_: DocumentId) -> Contents:
        runs = (*_front_matter_runs(matter), *iter_region_runs(tokens, first_line=matter.body_line))
        passages = tuple(iter_passages(tokens, first_line=matter.body_line))
        return Contents(
            executions=tuple(find_executions(passages)) if settings.is_executable(id_.type) else (),
            references=tuple(scan_references(runs, references)),
        )

    return read


def _front_matter_runs(matter: FrontMatter) -> tuple[tuple[Region, ...], ...]:
    return tuple(
        (Region(kind=RegionKind.FRONT_MATTER, text=value, line=matter.lines.get(key, 1)),)
        for key, value in matter.fields.items()
        if isinstance(value, str)
    )
