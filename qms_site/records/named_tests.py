"""Tests that a text names: ``module::test``, and bare names that belong to the module written before them."""

import re
from collections.abc import Iterable, Iterator

# One run of characters at a time, taken apart afterwards: a pattern for the whole name would try every start in a run.
_TOKEN = re.compile(r"[\w./\\:-]+")
_NAME = re.compile(r"[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*")
_FILE = re.compile(
    r"(?P<module>.+)\.(?:py|js|ts|jsx|tsx|mjs|go|rs|ex|exs|java|kt|rb|cs|c|cc|cpp|h|hpp|swift|php|robot|feature)"
)
# pytest and unittest name a test so on their command lines too.
_DOTTED = re.compile(r"(?P<module>(?:\w+\.)*(?:test_\w+|\w+_tests?|tests))(?P<inner>(?:\.[A-Z]\w*)*\.test_?\w+)")
_TEST = re.compile(r"test_\w+|\w+_test|test[A-Z]\w*|Test[A-Z_]\w*")
_CLASS = re.compile(r"Test[A-Z]\w*|[A-Z]\w*Tests?")
_LONGEST_PATH = 12  # folders beyond it are the same in any project, and endings cost their square
# Where fixtures live, not tests.
_WITHOUT_TESTS = frozenset({"conftest"})


class TestReader:
    """Reads texts of one list, cell or block in their order; it remembers the module that bare names inherit."""

    __test__ = False

    def __init__(self) -> None:
        self.module: str | None = None
        self._family = ""

    def set_module(self, text: str) -> bool:
        """Take a text for the module of the tests that follow, if it is a single name or path."""
        token = text.strip().strip(":")
        if "::" in token or not _TOKEN.fullmatch(token):
            return False
        file = self._file
        self.module = f"{file}::{token}" if file and _CLASS.fullmatch(token) else _normal_module(token)
        return True

    def read(self, text: str, *, accepts_bare: bool) -> Iterator[str]:
        """The tests of a text as ``module::test``, in their order; ``accepts_bare`` also those that have no module.

        A module with a folder is kept as a path, one without loses its suffix; parameters of a test are left out.
        """
        tokens = [match.group().lstrip("-").rstrip("-.") for match in _TOKEN.finditer(text)]
        for written, following in zip(tokens, [*tokens[1:], ""], strict=False):
            token = _with_border(written)
            module, border, name = token.partition("::")
            name = name.strip(":")
            if border and module and _NAME.fullmatch(name):
                self._family = name.partition("_")[0] + "_" if "_" in name else ""
                if self._is_class(module):
                    self.module, name = self._file, token.rstrip(":")
                else:
                    self.module = _normal_module(module)
            elif border or self._is_module(token, following):
                continue
            elif self._is_bare(token.removesuffix(":"), accepts_bare=accepts_bare):
                name = token.removesuffix(":")
            else:
                continue
            if following != "fixture" and self.module not in _WITHOUT_TESTS:
                yield f"{self.module}::{name}" if self.module else name

    @property
    def _file(self) -> str | None:
        """The module without the class in it; None where it is a class by itself."""
        file = self.module.partition("::")[0] if self.module else None
        return None if file is None or _CLASS.fullmatch(file) else file

    def _is_class(self, name: str) -> bool:
        """Whether a name before ``::`` is that of a class in the file that was named before it."""
        return self._file is not None and _CLASS.fullmatch(name) is not None

    def _is_bare(self, token: str, *, accepts_bare: bool) -> bool:
        if self.module is None and not accepts_bare:
            return False
        is_kin = bool(self._family) and token.startswith(self._family) and _NAME.fullmatch(token) is not None
        return is_kin or _TEST.fullmatch(token) is not None

    def _is_module(self, token: str, following: str) -> bool:
        """Whether a name says where the ones after it are, which is noted: ``test_x.py``, or ``test_x:`` before a test."""
        name = token.removesuffix(":")
        is_head = name != token and _TEST.fullmatch(name) and _TEST.fullmatch(following)
        if is_head or _FILE.fullmatch(name):
            self.module = _normal_module(name)
        return self.module is not None and self.module == _normal_module(name)


def _with_border(token: str) -> str:
    """``tests.test_x.TestA.test_b`` as ``tests.test_x::TestA::test_b``; anything else as it is."""
    dotted = _DOTTED.fullmatch(token)
    return dotted["module"] + dotted["inner"].replace(".", "::") if dotted and not _FILE.fullmatch(token) else token


def is_test_class(text: str) -> bool:
    """Whether a text is the name of a class of tests: ``TestUndo``, ``UndoTest``."""
    return _CLASS.fullmatch(text.strip()) is not None


def distinct_tests(names: Iterable[str]) -> tuple[str, ...]:
    """Names of which no two mean one test, as ``test_x::test_a`` and ``tests/unit/test_x.py::test_a`` do; the first stays."""
    kept = _Known()
    return tuple(name for name in names if kept.add(name))


def names_only_in(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The names of which the others have none that means the same test."""
    known = _Known()
    for other in others:
        known.add(other)
    return tuple(name for name in some if not known.has(name))


class _Known:
    """Names of tests; two mean one test if the module of one ends as the whole module of the other."""

    def __init__(self) -> None:
        self._whole: set[tuple[str, ...]] = set()
        self._endings: set[tuple[str, ...]] = set()

    def has(self, name: str) -> bool:
        endings = _endings_of(name)
        return endings[0] in self._endings or any(ending in self._whole for ending in endings)

    def add(self, name: str) -> bool:
        """Keep a name; False if there is one already that means the same test."""
        if self.has(name):
            return False
        endings = _endings_of(name)
        self._whole.add(endings[0])
        self._endings.update(endings)
        return True


def _endings_of(name: str) -> list[tuple[str, ...]]:
    """The parts of a name, and each of its endings, down to the bare name."""
    parts = parts_of(name)
    return [parts[start:] for start in range(len(parts))]


def parts_of(name: str) -> tuple[str, ...]:
    """Folders, module, classes and the test's own name, whether the module is written as a path or with dots; the last twelve."""
    module, _, own = name.rpartition("::")
    path, *inner = module.split("::")
    file = _FILE.fullmatch(path)
    outer = (file["module"] if file else path).replace("/", ".").split(".")
    return (*(part for part in (*outer, *inner) if part), own)[-_LONGEST_PATH:]


def is_source(path: str) -> bool:
    """Whether a file may hold tests, by its name."""
    return _FILE.fullmatch(path) is not None


def _normal_module(written: str) -> str:
    path = written.replace("\\", "/").removeprefix("./")
    file = _FILE.fullmatch(path)
    return file["module"] if file and "/" not in path else path
