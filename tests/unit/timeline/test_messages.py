from datetime import UTC, datetime

import pytest

from qms_site.records.ids import id_scheme
from qms_site.records.references import ReferenceScheme
from qms_site.settings import parse_settings
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.messages import Trailer, find_reverted, message_reader, read_trailers, says_revert

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
SCHEME = ReferenceScheme(id_scheme(parse_settings("", "qms.toml")))
DOCUMENTS = frozenset(
    {"CR-036", "CR-036-VAR-005", "CR-040", "CR-040-VAR-001", "CR-041", "CR-041-VAR-001", "SOP-001", "TEMPLATE-TP"}
)
read = message_reader(SCHEME, DOCUMENTS)


@pytest.mark.verifies("REQ-HIST-001")
@pytest.mark.parametrize(
    ("message", "cites"),
    [
        ("CR-042: fix", ("CR-042",)),
        ("Fix\n\nSee CR-042, SOP-001 and CR-042.", ("CR-042", "SOP-001")),
        ("Fix\n\nChange: CR-091\nReviewed-by: Ada <ada@example.org>", ("CR-091",)),
        ("CR-001 through CR-003", ("CR-001", "CR-002", "CR-003")),
        ("CR-056/057: two at once", ("CR-056", "CR-057")),
        ("VAR-005 closed", ("CR-036-VAR-005",)),
        ("VAR-001 closed", ("VAR-001",)),
        ("CR-040, VAR-001 closed", ("CR-040", "CR-040-VAR-001")),
        ("CR-NNN and XCR-042 and CR-042b", ()),
        ("Protocols (TP, TC)", ()),
        ("TEMPLATE-TP and SDLC-QMS-RS", ("TEMPLATE-TP", "SDLC-QMS-RS")),
        ("", ()),
    ],
    ids=[
        "subject", "body", "trailer", "range", "list", "short", "ambiguous", "beside its parent", "no ids", "words",
        "ids without numbers", "empty",
    ],
)  # fmt: skip
def test_ids_are_read_from_subject_body_and_trailers(message: str, cites: tuple[str, ...]) -> None:
    assert read(message).cites == cites


@pytest.mark.parametrize(
    ("message", "cites"),
    [
        ("cr-036: fix", ("CR-036",)),
        ("CR-36: fix", ("CR-036",)),
        ("Merge branch 'feature/cr-036-speed' into main", ("CR-036",)),
        ("Merge branch 'speed' into cr-036-more", ()),
        ("CR-036_speed", ("CR-036",)),
        ("cr-036-var-005-again", ("CR-036-VAR-005",)),
        ("cr-040: as SOP-001 says", ("SOP-001", "CR-040")),
        ("CR-036: not cr-040", ("CR-036",)),
        ("cr-042, cr-036b, template-cr-036 and xcr-036", ()),
        ("Remove CR-036-DRAFT-SCOPE.md", ()),
        ("Done with cr-036.", ("CR-036",)),
        ("Remove CR-036-DRAFT-SCOPE.md. See cr-040.", ("CR-040",)),
        ("CR 036: fix", ("CR-036",)),
        ("CR036 and CR #40: fix", ("CR-036", "CR-040")),
        ("Fix (CR#36)", ("CR-036",)),
        ("cr 036, XCR036, CR 36.5, CR 036b and CR 042", ()),
        ("CR-42: there is no such record", ("CR-42",)),
        ("CR-7: two records could be meant", ("CR-7",)),
    ],
)
def test_a_record_that_exists_may_be_typed_in_other_ways(message: str, cites: tuple[str, ...]) -> None:
    records = ("CR-036", "CR-036-VAR-005", "CR-040", "CR-40-VAR-001", "CR-07", "CR-007")
    found = message_reader(SCHEME, {*records, "SOP-001"}, records)(message)
    assert (*found.cites, *found.typed) == cites


def test_trailers_are_the_lines_of_the_last_paragraph() -> None:
    message = "Fix: the parser\n\nNote: this is prose\nthat goes on\n\nChange: CR-091\nReviewed-by: Ada\n  and Ben\n"
    assert read_trailers(message) == (Trailer("Change", "CR-091"), Trailer("Reviewed-by", "Ada"))
    assert read_trailers("Fix: the parser") == ()
    assert read_trailers("Fix\n\nA last paragraph\nof prose.") == ()


def test_a_message_of_a_megabyte_is_read_in_part() -> None:
    assert read("CR-001: " + "CR-002 " * 150_000).cites == ("CR-001", "CR-002")


def commit(message: str, *changes: Change) -> CommitRecord:
    return CommitRecord("f" * 40, (), "Ada", "a@example.org", WHEN, WHEN, message, changes)


@pytest.mark.verifies("REQ-HIST-001")
@pytest.mark.parametrize(
    ("message", "reverted"),
    [
        ('Revert "Add it"\n\nThis reverts commit 1234567890abcdef.', ("1234567890abcdef",)),
        ('Revert "Merge"\n\nThis reverts commit 1234567, reversing\nchanges made to 89abcde.', ("1234567",)),
        ('Revert "Add it"', ("a" * 40,)),
        ("revert: Add it", ("a" * 40,)),
        ("Revert: what was added without authority", ("b" * 40,)),
        ("Put back\n\nThis reverts commit 1234567890abcdef.", ("1234567890abcdef",)),
    ],
    ids=["hash", "merge", "subject", "conventional", "content", "in the body"],
)
def test_a_revert_is_known_by_hash_by_subject_or_by_what_it_undoes(message: str, reverted: tuple[str, ...]) -> None:
    undone = {(Change("a.py", "0", "1", is_pointer=False),): "b" * 40}
    found = find_reverted(
        commit(message, Change("a.py", "1", "0", is_pointer=False)), {"Add it": "a" * 40}.get, undone.get
    )
    assert found == reverted
    assert says_revert(commit(message)) is bool(reverted)


@pytest.mark.parametrize("message", ["Reverse engineering notes", "Put back", ""])
def test_other_words_take_nothing_back(message: str) -> None:
    assert not says_revert(commit(message))
