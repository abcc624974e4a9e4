"""Results of test runs: which commits they count for, and which tests of the code they are of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from qms_site.graph.code_states import CodeState, CodeStates, MeantCode
from qms_site.graph.equal_code import Apart, equal_but_for, equal_by_paths, places_of_tests
from qms_site.records.junit import ReportedCase
from qms_site.records.result_names import TestNames
from qms_site.records.results import TestResult, join_cases, latest_results
from qms_site.sources.snapshot import CodeAccess

Place = tuple[str | None, str | None]
"""Repository and commit, as code is read from them."""


def counting_commits(
    one: MeantCode,
    state: CodeState | None,
    tests: Collection[str],
    commits: Iterable[str],
    code: CodeAccess,
    documents_root: str,
) -> frozenset[str]:
    """Those of the commits, as reports write them, whose results count for a system: the one that counts, and its equals.

    Equal are commits at which the trees of the system's code and of its tests (``tests``, their files) are the same
    objects. Where the settings do not say what its code is, all that is not among the documents is code.
    """
    written = sorted(set(commits))
    own = (state.commit if state else None) or one.stated
    same = {commit for commit in written if own and (own.startswith(commit) or commit.startswith(own))}
    others = [commit for commit in written if commit not in same]
    if state is None or state.commit is None or not others:
        return frozenset(same)
    roots = code.find_objects(one.repository, [(commit, "") for commit in (state.commit, *others)])
    same.update(commit for commit, root in zip(others, roots[1:], strict=True) if root and root == roots[0])
    left = [commit for commit, root in zip(others, roots[1:], strict=True) if root and roots[0] and commit not in same]
    if one.paths:
        paths = one.paths | places_of_tests(tests, one.paths)
        return frozenset(same.union(equal_by_paths(code, one.repository, state.commit, left, paths)))
    apart = Apart(documents_root=documents_root if one.repository is None else None)
    return frozenset(same.union(equal_but_for(code, one.repository, state.commit, left, apart)))


def join_results(
    cases: Sequence[ReportedCase],
    meant: Sequence[MeantCode],
    counting: Mapping[str, frozenset[str]],
    states: CodeStates,
) -> Mapping[tuple[Place, ...], tuple[TestResult, ...]]:
    """The latest results of all cases, by the places whose code they are of.

    A case that counts for a system is one of the tests of its code; any other is of whichever code has it.
    """
    places_by_commit: dict[str, list[Place]] = defaultdict(list)
    for one in meant:
        for commit in counting[one.system]:
            if one.place not in places_by_commit[commit]:
                places_by_commit[commit].append(one.place)
    groups: dict[tuple[Place, ...], list[ReportedCase]] = defaultdict(list)
    for case in cases:
        groups[tuple(places_by_commit.get(case.commit or "", ())) or tuple(states)].append(case)
    return {places: tuple(_results_at(places, own, states)) for places, own in groups.items()}


def _results_at(places: Iterable[Place], cases: Sequence[ReportedCase], states: CodeStates) -> Iterator[TestResult]:
    found = (state for place in places if (state := states.get(place)))
    tests = {test.id: test for state in found for test in state.tests}
    yield from latest_results(join_cases(cases, TestNames(tests.values()))).values()
