from dataclasses import replace

import pytest
from builders import a_project, assert_clean, assert_findings


@pytest.mark.parametrize("path", ["QMS/tools/renumber.py", "QMS/CR/CR-001/fix.SH", "QMS/site.js"])
def test_code_below_the_documents_root_is_found(path: str) -> None:
    assert_findings(a_project().with_document("SOP-001").with_file(path, "x"), f"DOC501@{path}")


@pytest.mark.parametrize(
    "path", ["tools/renumber.py", "QMS2/a.py", "QMS/table.csv", "QMS/picture.svg", "QMS/notes.txt"]
)
def test_code_elsewhere_and_what_documents_are_made_of_is_in_order(path: str) -> None:
    assert_clean(a_project().with_document("SOP-001").with_file(path, "x"))


def test_where_the_whole_repository_is_the_root_code_has_no_other_place() -> None:
    assert_clean(replace(a_project().with_document("SOP-001").with_file("src/a.py", "x"), documents_root="."))
