"""Registers: every document of one type, in the order of the ids."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qms_site.project import Project
from qms_site.text import natural_key
from qms_site.views.names import NameView
from qms_site.views.owners import owner_of
from qms_site.views.rows import DocumentRow, row_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A type with its documents, and how many are in each status, the most frequent first."""

    type: str
    title: str
    rows: tuple[DocumentRow, ...]
    statuses: tuple[tuple[str, int], ...]
    owners: Mapping[str, NameView]
    """By document, who answers for it."""

    @property
    def open_count(self) -> int:
        """How many are still open."""
        return sum(row.is_open for row in self.rows)

    @property
    def has_owners(self) -> bool:
        """Whether the column of owners says anything."""
        return any(row.owner for row in self.rows)

    @property
    def has_parents(self) -> bool:
        """Whether the column of parents says anything."""
        return any(row.parent for row in self.rows)

    @property
    def is_effective_kind(self) -> bool:
        """Whether versions of this type come into force."""
        return any(row.in_force for row in self.rows)


def build_registers(project: Project) -> tuple[Register, ...]:
    """One register for each type that has documents: the profile's types in its order, then free ones by name."""
    order = {name: position for position, name in enumerate(project.settings.types)}
    types = sorted(
        {document.type for document in project.documents},
        key=lambda name: (order.get(name, len(order)), natural_key(name)),
    )
    return tuple(_build(project, type_) for type_ in types)


def title_of_type(project: Project, type_: str, *, plural: bool = False) -> str:
    """Name of a type in words; its code where no profile names it."""
    known = project.settings.types.get(type_)
    if known is None:
        return type_
    return (known.plural or f"{known.title or type_}s") if plural else known.title or type_


def _build(project: Project, type_: str) -> Register:
    documents = [document for document in project.documents if document.type == type_]
    rows = tuple(row_of(project, document) for document in documents)
    counted = Counter(row.status.label for row in rows)
    return Register(
        type=type_,
        title=title_of_type(project, type_, plural=True),
        rows=rows,
        statuses=tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))),
        owners=MappingProxyType(
            {document.id: owner for document in documents if (owner := owner_of(project, document))}
        ),
    )
