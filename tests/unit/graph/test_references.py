from collections.abc import Collection, Mapping

import pytest

from qms_site.graph.references import (
    DocumentReference,
    ReferenceStatus,
    WrittenReferences,
    resolve_document,
    resolve_item,
    resolve_references,
    sort_references,
    system_of,
)
from qms_site.markdown.regions import RegionKind
from qms_site.records.references import Reference, ReferenceForm

DOCUMENTS = {
    "CR-036": None,
    "CR-036-VAR-005": "CR-036",
    "CR-036-VAR-006": "CR-036",
    "CR-036-VAR-005-VR-001": "CR-036-VAR-005",
    "CR-043": None,
    "CR-043-VAR-001": "CR-043",
    "CR-056-VAR-001": "CR-056",
    "VAR-001": None,
    "INV-006": None,
    "SOP-001": None,
}
ITEMS = {"REQ-SEC-001": ("SDLC-QMS-RS",), "REQ-UI-001": ("SDLC-QMS-RS", "SDLC-FLOW-RS")}


def a_reference(target: str, line: int = 1, *, form: str = "written", region: str = "text") -> Reference:
    return Reference(target, ReferenceForm(form), RegionKind(region), line)


def written(
    document: str, *references: Reference | str, is_record: bool = True, path: str = "a.md"
) -> WrittenReferences:
    found = tuple(a_reference(one) if isinstance(one, str) else one for one in references)
    return WrittenReferences(document=document, path=path, references=found, is_record=is_record)


def resolved(
    *files: WrittenReferences,
    documents: Mapping[str, str | None] = DOCUMENTS,
    items: Mapping[str, Collection[str]] = ITEMS,
) -> list[str]:
    return [
        f"{one.document}: {one.target} in {one.target_document} {one.form} {one.status}"
        for one in resolve_references(files, documents, items)
    ]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("SOP-001", "CR-036", "CR-036 in CR-036 written resolved"),
        ("SOP-001", "SOP-001", "SOP-001 in SOP-001 written self"),
        ("SOP-001", "CR-404", "CR-404 in None written dangling"),
        ("SOP-001", "REQ-SEC-001", "REQ-SEC-001 in SDLC-QMS-RS written resolved"),
        ("SDLC-QMS-RS", "REQ-SEC-001", "REQ-SEC-001 in SDLC-QMS-RS written resolved"),
        ("SOP-001", "REQ-SEC-404", "REQ-SEC-404 in None written dangling"),
        ("SOP-001", "REQ-UI-001", "REQ-UI-001 in None written ambiguous"),
        ("SDLC-FLOW-RS", "REQ-UI-001", "REQ-UI-001 in SDLC-FLOW-RS written resolved"),
        ("SDLC-FLOW-RTM", "REQ-UI-001", "REQ-UI-001 in SDLC-FLOW-RS written resolved"),
        ("CR-036", "VAR-005", "CR-036-VAR-005 in CR-036-VAR-005 short resolved"),
        ("CR-036-VAR-006", "VAR-005", "CR-036-VAR-005 in CR-036-VAR-005 short resolved"),
        ("CR-036-VAR-005", "VAR-005", "CR-036-VAR-005 in CR-036-VAR-005 short self"),
        ("CR-036-VAR-005", "VR-001", "CR-036-VAR-005-VR-001 in CR-036-VAR-005-VR-001 short resolved"),
        ("CR-043", "VAR-001", "CR-043-VAR-001 in CR-043-VAR-001 short resolved"),
        ("CR-056-VAR-001", "VAR-001", "CR-056-VAR-001 in CR-056-VAR-001 short self"),
        ("CR-036", "VAR-001", "VAR-001 in VAR-001 written resolved"),
        ("CR-036", "VAR-404", "VAR-404 in None written dangling"),
        ("INV-006", "VAR-005", "VAR-005 in None written dangling"),
    ],
)
@pytest.mark.verifies("REQ-TRC-005")
def test_a_reference_leads_to_what_its_document_means(source: str, target: str, expected: str) -> None:
    assert resolved(written(source, target)) == [f"{source}: {expected}"]


