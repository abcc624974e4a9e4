"""The layout that the design states: who may import, read, write, print or ask the clock."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGINE = ROOT / "qms_site"
PLUGINS = ROOT / "plugins/mkdocs_qms"
MODULES = sorted([*ENGINE.rglob("*.py"), *PLUGINS.rglob("*.py")])
LONGEST = 400

# Where files are touched outside the room that reads, each with what for.
MAY_TOUCH_FILES = {
    "qms_site/cli.py": "writes the files that were asked for",
    "qms_site/settings/loading.py": "reads qms.toml and the profiles",
    "qms_site/starting/initialising.py": "looks at .gitmodules, writes the two new files",
    "qms_site/pages/rendering.py": "reads its own assets",
    "qms_site/pages/writing.py": "reads its own assets",
    "plugins/mkdocs_qms/placing.py": "lets the folder of built pages ignore itself",
}
MAY_RUN_PROGRAMS = {"qms_site/sources/git.py"}
FILE_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "unlink",
    "mkdir",
    "rename",
    "walk",
    "iterdir",
}
CLOCK_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def name_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def nodes(module: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(module.read_text(encoding="utf-8")))


def imports(module: Path) -> set[str]:
    """Top-level names of the packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def calls(module: Path) -> Iterator[tuple[str, str]]:
    """Object and name of every call: ``("datetime", "now")``; the object is empty for a bare function."""
    for node in nodes(module):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name):
                yield "", name
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                yield owner, name
            case ast.Attribute(value=ast.Attribute(attr=owner), attr=name):
                yield owner, name
            case ast.Attribute(attr=name):
                yield "...", name


def touches_files(owner: str, name: str) -> bool:
    """Whether a call reads or writes files: ``open``, or a method of a path (a function may have its name, as ``ast.walk``)."""
    return name in FILE_CALLS and (bool(owner) or name == "open") and owner != "ast"


def breaking(is_broken: Callable[[Path], bool], among: list[Path] = MODULES) -> list[str]:
    return [name_of(module) for module in among if is_broken(module)]


@pytest.mark.verifies("REQ-PKG-008")
def test_rooms_import_only_what_stands_below_them() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.verifies("REQ-PKG-008")
def test_the_engine_does_not_know_its_host() -> None:
    engine = [module for module in MODULES if module.is_relative_to(ENGINE)]
    assert (
        breaking(lambda module: bool(imports(module) & {"mkdocs", "material", "properdocs", "mkdocs_qms"}), engine)
        == []
    )


@pytest.mark.parametrize(
    ("packages", "rooms"),
    [
        ({"click", "rich"}, ("qms_site/cli.py", "qms_site/reading_options.py")),
        ({"pytest", "_pytest"}, ("qms_site/pytest_plugin.py",)),
        ({"jinja2"}, ("qms_site/pages/",)),
        ({"nh3", "frontmatter", "yaml"}, ("qms_site/markdown/",)),
        ({"pydantic", "pydantic_core", "tomllib"}, ("qms_site/settings/",)),
        ({"mkdocs"}, ("plugins/mkdocs_qms/",)),
        ({"junitparser"}, ("qms_site/records/",)),
        ({"sqlite3"}, ("qms_site/stores/",)),
    ],
    ids=lambda value: ", ".join(sorted(value)) if isinstance(value, set) else None,
)
def test_a_library_stays_in_its_room(packages: set[str], rooms: tuple[str, ...]) -> None:
    assert [
        name for name in breaking(lambda module: bool(imports(module) & packages)) if not name.startswith(rooms)
    ] == []


@pytest.mark.verifies("REQ-SEC-003")
def test_programs_are_run_in_one_place() -> None:
    starters = {"subprocess", "pty", "multiprocessing"}
    assert set(breaking(lambda module: bool(imports(module) & starters))) == MAY_RUN_PROGRAMS
    in_a_shell = {("os", "system"), ("os", "popen"), ("os", "execv"), ("os", "spawnv")}
    assert breaking(lambda module: bool(set(calls(module)) & in_a_shell)) == []


@pytest.mark.verifies("REQ-READ-003")
def test_files_are_touched_in_the_room_that_reads_and_in_a_few_named_places() -> None:
    touching = breaking(lambda module: any(touches_files(*call) for call in calls(module)))
    outside = {name for name in touching if not name.startswith(("qms_site/sources/", "qms_site/stores/"))}
    assert outside == set(MAY_TOUCH_FILES)


@pytest.mark.verifies("REQ-READ-004")
def test_nobody_asks_the_clock_or_chance() -> None:
    assert breaking(lambda module: bool(set(calls(module)) & CLOCK_CALLS)) == []
    assert breaking(lambda module: bool(imports(module) & {"random", "uuid", "secrets", "locale", "platform"})) == []


def test_nobody_prints_and_the_engine_does_not_log() -> None:
    assert breaking(lambda module: ("", "print") in set(calls(module))) == []
    assert breaking(lambda module: "logging" in imports(module) and module.is_relative_to(ENGINE)) == []


@pytest.mark.verifies("REQ-SEC-005")
def test_nothing_is_evaluated_or_unpickled() -> None:
    dangerous = {("", "eval"), ("", "exec"), ("yaml", "load"), ("yaml", "unsafe_load")}
    assert breaking(lambda module: bool(set(calls(module)) & dangerous)) == []
    assert breaking(lambda module: bool(imports(module) & {"pickle", "marshal", "shelve"})) == []


def test_a_module_can_be_read_in_one_sitting() -> None:
    assert breaking(lambda module: len(module.read_text(encoding="utf-8").splitlines()) > LONGEST) == []


def test_no_group_of_a_pattern_is_possessive() -> None:
    """Before Python 3.11.5 a possessive group with alternatives misses matches, and such Pythons are in use."""
    possessive = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+")
    assert breaking(lambda module: bool(possessive.search(module.read_text(encoding="utf-8")))) == []
