"""Built artefacts and lock files: the digests that records state, held against the files that were given.

A lock file that production's commit holds is read from there, so that nobody has to give it; whatever else lies in the work tree
says nothing of production.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

import msgspec

from qms_site.paths import path_below
from qms_site.qualification.baseline import with_children
from qms_site.qualification.gates import GateState, worst_of
from qms_site.qualification.qualifying import open_records_to_qualify
from qms_site.qualification.releases import Declaration
from qms_site.qualification.subject import Subject
from qms_site.records.digests import StatedDigest
from qms_site.records.documents import Document
from qms_site.sources.snapshot import TreeFile

_USUAL = re.compile(
    r"(?i:.*\.(?:lock|lockb|lockfile|whl|egg|pyz|jar|war|ear|nupkg|gem|crate|deb|rpm|apk|aab|ipa|dmg|msi|exe|dll|so|dylib|appimage|"
    r"snap|flatpak|wasm|uf2|dfu|hex|elf|vsix)|.*[-.]lock\.[a-z]{1,5}|requirements[\w.-]*\.txt|npm-shrinkwrap\.json|go\.sum|"
    r"package\.resolved|packages\.lock\.json)"
)
"""Names that nothing else has. An archive may be of anything: it counts where it is given, or where a text calls it an artefact."""
_SHORT = 12
_MOST_NAMED = 3


class ArtefactCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A digest that a document states, and whether the file has it. ``found`` is the file's own, None where that is not known."""

    stated: StatedDigest
    document: str
    path: str
    state: GateState
    reason: str
    """One sentence without its end."""
    found: str | None = None


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a stated name may mean. ``where`` says where it is."""

    path: str
    where: str
    digests: Mapping[str, str]


class _Held(msgspec.Struct, frozen=True, kw_only=True):
    """The files of production's commit that may be meant, by path, or why they are not known."""

    files: Mapping[str, TreeFile]
    digests: Mapping[str, Mapping[str, str]]
    unknown: str | None = None

    def find(self, name: str, base: str) -> tuple[_Found, ...]:
        """Those that a name means: by the whole path, or else by the end of the path alone."""
        whole = [path for path in (name, posixpath.normpath(posixpath.join(base, name))) if path in self.files]
        return tuple(
            _Found(path=path, where="in production", digests=self.digests.get(self.files[path].object, {}))
            for path in whole[:1] or sorted(path for path in self.files if _ends_with(path, name))
        )


def check_artefacts(subject: Subject, declaration: Declaration | None) -> tuple[ArtefactCheck, ...]:
    """Every digest that is stated of an artefact of a system, in the order of the documents; none where none is stated.

    Its matrices speak, the record that declares its release with its children, and open records that are there to qualify it.
    """
    if subject.settings is None:
        return ()
    stated: dict[tuple[str, str, str], tuple[Document, StatedDigest]] = {}
    for document in _speaking(subject, declaration):
        for digest in document.file.contents.digests:
            if _is_artefact(subject, digest):
                stated.setdefault((document.id, digest.file, digest.digest), (document, digest))
    if not stated:
        return ()
    held = _read_production(subject, {digest.file for _, digest in stated.values()})
    return tuple(_check(subject, document, digest, held) for document, digest in stated.values())


def _speaking(subject: Subject, declaration: Declaration | None) -> tuple[Document, ...]:
    records = {document.id for document in open_records_to_qualify(subject)}
    own = with_children(subject.project, records | ({declaration.record} if declaration else set()))
    own |= {matrix.id for matrix in subject.documents.matrices}
    return tuple(document for document in subject.project.documents if document.id in own)


def _is_artefact(subject: Subject, digest: StatedDigest) -> bool:
    name = posixpath.basename(digest.file)
    wanted = subject.settings.artefacts if subject.settings else ()
    return (
        digest.is_called
        or _USUAL.fullmatch(name) is not None
        or any(fnmatchcase(name, posixpath.basename(pattern)) for pattern in wanted)
        or any(posixpath.basename(one.path) == name for one in subject.project.artefacts if one.is_named)
    )


