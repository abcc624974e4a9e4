import pytest
from builders import a_project, told_by

BODY = "# CR-001: X of `src/a.py`\n\n{text}\n"
CR = "QMS/CR/CR-001/CR-001.md"


def told(text: str, id_: str = "CR-001") -> list[str]:
    return told_by("QUA102", a_project().with_document(id_, BODY.format(text=text), status="IN_EXECUTION"))


@pytest.mark.verifies("REQ-QUA-005")
@pytest.mark.parametrize(
    "text",
    [
        "The branch test/qms-cli-001 is Qualification Complete.",
        "Done. `test/qms-cli-001` is qualified; merge it.",
    ],
)
def test_a_test_environment_that_is_called_complete_is_told(text: str) -> None:
    (line,) = told(text)
    assert line.endswith("CR-001: CR-001 calls test/qms-cli-001 qualified, which is a test environment")


@pytest.mark.parametrize(
    "text",
    [
        "The branch test/qms-cli-001 is Qualification Ready.",
        "test/qms-cli-001 can never be Qualification Complete.",
        "QMS is Qualification Complete. The branch test/qms-cli-001 is gone.",
        "<!-- test/qms-cli-001 is Qualification Complete -->",
        "docs/guide is qualified.",
        "| test/qms-cli-001 | Qualification Complete |\n|---|---|\n",  # a name and its state in two cells are two texts
    ],
)
def test_other_words_are_clean(text: str) -> None:
    assert told(text) == []


def test_a_procedure_may_show_how_it_is_not_done() -> None:
    assert told("test/qms-cli-001 is Qualification Complete.", id_="SOP-001") == []