def of(target: str, found: list[str]) -> list[str]:
    return [line for line in found if target in line]


@pytest.mark.verifies("REQ-TRC-005")
def test_a_record_that_writes_a_child_s_id_means_it_by_the_short_id_too() -> None:
    found = resolved(written("INV-006", "VAR-005", "CR-036-VAR-005", a_reference("VAR-005", 9, region="front-matter")))
    assert found == [
        "INV-006: CR-036-VAR-005 in CR-036-VAR-005 short resolved",
        "INV-006: CR-036-VAR-005 in CR-036-VAR-005 short resolved",
        "INV-006: CR-036-VAR-005 in CR-036-VAR-005 written resolved",
    ]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        # The document of that very id is there; nothing needs to be guessed.
        (written("INV-006", "VAR-001", "CR-043-VAR-001"), "VAR-001 in VAR-001 written resolved"),
        # A procedure illustrates.
        (written("SOP-001", "VAR-005", "CR-036-VAR-005", is_record=False), "VAR-005 in None written dangling"),
        (
            written("INV-006", "VAR-005", a_reference("CR-036-VAR-005", region="comment")),
            "VAR-005 in None written dangling",
        ),
        (written("INV-006", "VAR-404", "CR-036-VAR-404"), "VAR-404 in None written dangling"),
    ],
)
@pytest.mark.verifies("REQ-TRC-005")
def test_a_short_id_stays_what_it_is_where_nothing_else_is_sure(file: WrittenReferences, expected: str) -> None:
    assert f"{file.document}: {expected}" in resolved(file)


@pytest.mark.verifies("REQ-TRC-005")
def test_a_short_id_of_two_children_is_ambiguous() -> None:
    documents = {"CR-1-VAR-7": "CR-1", "CR-2-VAR-7": "CR-2", "INV-1": None}
    assert resolved(written("INV-1", "VAR-7", "CR-1-VAR-7", "CR-2-VAR-7"), documents=documents)[2:] == [
        "INV-1: VAR-7 in None written ambiguous"
    ]
    assert resolved(written("INV-1", "VAR-7", "CR-1-VAR-7", "CR-3-VAR-7"), documents=documents)[:1] == [
        "INV-1: CR-1-VAR-7 in CR-1-VAR-7 short resolved"
    ]


def test_what_a_series_adds_keeps_its_form_when_it_is_short() -> None:
    file = written("CR-036", a_reference("VAR-005", form="range"), a_reference("VAR-006", form="list"))
    assert resolved(file) == [
        "CR-036: CR-036-VAR-005 in CR-036-VAR-005 range resolved",
        "CR-036: CR-036-VAR-006 in CR-036-VAR-006 list resolved",
    ]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ((), "REQ-UI-001 in None written ambiguous"),
        (("SDLC-FLOW-RS",), "REQ-UI-001 in SDLC-FLOW-RS written resolved"),
        (("SDLC-FLOW-RTM", "SDLC-OTHER-RS"), "REQ-UI-001 in SDLC-FLOW-RS written resolved"),
        (("SDLC-FLOW-RS", "SDLC-QMS-RTM"), "REQ-UI-001 in None written ambiguous"),
        (("SDLC-OTHER-RS",), "REQ-UI-001 in None written ambiguous"),
    ],
)
@pytest.mark.verifies("REQ-TRC-005")
def test_an_item_of_two_systems_is_that_of_the_system_that_the_document_names(
    named: tuple[str, ...], expected: str
) -> None:
    assert f"CR-036: {expected}" in resolved(written("CR-036", "REQ-UI-001", *named))


def test_a_system_named_in_a_comment_tells_nothing() -> None:
    file = written("CR-036", "REQ-UI-001", a_reference("SDLC-FLOW-RS", region="comment"))
    assert "CR-036: REQ-UI-001 in None written ambiguous" in resolved(file)


