import pytest

from qms_site.timeline.kept_comparisons import Comparison, ComparisonKeeper
from qms_site.timeline.locked_text import LockedChange


def changed(text: str) -> Comparison:
    return ((2, (LockedChange(line=7, text=text, is_removed=True),)),)


FOUND: dict[str, Comparison] = {f"row {number}": changed(f"line {number}") for number in range(60)}


def test_what_was_compared_is_there_in_the_next_run() -> None:
    kept: dict[str, bytes] = {}
    keeper = ComparisonKeeper(kept, 1024)
    assert keeper.known == {}
    keeper.keep(FOUND)
    assert ComparisonKeeper(kept, 1024).known == FOUND


def test_a_few_new_ones_are_compared_each_time_and_others_go() -> None:
    kept: dict[str, bytes] = {}
    ComparisonKeeper(kept, 1024).keep(dict(list(FOUND.items())[:49]))
    assert kept == {}
    ComparisonKeeper(kept, 1024).keep(FOUND)
    before = dict(kept)
    ComparisonKeeper(kept, 1024).keep({**FOUND, "another": ()})
    assert kept == before
    others = {f"other {key}": found for key, found in FOUND.items()}
    ComparisonKeeper(kept, 1024).keep(others)
    assert ComparisonKeeper(kept, 1024).known == others


def test_texts_of_another_limit_are_compared_again() -> None:
    kept: dict[str, bytes] = {}
    ComparisonKeeper(kept, 1024).keep(FOUND)
    assert ComparisonKeeper(kept, 2048).known == {}
    ComparisonKeeper(kept, 2048).keep(FOUND)
    assert len(kept) == 1


def test_lines_that_are_no_text_are_compared_each_time() -> None:
    kept: dict[str, bytes] = {}
    ComparisonKeeper(kept, 1024).keep({**FOUND, "broken": changed("gr\udcfc"), "sound": changed("grün")})
    assert ComparisonKeeper(kept, 1024).known == {**FOUND, "sound": changed("grün")}


@pytest.mark.parametrize("data", [b"", b"\x81", b"\xc0", b"words", b"\x81\xa1\xff\x90"])
def test_damage_is_nothing(data: bytes) -> None:
    kept: dict[str, bytes] = {}
    ComparisonKeeper(kept, 1024).keep(FOUND)
    assert ComparisonKeeper(dict.fromkeys(kept, data), 1024).known == {}


def test_nothing_is_kept_where_there_is_no_place_for_it() -> None:
    keeper = ComparisonKeeper(None, 1024)
    keeper.keep(FOUND)
    assert keeper.known == {}
