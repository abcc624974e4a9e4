import pytest

from qms_site.graph.path_map import Move, after_of, path_map_of
from qms_site.settings import SystemSettings


def moved(base: str = ".", folder: str | None = None, **entries: str) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    written = {before: after for before, _, after in (entry.partition(">") for entry in entries.values())}
    found = path_map_of(SystemSettings(name="A", moved=written), base, folder)
    return found.own, found.outside


@pytest.mark.verifies("REQ-QUA-008")
@pytest.mark.parametrize(
    ("entry", "path", "after"),
    [
        ("lib>src", "lib/a/b.py", "src/a/b.py"),
        ("lib/>src/", "lib/a.py", "src/a.py"),
        ("lib>src", "library/a.py", None),
        ("tool.py>bin/tool", "tool.py", "bin/tool"),
        ("x/tool.py>bin/", "x/tool.py", "bin/tool.py"),
        (".>src", "a.py", "src/a.py"),
        (".>src", "src/a.py", None),
        ("src>src/core", "src/a.py", "src/core/a.py"),
        ("src>src/core", "src/core/a.py", None),
        ("src/core>src", "src/core/a.py", "src/a.py"),
        ("src/core>.", "src/core/a.py", "a.py"),
        ("src>src", "src/a.py", None),
    ],
)
def test_a_file_lies_after_the_move_where_the_map_says(entry: str, path: str, after: str | None) -> None:
    own, _ = moved(entry=entry)
    assert after_of(own, path) == after


def test_the_closest_entry_decides() -> None:
    own, _ = moved(one="lib>src", two="lib/x.py>bin/x.py")
    assert (after_of(own, "lib/x.py"), after_of(own, "lib/y.py")) == ("bin/x.py", "src/y.py")


def test_paths_are_relative_to_the_settings() -> None:
    assert moved("sub", entry="lib>src")[0] == (Move(before="sub/lib", after="sub/src"),)


@pytest.mark.parametrize(
    ("entry", "own", "outside"),
    [
        ("tools/qms.py>qms-cli/", [], [Move(before="tools/qms.py", after=".", is_into_folder=True)]),
        ("qms-cli/lib>qms-cli/src", [Move(before="lib", after="src")], []),
        ("lib>src", [Move(before="lib", after="src")], []),
    ],
)
def test_a_system_with_a_repository_of_its_own_may_have_come_from_outside(
    entry: str, own: list[Move], outside: list[Move]
) -> None:
    assert moved(folder="qms-cli", entry=entry) == (tuple(own), tuple(outside))


def test_a_file_that_came_from_outside_has_its_place_in_the_repository() -> None:
    _, outside = moved(folder="qms-cli", entry="tools/qms.py>qms-cli/")
    assert after_of(outside, "tools/qms.py") == "qms.py"
