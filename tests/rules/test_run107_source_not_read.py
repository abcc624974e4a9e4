from builders import a_project, assert_clean, told_by


def test_a_test_file_that_is_not_valid_is_found_at_its_line() -> None:
    assert told_by("RUN107", a_project().with_file("tests/test_x.py", "x = 1\ndef test_a(:\n")) == [
        "note tests/test_x.py:2 tests/test_x.py: tests/test_x.py is not valid Python: invalid syntax"
    ]


def test_valid_files_and_those_that_say_nothing_are_fine() -> None:
    project = a_project().with_document("SOP-001").with_file("tests/test_x.py", "def test_a():\n    pass\n")
    assert_clean(project.with_file("src/a.py", "def broken(:\n").with_file("QMS/notes/test_x.py.md", "text"))


def test_many_are_told_as_one() -> None:
    project = a_project()
    for number in range(7):
        project = project.with_file(f"tests/test_{number}.py", "contents withheld\n")
    (line,) = told_by("RUN107", project)
    names = ", ".join(f"tests/test_{number}.py" for number in range(5))
    assert line == (
        "note tests/test_0.py:1 this repository: 7 source files of this repository cannot be read: "
        + names
        + " and 2 more"
    )
