from dataclasses import replace
from datetime import date

import pytest

from qms_site.history.statuses import Declared
from qms_site.records.ids import IdScheme
from qms_site.timeline.kept_declarations import DeclarationKeeper

SCHEME = IdScheme((("SOP", r"SOP-\d+"),))
TOLD = {
    ("QMS/SOP-001.md", f"b{number}"): Declared(
        document="SOP-001", status="EFFECTIVE", version=f"{number}", digest=f"{number}", effective=date(2026, 1, 2)
    )
    for number in range(300)
}


def test_what_texts_declare_is_there_in_the_next_run() -> None:
    kept: dict[str, bytes] = {}
    keeper = DeclarationKeeper(kept, SCHEME, 1024)
    assert keeper.known == {}
    keeper.keep(TOLD)
    assert DeclarationKeeper(kept, SCHEME, 1024).known == TOLD


def test_a_few_new_ones_are_read_each_time_and_others_go() -> None:
    kept: dict[str, bytes] = {}
    DeclarationKeeper(kept, SCHEME, 1024).keep(dict(list(TOLD.items())[:100]))
    assert kept == {}
    DeclarationKeeper(kept, SCHEME, 1024).keep(dict(list(TOLD.items())[:200]))
    before = dict(kept)
    DeclarationKeeper(kept, SCHEME, 1024).keep(TOLD)
    assert kept == before
    more = {(path, f"c{blob}"): told for (path, blob), told in TOLD.items()}
    DeclarationKeeper(kept, SCHEME, 1024).keep(more)
    assert DeclarationKeeper(kept, SCHEME, 1024).known == more


@pytest.mark.parametrize(
    ("scheme", "limit"),
    [(replace(SCHEME, declared=frozenset({"LIST-1"})), 1024), (IdScheme((("WI", r"WI-\d+"),)), 1024), (SCHEME, 2048)],
)
def test_what_was_read_by_other_rules_is_read_again(scheme: IdScheme, limit: int) -> None:
    kept: dict[str, bytes] = {}
    DeclarationKeeper(kept, SCHEME, 1024).keep(TOLD)
    keeper = DeclarationKeeper(kept, scheme, limit)
    assert keeper.known == {}
    keeper.keep(TOLD)
    assert len(kept) == 1


@pytest.mark.parametrize("data", [b"", b"\x81", b"\xc0", b"words"])
def test_damage_is_nothing(data: bytes) -> None:
    kept: dict[str, bytes] = {}
    DeclarationKeeper(kept, SCHEME, 1024).keep(TOLD)
    kept = dict.fromkeys(kept, data)
    assert DeclarationKeeper(kept, SCHEME, 1024).known == {}


def test_names_and_texts_that_are_no_unicode_are_left_out() -> None:
    kept: dict[str, bytes] = {}
    odd = {("QMS/\udcff.md", "b"): TOLD["QMS/SOP-001.md", "b1"]}
    odd["QMS/a.md", "b"] = Declared(document="SOP-001", status="\udcff", version=None)
    DeclarationKeeper(kept, SCHEME, 1024).keep(odd | TOLD)
    assert DeclarationKeeper(kept, SCHEME, 1024).known == TOLD


def test_without_a_place_nothing_is_known_or_kept() -> None:
    keeper = DeclarationKeeper(None, SCHEME, 1024)
    keeper.keep(TOLD)
    assert keeper.known == {}
