"""What stands in a document's body beside its words: items, trace rows, execution items, references."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import msgspec
from markdown_it.token import Token

from qms_site.markdown.frontmatter import FrontMatter, front_texts
from qms_site.markdown.passages import iter_passages
from qms_site.markdown.regions import Region, RegionKind, iter_links
from qms_site.records.baselines import Baseline, find_baseline, with_front_matter
from qms_site.records.citations import CitedHash, read_context, scan_citations
from qms_site.records.code_references import CodeReference, scan_code_references
from qms_site.records.counts import StatedCount, find_counts
from qms_site.records.digests import StatedDigest, find_digests
from qms_site.records.executions import ExecutionItem, find_executions
from qms_site.records.ids import DocumentId, IdScheme
from qms_site.records.item_ids import item_ids
from qms_site.records.items import Item, find_items
from qms_site.records.references import Reference, reference_scheme, scan_references, without_definitions
from qms_site.records.signed_cells import SignedCell, find_signed_cells
from qms_site.records.traces import Trace, find_traces
from qms_site.records.variances import find_variance_type
from qms_site.settings import Settings


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a body that other documents, commits or rules speak of, in the order of the text."""

    items: tuple[Item, ...] = ()
    traces: tuple[Trace, ...] = ()
    baseline: Baseline | None = None
    counts: tuple[StatedCount, ...] = ()
    """Numbers of requirements that a specification or a matrix states."""
    executions: tuple[ExecutionItem, ...] = ()
    signed: tuple[SignedCell, ...] = ()
    """Cells of a record's tables that name somebody."""
    variance_type: int | None = None
    """1 or 2, where a variance states its type."""
    references: tuple[Reference, ...] = ()
    hashes: tuple[CitedHash, ...] = ()
    """Hash-like tokens, each once."""
    code_references: tuple[CodeReference, ...] = ()
    """Code at a commit, each once."""
    digests: tuple[StatedDigest, ...] = ()
    """Digests of files that a matrix or a record states."""


ContentReader = Callable[[Sequence[Token], Sequence[Sequence[Region]], FrontMatter, DocumentId], Contents]
"""(tokens of the body, their regions run by run, front matter, id of the document) to what stands in it."""


def content_reader(settings: Settings, scheme: IdScheme) -> ContentReader:
    """A reader for the documents of these settings."""
    references = reference_scheme(settings, scheme)
    ids = item_ids(settings)

    def read(
        tokens: Sequence[Token], runs: Sequence[Sequence[Region]], matter: FrontMatter, id_: DocumentId
    ) -> Contents:
        front = _front_matter_runs(matter)
        passages = tuple(iter_passages(tokens, first_line=matter.body_line))
        # In some systems ids of documents have the form of an item's; a document is not stated in its own text.
        items = tuple(item for item in find_items(passages, id_.type, settings) if item.id != id_.text)
        role = settings.role_of(id_.type)
        is_matrix = role == "matrix"
        is_record = settings.is_executable(id_.type)
        return Contents(
            items=items,
            traces=find_traces(passages, settings) if is_matrix else (),
            baseline=with_front_matter(find_baseline(passages), matter) if is_matrix else None,
            counts=tuple(find_counts(passages, ids)) if role in ("matrix", "requirements") else (),
            executions=tuple(find_executions(passages)) if is_record else (),
            signed=tuple(find_signed_cells(passages)) if is_record else (),
            variance_type=find_variance_type(passages, matter.fields) if id_.type == "VAR" else None,
            references=tuple(
                without_definitions(
                    scan_references(chain(front, runs), references),
                    {(item.id, item.line) for item in items},
                )
            ),
            hashes=scan_citations(chain(front, runs, _addresses(tokens, matter)), read_context(passages, matter)),
            code_references=scan_code_references(chain(front, runs)),
            digests=find_digests(passages) if is_matrix or is_record else (),
        )

    return read


def _addresses(tokens: Sequence[Token], matter: FrontMatter) -> Iterator[tuple[Region, ...]]:
    """Where links lead: an address may hold a commit that their words do not."""
    return (
        (Region(kind=RegionKind.TEXT, text=link.target, line=link.line),)
        for link in iter_links(tokens, first_line=matter.body_line)
    )


def _front_matter_runs(matter: FrontMatter) -> tuple[tuple[Region, ...], ...]:
    return tuple(
        (Region(kind=RegionKind.FRONT_MATTER, text=text, line=matter.lines.get(key, 1)),)
        for key, value in matter.fields.items()
        for text in front_texts(value)
    )
