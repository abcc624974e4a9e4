"""The tests of a state of the code by what people call them, and what is not known of its files."""

from collections import defaultdict

from qms_site.graph.code_states import CodeState, MeantCode, names_in
from qms_site.records.named_tests import is_source, parts_of
from qms_site.records.test_index import ClassIndex, TestIndex


class CodeTests:
    """The tests of a state of the code by their names; built once for all systems whose code it is."""

    def __init__(self, state: CodeState | None) -> None:
        self.state = state
        tests = state.tests if state else ()
        self._index = TestIndex(test.id for test in tests)
        self._classes = ClassIndex(test.id for test in tests)
        tested = {test.path for test in tests}
        self._unread: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for path in state.paths if state else ():
            if state and is_source(path) and (path not in tested or path in state.partly_read):
                parts = _parts_of_file(path)
                self._unread[parts[-1]].append(parts)

    def find(self, name: str, one: MeantCode) -> tuple[str, ...]:
        """The tests that a name can mean; of several those of the system's own code, if there are any."""
        found = self._index.find(name)
        own = tuple(id_ for id_ in found if one.is_code(id_.partition("::")[0])) if len(found) > 1 else ()
        return own or found

    def find_class(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """The class of tests that a name means, with its tests."""
        return self._classes.find(name)

    def files_of(self, one: MeantCode) -> frozenset[str]:
        """The files of the tests that the matrices of a system name; of all tests where none of them is known."""
        ids = {id_ for name in names_in(one) for id_ in self.find(name, one) or (self.find_class(name) or ("", ()))[1]}
        files = frozenset(id_.partition("::")[0] for id_ in ids)
        return files or frozenset(test.path for test in (self.state.tests if self.state else ()))

    def is_unread(self, name: str) -> bool:
        """Whether the file that a name says was not read as a whole, so that it may hold the test."""
        said = _parts_of_file(name.partition("::")[0])
        return any(parts[-len(said) :] == said[-len(parts) :] for parts in self._unread.get(said[-1], ()))


def _parts_of_file(path: str) -> tuple[str, ...]:
    return parts_of(f"{path}::")[:-1]
