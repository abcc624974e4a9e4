from datetime import date

import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.signed_cells import Part, SignedCell, find_signed_cells


def cells(body: str) -> list[SignedCell]:
    return list(find_signed_cells(iter_passages(parse_body(body), first_line=11)))


def table(head: str, *rows: str) -> str:
    columns = head.count("|") + 1
    return "\n".join((f"| {head} |", "|" + "---|" * columns, *(f"| {row} |" for row in rows))) + "\n\n"


def names(body: str) -> list[tuple[str, Part, int]]:
    return [(cell.name, cell.part, cell.place) for cell in cells(body)]


def test_a_cell_tells_who_and_when_with_the_commits_of_its_row() -> None:
    body = table(
        "EI | Task | Outcome | Performed By - Date",
        "EI-1 | Merge 1e0d63f | Pass | J. Doe - 2026-02-03",
        "EI-2 | Announce | [Pass/Fail] | [PERFORMER - DATE]",
    )
    assert cells(body) == [
        SignedCell(line=13, place=3, part=Part.PERFORMED, name="J. Doe", date=date(2026, 2, 3), commits=("1e0d63f",))
    ]


@pytest.mark.parametrize(
    ("head", "part"),
    [
        ("Performed By \u2014 Date", Part.PERFORMED),
        ("Tested by", Part.PERFORMED),
        ("Reviewer", Part.REVIEWED),
        ("Verified By - Date", Part.REVIEWED),
        ("Witness", Part.REVIEWED),
        ("Approved by / date", Part.APPROVED),
        ("Author", Part.WROTE),
        ("Prepared by (name)", Part.WROTE),
    ],
)
def test_a_column_says_what_somebody_did(head: str, part: Part) -> None:
    assert names(table(f"Version | Change | {head}", "1.0 | First | ada")) == [("ada", part, 2)]


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("Reviewers", ("ada", "Yes")),
        ("Owner", ("ada",)),
        ("Responsible", ("ada",)),
        ("Verified by", ("tests/test_x.py::test_y",)),
        ("Verified by", ("`pytest`",)),
        ("Verified by", ("CR-001-VR-001",)),
        ("Author", ("-", "N/A", "", "[NAME]")),
        ("Author", ("a" * 201,)),
        ("Approved budget", ("ada",)),
    ],
)
def test_what_names_nobody_who_did_something_is_none(head: str, values: tuple[str, ...]) -> None:
    assert names(table(f"No | What | {head}", *(f"1 | x | {value}" for value in values))) == []


def test_a_field_and_its_value_name_somebody_too() -> None:
    body = table("Field | Value", "Performed By / Date | ada / 2026-01-07", "Outcome | Pass", "Reviewed by | eve")
    assert names(body) == [("ada", Part.PERFORMED, 1), ("eve", Part.REVIEWED, 1)]
