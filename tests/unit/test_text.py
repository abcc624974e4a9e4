from datetime import date

import pytest

from qms_site.text import (
    close_names,
    composed,
    count_of,
    decomposed,
    digest_of,
    natural_key,
    printable,
    read_day,
    split_list,
)


def test_numbers_in_ids_sort_by_value_and_letters_without_case() -> None:
    ids = ["CR-10", "cr-9", "CR-9-VR-2", "CR-9-VR-10", "ADD-1", "CR-2"]
    assert sorted(ids, key=natural_key) == ["ADD-1", "CR-2", "cr-9", "CR-9-VR-2", "CR-9-VR-10", "CR-10"]


def test_a_long_run_of_digits_compares_with_anything() -> None:
    long = "CR-" + "9" * 5000
    assert sorted([long, "CR-x", "CR-1"], key=natural_key) == ["CR-1", long, "CR-x"]


@pytest.mark.parametrize(("number", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_a_count_stands_with_its_noun(number: int, words: str) -> None:
    assert count_of(number, "file") == words


def test_a_count_may_have_a_plural_of_its_own() -> None:
    assert count_of(2, "entry", "entries") == "2 entries"


def test_a_digest_is_sha_256() -> None:
    assert digest_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Ünïcode 中", "plain Ünïcode 中"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\rb", "a\\x0db"),
        ("\x9b1m", "\\x9b1m"),
        ("left\u202eright", "left\\x202eright"),
        ("iso\u2066late", "iso\\x2066late"),
        ("arabic\u061cmark", "arabic\\x61cmark"),
    ],
)
@pytest.mark.verifies("REQ-SEC-001")
def test_what_would_steer_a_terminal_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.verifies("REQ-SEC-001")
def test_a_path_that_is_no_utf_8_can_be_printed() -> None:
    assert printable("QMS/\udcff.md").encode() == b"QMS/\\xdcff.md"


@pytest.mark.parametrize("text", ["Pr\u00fcfung \u212b", "Pru\u0308fung A\u030a", "Pr\u00fcfung A\u030a"])
def test_a_letter_with_its_mark_is_one_character_or_two(text: str) -> None:
    assert (composed(text), decomposed(text)) == ("Pr\u00fcfung \u00c5", "Pru\u0308fung A\u030a")


def test_a_text_longer_than_any_name_keeps_its_form() -> None:
    text = "e" + "\u0301\u0323" * 512
    assert (composed(text), decomposed(text)) == (text, text)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        (" 2026-3-5 ", date(2026, 3, 5)),
        ("2026/03/05", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("2026-03-05T00:00:00Z", date(2026, 3, 5)),
        ("2026-03-05 23:30:00 +02:00", date(2026, 3, 5)),
        ("05.03.2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("05-Mar-2026", date(2026, 3, 5)),
        ("5 March 2026", date(2026, 3, 5)),
        ("March 5, 2026", date(2026, 3, 5)),
        ("05/03/2026", None),
        ("31.02.2026", None),
        ("2026-13-01", None),
        ("5 Marble 2026", None),
        ("after 2026-03-05", None),
        ("2026-03", None),
        ("", None),
    ],
)
def test_a_day_is_read_where_it_has_one_meaning_only(written: str, day: date | None) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a", ("a",)), ("a,b; c\n d", ("a", "b", "c", "d")), (" ,; ", ()), ("", ()), ("a-1/b_2", ("a-1/b_2",))],
)
def test_a_list_is_split_at_commas_semicolons_and_blanks(text: str, parts: tuple[str, ...]) -> None:
    assert split_list(text) == parts


def test_names_that_are_close_are_found_closest_first_and_by_their_beginnings() -> None:
    assert close_names("cr-01/exec", ["main", "cr-001/exec", "test/pump-001"]) == ("cr-001/exec",)
    long = "x" * 10_000
    assert close_names(f"{long}y", [long]) == (long,)
    assert close_names("nothing", []) == ()
