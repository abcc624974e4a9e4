import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.baselines import Stated, find_baseline


def stated(body: str) -> dict[str, tuple[str, int]]:
    found = find_baseline(iter_passages(parse_body(body), first_line=1))
    values = {name: getattr(found, name) for name in found.__struct_fields__} if found else {}
    return {name: (value.value, value.line) for name, value in values.items() if value}


WHOLE = {
    "rs_version": "SDLC-X-RS v8.0",
    "repository": "org/x",
    "branch": "main",
    "commit": "2fed599",
    "ci_run": "https://ci.example/runs/1",
    "total_tests": "12",
    "passed": "11",
    "failed": "1",
    "system_release": "2.0",
}
KEYS = {
    "rs_version": ("Requirements Spec", "RS Version"),
    "repository": ("Repository", "Source repo"),
    "branch": ("Branch", "Execution branch"),
    "commit": ("Commit", "Qualified commit hash"),
    "ci_run": ("CI Run", "Pipeline"),
    "total_tests": ("Total Tests", "Tests executed"),
    "passed": ("Passed", "Tests passed"),
    "failed": ("Failed", "Failures"),
    "system_release": ("System Release", "Software version"),
}


@pytest.mark.verifies("REQ-TRC-002")
@pytest.mark.parametrize("spelling", [0, 1])
def test_a_baseline_is_read_from_a_table_of_pairs(spelling: int) -> None:
    rows = "".join(f"| **{KEYS[name][spelling]}** | `{value}` |\n" for name, value in WHOLE.items())
    expected = {name: (value, place + 5) for place, (name, value) in enumerate(WHOLE.items())}
    assert stated(f"## 6.1 Qualified Baseline\n\n| Attribute | Value |\n|---|---|\n{rows}") == expected


@pytest.mark.verifies("REQ-TRC-002")
@pytest.mark.parametrize("form", ["- **{}:** {}\n", "- **{}**: {}\n", "- {}: {}\n", "**{}:** {}  \n"])
def test_a_baseline_is_read_from_a_list_of_pairs(form: str) -> None:
    rows = "".join(form.format(KEYS[name][0], value) for name, value in WHOLE.items())
    assert stated(f"## Baseline\n\n{rows}") == {
        name: (value, place + 3) for place, (name, value) in enumerate(WHOLE.items())
    }


def test_the_first_row_of_a_table_may_be_its_header() -> None:
    assert stated("## Baseline\n\n| Commit | 2fed599 |\n|---|---|\n| Branch | main |\n") == {
        "commit": ("2fed599", 3),
        "branch": ("main", 5),
    }


def test_a_single_row_below_the_heading_holds_the_values() -> None:
    row = "| RS Version | Branch | Commit |\n|---|---|---|\n| SDLC-X-RS v2.0 | main | 2fed599 |\n"
    assert stated(f"## 6. Qualified Baseline\n\n{row}") == {
        "rs_version": ("SDLC-X-RS v2.0", 5), "branch": ("main", 5), "commit": ("2fed599", 5)
    }  # fmt: skip
    assert stated(row) == {}


def test_without_a_heading_a_commit_and_two_more_names_are_needed() -> None:
    body = "## Runs\n\n| A | B |\n|---|---|\n| Branch | main |\n| Commit | 2fed599 |\n"
    assert stated(body) == {}
    assert stated(f"{body}| CI run | 7 |\n")["commit"] == ("2fed599", 6)


@pytest.mark.parametrize(
    ("value", "counts"),
    [
        ("369/369 passing", ("369", "369", None)),
        ("12 tests, 11 passed, 1 failed", ("12 tests, 11 passed, 1 failed", "11", "1")),
        ("12", ("12", None, None)),
    ],
)
def test_counts_in_one_value_are_taken_apart(value: str, counts: tuple[str | None, ...]) -> None:
    found = stated(f"## Baseline\n\n- **Tests:** {value}\n")
    assert tuple(found[name][0] if name in found else None for name in ("total_tests", "passed", "failed")) == counts


@pytest.mark.parametrize(
    "key", ["Commit date", "Total requirements", "Requirements covered", "Reviewer", "Release date"]
)
def test_what_is_about_another_thing_is_left_out(key: str) -> None:
    assert stated(f"## Baseline\n\n- **{key}:** 2026\n") == {}


@pytest.mark.parametrize(
    ("value", "version"),
    [
        ("SDLC-X-RS v8.0", "8.0"),
        ("SDLC-X-RS, version 0.1", "0.1"),
        ("RS Rev. 3", "3"),
        ("8.0", "8.0"),
        ("SDLC-X2-RS", None),
    ],
)
def test_a_value_names_a_version(value: str, version: str | None) -> None:
    assert Stated(value=value, line=1).version == version


@pytest.mark.parametrize(("value", "number"), [("369", 369), ("369 tests", 369), ("all", None), ("9" * 5000, None)])
def test_a_value_begins_with_a_number(value: str, number: int | None) -> None:
    assert Stated(value=value, line=1).number == number


@pytest.mark.verifies("REQ-TRC-002")
@pytest.mark.parametrize("written", ["~~0123456~~ 2fed599", "<del>`0123456`</del> `2fed599`", "2fed599 ~~(0123456)~~"])
def test_a_value_is_what_was_not_struck_out(written: str) -> None:
    assert stated(f"## Baseline\n\n| Attribute | Value |\n|---|---|\n| Commit | {written} |\n")["commit"] == (
        "2fed599",
        5,
    )
