import pytest

from qms_site.timeline.locked_lines import Part, iter_lines
from qms_site.timeline.locked_text import Lock, compare_locked

TEXT = Lock()
RECORD = Lock(is_executed=True)


def changed(before: str, after: str, lock: Lock = TEXT) -> list[str]:
    """Lines that are gone with ``-``, and new ones with ``+``."""
    return [
        f"{'-' if change.is_removed else '+'}{change.text}"
        for change in compare_locked(before.encode(), after.encode(), lock)
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a\nb", "a\nc", ["-b", "+c"]),
        ("a\nb", "b\na", []),
        ("see [it](../SOP/a.md#b)", "see [it](../../SOP/a.md#b)", []),
        ("see [it](../SOP/a.md)", "see [it](../SOP/b.md)", ["-see [it](../SOP/a.md)", "+see [it](../SOP/b.md)"]),
        ("[it](https://a.org/x)", "[it](https://b.org/x)", ["-[it](https://a.org/x)", "+[it](https://b.org/x)"]),
        ("a\na", "a", ["-a"]),
        ("# T\n\n## A", "# T\n\n## B", ["-## A", "+## B"]),
        ("```\n# no heading\n```", "```\n# no title\n```", ["-# no heading", "+# no title"]),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "| A | B |\n|:--|--:|\n| 1 |  2 |", []),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "| A | B |\n|---|---|\n| 1 | 3 |", ["-| 1 | 2 |", "+| 1 | 3 |"]),
        ("| A | B |\n|---|---|\n| 1 | [DATE] |", "| A | B |\n|---|---|\n| 1 | 3 |", []),
        ("| A | B |\n|---|---|\n| 1 | [DATE] |", "| A | B |\n|---|---|\n| 2 | 3 |", ["-| 1 | [DATE] |", "+| 2 | 3 |"]),
        ("by [NAME] on [DATE] here", "by Ada on Monday here", []),
        ("by [NAME] on [DATE] here", "by Ada, Monday there", ["+by Ada, Monday there"]),
        ("- a\n- b", "* a\n+ b", []),
        ("- a\n- b", "- a - b", ["-- a", "-- b", "+- a - b"]),
        ("caf\u00e9 a", "cafe\u0301 a", []),
        ("one two three\nfour", "one two\nthree four", []),
        ("- one two\n- three", "- one\n  two\n- three", []),
        ("one two three", "one two\nthree four", ["-one two three", "+one two", "+three four"]),
        ("```\none two\n```", "```\none\ntwo\n```", ["-one two", "+one", "+two"]),
        ("a <!-- b", "a <!-- c", ["-a <!-- b", "+a <!-- c"]),
        ("- [ ] a", "- [x] a", ["-- [ ] a", "+- [x] a"]),
        ("---\ntitle: A\n---\nx", "---\ntitle: B\n---\nx", ["-A", "+B"]),
        ("**Status:** Draft\n\n**Version**: 1.0", "**Status:** Effective\n\n**Version**: 2.0", []),
        ("| Version | 1.0 |\n|---|---|\n| Owner | ada |", "| Version | 1.0 |\n|---|---|\n| Owner | eve |", []),
        ("## Approval\n\nAda", "## Approval\n\nAda, Eve", []),
        ("## Review and approval process\n\nTwo", "## Review and approval process\n\nOne", ["-Two", "+One"]),
    ],
)
def test_what_of_a_text_is_locked(before: str, after: str, told: list[str]) -> None:
    assert changed(before, after) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("- [ ] a", "- [x] a", []),
        ("## 1. Execution\n\nplan", "## 1. Execution\n\nplan\n\n### Notes\n\nmore", []),
        ("## 1. Scope\n\n[SCOPE]", "## 1. Scope\n\nOne.\n\nTwo.", []),
        ("## 1. Scope\n\nOne.", "## 1. Scope\n\nOne.\n\nTwo.", ["+Two."]),
        (
            "| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | a |  |",
            "| EI | VR | Task | Outcome | Date |\n|---|---|---|---|---|\n| EI-1 | - | a | Pass | 2026-01-02 |",
            [],
        ),
        (
            "| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | a |  |",
            "| EI | Task | Outcome | Date |\n|---|---|---|---|\n| EI-1 | b | Pass | 2026-01-02 |",
            ["-| EI-1 | a | |"],
        ),
        (
            "| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | a |  |",
            "| EI | Task | Limits | Outcome |\n|---|---|---|---|\n| EI-1 | a | 5 | Pass |",
            [
                "-| EI | Task | Outcome |",
                "-| EI-1 | a | |",
                "+| EI | Task | Limits | Outcome |",
                "+| EI-1 | a | 5 | Pass |",
            ],
        ),
        (
            "| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | a |  |",
            "| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | a | Pass |\n| EI-2 | b | Pass |",
            [],
        ),
        (
            "| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | a |  |\n| EI-2 | b |  |",
            "| EI | Task | Outcome |\n|---|---|---|\n| EI-1 | a | Pass |",
            ["-| EI-2 | b | |"],
        ),
        ("## References\n\n- a", "## References\n\n- a\n- b", []),
        (
            "## Execution\n\n| Comment | By |\n|---|---|\n| a | b |",
            "## Execution\n\n| Comment | By |\n|---|---|\n| c | d |",
            [],
        ),
        (
            "## Files\n\n| File | Change |\n|---|---|\n| a | b |",
            "## Files\n\n| File | Change |\n|---|---|\n| a | b |\n| c | d |",
            ["+| c | d |"],
        ),
    ],
)
def test_what_of_a_record_execution_fills_in(before: str, after: str, told: list[str]) -> None:
    assert changed(before, after, RECORD) == told


def test_lines_keep_their_numbers_and_sections() -> None:
    found = list(iter_lines("# T\n<!-- a\nb -->\n## Execution\n\ntext\n## Revision history\nx", first_line=5))
    assert [(line.number, line.part, line.section) for line in found] == [
        (5, Part.PLAN, "T"),
        (8, Part.EXECUTION, "Execution"),
        (10, Part.EXECUTION, "Execution"),
        (11, Part.BOOKS, "Revision history"),
        (12, Part.BOOKS, "Revision history"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[A" * 500_000,
        "](" * 500_000,
        "](a/" * 250_000,
        "{{" * 500_000,
        "_" * 1_000_000,
        "|" * 500_000,
        "`|" * 250_000,
        "- " * 500_000 + "x",
        "<!--" * 250_000,
        "#" * 1_000_000,
        "a|\n-|\n" * 25_000,
        "by [NAME] x\n" * 80_000,
        "**Status" + " " * 1_000_000,
        "```\n" * 250_000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_texts_cost_no_more_than_their_length(text: str) -> None:
    assert len(changed(text, f"{text}\nmore", RECORD)) <= 2
