import pytest
from builders import a_project

from qms_site.timeline.scopes import KnownPaths, Scope, _named, _patterns

KNOWN = KnownPaths(
    frozenset(
        {
            "src/parser.py",
            "src/deep/reader.py",
            "tests/test_parser.py",
            "libs/tool/main.c",
            "Makefile",
            "src/my file.py",
            "src/my_own.py",
        }
    ),
    frozenset({"libs/tool"}),
)


def scope(*names: str, patterns: tuple[str, ...] = ()) -> Scope:
    return Scope(names=frozenset(names), patterns=patterns, version="1.0", is_approved=True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Changes `src/parser.py` and nothing else.", {"src/parser.py"}),
        ("| src/deep/ | all of it |", {"src/deep"}),
        ("Files: parser.py, reader.py.", {"parser.py", "reader.py"}),
        ("`src/parser.py @ abc1234`, `tests/test_parser.py::test_x`", {"src/parser.py", "tests/test_parser.py"}),
        ("`src/parser.py:10-20`", {"src/parser.py"}),
        ("See [it](./src/parser.py).", {"src/parser.py"}),
        ("`src`", {"src"}),
        ("The src folder", set()),
        ("`Makefile`", {"Makefile"}),
        ("and/or, i.e. version 1.0, e.g. https://example.org/src", set()),
        ("<!-- name files such as src/parser.py -->", set()),
        ("The tool is changed.", {"libs/tool"}),
        ("The toolbox is changed.", set()),
        ("other/gone.py", set()),
        ("[it](../../src/parser.py), [that](<../src/my file.py>), [or](src/my%20file.py#L3)",
         {"src/parser.py", "src/my file.py"}),
        ("`src/my file.py`", {"src/my file.py"}),
        ("src/my\\_own.py and `src\\deep`", {"src/my_own.py", "src/deep"}),
        ("**src/parser.py**, *reader.py*", {"src/parser.py", "reader.py"}),
        ("flow/src/parser.py, https://git.example.org/a/flow/blob/main/src/deep/reader.py?raw#L3",
         {"src/parser.py", "src/deep/reader.py"}),
        ("flow/parser.py of another flow", set()),
        ("`src/{parser,deep/reader}.py`", {"src/parser.py", "src/deep/reader.py"}),
        ("{src,tests}/{parser,test_parser}.py", {"src/parser.py", "tests/test_parser.py"}),
        ("{path} @ {commit}, {{PATH, OR}}, {a,b}{c", set()),
    ],
)  # fmt: skip
def test_names_of_files_and_folders_are_those_that_are_known(text: str, names: set[str]) -> None:
    assert set(_named(text, KNOWN)) == names


@pytest.mark.parametrize(
    ("names", "patterns", "path", "is_covered"),
    [
        (("src/parser.py",), (), "src/parser.py", True),
        (("parser.py",), (), "src/parser.py", True),
        (("src",), (), "src/deep/reader.py", True),
        (("deep",), (), "src/deep/reader.py", True),
        (("src/deep",), (), "src/parser.py", False),
        ((), ("src/*.py",), "src/parser.py", True),
        ((), ("test_*.py",), "tests/test_parser.py", True),
        ((), ("test_*.py",), "src/parser.py", False),
        (("arser.py",), (), "src/parser.py", False),
        ((), ("src/**/*.py",), "src/parser.py", True),
        ((), ("src/**/*.py",), "src/deep/er/reader.py", True),
        ((), ("src/**/*.py",), "tests/test_parser.py", False),
        ((), ("src/p?rser.py",), "src/parser.py", True),
        (("src",), (), f"src/{'deep/' * 90}reader.py", True),
    ],
)
def test_a_file_is_covered_by_its_path_a_part_of_it_a_folder_or_a_pattern(
    names: tuple[str, ...], patterns: tuple[str, ...], path: str, *, is_covered: bool
) -> None:
    assert scope(*names, patterns=patterns).covers(path) is is_covered


