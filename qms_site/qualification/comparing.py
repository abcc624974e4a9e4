"""The tree that was tested against the tree in production: the same objects, or the exact list of files that differ."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pathspec.gitignore import GitIgnoreSpec

from qms_site.graph.system_trees import SystemTree
from qms_site.paths import is_inside, path_below
from qms_site.settings import Exemption
from qms_site.sources.snapshot import TreeFile
from qms_site.text import count_of

Kind = Literal["added", "removed", "changed", "mode"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDifference:
    """A file that differs, by its path in production; ``before`` is what was tested (None: not there), ``after`` production's.

    ``mode`` is the kind of one that only has another mode; of one that is changed the mode may differ too.
    """

    path: str
    kind: Kind
    before: TreeFile | None
    after: TreeFile | None

    @property
    def sentence(self) -> str:
        """What differs, in words."""
        match self.kind:
            case "added":
                return f"{self.path} is in production and was not tested"
            case "removed":
                return f"{self.path} was tested and is not in production"
            case _:
                modes = (
                    f"mode {self.before.mode}, in production {self.after.mode}"
                    if self.before and self.after and self.before.mode != self.after.mode
                    else ""
                )
                if self.kind == "mode":
                    return f"{self.path} was tested with {modes}"
                return f"{self.path} has other contents in production" + (f" (tested with {modes})" if modes else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptedDifference:
    """A file that differs and may, with the pattern of the settings that says so, and its reason."""

    difference: FileDifference
    pattern: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two trees have in common; all by path. ``count`` is how many files the other tree has."""

    count: int
    differences: tuple[FileDifference, ...] = ()
    exempted: tuple[ExemptedDifference, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether every file is the same object with the same mode, without any exemption."""
        return not self.differences and not self.exempted

    @property
    def is_accepted(self) -> bool:
        """Whether no difference counts."""
        return not self.differences

    @property
    def sentence(self) -> str:
        """What came out, in one sentence."""
        if self.is_same:
            return f"{_all(self.count)} the same object" + ("" if self.count == 1 else "s") + ", with the same modes"
        many = len(self.exempted) > 1
        spared = f"{count_of(len(self.exempted), 'file')} that the settings exempt" if self.exempted else ""
        if not self.differences:
            return f"nothing differs but {spared}"
        kinds = [(kind, sum(one.kind == kind for one in self.differences)) for kind in _IN_WORDS]
        told = ", ".join(f"{number} {_IN_WORDS[kind]}" for kind, number in kinds if number)
        return f"{count_of(len(self.differences), 'file')} differ{'s' * (len(self.differences) == 1)}: {told}" + (
            f"; {spared} {'do' if many else 'does'} not count" if spared else ""
        )


_IN_WORDS: Mapping[Kind, str] = {
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "mode": "with another mode",
}


def compare_trees(
    tested: SystemTree, production: SystemTree, exemptions: Sequence[Exemption] = (), base: str = "."
) -> Comparison:
    """What production has otherwise than what was tested, or than any other tree of the system.

    Patterns of exemptions are relative to ``base``, the folder of the settings, where the code is in their repository.
    """
    return compare_files(tested.files, production.files, exemptions, base)


def compare_files(
    tested: Mapping[str, TreeFile],
    production: Mapping[str, TreeFile],
    exemptions: Sequence[Exemption] = (),
    base: str = ".",
) -> Comparison:
    """As ``compare_trees``, of files by their paths."""
    found = tuple(_differences(tested, production))
    exempted = tuple(
        ExemptedDifference(difference=one, pattern=entry.pattern, reason=entry.reason)
        for one in found
        if (entry := exemption_of(one.path, exemptions, base))
    )
    spared = {entry.difference.path for entry in exempted}
    return Comparison(
        count=len(production), differences=tuple(one for one in found if one.path not in spared), exempted=exempted
    )


def exemption_of(path: str, exemptions: Sequence[Exemption], base: str) -> Exemption | None:
    """The first exemption whose pattern fits a file."""
    place = posixpath.normpath(path_below(path, base) if is_inside(path, base) else path)
    return next((entry for entry in exemptions if _compiled(entry.pattern).match_file(place)), None)


def _differences(tested: Mapping[str, TreeFile], production: Mapping[str, TreeFile]) -> Iterator[FileDifference]:
    for path in sorted(tested.keys() | production.keys()):
        before, after = tested.get(path), production.get(path)
        if before == after:
            continue
        kind: Kind = "changed"
        if before is None or after is None:
            kind = "added" if before is None else "removed"
        elif before.object == after.object:
            kind = "mode"
        yield FileDifference(path=path, kind=kind, before=before, after=after)


@cache
def _compiled(pattern: str) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines([pattern])


def _all(count: int) -> str:
    match count:
        case 0:
            return "there is no file, which is"
        case 1:
            return "the only file is"
        case _:
            return f"all {count} files are"
