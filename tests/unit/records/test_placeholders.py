import pytest

from qms_site.markdown.outline import iter_headings
from qms_site.markdown.parsing import parse_body
from qms_site.records.placeholders import PlaceholderKind, find_placeholders

AUTHOR, EXECUTION, PENDING = PlaceholderKind.AUTHOR, PlaceholderKind.EXECUTION, PlaceholderKind.PENDING


def found(body: str) -> list[tuple[str, PlaceholderKind, int, bool, bool]]:
    tokens = parse_body(body)
    headings = tuple(iter_headings(tokens, first_line=1))
    return [
        (entry.text, entry.kind, entry.line, entry.is_in_table, entry.is_in_execution)
        for entry in find_placeholders(body, tokens, headings, first_line=1)
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{{PURPOSE}}", AUTHOR),
        ("{{PURPOSE: why, in a sentence}}", AUTHOR),
        ("{{A}} - {{B}}", AUTHOR),
        ("Parent: {{ID}}", AUTHOR),
        ("5.1 {{PART}}", AUTHOR),
        ("TBD", PENDING),
        ("tbc", PENDING),
        ("[TBD]", PENDING),
        ("TODO", PENDING),
        ("???", PENDING),
        ("YYYY-MM-DD", PENDING),
        ("To be determined", PENDING),
        ("[SUMMARY]", EXECUTION),
        ("[Pass/Fail]", EXECUTION),
        ("[PERFORMER - DATE]", EXECUTION),
        ("[PERFORMER] — [DATE]", EXECUTION),
        ("[insert name here]", EXECUTION),
    ],
)
def test_a_whole_cell_is_a_placeholder(text: str, kind: PlaceholderKind) -> None:
    assert found(f"| a |\n|---|\n| {text} |\n") == [(text, kind, 3, True, False)]


@pytest.mark.parametrize(
    "text",
    [
        "the {{TITLE}} is replaced",
        "`{{TITLE}}`",
        "`[SUMMARY]`",
        "[READ-ONLY]",
        "[1]",
        "[ ]",
        "[x]",
        "[text](a.md)",
        "Done, see TODO list",
        "[SUMMARY] of it",
        "[see SOP-001 for details]",
        "N/A",
        "",
    ],
)
def test_a_value_is_none(text: str) -> None:
    assert found(f"| a |\n|---|\n| {text} |\n") == []


def test_under_a_heading_about_execution_any_brackets_ask_for_something() -> None:
    body = (
        "# X\n\n[Anything]\n\n## 10. Execution\n\n[Anything]\n\n### Details\n\n- [Anything]\n\n## Notes\n\n[Anything]\n"
    )
    assert [(line, executed) for _, _, line, _, executed in found(body)] == [(7, True), (11, True)]


def test_each_line_of_a_paragraph_stands_for_itself() -> None:
    assert found("{{A}}\ntext\n{{B}}\n") == [
        ("{{A}}", AUTHOR, 1, False, False),
        ("{{B}}", AUTHOR, 3, False, False),
    ]
