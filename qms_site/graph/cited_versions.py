"""Which version of a specification a matrix verified, and how the requirements read in it and in the version in force."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec

from qms_site.graph.systems import UNNAMED, system_name
from qms_site.records.baselines import Stated
from qms_site.records.documents import Document
from qms_site.records.ids import IdScheme
from qms_site.settings import Settings
from qms_site.text import version_numbers
from qms_site.timeline.former_texts import FormerTexts, VersionKey
from qms_site.timeline.versions import Timeline


class CitedVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The version of a specification that the baseline of a matrix states, and the one in force.

    ``known`` is the stated version as the specification's own history calls it; None where it has no such version.
    """

    matrix: str
    specification: str
    stated: str
    line: int
    known: str | None
    in_force: str | None
    present: str | None
    """The version of the text that the specification's file holds."""

    @property
    def is_in_force(self) -> bool:
        """Whether the stated version is the one in force."""
        return version_numbers(self.stated) == version_numbers(self.in_force)

    @property
    def is_ahead(self) -> bool:
        """Whether the stated version is newer than the one in force."""
        return version_numbers(self.stated) > version_numbers(self.in_force)

    @property
    def asked(self) -> Iterator[VersionKey]:
        """The versions whose items must be read to compare the two."""
        if self.known and self.in_force and not self.is_in_force:
            yield from ((self.specification, version) for version in (self.known, self.in_force))


class TextChange(StrEnum):
    """How the text of a requirement in the version in force differs from the one that was verified."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    """The version that was verified does not have the requirement."""
    UNKNOWN = "unknown"


def find_cited_versions(
    documents: Iterable[Document], timelines: Mapping[str, Timeline], scheme: IdScheme, settings: Settings
) -> Iterator[CitedVersion]:
    """One for each specification that is known and of which the baseline of a matrix states a version."""
    known = {document.id: document for document in documents}
    specifications: dict[str, list[Document]] = defaultdict(list)
    for specification in known.values():
        if settings.role_of(specification.type) == "requirements":
            specifications[system_name(specification, settings) or UNNAMED].append(specification)
    for matrix in known.values():
        is_matrix = settings.role_of(matrix.type) == "matrix"
        baseline = matrix.file.contents.baseline if is_matrix else None
        stated = baseline.rs_version if baseline else None
        if stated is None:
            continue
        own = specifications.get(system_name(matrix, settings) or UNNAMED, [])
        for document, version in _meant(stated, known, settings, own, scheme):
            timeline = timelines[document.id]
            yield CitedVersion(
                matrix=matrix.id,
                specification=document.id,
                stated=version,
                line=stated.line,
                known=_named_alike(version, timeline),
                in_force=timeline.in_force,
                present=next((one.version for one in timeline.versions if one.digest == document.file.digest), None),
            )


def compare_texts(cited: CitedVersion, specification: Document, former: FormerTexts) -> Mapping[str, TextChange]:
    """By requirement of the version in force, how its text there differs from the one that was verified."""
    then = _fingerprints(cited, cited.known, specification, former)
    now = _fingerprints(cited, cited.in_force, specification, former)
    if cited.is_in_force or now is None:
        return {}
    if then is None:
        return dict.fromkeys(now, TextChange.UNKNOWN)
    return {item: _compare(then.get(item), fingerprint) for item, fingerprint in now.items()}


def _compare(then: str | None, now: str) -> TextChange:
    if then is None:
        return TextChange.NEW
    return TextChange.SAME if then == now else TextChange.CHANGED


def _fingerprints(
    cited: CitedVersion, version: str | None, specification: Document, former: FormerTexts
) -> Mapping[str, str] | None:
    if version is None:
        return None
    if version == cited.present:
        return {item.id: item.fingerprint for item in specification.file.contents.items}
    return former.fingerprints.get((specification.id, version))


def _meant(
    stated: Stated, documents: Mapping[str, Document], settings: Settings, own: list[Document], scheme: IdScheme
) -> Iterator[tuple[Document, str]]:
    """The specifications that a baseline names, each with its version; where it names none, the only one of the system."""
    named = list(scheme.scan(stated.value))
    if len(named) < _SEVERAL:
        document = documents.get(named[0][2]) if named else own[0] if len(own) == 1 else None
        if document and settings.role_of(document.type) == "requirements" and stated.version:
            yield document, stated.version
        return
    ends = [start for start, _, _ in named[1:]]
    for (start, _, target), end in zip(named, [*ends, len(stated.value)], strict=True):
        document = documents.get(target)
        version = Stated(value=stated.value[start:end], line=stated.line).version
        if document and settings.role_of(document.type) == "requirements" and version:
            yield document, version


_SEVERAL = 2


def _named_alike(version: str, timeline: Timeline) -> str | None:
    numbers = version_numbers(version)
    return next((one.version for one in timeline.versions if numbers and version_numbers(one.version) == numbers), None)
