import pytest
from builders import ProjectBuilder, a_project, assert_clean, assert_findings, told_by

THEN = "1e0d63f" + "1" * 33
CODE = "def stop():\n    pass\n"


def naming(written: str, id_: str = "CR-001") -> ProjectBuilder:
    project = a_project().with_document(id_, f"# {id_}: X\n\n{written}\n").with_commit({"src/a.py": CODE})
    return project.with_code({"src/a.py": CODE}, THEN)


@pytest.mark.verifies("REQ-HIST-003")
@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "src/b.py @ 1e0d63f",
            "src/b.py at commit 1e0d63f, where Quality management system has no such file or folder",
        ),
        ("`src/a.py:2-3` @ `1e0d63f`", "lines 2-3 of src/a.py at commit 1e0d63f, but the file had 2 lines then"),
        ("src/a.py:9 @ 1e0d63f", "line 9 of src/a.py at commit 1e0d63f, but the file had 2 lines then"),
        ("src/a.py::go @ 1e0d63f", "go in src/a.py at commit 1e0d63f, which defines nothing under that name"),
    ],
)
def test_what_is_not_there_is_found(written: str, message: str) -> None:
    assert_findings(naming(written), "GIT202@QMS/CR/CR-001.md:7")
    assert told_by("GIT202", naming(written)) == [f"warning QMS/CR/CR-001.md:7 CR-001: CR-001 names {message}"]
    assert [line.split()[0] for line in told_by("GIT202", naming(written, "SOP-001"))] == ["note"]


def test_a_repository_that_has_no_such_commit_is_named() -> None:
    project = naming("tool@1e0d63f").with_repository("tool")
    assert told_by("GIT202", project) == [
        "warning QMS/CR/CR-001.md:7 CR-001: CR-001 names tool at commit 1e0d63f, which tool does not have"
    ]


@pytest.mark.verifies("REQ-HIST-003", "REQ-HIST-013")
@pytest.mark.parametrize(
    "written",
    [
        "src/a.py @ 1e0d63f",
        "src/a.py:1-2 @ 1e0d63f",
        "`src/a.py::stop` @ 1e0d63f",
        "main @ 1e0d63f",
        "cr-1/exec @ 1e0d63f",
        "src/b.py @ abc1234",
        "{path} @ 1e0d63f",
        "```\nsrc/b.py @ 1e0d63f\n```",
        "src @ 1e0d63f",
    ],
)
def test_what_is_there_or_no_reference_is_fine(written: str) -> None:
    assert_clean(naming(f"`src/`\n\n{written}"))


def test_of_a_commit_that_nobody_has_only_git201_tells() -> None:
    assert_findings(naming("src/a.py @ 4e05364"), "GIT201@QMS/CR/CR-001.md:7")


def test_what_lies_in_a_missing_repository_is_unknown() -> None:
    project = naming("gone/a.py @ 4e05364").with_repository("gone", is_available=False)
    assert told_by("GIT202", project) == []


def test_many_are_one() -> None:
    written = " ".join(f"src/{number}.py @ 1e0d63f" for number in range(21))
    (told,) = told_by("GIT202", naming(written))
    assert told.startswith("warning QMS/CR/CR-001.md:7 citations: 21 code references of 1 document lead to nothing")
