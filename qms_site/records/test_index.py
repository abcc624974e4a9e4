"""Which test of the code a matrix means: ``test_x::test_a`` is ``tests/unit/test_x.py::test_a``, if only one is like that."""

from collections.abc import Iterable

from qms_site.records.named_tests import parts_of

_Parts = tuple[str, ...]


class TestIndex:
    """Ids of tests (``path::name``, ``path::Class::name``) by what a person may call them; built once, then only asked."""

    __test__ = False  # the name is the domain's; pytest is not to collect it

    def __init__(self, ids: Iterable[str]) -> None:
        self._whole: dict[_Parts, dict[str, None]] = {}
        self._ending: dict[_Parts, dict[str, None]] = {}
        for id_ in ids:
            for parts in dict.fromkeys((parts_of(id_), _without_classes(id_))):
                self._whole.setdefault(parts, {})[id_] = None
                for start in range(1, len(parts)):
                    self._ending.setdefault(parts[start:], {})[id_] = None

    def find(self, name: str) -> tuple[str, ...]:
        """The ids that a name can mean: those that it writes whole, else those that end in it, else those in which it ends."""
        parts = parts_of(name)
        if found := self._whole.get(parts) or self._ending.get(parts):
            return _nearest(found, name)
        longer = (self._whole.get(parts[start:]) for start in range(1, len(parts) - 1))
        return next((_nearest(found, name) for found in longer if found), ())


class ClassIndex:
    """Classes of tests by what a person may call them, with the tests that stand in each; built once, then only asked."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._tests: dict[str, list[str]] = {}
        for id_ in ids:
            path, _, inner = id_.partition("::")
            names = inner.split("::")[:-1]
            for end in range(1, len(names) + 1):
                self._tests.setdefault("::".join((path, *names[:end])), []).append(id_)
        self._index = TestIndex(self._tests)

    def find(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """The class that a name means, with its tests; None where there is none, or several."""
        found = self._index.find(name)
        return (found[0], tuple(self._tests[found[0]])) if len(found) == 1 else None


def _without_classes(id_: str) -> _Parts:
    path, _, name = id_.partition("::")
    return parts_of("::".join((path, name.rpartition("::")[2])))


def _nearest(found: Iterable[str], name: str) -> tuple[str, ...]:
    """Of several, those that stand in as many classes as the name says."""
    ids = tuple(found)
    near = tuple(id_ for id_ in ids if id_.count("::") == max(1, name.count("::")))
    return near or ids
