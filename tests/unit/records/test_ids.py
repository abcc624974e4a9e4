from dataclasses import replace

import pytest

from qms_site.records.ids import DocumentId, IdScheme, id_scheme
from qms_site.settings import parse_settings

SCHEME = id_scheme(parse_settings("", "qms.toml"))


@pytest.mark.parametrize(
    ("text", "type_", "parent"),
    [
        ("SOP-001", "SOP", None),
        ("SDLC-QMS-RS", "RS", None),
        ("TEMPLATE-CR", "TEMPLATE", None),
        ("TEMPLATE-CR-LIGHT", "TEMPLATE", None),
        ("CR-091-ADD-001", "ADD", "CR-091"),
        ("CR-091-ADD-001-VR-001", "VR", "CR-091-ADD-001"),
        ("INV-002-VAR-003-ADD-1-VR-4", "VR", "INV-002-VAR-003-ADD-1"),
        ("CR-091-TP", "TP", "CR-091"),
        ("CR-091-TP-002", "TP", "CR-091"),
        ("CR-091-TP-TC-001", "TC", "CR-091-TP"),
    ],
)
@pytest.mark.verifies("REQ-DOC-001", "REQ-DOC-005")
def test_an_id_tells_its_type_and_its_parent(text: str, type_: str, parent: str | None) -> None:
    assert SCHEME.parse(text) == DocumentId(text=text, type=type_, parent=parent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "README",
        "SOP",
        "sop-001",
        "SOP-001 ",
        "SOP-001x",
        "SOP-001-",
        "XCR-001",
        "SOP-001-notes",
        "notes-VR-001",
        "SDLC-qms-RS",
        "CR-" + "1" * 200,
    ],
)
def test_a_text_of_no_known_form_is_no_id(text: str) -> None:
    assert SCHEME.parse(text) is None


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("SOP-001", "WI", DocumentId(text="SOP-001", type="SOP")),
        ("QP-4.2-01", None, DocumentId(text="QP-4.2-01", type="QP")),
        ("qp_7", None, DocumentId(text="qp_7", type="QP")),
        ("QP-7", "Procedure", DocumentId(text="QP-7", type="Procedure")),
        ("ACME-SOP-001", None, DocumentId(text="ACME-SOP-001", type="SOP")),
        ("ACME-SOP-001", "Procedure", DocumentId(text="ACME-SOP-001", type="Procedure")),
        ("CR-2026-001-VAR-002", None, DocumentId(text="CR-2026-001-VAR-002", type="VAR", parent="CR-2026-001")),
        ("SOP-QA-001", None, DocumentId(text="SOP-QA-001", type="SOP")),
        ("Handbook", None, None),
        ("4-QP", None, None),
        ("QP 7", None, None),
        ("QP-7/../x", None, None),
        ("QP-" + "1" * 200, None, None),
    ],
)
def test_front_matter_may_declare_an_id_of_another_form(
    text: str, type_: str | None, expected: DocumentId | None
) -> None:
    assert SCHEME.parse_explicit(text, type_) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see SOP-001, (CR-002) and **WI-3**.", ["SOP-001", "CR-002", "WI-3"]),
        ("CR-091-ADD-001-VR-001 was", ["CR-091-ADD-001-VR-001"]),
        ("CR-001/CR-002", ["CR-001", "CR-002"]),
        ("SOP-001.md", ["SOP-001"]),
        ("SOP-001–SOP-003", ["SOP-001", "SOP-003"]),  # noqa: RUF001 - an en dash joins a range
        ("XSOP-001 SOP-001x SOP-001_a a-SOP-001 SOP-001-draft _CR-1", []),
        ("cr-001", []),
        ("Größe:CR-1", ["CR-1"]),
        ("", []),
    ],
)
def test_an_id_in_prose_is_not_glued_to_anything(text: str, found: list[str]) -> None:
    assert [target for _, _, target in SCHEME.scan(text)] == found


def test_a_scan_tells_where_an_id_stands() -> None:
    assert list(SCHEME.scan("a SOP-001 b")) == [(2, 9, "SOP-001")]


def test_without_types_there_are_no_ids() -> None:
    scheme = IdScheme(())
    assert (scheme.parse("SOP-001"), list(scheme.scan("SOP-001"))) == (None, [])


def test_a_type_without_a_pattern_has_no_form_of_its_own() -> None:
    scheme = id_scheme(parse_settings("[types.FORM]\ntitle = 'Form'", "qms.toml"))
    assert scheme.parse("FORM-1") is None
    assert scheme.parse_explicit("FORM-1", None) == DocumentId(text="FORM-1", type="FORM")


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("SOP-040-Cleaning-of-tanks", "SOP-040"),
        ("CR-1-VAR-2 the second", "CR-1-VAR-2"),
        ("SOP-040", None),
        ("SOP-040-2", None),
        ("Notes on SOP-040-a", None),
    ],
)
def test_an_id_may_stand_before_a_title(text: str, id_: str | None) -> None:
    found = id_scheme(parse_settings("", "qms.toml")).parse_leading(text)
    assert (found.text if found else None) == id_


def test_ids_of_unknown_forms_that_documents_declare_are_found_in_prose() -> None:
    declared = replace(id_scheme(parse_settings("", "qms.toml")), declared=frozenset({"FRM-QA-013", "WI-007-02"}))
    found = [id_ for _, _, id_ in declared.scan("FRM-QA-013, WI-007-02, WI-007, XFRM-QA-013, FRM-QA-0134 and CR-1")]
    assert found == ["FRM-QA-013", "WI-007-02", "WI-007", "CR-1"]


def test_the_letters_of_an_id_may_have_been_taken_apart() -> None:
    scheme = IdScheme(patterns=(("PR", "PR\u00dc-\\d+"),))
    assert scheme.parse("PRU\u0308-7") == DocumentId(text="PR\u00dc-7", type="PR")


@pytest.mark.parametrize(
    ("text", "has_state", "type_"),
    [
        ("SOP-DOC", True, "SOP"),
        ("SRS", True, "SRS"),
        ("CR-TEMPLATE", True, "TEMPLATE"),
        ("RMF", True, "RMF"),
        ("SOP-DOC", False, None),
        ("overview", True, None),
        ("My-Page", True, None),
    ],
)
def test_an_id_beside_a_status_needs_no_number(text: str, type_: str | None, *, has_state: bool) -> None:
    found = SCHEME.parse_explicit(text, None, has_state=has_state)
    assert (found.type if found else None) == type_


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("LIST-002", "LIST-002"),
        ("LIST-002 Suppliers", "LIST-002"),
        ("SOP-PR-001 Mixing", "SOP-PR-001"),
        ("QP-4.2", "QP-4.2"),
        ("notes-2024", None),
        ("LIST-002x", None),
        ("Index", None),
    ],
)
def test_a_name_may_begin_with_an_id_of_no_known_form(name: str, id_: str | None) -> None:
    found = SCHEME.parse_unknown_leading(name, None)
    assert (found.text if found else None) == id_


@pytest.mark.parametrize(("text", "type_"), [("CR-2024-001", "CR"), ("TEMPLATE-CR", "TEMPLATE")])
def test_years_are_usual(text: str, type_: str) -> None:
    found = SCHEME.parse(text)
    assert found
    assert (found.type, found.parent) == (type_, None)
