"""Results of test runs: which commits they count for, and which tests of the code they are of."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qms_site.graph.code_states import CodeState, CodeStates, MeantCode
from qms_site.records.junit import ReportedCase
from qms_site.records.result_names import TestNames
from qms_site.records.results import TestResult, join_cases
from qms_site.sources.snapshot import CodeAccess

_MOST_COMPARED = 8
"""Commits of results whose whole trees are listed, where the settings do not say which paths are code."""


def counting_commits(
    one: MeantCode, state: CodeState | None, commits: Iterable[str], code: CodeAccess, documents_root: str, base: str
) -> frozenset[str]:
    """Those of the commits, as reports write them, whose results count for a system: the one that counts, and its equals.

    Equal are commits at which the trees of the system's code and of its tests are the same objects. Without settings, all
    that is not among the documents is code.
    """
    written = sorted(set(commits))
    own = (state.commit if state else None) or one.stated
    same = {commit for commit in written if own and (own.startswith(commit) or commit.startswith(own))}
    others = [commit for commit in written if commit not in same]
    if state is None or state.commit is None or not others:
        return frozenset(same)
    roots = code.find_objects(one.repository, [(commit, "") for commit in (state.commit, *others)])
    known = [commit for commit, root in zip(others, roots[1:], strict=True) if root and roots[0]]
    same.update(commit for commit, root in zip(others, roots[1:], strict=True) if root and root == roots[0])
    left = [commit for commit in known if commit not in same]
    paths = _code_paths(one, state, base)
    if paths:
        return frozenset(same | set(_equal_by_paths(one, state.commit, left, paths, code)))
    return frozenset(same | set(_equal_by_listing(one, state, left, code, documents_root)))


def join_results(
    cases: Sequence[ReportedCase],
    meant: Sequence[MeantCode],
    counting: Mapping[str, frozenset[str]],
    states: CodeStates,
) -> Iterator[TestResult]:
    """Results of all cases. A case that counts for a system is one of the tests of its code; any other of whichever has it."""
    places_by_commit: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    for one in meant:
        for commit in counting[one.system] if states.get(one.place) else ():
            if one.place not in places_by_commit[commit]:
                places_by_commit[commit].append(one.place)
    groups: dict[tuple[tuple[str | None, str | None], ...], list[ReportedCase]] = defaultdict(list)
    for case in cases:
        groups[tuple(places_by_commit.get(case.commit or "", ())) or tuple(states)].append(case)
    for places, own in groups.items():
        found = (state for place in places if (state := states.get(place)))
        tests = {test.id: test for state in found for test in state.tests}
        yield from join_cases(own, TestNames(tests.values()))


def _code_paths(one: MeantCode, state: CodeState, base: str) -> tuple[str, ...]:
    """The system's code and the files of its tests; none where the settings do not say, or mean everything beside documents."""
    written = one.settings.code if one.settings else ()
    folder = base if one.repository is None else "."
    paths = {posixpath.normpath(posixpath.join(folder, path)) for path in written}
    if not paths or "." in paths:
        return ()
    return tuple(sorted(paths | {test.path for test in state.tests}))


def _equal_by_paths(
    one: MeantCode, own: str, commits: Sequence[str], paths: Sequence[str], code: CodeAccess
) -> Iterator[str]:
    names = [(commit, path) for commit in (own, *commits) for path in paths]
    found = code.find_objects(one.repository, names)
    width = len(paths)
    for place, commit in enumerate(commits, start=1):
        if found[place * width : (place + 1) * width] == found[:width]:
            yield commit


def _equal_by_listing(
    one: MeantCode, state: CodeState, commits: Sequence[str], code: CodeAccess, documents_root: str
) -> Iterator[str]:
    """Commits that differ in nothing but the folder at the root in which the documents lie."""
    left_out = documents_root.partition("/")[0] if one.repository is None else None
    own = _top_level(state.paths, left_out)
    for commit in commits[:_MOST_COMPARED]:
        tree = code.read_files(one.repository, commit, lambda _path: False)
        if tree and tree.commit and _top_level(tree.paths, left_out) == own:
            paths = sorted(own)
            names = [(name, path) for name in (state.commit or "", tree.commit) for path in paths]
            found = code.find_objects(one.repository, names)
            if found[: len(paths)] == found[len(paths) :]:
                yield commit


def _top_level(paths: Iterable[str], left_out: str | None) -> frozenset[str]:
    return frozenset(name for path in paths if (name := path.partition("/")[0]) != left_out)
