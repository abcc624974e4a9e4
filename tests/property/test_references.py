import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms_site.graph.references import WrittenReferences, resolve_references
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import iter_region_runs
from qms_site.records.ids import id_scheme
from qms_site.records.references import Reference, reference_scheme, scan_references
from qms_site.settings import parse_settings

SETTINGS = parse_settings("", "qms.toml")
SCHEME = reference_scheme(SETTINGS, id_scheme(SETTINGS))
LAW = settings(max_examples=100, deadline=None, database=None, derandomize=True)
STEMS = st.sampled_from(["REQ-INT-", "REQ-FS-ARCH-", "CR-", "CR-036-VAR-", "SOP-", "DSN-"])
RANGES = st.sampled_from(
    [" through ", " to ", " - ", "\u2013", " \u2013 ", "..", " ... ", "\u2026", " through\n", "** to **"]
)
SHORT_RANGES = st.sampled_from([" through ", " to ", "\u2013", "..", "\u2026", " to\n", " to -"])
SEPARATORS = st.sampled_from(["/", ", ", ", -", " and ", ", and ", ",\n", "; "])
WIDTHS = st.integers(min_value=3, max_value=5)


def scanned(body: str) -> list[Reference]:
    return list(scan_references(iter_region_runs(parse_body(body), first_line=1), SCHEME))


def targets(body: str) -> set[str]:
    return {reference.target for reference in scanned(body)}


@pytest.mark.verifies("REQ-TRC-004")
@given(stem=STEMS, width=WIDTHS, first=st.integers(1, 60), length=st.integers(1, 60), separator=RANGES)
@LAW
def test_a_range_means_the_ids_written_one_by_one(
    stem: str, width: int, first: int, length: int, separator: str
) -> None:
    ids = [f"{stem}{number:0{width}d}" for number in range(first, first + length + 1)]
    assert targets(f"See **{ids[0]}{separator}{ids[-1]}**.") == targets(", ".join(ids)) == set(ids)


@pytest.mark.verifies("REQ-TRC-004")
@given(stem=STEMS, width=WIDTHS, first=st.integers(1, 60), length=st.integers(1, 30), separator=SHORT_RANGES)
@LAW
def test_a_range_may_end_with_a_bare_number(stem: str, width: int, first: int, length: int, separator: str) -> None:
    ids = [f"{stem}{number:0{width}d}" for number in range(first, first + length + 1)]
    last = f"{first + length:0{width}d}"
    assert targets(f"See {ids[0]}{separator}{last}.") == targets(", ".join(ids)) == set(ids)


@pytest.mark.verifies("REQ-TRC-004")
@given(stem=STEMS, width=WIDTHS, numbers=st.lists(st.integers(1, 99), min_size=1, max_size=12), separator=SEPARATORS)
@LAW
def test_a_list_means_the_ids_written_one_by_one(stem: str, width: int, numbers: list[int], separator: str) -> None:
    ids = [f"{stem}{number:0{width}d}" for number in numbers]
    body = f"See {stem}{separator.join(f'{number:0{width}d}' for number in numbers)} in the text."
    assert targets(body) == targets(", ".join(ids)) == set(ids)


WORDS = st.sampled_from(
    [
        *"-/,;.:\n \u2013\u2026#*`|",
        " to ",
        " through ",
        " and ",
        "001",
        "002",
        "1",
        "2026",
        "REQ-A-",
        "REQ-A-001",
        "CR-1",
        "TP",
    ]
)


@pytest.mark.verifies("REQ-TRC-021")
@given(body=st.lists(WORDS, max_size=30).map("".join))
@LAW
def test_nothing_raises_and_every_reference_has_a_line_of_the_text(body: str) -> None:
    references = scanned(body)
    assert all(1 <= reference.line <= body.count("\n") + 1 for reference in references)
    resolved = resolve_references(
        [WrittenReferences(document="CR-1", path="a.md", references=tuple(references), is_record=True)],
        {"CR-1": None},
        {},
    )
    words = [reference for reference in references if reference.target.isalpha()]
    assert sum(one.occurrences for one in resolved) == len(references) - len(words)


@pytest.mark.parametrize(
    "text",
    [
        "REQ-A-001" + ", 002, 003" * 10_000,
        "REQ-A-001" + "/002" * 25_000 + "/x",
        "REQ-A-001" + ", 002" * 20_000 + ".5",
        "REQ-A-001 through " * 6_000,
        "REQ-A-0001 through REQ-A-1000 " * 3_500,
        "REQ-A-0001 to 1000, " * 5_000,
        "REQ-A-001" + " " * 100_000 + "x",
        "REQ-A-001" + "\t" * 50_000 + "\n" + "\t" * 50_000 + "to",
        "moved " + "a" * 50 + " CR-001 to 003 " * 7_000,
        "CR-1" + "-VAR-1" * 17_000,
        "REQ" + "-A" * 50_000,
        "CR-" + "1" * 100_000,
        "```\n" + "CR-1\n" * 20_000,
        "**CR-1** " * 10_000,
    ],
    ids=lambda text: text[:24],
)
def test_time_is_linear(text: str) -> None:
    runs = list(iter_region_runs(parse_body(text), first_line=1))
    started = time.process_time()
    references = tuple(scan_references(runs, SCHEME))
    resolve_references([WrittenReferences(document="CR-1", path="a.md", references=references)], {}, {})
    assert time.process_time() - started < 5
