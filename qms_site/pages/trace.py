"""What the pages show of the trace: matrices, the register of items, tables to take along, and short addresses of items."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qms_site.project import Project
from qms_site.records.item_ids import written_item_ids
from qms_site.reports.tables import Table, item_table, matrix_table, render_table
from qms_site.views.items import ItemIndex, ItemView, index_items
from qms_site.views.matrix import Matrix, build_matrices, index_by_requirement
from qms_site.views.matrix_row import MatrixRow

ITEMS_URI = "items.md"
_NOTHING = ItemIndex(items=())
_FORMS = ("csv", "xlsx")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The items of a run, the matrices by the place of their page, and their rows by (document, requirement)."""

    index: ItemIndex = _NOTHING
    matrix_by_page: Mapping[str, Matrix] = field(default_factory=lambda: MappingProxyType({}))
    rows: Mapping[tuple[str, str], MatrixRow] = field(default_factory=lambda: MappingProxyType({}))
    ids: re.Pattern[str] = re.compile(r"(?!)")
    """Finds the ids of items in text."""

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table with its place on the site, without a suffix."""
        for uri, matrix in self.matrix_by_page.items():
            yield uri.removesuffix(".md"), matrix_table(matrix)
        if self.index.items:
            yield ITEMS_URI.removesuffix(".md"), item_table(self.index, self.rows)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The tables in each form, by their places on the site."""
        for place, table in self.tables():
            for form in _FORMS:
                yield f"{place}.{form}", render_table(table, form)

    def short_addresses(self) -> Iterator[tuple[str, tuple[ItemView, ...]]]:
        """Ids that can stand in an address, each with the items that it may mean."""
        for id_, items in self.index.by_id.items():
            if _PLAIN.fullmatch(id_):
                yield id_, items


def plan_trace(project: Project) -> Trace:
    """The trace of a project as its pages show it."""
    index = index_items(project)
    matrices = dict(_placed(build_matrices(project, index)))
    return Trace(
        index=index,
        matrix_by_page=MappingProxyType(matrices),
        rows=MappingProxyType(index_by_requirement(matrices.values())),
        ids=written_item_ids(project.settings),
    )


def _placed(matrices: Iterable[Matrix]) -> Iterator[tuple[str, Matrix]]:
    """Each matrix with a place of its own, on file systems too that do not tell capitals from small letters."""
    taken: set[str] = set()
    for matrix in matrices:
        place, number = place_of(f"matrix/{matrix.name}"), 1
        while place.casefold() in taken:
            number += 1
            place = place_of(f"matrix/{matrix.name}-{number}")
        taken.add(place.casefold())
        yield place, matrix


def place_of(name: str) -> str:
    """Where a page of that name stands; what a name of a type or a system holds leads nowhere else."""
    folder, _, last = name.partition("/")
    return f"{folder}/{''.join(letter if letter.isalnum() or letter in '-_' else '-' for letter in last)}.md"
