import pytest
from builders import ProjectBuilder, a_project

from qms_site.graph.code_references import MOST_LINES, ResolvedCode, Since
from qms_site.sources.snapshot import CommitRecord

THEN = "1e0d63f" + "1" * 33
TOOL = "2e05364" + "2" * 33
NOW = "3e05364" + "3" * 33
CODE = "import os\n\n\ndef stop() -> None:\n    pass\n\n\nclass Pump:\n    def start(self) -> None:\n        pass\n"


def a_record(hash_: str) -> CommitRecord:
    return CommitRecord(
        hash=hash_, parents=(), author="Ada", email="a@b.c", authored=None, committed=None, message="x", changes=()
    )


def naming(*written: str) -> ProjectBuilder:
    """A record that names code of this repository at an earlier commit, and of another, whose production went on."""
    project = a_project().with_document("CR-001", "".join(f"- {line}\n" for line in written))
    project = project.with_commit({"src/a.py": CODE, "src/b.py": "changed\n"})
    project = project.with_code({"src/a.py": CODE, "src/b.py": "b\n", "src/c.go": "c", "Makefile": "all:\n"}, THEN)
    project = project.with_repository("tool").with_history("tool", a_record(NOW), a_record(TOOL))
    project = project.with_code({"tool.py": "x = 1\n"}, TOOL, "tool")
    return project.with_code({"other.py": "x = 1\n"}, NOW, "tool")


def found(project: ProjectBuilder) -> list[ResolvedCode]:
    return [one.found for one in project.build().code_references]


@pytest.mark.verifies("REQ-HIST-003")
@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("src/a.py @ 1e0d63f", "holds"),
        ("src/a.py:1-10 @ 1e0d63f", "holds"),
        ("src/a.py:10 @ 1e0d63f", "holds"),
        ("src/a.py::stop @ 1e0d63f", "holds"),
        ("src/a.py::Pump::start @ 1e0d63f", "holds"),
        ("src/a.py::start @ 1e0d63f", "holds"),
        ("Makefile @ 1e0d63f", "holds"),
        ("src @ 1e0d63f", "holds"),
        ("tool@2e05364", "holds"),
        ("tool.py @ 2e05364", "holds"),
        ("tool/tool.py @ 2e05364", "holds"),
        ("src/lost.py @ 1e0d63f", "no-path"),
        ("tool/lost.py @ 2e05364", "no-path"),
        ("src/a.py:1-11 @ 1e0d63f", "no-lines"),
        ("src/a.py:0 @ 1e0d63f", "no-lines"),
        ("src/a.py:3-2 @ 1e0d63f", "no-lines"),
        ("src/a.py::lost @ 1e0d63f", "no-name"),
        ("src/a.py::Pump::stop @ 1e0d63f", "no-name"),
        ("src/a.py @ 4e05364", "no-commit"),
        ("tool@4e05364", "no-commit"),
    ],
)
def test_a_reference_holds_or_says_what_is_not_there(written: str, status: str) -> None:
    (code,) = found(naming(written))
    assert (code.code.written.replace(" ", ""), code.status) == (written.replace(" ", ""), status)


@pytest.mark.verifies("REQ-HIST-013")
@pytest.mark.parametrize(
    "written", ["main @ 1e0d63f", "cr-105/exec @ 1e0d63f", "actions/checkout@1e0d63f", "<!-- src/lost.py @ 1e0d63f -->"]
)
def test_what_may_be_another_thing_and_is_not_there_is_no_reference(written: str) -> None:
    assert found(naming(written)) == []


@pytest.mark.verifies("REQ-HIST-003")
@pytest.mark.parametrize(
    ("written", "since"),
    [
        ("src/a.py @ 1e0d63f", Since.SAME),
        ("src/b.py @ 1e0d63f", Since.CHANGED),
        ("src/c.go @ 1e0d63f", Since.GONE),
        ("tool/tool.py @ 2e05364", Since.GONE),
        ("tool@2e05364", None),
        ("src/lost.py @ 1e0d63f", None),
    ],
)
def test_what_became_of_the_file_on_production_is_told(written: str, since: Since | None) -> None:
    (code,) = found(naming(written))
    assert code.since is since


