"""Acceptance of a system: production holds what was tested, code that moved left nothing behind, and functional tests passed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from qms_site.graph.system_trees import EnvironmentTree, SystemTree, SystemTrees
from qms_site.graph.tree_reading import verification_of
from qms_site.graph.verification import Verification
from qms_site.project import Project
from qms_site.qualification.artefacts import ArtefactCheck
from qms_site.qualification.comparing import Comparison, compare_files, compare_trees, exemption_of
from qms_site.qualification.functional_tests import FunctionalTests, ResultsById, judge_functional_tests
from qms_site.qualification.gates import GateState, worst_of
from qms_site.qualification.outcomes import Part, reason_of
from qms_site.settings import Exemption
from qms_site.sources.snapshot import TreeFile
from qms_site.text import count_of

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PathConflict:
    """A file that environments have with different contents or modes, or that one removed and another changed."""

    path: str
    environments: tuple[str, ...]
    exemption: Exemption | None = None
    """The entry of the settings by which it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAcceptance:
    """Whether acceptance of a system is met, and why. ``tested`` names what was compared with production.

    ``comparison`` is None where one of the trees is not known, or nothing says what was tested.
    """

    system: str
    outcome: GateState
    reason: str
    parts: tuple[Part, ...]
    tested: tuple[str, ...]
    comparison: Comparison | None
    conflicts: tuple[PathConflict, ...]
    predecessors: tuple[str, ...]
    tests: FunctionalTests
    artefacts: tuple[ArtefactCheck, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    """What was tested: the files of all environments together, and where they disagree."""

    labels: tuple[str, ...]
    files: Mapping[str, TreeFile] | None
    conflicts: tuple[PathConflict, ...] = ()
    missing: Part | None = None


def accept_system(
    project: Project, name: str, artefacts: Sequence[ArtefactCheck] = (), left_out: Collection[str] = ()
) -> SystemAcceptance:
    """Acceptance of a configured system; ``artefacts`` are the digests that its records state, held against the files.

    ``left_out`` are the labels of test environments that are no part of this qualification.
    """
    trees = project.system_trees[name]
    feeding = tuple(one for one in trees.environments if one.label not in left_out)
    system = next(one for one in project.settings.system if one.name == name)
    verification = verification_of(name, project.verifications, project.settings)
    return judge_acceptance(
        replace(trees, environments=feeding),
        verification,
        results_of(project, verification),
        system.exempt,
        base=project.base if system.repository is None else ".",
        is_alone=[one.repository for one in project.settings.system].count(system.repository) == 1,
        artefacts=artefacts,
    )


def compare_with_qualified(project: Project, name: str) -> Comparison | None:
    """What production has otherwise than the qualified commit, without what is exempt; None where a tree is not known."""
    system = next(one for one in project.settings.system if one.name == name)
    trees = project.system_trees[name]
    if trees.qualified is None or trees.production is None:
        return None
    base = project.base if system.repository is None else "."
    return compare_trees(trees.qualified, trees.production, system.exempt, base)


def results_of(project: Project, verification: Verification | None) -> ResultsById:
    """The results of tests that are of a system's code, or can be, by the ids of the tests."""
    code = verification.code if verification else None
    if code and (found := project.verifications.results_by_state.get((code.repository, code.commit))) is not None:
        return found
    return {id_: tuple(own) for id_, own in groupby(project.verifications.results, key=attrgetter("id"))}


def judge_acceptance(
    trees: SystemTrees,
    verification: Verification | None,
    results: ResultsById,
    exemptions: Sequence[Exemption] = (),
    *,
    base: str = ".",
    is_alone: bool = True,
    artefacts: Sequence[ArtefactCheck] = (),
) -> SystemAcceptance:
    """Acceptance by the trees and the results alone. ``base`` is the folder that patterns of exemptions are relative to."""
    tested = _find_tested(trees, exemptions, base)
    comparison = None
    if tested.files is not None and trees.production is not None:
        comparison = compare_files(tested.files, trees.production.files, exemptions, base)
    tests = judge_functional_tests(trees, verification, results, is_alone=is_alone)
    parts = (
        _judge_trees(trees, tested, comparison),
        *_judge_predecessors(trees),
        Part(name="tests", outcome=tests.outcome, reason=tests.reason),
        *_judge_artefacts(artefacts),
    )
    return SystemAcceptance(
        system=trees.system,
        outcome=worst_of(part.outcome for part in parts),
        reason=reason_of(parts),
        parts=parts,
        tested=tested.labels,
        comparison=comparison,
        conflicts=tested.conflicts,
        predecessors=trees.predecessors,
        tests=tests,
        artefacts=tuple(artefacts),
    )


def _find_tested(trees: SystemTrees, exemptions: Sequence[Exemption], base: str) -> _Tested:
    environments = trees.counting_environments
    labels = tuple(one.label for one in environments)
    unknown = next((one.unknown for one in environments if one.tree is None), None)
    if unknown:
        return _Tested(labels=labels, files=None, missing=_trees_part(GateState.UNKNOWN, unknown))
    if environments:
        files, conflicts = unite(environments, trees.production, exemptions, base)
        return _Tested(labels=labels, files=files, conflicts=conflicts)
    if trees.qualified and trees.qualified_commit:
        label = f"qualified commit {trees.qualified_commit[:12]}"
        return _Tested(labels=(label,), files=trees.qualified.files)
    if trees.unknown_qualified:
        return _Tested(labels=(), files=None, missing=_trees_part(GateState.UNKNOWN, trees.unknown_qualified))
    reason = "nothing says what was tested: there is no test environment, and no qualified commit is stated"
    return _Tested(labels=(), files=None, missing=_trees_part(GateState.NOT_MET, reason))


def unite(
    environments: Sequence[EnvironmentTree],
    production: SystemTree | None = None,
    exemptions: Sequence[Exemption] = (),
    base: str = ".",
) -> tuple[Mapping[str, TreeFile], tuple[PathConflict, ...]]:
    """The files of several environments together, and the paths on which they conflict.

    A file counts as the environments have it that changed it since they left production; where none did, as production has it,
    if one of them has it so, else as the last one does.
    """
    known = [(one.label, one.tree, one.base if len(environments) > 1 else None) for one in environments if one.tree]
    united: dict[str, TreeFile] = {}
    conflicts: dict[str, tuple[str, ...]] = {path: (label,) for label, tree, _ in known for path in tree.clashes}
    for path in sorted({path for _, tree, left in known for path in {*tree.files, *(left.files if left else ())}}):
        held = [(label, tree.files.get(path)) for label, tree, _ in known]
        changed = [
            (label, tree.files.get(path))
            for label, tree, left in known
            if (path in tree.files if left is None else tree.files.get(path) != left.files.get(path))
        ]
        if len({file for _, file in changed}) > 1:
            conflicts[path] = tuple(label for label, _ in changed)
        chosen = _choose([file for _, file in changed or held], production.files.get(path) if production else None)
        if chosen:
            united[path] = chosen
    return united, tuple(
        PathConflict(path=path, environments=labels, exemption=exemption_of(path, exemptions, base))
        for path, labels in sorted(conflicts.items())
    )


def _choose(files: Sequence[TreeFile | None], production: TreeFile | None) -> TreeFile | None:
    return production if production in files else files[-1]


def _judge_trees(trees: SystemTrees, tested: _Tested, comparison: Comparison | None) -> Part:
    if trees.production is None:
        return _trees_part(GateState.UNKNOWN, trees.unknown or "production is not known")
    if not trees.production.files:
        return _trees_part(GateState.NOT_MET, "production holds no file of the system")
    if tested.missing or comparison is None:
        return tested.missing or _trees_part(GateState.UNKNOWN, "what was tested is not known")
    counting = [conflict.path for conflict in tested.conflicts if conflict.exemption is None]
    labels = _listed(tested.labels)
    if counting:
        reason = f"{labels} conflict{'s' * (len(tested.labels) == 1)} on {count_of(len(counting), 'file')}: {_listed(counting)}"
        return _trees_part(GateState.NOT_MET, reason)
    outcome = GateState.MET if comparison.is_accepted else GateState.NOT_MET
    return _trees_part(outcome, f"{labels} against production: {comparison.sentence}")


def _judge_predecessors(trees: SystemTrees) -> Iterable[Part]:
    if trees.predecessors:
        reason = f"production still has {_listed(trees.predecessors)} where code lay before it moved"
        yield Part(name="predecessors", outcome=GateState.NOT_MET, reason=reason)


def _judge_artefacts(artefacts: Sequence[ArtefactCheck]) -> Iterable[Part]:
    """Nothing where no digest is stated: then nothing is asked."""
    outcome = worst_of(check.state for check in artefacts)
    deciding = [check for check in artefacts if check.state is outcome]
    digests, is_one = count_of(len(artefacts), "stated digest"), len(deciding) == 1
    if artefacts and outcome is GateState.MET:
        agree = "agrees with its file" if is_one else "agree with their files"
        yield Part(name="artefacts", outcome=outcome, reason=f"{digests} {agree}")
    elif artefacts:
        stand = f"{'does' if is_one else 'do'} not agree" if outcome is GateState.NOT_MET else "could not be compared"
        reason = f"{len(deciding)} of {digests} {stand}: {_files_of(deciding)}"
        yield Part(name="artefacts", outcome=outcome, reason=reason)


def _files_of(checks: Iterable[ArtefactCheck]) -> str:
    return _listed(tuple(dict.fromkeys(check.stated.file for check in checks)))


def _trees_part(outcome: GateState, reason: str) -> Part:
    return Part(name="trees", outcome=outcome, reason=reason)


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first few of many."""
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