def _read_production(subject: Subject, names: Collection[str]) -> _Held:
    """Files of production's commit that are called so; one listing and one bulk read."""
    trees = subject.project.system_trees[subject.name]
    nothing = _Held(files={}, digests={})
    if trees.production is None:
        return msgspec.structs.replace(nothing, unknown=trees.unknown or "production is not known")
    is_pointed = trees.production.pointer is not None
    repository = trees.repository if is_pointed else trees.production.repository
    commit = trees.production.pointer or trees.production.commit
    last = {posixpath.basename(name) for name in names}
    code = subject.project.known_repositories.code
    (listed,) = code.list_files(repository, [commit], lambda path: posixpath.basename(path) in last, ["."])
    if listed is None:
        return msgspec.structs.replace(nothing, unknown=f"commit {commit[:_SHORT]} of production is not there")
    files = {path: file for path, file in listed.items() if file.mode in _PLAIN}
    return _Held(files=files, digests=code.digest_objects(repository, sorted({one.object for one in files.values()})))


_PLAIN = frozenset({"100644", "100755"})
"""Modes of files; a link holds no more than where it leads."""


def _check(subject: Subject, document: Document, digest: StatedDigest, held: _Held) -> ArtefactCheck:
    base = subject.project.base if subject.repository is None else "."
    in_production = held.find(digest.file, base)
    paths = {found.path for found in in_production}
    given = tuple(_given(subject, digest.file, paths))
    found = [*([in_production] if in_production else []), *([given] if given else [])]
    told = [_compare(digest, candidates) for candidates in found] or [_not_given(digest, held)]
    state = worst_of(state for state, _, _ in told)
    _, reason, own = next(one for one in told if one[0] is state)
    return ArtefactCheck(
        stated=digest,
        document=document.id,
        path=document.path,
        state=state,
        reason=f"{reason}, as {document.id} states" if state is GateState.MET else f"{document.id}: {reason}",
        found=own,
    )


_Told = tuple[GateState, str, str | None]


def _given(subject: Subject, name: str, tracked: Collection[str]) -> Iterator[_Found]:
    """Files that were given and that a name means; one of the work tree is none where production itself has it."""
    for file in subject.project.artefacts:
        folder = subject.known.folder if subject.known and subject.repository else ""
        own = path_below(file.path, folder) if folder else file.path
        if own in tracked and not file.is_named:
            continue
        if _ends_with(file.path, name) or _ends_with(name, file.path) or file.path == name:
            yield _Found(path=file.path, where="that was given", digests=file.digests)


def _ends_with(path: str, name: str) -> bool:
    return path == name or path.endswith(f"/{name}")


def _compare(digest: StatedDigest, candidates: Sequence[_Found]) -> _Told:
    digests = {found.digests.get(digest.algorithm) for found in candidates}
    where = f"{_listed(found.path for found in candidates)} {candidates[0].where}"
    if len(digests) > 1:
        return GateState.UNKNOWN, f"{digest.file} may be one of several: {where}", None
    own = next(iter(digests))
    if own is None:
        return GateState.UNKNOWN, f"{where} is too large to be read", None
    if own == digest.digest:
        return GateState.MET, f"{where} has {digest.algorithm} {own[:_SHORT]}", own
    return GateState.NOT_MET, f"{where} has {digest.algorithm} {own}, and {digest.digest} is stated", own


def _not_given(digest: StatedDigest, held: _Held) -> _Told:
    if held.unknown:
        return GateState.UNKNOWN, f"{digest.file} was not given (--artefact), and {held.unknown}", None
    return GateState.UNKNOWN, f"{digest.file} is not in production, and was not given (--artefact)", None


def _listed(names: Iterable[str]) -> str:
    known = sorted(names)
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    return ", ".join(known[:_MOST_NAMED]) + more
