"""Badges: what they say, the picture, and the data for shields.io."""

import json

import pytest
from builders import a_project
from defusedxml.ElementTree import fromstring

from qms_site.reports.badge_files import (
    AMBER,
    BLUE,
    BROWN,
    GREEN,
    GREY,
    PURPLE,
    RED,
    TEAL,
    Badge,
    badge_files,
    render_endpoint,
    render_svg,
)
from qms_site.reports.badges import build_badges, place_badges
from qms_site.views.matrix import build_matrices

HOSTILE = '</text><script>alert(1)</script>" onload="x'
RS = "# SDLC-PUMP-RS: X\n\n| ID | Requirement |\n|---|---|\n| REQ-PUMP-001 | It shall stop. |\n| REQ-PUMP-002 | It shall go. |\n"
RTM = "# SDLC-PUMP-RTM: X\n\n| Requirement | Test | Result |\n|---|---|---|\n| REQ-PUMP-001 | test_a::test_b | PASS |\n"


@pytest.mark.verifies("REQ-QUA-017")
def test_each_system_document_and_count_has_a_badge_that_says_it_in_words() -> None:
    project = (
        a_project()
        .with_settings("[[system]]\nname = 'PUMP'\ntitle = 'Pump controller'\n")
        .with_document("SDLC-PUMP-RS", RS)
        .with_document("SDLC-PUMP-RTM", RTM, status="DRAFT", version="0.1")
        .with_document("CR-001", status="IN_EXECUTION")
        .with_document("CR-002", status="CLOSED")
        .with_document("INV-001", status="IN_EXECUTION")
    )
    run = project.run()
    badges = build_badges(run, build_matrices(run.project))
    assert {place: (badge.label, badge.message, badge.color) for place, badge in badges.items()} == {
        "badges/systems/PUMP": ("Pump controller", "Qualification Pending", AMBER),
        "badges/coverage/PUMP": ("Pump controller: evidence", "1 of 2 requirements", AMBER),
        "badges/documents/CR-001": ("CR-001", "in execution", BLUE),
        "badges/documents/CR-002": ("CR-002", "closed", PURPLE),
        "badges/documents/INV-001": ("INV-001", "in execution", BLUE),
        "badges/documents/SDLC-PUMP-RS": ("SDLC-PUMP-RS", "effective, version 1.0 in force", GREEN),
        "badges/documents/SDLC-PUMP-RTM": ("SDLC-PUMP-RTM", "draft", GREY),
        "badges/changes": ("change records", "1 open", BLUE),
        "badges/findings": ("findings", "no error, no warning, 1 note", GREEN),
    }


@pytest.mark.verifies("REQ-QUA-017")
def test_findings_are_counted_by_severity() -> None:
    project = a_project().with_document("CR-003", status="unheard").with_document("CR-004", status=None)
    badge = build_badges(project.run(), ())["badges/findings"]
    assert (badge.message, badge.color) == ("1 error, 1 warning", RED)


@pytest.mark.verifies("REQ-QUA-017")
def test_without_systems_and_documents_there_are_two_badges() -> None:
    run = a_project().with_document("SOP-001").run()
    told = {place: badge.message for place, badge in build_badges(run, ()).items()}
    assert told["badges/changes"] == "none open"
    assert set(told) == {"badges/documents/SOP-001", "badges/changes", "badges/findings"}


@pytest.mark.verifies("REQ-QUA-017")
def test_the_data_is_what_shields_asks_for() -> None:
    badge = Badge(label="Pump controller", message="Qualification Complete", color=GREEN)
    assert json.loads(render_endpoint(badge)) == {
        "schemaVersion": 1,
        "label": "Pump controller",
        "message": "Qualification Complete",
        "color": "1c6b34",
    }
    assert sorted(badge_files({"badges/systems/PUMP": badge})) == [
        "badges/systems/PUMP.json",
        "badges/systems/PUMP.svg",
    ]


@pytest.mark.verifies("REQ-QUA-028")
def test_a_picture_says_it_in_words_for_the_eye_and_for_a_screen_reader() -> None:
    svg = render_svg(Badge(label="PUMP", message="In Test", color=BLUE))
    root = fromstring(svg)
    assert (root.get("role"), root.get("aria-label"), root[0].text) == ("img", "PUMP: In Test", "PUMP: In Test")
    assert [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")] == ["PUMP", "In Test"]
    assert "<style" not in svg  # nothing that a proxy takes out, or that another page could answer to


def _light(color: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.verifies("REQ-QUA-028")
@pytest.mark.parametrize("color", [GREEN, TEAL, BLUE, AMBER, RED, GREY, PURPLE, BROWN, "2f3640"])
def test_the_words_stand_out_from_their_own_background(color: str) -> None:
    assert 1.05 / (_light(color) + 0.05) >= 5


@pytest.mark.parametrize("text", [HOSTILE, "\x00\x1b[31m\u202e", "\ud800 \ufffe", "", "  \n\t", "W" * 5000, "漢" * 500])
def test_any_text_is_text_and_of_bounded_length(text: str) -> None:
    badge = Badge(label=text, message=text, color=GREY)
    svg = render_svg(badge)
    root = fromstring(svg.encode())
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        *("svg", "title", "clipPath", "rect", "g", "text")
    }
    assert int(root.get("width") or 0) < 2000
    assert all(element.text for element in root.iter("{http://www.w3.org/2000/svg}text"))
    assert json.loads(render_endpoint(badge))["label"]


def test_room_grows_with_the_letters() -> None:
    widths = [
        int(fromstring(render_svg(Badge(label=label, message="x", color=GREY))).get("width") or 0)
        for label in ("iii", "nnn", "WWW", "漢漢漢")
    ]
    assert widths == sorted(widths)


def test_names_lead_nowhere_else_and_stay_apart() -> None:
    names = ("../../x", "a b", "A-b", "..", "é", "n" * 300, "n" * 301)
    assert list(place_badges("systems", names).values()) == [
        "badges/systems/x",
        "badges/systems/a-b",
        "badges/systems/A-b-2",
        "badges/systems/unnamed",
        "badges/systems/unnamed-2",
        f"badges/systems/{'n' * 80}",
        f"badges/systems/{'n' * 80}-2",
    ]