@pytest.mark.verifies("REQ-HIST-003")
def test_the_lines_are_those_of_the_commit() -> None:
    lines, name, whole = found(naming("src/a.py:4-5 @ 1e0d63f", "src/a.py::Pump @ 1e0d63f", "src/a.py @ 1e0d63f"))
    assert lines.excerpt
    assert (lines.excerpt.first, lines.excerpt.lines) == (4, ("def stop() -> None:", "    pass"))
    assert name.excerpt
    assert (name.first, name.last, name.excerpt.lines[0]) == (8, 10, "class Pump:")
    assert whole.excerpt is None


def test_an_excerpt_is_bounded() -> None:
    text = "".join(f"{number} {'x' * 400}\n" for number in range(1, 101))
    project = naming("src/long.txt:1-100 @ 5e05364").with_code({"src/long.txt": text}, "5e05364" + "5" * 33)
    (code,) = found(project)
    assert code.excerpt
    assert (len(code.excerpt.lines), code.excerpt.left_out) == (MOST_LINES, 60)
    assert all(len(line) <= 301 for line in code.excerpt.lines)


def test_signs_that_reorder_others_are_spelled_out() -> None:
    (code,) = found(
        naming("src/odd.py:1 @ 5e05364").with_code({"src/odd.py": "a\u202eb\x1b\tc\n"}, "5e05364" + "5" * 33)
    )
    assert code.excerpt
    assert code.excerpt.lines == ("a\\x202eb\\x1b\tc",)


@pytest.mark.verifies("REQ-HIST-012")
@pytest.mark.parametrize(
    ("written", "repository", "reason"),
    [
        ("gone/x.py @ 4e05364", "gone", "not available here, or not as a whole: gone"),
        ("gone/x.py @ 1e0d63f", "gone", "not available here, or not as a whole: gone"),
        ("src/x.py @ 4e05364", None, "not available here, or not as a whole: gone"),
        ("gone@4e05364", "gone", "not available here, or not as a whole: gone"),
    ],
)
def test_what_lies_in_a_missing_repository_is_unknown(written: str, repository: str | None, reason: str) -> None:
    (code,) = found(naming(written).with_repository("gone", is_available=False))
    assert (code.status, code.repository, code.reason) == ("unknown", repository, reason)


def test_a_commit_that_only_a_pointer_tells_of_is_unknown_and_named() -> None:
    pointer = "4e05364" + "4" * 33
    (code,) = found(naming("gone/x.py @ 4e05364").with_repository("gone", is_available=False, pointer=pointer))
    assert (code.status, code.repository, code.commit) == ("unknown", "gone", pointer)


@pytest.mark.verifies("REQ-HIST-003")
def test_the_path_tells_which_of_two_repositories_is_meant() -> None:
    project = naming("src/y.py @ 6e05364", "src/z.py @ 6e05364")
    project = project.with_code({"src/y.py": "y"}, "6e05364" + "a" * 33).with_code(
        {"src/z.py": "z"}, "6e05364" + "b" * 33, "tool"
    )
    assert [(code.status, code.key) for code in found(project)] == [("holds", None), ("holds", "tool")]


@pytest.mark.parametrize(
    "written",
    [
        "--upload-pack=x.py @ 1e0d63f",
        "-c.py @ 1e0d63f",
        "src/a.py/b.py @ 1e0d63f",
        "src/../../a.py @ 1e0d63f",
        "a b.py @ 1e0d63f",
    ],
)
def test_hostile_paths_are_only_not_there(written: str) -> None:
    assert [code.status.value for code in found(naming(f"`{written}`"))] in ([], ["no-path"])
