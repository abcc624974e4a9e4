from dataclasses import replace

import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.regions import Region, RegionKind, iter_region_runs
from qms_site.records import references
from qms_site.records.ids import id_scheme
from qms_site.records.references import (
    Reference,
    ReferenceForm,
    ReferenceScheme,
    reference_scheme,
    scan_references,
    without_definitions,
)
from qms_site.settings import parse_settings

SETTINGS = parse_settings("", "qms.toml")
SCHEME = reference_scheme(SETTINGS, id_scheme(SETTINGS))


def a_region(text: str, kind: RegionKind = RegionKind.TEXT, line: int = 1) -> Region:
    return Region(kind=kind, text=text, line=line)


def scan(*runs: tuple[Region, ...], scheme: ReferenceScheme = SCHEME) -> list[tuple[str, str, str, int]]:
    return [(one.target, one.form.value, one.region.value, one.line) for one in scan_references(runs, scheme)]


def targets(text: str, scheme: ReferenceScheme = SCHEME) -> list[str]:
    return [target for target, _, _, _ in scan((a_region(text),), scheme=scheme)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see SOP-001 and REQ-SEC-001, SDLC-QMS-RS.", ["SOP-001", "REQ-SEC-001", "SDLC-QMS-RS"]),
        ("REQ-FS-ARCH-001", ["REQ-FS-ARCH-001"]),
        ("DS-SIM-7", ["DS-SIM-7"]),
        ("CR-091-ADD-001-VR-001", ["CR-091-ADD-001-VR-001"]),
        ("REQ-TEMPLATE-001", ["REQ-TEMPLATE-001"]),
        ("CR-001/CR-002", ["CR-001", "CR-002"]),
        ("QMS/CR/CR-028/CR-028-VAR-001.md", ["CR-028", "CR-028-VAR-001"]),
        ("[REQ-A-001]", ["REQ-A-001"]),
        ("xREQ-A-001 REQ-A-001x REQ-A-001_x REQ-A-001-x _REQ-A-001 -REQ-A-001 1REQ-A-001", []),
        ("CR-20261-004 CR-001-TPX CR-037-DRAFT INV-004-CAPA-001 pre-CR-018", []),
        ("CR-XXX SDLC-{NS}-RS REQ-XXX REQ-{A}-001 CR-NNN {{CR-ID}}", []),
        ("SDLC-XXX-RS REQ-XX-001 REQ-NNN-001 TEMPLATE-XXX SDLC-XYZ-RTM", []),
        ("cr-036-init req-sec-001 feature/cr-036", []),
        ("REQ-SEC REQ SDLC-QMS EI-1", []),
        ("CR-1" + "-VAR-1" * 20, []),
        ("", []),
    ],
)
@pytest.mark.verifies("REQ-TRC-021")
def test_ids_of_documents_and_items_are_found_where_nothing_is_glued_to_them(text: str, found: list[str]) -> None:
    assert targets(text) == found


def test_of_two_ids_at_one_place_the_longer_is_meant() -> None:
    settings = parse_settings('[project]\nprofile = "iso13485"', "qms.toml")
    scheme = reference_scheme(settings, id_scheme(settings))
    assert targets("SRS-4.2 SRS-001 RC-1 HAZ-SW-3", scheme) == ["SRS-4.2", "SRS-001", "RC-1", "HAZ-SW-3"]


def test_a_document_may_have_an_id_that_looks_like_a_placeholder() -> None:
    scheme = replace(SCHEME, documents=replace(SCHEME.documents, declared=frozenset({"SDLC-XX-RS"})))
    assert targets("SDLC-XX-RS SDLC-XXX-RS", scheme) == ["SDLC-XX-RS"]


def test_a_project_without_items_has_references_to_documents() -> None:
    assert targets("CR-1 REQ-A-001", ReferenceScheme(SCHEME.documents)) == ["CR-1"]


