"""The specifications of each system, and the requirements in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qms_site.graph.systems import system_name
from qms_site.project import Project
from qms_site.records.documents import Document
from qms_site.records.items import Item
from qms_site.records.withdrawals import is_withdrawn
from qms_site.settings import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDocuments:
    """The specifications of one system that are not retired, by what they are to it."""

    name: str
    by_role: Mapping[str, tuple[Document, ...]]

    @property
    def requirements(self) -> tuple[Document, ...]:
        """The requirements specifications."""
        return self.by_role.get("requirements", ())

    @property
    def designs(self) -> tuple[Document, ...]:
        """The design specifications."""
        return self.by_role.get("design", ())

    @property
    def matrices(self) -> tuple[Document, ...]:
        """The traceability matrices."""
        return self.by_role.get("matrix", ())


def systems_of(project: Project) -> tuple[SystemDocuments, ...]:
    """The systems of which there are specifications, in the order of their documents."""
    found: dict[str, dict[str, list[Document]]] = {}
    for document in project.documents:
        name, role = system_name(document, project.settings), project.settings.role_of(document.type)
        if name is not None and role and project.stage_of(document) is not Stage.RETIRED:
            found.setdefault(name, {}).setdefault(role, []).append(document)
    return tuple(
        SystemDocuments(name=name, by_role=MappingProxyType({role: tuple(each) for role, each in by_role.items()}))
        for name, by_role in found.items()
    )


def is_read(documents: Iterable[Document]) -> bool:
    """Whether the texts of all these documents were read; what stands in one that was left out is not known."""
    return all(file.left_out is None for document in documents for file in document.current_files)


def required_items(project: Project, document: Document) -> tuple[Item, ...]:
    """The requirements that a specification defines, each once, without those that were withdrawn."""
    first: dict[str, Item] = {}
    for item in document.file.contents.items:
        kind = project.settings.items.get(item.kind)
        is_required = item.kind == "requirement" or (kind is not None and document.type in kind.types)
        if is_required and not is_withdrawn(item.text):
            first.setdefault(item.id, item)
    return tuple(first.values())