@pytest.mark.parametrize(
    "text", ["**1.2 Risk** none", "**e.g. this**", "`SELECT * FROM a.b`", "*Note.*", "`gone/*.py`", "***"]
)
def test_what_only_looks_like_a_pattern_gives_no_scope(text: str) -> None:
    assert list(_patterns(text, KNOWN)) == []
    assert list(_patterns(f"{text} `src/**/*.py`, *.c", KNOWN)) == ["*.c", "src/**/*.py"]


def test_one_letter_that_may_be_any_makes_a_pattern_in_code_alone() -> None:
    assert list(_patterns("`src/p?rser.py`, `really?` and src/deep/r?ader.py", KNOWN)) == ["src/p?rser.py"]


def test_a_submodule_is_covered_by_its_name_or_by_something_in_it() -> None:
    assert scope("libs/tool").covers_pointer("libs/tool")
    assert scope("tool/main.c").covers_pointer("libs/tool")
    assert not scope("toolbox/main.c").covers_pointer("libs/tool")


SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"


def record(status: str, version: str, names: str) -> dict[str, str | None]:
    return {"QMS/CR/CR-001.md": f'---\nstatus: {status}\nversion: "{version}"\n---\n# CR-001: X\n\nChanges {names}.\n'}


@pytest.mark.verifies("REQ-AUTH-009")
def test_the_text_of_the_approval_counts_and_not_what_was_added_later() -> None:
    project = (
        a_project()
        .with_settings(SYSTEM)
        .with_commit(record("DRAFT", "0.1", "`src/a.py`, `src/c.py`"), message="CR-001: draft")
        .with_commit(record("IN_EXECUTION", "1.0", "`src/a.py`"), message="CR-001: release")
        .with_commit({"src/a.py": "1"}, message="CR-001: in scope")
        .with_commit({"src/b.py": "1"}, message="CR-001: beyond")
        .with_commit(record("IN_EXECUTION", "1.1", "`src/a.py`, `src/b.py`"), message="CR-001: add")
    )
    ledger = project.build().ledger
    found = {entry.commit.subject: entry.answers[0].in_scope for entry in ledger.governed}
    assert found == {"CR-001: in scope": True, "CR-001: beyond": False}
    scope_ = ledger.scopes.by_record["CR-001"]
    assert scope_ is not None
    assert (scope_.version, scope_.is_approved, scope_.names) == ("1.0", True, {"src/a.py"})


def test_the_archived_version_is_the_approved_text_where_a_log_tells_of_it() -> None:
    project = (
        a_project()
        .with_settings(SYSTEM)
        .with_sidecar("CR-001", status="CLOSED", version="2.0")
        .with_event("CR-001", "CREATE", "2026-01-01T00:00:00+00:00", version="0.1")
        .with_event("CR-001", "STATUS_CHANGE", "2026-01-01T01:00:00+00:00", to_status="IN_EXECUTION", version="1.0")
        .with_event("CR-001", "STATUS_CHANGE", "2026-01-09T00:00:00+00:00", to_status="CLOSED", version="2.0")
        .with_file("QMS/.archive/CR/CR-001-v1.0.md", "# CR-001: X\n\nChanges `src/a.py`.\n")
        .with_file("QMS/CR/CR-001.md", "# CR-001: X\n\nChanges `src/a.py` and `src/b.py`.\n")
        .with_file("src/a.py", "1")
        .with_commit({"src/b.py": "1"}, message="CR-001: beyond")
    )
    (entry,) = project.build().ledger.governed
    assert [(answer.verdict, answer.in_scope) for answer in entry.answers] == [("inside", False)]


@pytest.mark.verifies("REQ-AUTH-009")
def test_a_record_that_names_no_file_has_no_scope() -> None:
    project = (
        a_project()
        .with_settings(SYSTEM)
        .with_commit(record("IN_EXECUTION", "1.0", "something"), message="CR-001: release")
        .with_commit({"src/a.py": "1"}, message="CR-001: change")
    )
    ledger = project.build().ledger
    assert ledger.scopes.by_record == {"CR-001": None}
    assert [entry.answers[0].in_scope for entry in ledger.governed] == [None]