def test_series_stand_in_the_order_of_the_text() -> None:
    assert scan((a_region("REQ-A-001 to REQ-A-003,\nREQ-B-001/002, CR-1", line=7),)) == [
        ("REQ-A-001", "written", "text", 7),
        ("REQ-A-002", "range", "text", 7),
        ("REQ-A-003", "written", "text", 7),
        ("REQ-B-001", "written", "text", 8),
        ("REQ-B-002", "list", "text", 8),
        ("CR-1", "written", "text", 8),
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("**REQ-A-1** through\n*REQ-A-3*", ["REQ-A-1 text 5", "REQ-A-2 text 5", "REQ-A-3 text 6"]),
        ("`REQ-A-1` to `REQ-A-3`", ["REQ-A-1 code 5", "REQ-A-2 code 5", "REQ-A-3 code 5"]),
        ("`REQ-A-1 to 3`", ["REQ-A-1 code 5", "REQ-A-2 code 5", "REQ-A-3 code 5"]),
        ("[REQ-A-1](x), 2,\n3", ["REQ-A-1 text 5", "REQ-A-2 text 5", "REQ-A-3 text 6"]),
        ("**REQ-A-1**s", ["REQ-A-1 text 5"]),
        ("REQ-A-1 <!-- CR-7 --> to REQ-A-3", ["CR-7 comment 5", "REQ-A-1 text 5", "REQ-A-2 text 5", "REQ-A-3 text 5"]),
        ("| REQ-A-1 | - | REQ-A-3 |\n|---|---|---|", ["REQ-A-1 text 5", "REQ-A-3 text 5"]),
        ("REQ-A-1\n\nto REQ-A-3", ["REQ-A-1 text 5", "REQ-A-3 text 7"]),
        ("- REQ-A-1\n- REQ-A-3", ["REQ-A-1 text 5", "REQ-A-3 text 6"]),
        ("- REQ-A-1,\n- 002", ["REQ-A-1 text 5"]),
        ("## Group (REQ-A-1 through REQ-A-3)", ["REQ-A-1 text 5", "REQ-A-2 text 5", "REQ-A-3 text 5"]),
        ("```\nCR-1\n\nCR-2\n```", ["CR-1 fence 6", "CR-2 fence 8"]),
        ("```\nCR-1\n- CR-3\n```", ["CR-1 fence 6", "CR-3 fence 7"]),
        ("a `b\nCR-1` CR-2", ["CR-1 code 6", "CR-2 text 6"]),
        ("<p>CR-1</p>\n<!--\nCR-2 -->", ["CR-1 text 5", "CR-2 comment 7"]),
    ],
)
@pytest.mark.verifies("REQ-TRC-004", "REQ-TRC-006")
def test_a_series_may_go_on_from_region_to_region_but_not_from_cell_to_cell(body: str, found: list[str]) -> None:
    runs = iter_region_runs(parse_body(body), first_line=5)
    assert [f"{one.target} {one.region} {one.line}" for one in scan_references(runs, SCHEME)] == found


def test_front_matter_is_read_by_itself() -> None:
    first = a_region("CR-1 to", RegionKind.FRONT_MATTER, 2)
    second = a_region("CR-3", RegionKind.FRONT_MATTER, 3)
    assert scan((first, second)) == [("CR-1", "written", "front-matter", 2), ("CR-3", "written", "front-matter", 3)]


def test_a_document_means_no_more_than_so_many_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MOST_MEANT", 3)
    assert targets("CR-1 to CR-4, CR-6 to CR-9, CR-2/3/4") == [
        "CR-1",
        "CR-2",
        "CR-3",
        "CR-4",
        "CR-6",
        "CR-9",
        "CR-2",
        "CR-3",
    ]


def test_the_place_that_defines_an_item_is_no_reference_to_it() -> None:
    def reference(line: int, form: ReferenceForm = ReferenceForm.WRITTEN) -> Reference:
        return Reference("REQ-A-001", form, RegionKind.TEXT, line)

    written = [reference(1), reference(2, ReferenceForm.RANGE), reference(2), reference(2), reference(3)]
    assert list(without_definitions(written, {("REQ-A-001", 2), ("REQ-B-001", 3)})) == [
        reference(1),
        reference(2, ReferenceForm.RANGE),
        reference(2),
        reference(3),
    ]
