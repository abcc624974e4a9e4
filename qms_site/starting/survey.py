"""What a repository looks like to someone who has to configure it: pure functions of one snapshot of all its files."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

from qms_site.markdown.decoding import decode_text
from qms_site.markdown.frontmatter import read_front_matter
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.paths import MARKDOWN_SUFFIXES, is_inside, path_below
from qms_site.records.baselines import find_baseline
from qms_site.records.documents import declared_status, declared_version
from qms_site.records.files import read_document_file
from qms_site.records.ids import IdScheme, id_scheme
from qms_site.records.sidecars import Sidecar, read_sidecar
from qms_site.settings import SETTINGS_FILE, ProfileName, Settings, parse_settings
from qms_site.sources.snapshot import Snapshot
from qms_site.starting.customs import find_folders, find_records, propose_aliases

_DEFAULT_ROOT = "QMS"
_META = "/.meta/"
_SHARE = 0.8
"""Part of the documents that a folder must hold to be taken for their root."""
_APPROVAL_KEYS = frozenset({"approvers", "approver", "approved_by", "reviewers", "reviewer", "reviewed_by"})
_SYSTEM = re.compile(r"SDLC-([A-Z][A-Z0-9]*)-(?:RS|DS|RTM)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found."""

    profile: ProfileName
    documents_root: str
    document_count: int
    outside: tuple[str, ...]
    """Paths of what looks like controlled documents outside the root."""
    types: Mapping[str, int]
    new_types: tuple[str, ...]
    folders: Mapping[str, str]
    """Folder below the root in which all documents of a type lie, for types whose documents are not where the profile says."""
    aliases: Mapping[str, Mapping[str, str | None]]
    """By lifecycle: statuses that are none of its states, to the state that each usually means; None if nobody can tell."""
    systems: tuple[str, ...]
    has_sidecars: bool
    docs_folder: str | None
    """A folder ``docs`` with Markdown of its own, beside the controlled documents."""
    host_folder: str
    """A folder that exists, for hosts that must have one: that of the documents, or of most of them."""
    records: tuple[str, ...] = ()
    """Those of the new types whose documents are opened, carried out and closed."""
    patterns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Form of the ids of new types, for those whose ids have one."""
    repositories: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By system: the repository of its code, as the baseline of its matrix states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    path: str
    id: str
    type: str
    status: str | None
    names_approvers: bool


def survey_repository(snapshot: Snapshot) -> Survey:
    """Look at all files of a repository (read with ``.`` as documents root), with the eyes of the profile that fits it best."""
    sidecars = _sidecars(snapshot)
    profile = _choose_profile(snapshot, sidecars)
    settings = parse_settings(f'[project]\nprofile = "{profile}"', SETTINGS_FILE)
    seen = list(_documents(snapshot, id_scheme(settings)))
    root = _root_of_sidecars(snapshot) or _root_of_documents(seen, settings)
    inside = [document for document in seen if is_inside(document.path, root)]
    known = set(settings.types)
    statuses = list(_statuses(inside, sidecars, id_scheme(settings)))
    records = find_records(statuses, settings)
    return Survey(
        profile=profile,
        documents_root=root,
        document_count=len({document.id for document in inside}),
        outside=tuple(document.path for document in seen if document not in inside),
        types=dict(
            sorted(Counter(type_ for type_, _ in {(document.type, document.id) for document in inside}).items())
        ),
        new_types=tuple(sorted({document.type for document in inside if document.type not in known})),
        folders=find_folders(((document.type, document.path) for document in inside), root, settings),
        aliases=propose_aliases(statuses, settings, records),
        systems=tuple(sorted({match[1] for document in inside if (match := _SYSTEM.fullmatch(document.id))})),
        has_sidecars=bool(sidecars),
        docs_folder=_docs_folder(snapshot, root),
        host_folder=_host_folder(snapshot, root, inside),
        records=tuple(sorted(records)),
        patterns=_patterns(inside, known),
        repositories=dict(_stated_repositories(snapshot, inside)),
    )


def _stated_repositories(snapshot: Snapshot, seen: list[_Seen]) -> Iterator[tuple[str, str]]:
    for document in seen:
        match = _SYSTEM.fullmatch(document.id)
        if match and document.type == "RTM":
            matter = read_front_matter(decode_text(snapshot.files[document.path]).text)
            baseline = find_baseline(iter_passages(parse_body(matter.body), first_line=matter.body_line))
            if baseline and baseline.repository:
                yield match[1], baseline.repository.value


def _patterns(seen: list[_Seen], known: set[str]) -> Mapping[str, str]:
    """The narrowest usual form that all ids of a type have: with its letters and a number, or with other letters between."""
    ids: dict[str, list[str]] = {}
    for document in seen:
        if document.type not in known:
            ids.setdefault(document.type, []).append(document.id)
    found: dict[str, str] = {}
    for type_, names in sorted(ids.items()):
        forms = (re.escape(type_) + between + _NUMBERS for between in ("", r"(?:-[A-Z][A-Z0-9]*)*"))
        fitting = (form for form in forms if all(re.fullmatch(form, name) for name in names))
        if form := next(fitting, None):
            found[type_] = form
    return found


_NUMBERS = r"-\d+(?:[.-]\d+)*"


def _documents(snapshot: Snapshot, scheme: IdScheme) -> Iterable[_Seen]:
    for path, data in sorted(snapshot.files.items()):
        place = PurePosixPath(path)
        if place.suffix.lower() not in MARKDOWN_SUFFIXES or any(part.startswith(".") for part in place.parts):
            continue
        file = read_document_file(path, data, scheme, reads_body=False)
        # An id of an unknown form counts only where front matter also says in which state or version the document is.
        is_known = file.id is not None and scheme.parse(file.id.text) is not None
        if file.id and (is_known or declared_status(file) or declared_version(file)):
            yield _Seen(
                path=path,
                id=file.id.text,
                type=file.id.type,
                status=declared_status(file),
                names_approvers=not _APPROVAL_KEYS.isdisjoint(file.fields),
            )


_WIDEST = '[project]\nprofile = "iso13485"'
"""The profile that knows the most forms of ids."""


def _choose_profile(snapshot: Snapshot, sidecars: list[Sidecar]) -> ProfileName:
    """The profile for front matter where most documents name in it who approved them, or specifications are called as it says.

    Nothing else may keep their state.
    """
    widest = parse_settings(_WIDEST, SETTINGS_FILE)
    seen = [] if sidecars else list(_documents(snapshot, id_scheme(widest)))
    naming = sum(document.names_approvers for document in seen)
    usual = parse_settings("", SETTINGS_FILE).types
    own = any(widest.role_of(document.type) and document.type not in usual for document in seen)
    return "iso13485" if own or naming * 2 > len(seen) else "gmp"


def _statuses(seen: list[_Seen], sidecars: list[Sidecar], scheme: IdScheme) -> Iterator[tuple[str, str]]:
    """(type, status as written) of documents and of metadata."""
    yield from ((document.type, document.status) for document in seen if document.status)
    for sidecar in sidecars:
        if sidecar.status:
            id_ = scheme.parse(sidecar.id)
            yield (id_.type if id_ else "", sidecar.status)


def _sidecars(snapshot: Snapshot) -> list[Sidecar]:
    found = (
        read_sidecar(path, data)
        for path, data in sorted(snapshot.files.items())
        if path.endswith(".json") and (_META in f"/{path}")
    )
    return [sidecar for sidecar in found if isinstance(sidecar, Sidecar)]


def _root_of_sidecars(snapshot: Snapshot) -> str | None:
    """The folder that most ``.meta`` sidecars lie under."""
    folders = Counter(
        f"/{path}".split(_META)[0].lstrip("/") or "."
        for path in snapshot.files
        if path.endswith(".json") and _META in f"/{path}"
    )
    return min(folders, key=lambda folder: (-folders[folder], folder)) if folders else None


def _root_of_documents(seen: list[_Seen], settings: Settings) -> str:
    """The deepest folder that holds nearly all documents, without going into the folder of a single type."""
    if not seen:
        return _DEFAULT_ROOT
    names = {name.lower() for name in settings.types}
    root = "."
    while True:
        children = Counter(
            posixpath.join(root, rest.split("/", 1)[0]).removeprefix("./")
            for document in seen
            if is_inside(document.path, root) and "/" in (rest := path_below(document.path, root))
        )
        best = min(children, key=lambda folder: (-children[folder], folder), default=None)
        share = _SHARE if root == "." else 1  # a few strays beside the root; below it, nothing is left out
        if best is None or children[best] < share * len(seen):
            return root
        name = posixpath.basename(best).lower()
        is_of_a_type = name in names or (name.removesuffix("s") in names and name != "qms")
        if root != "." and (is_of_a_type or _is_one_document(best, seen)):
            return root
        root = best


def _is_one_document(folder: str, seen: list[_Seen]) -> bool:
    """Whether a folder is named after a document that it holds."""
    return any(document.id == posixpath.basename(folder) for document in seen)


def _host_folder(snapshot: Snapshot, root: str, seen: list[_Seen]) -> str:
    if root != ".":
        return root
    paths = [document.path for document in seen] + sorted(snapshot.paths)
    folders = Counter(path.split("/", 1)[0] for path in paths if "/" in path and not path.startswith("."))
    return min(folders, key=lambda folder: (-folders[folder], folder), default="docs")


def _docs_folder(snapshot: Snapshot, root: str) -> str | None:
    own = (path for path in snapshot.paths if path.startswith("docs/") and path.endswith(".md"))
    is_apart = root not in ("docs", ".") and any(not is_inside(path, root) for path in own)
    return "docs" if is_apart else None