@pytest.mark.parametrize(
    ("source", "definers", "systems", "meant"),
    [
        ("CR-1", ("SDLC-A-RS",), (), ("SDLC-A-RS",)),
        ("SDLC-A-DS", ("SDLC-A-RS", "SDLC-A-DS"), (), ("SDLC-A-DS",)),
        ("SDLC-A-RTM", ("SDLC-A-RS", "SDLC-A-DS", "SDLC-B-RS"), ("SDLC-B",), ("SDLC-A-RS", "SDLC-A-DS")),
        ("SDLC-C-RTM", ("SDLC-A-RS", "SDLC-B-RS"), ("SDLC-C", "SDLC-B"), ("SDLC-B-RS",)),
        ("CR-1", ("SRS-1", "SRS-2"), ("SDLC-A",), ("SRS-1", "SRS-2")),
    ],
)
def test_the_documents_that_can_be_meant_by_an_item(
    source: str, definers: tuple[str, ...], systems: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    assert resolve_item(source, definers, systems) == meant


@pytest.mark.parametrize(
    ("document", "system"),
    [
        ("SDLC-QMS-RS", "SDLC-QMS"),
        ("SDLC-SYS-A-RTM", "SDLC-SYS-A"),
        ("SDLC-QMS-DS", "SDLC-QMS"),
        ("SDLC-QMS-RS-002", "SDLC-QMS"),
        ("CR-036", None),
        ("RS", None),
    ],
)
def test_a_specification_is_one_of_its_system(document: str, system: str | None) -> None:
    assert system_of(document) == system


def test_documents_that_call_each_other_parent_end_the_search() -> None:
    assert resolve_document("VAR-9", "SOP-1", {"SOP-1": "WI-1", "WI-1": "SOP-1"}) == ()


def test_an_abbreviation_is_a_word_unless_it_arrives() -> None:
    documents = {"CR-091": None, "CR-091-TP": "CR-091", "QM": None}
    assert resolved(written("CR-091", "TP", "QM"), written("SOP-001", "TP"), documents=documents) == [
        "CR-091: CR-091-TP in CR-091-TP short resolved",
        "CR-091: QM in QM written resolved",
    ]


@pytest.mark.verifies("REQ-TRC-006")
def test_references_of_one_form_and_region_are_one_with_the_first_place_and_their_number() -> None:
    files = (
        written("CR-036", a_reference("VAR-005", 4), a_reference("VAR-005", 7), path="QMS/CR-036.md"),
        written(
            "CR-036", a_reference("VAR-005", 3), a_reference("VAR-005", 2, region="code"), path="QMS/CR-036-draft.md"
        ),
    )

    def reference(region: RegionKind, path: str, line: int, occurrences: int) -> DocumentReference:
        return DocumentReference(
            document="CR-036",
            target="CR-036-VAR-005",
            target_document="CR-036-VAR-005",
            form=ReferenceForm.SHORT,
            region=region,
            path=path,
            line=line,
            occurrences=occurrences,
            status=ReferenceStatus.RESOLVED,
        )

    assert resolve_references(files, DOCUMENTS, ITEMS) == (
        reference(RegionKind.CODE, "QMS/CR-036-draft.md", 2, 1),
        reference(RegionKind.TEXT, "QMS/CR-036.md", 4, 3),
    )


def test_the_order_is_that_of_the_numbers_and_does_not_depend_on_where_it_began() -> None:
    files = [written(id_, "CR-10", "CR-9", "CR-09", a_reference("CR-9", form="list")) for id_ in ("CR-11", "CR-2")]
    found = resolve_references(files, {}, {})
    assert sort_references(reversed(found)) == found
    assert [f"{one.document} {one.target} {one.form}" for one in found[:4]] == [
        "CR-2 CR-09 written",
        "CR-2 CR-9 list",
        "CR-2 CR-9 written",
        "CR-2 CR-10 written",
    ]
