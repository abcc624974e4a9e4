import pytest
from builders import ProjectBuilder, a_project, assert_clean, told_by

SYSTEM = "[[system]]\nname = 'PUMP'\ncode = ['src', 'setup.py']\n"


def holding(*paths: str, settings: str = SYSTEM) -> ProjectBuilder:
    project = a_project().with_document("SOP-001").with_settings(settings).with_file("src/a.py", "1")
    project = project.with_file("setup.py", "1")
    for path in paths:
        project = project.with_file(path, "1")
    return project


@pytest.mark.verifies("REQ-ENV-008")
def test_code_of_no_system_is_told_once() -> None:
    project = holding("tools/a.py", "tools/deep/b.SH", "web/c.ts", "latest.py", "src/d.py", "README.md")
    assert told_by("ENV305", project) == [
        "note None code: code belongs to no system: the root (1 file), tools/ (2 files), web/ (1 file)"
    ]


def test_where_all_code_is_of_a_system_it_is_clean() -> None:
    assert_clean(holding("src/deep/d.py", "README.md", "pyproject.toml", "img/x.png"))
    assert_clean(holding("tools/a.py", settings=SYSTEM + "[[system]]\nname = 'TOOLS'\ncode = ['tools']\n"))
    assert_clean(holding("tests/a.py", "a_test.go", "web/a.spec.ts", "ATest.java", "conftest.py"))
    assert_clean(holding("tools/a.py", settings="[[system]]\nname = 'ALL'\ncode = ['.']\n"))


@pytest.mark.parametrize("settings", ["", "[[system]]\nname = 'PUMP'\n"])
def test_where_no_system_says_what_is_its_own_nothing_is_told(settings: str) -> None:
    assert told_by("ENV305", holding("tools/a.py", settings=settings)) == []
