"""What a person does with the trace: filter a matrix, turn its pages, follow a link to a row, copy the link to an item."""

import re

import pytest
from browser.conftest import MANY, PHONE, PublishedSite
from browser.test_reading import ids, press_until
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LAST_TRACED = MANY - 21


def tanks(first: int, last: int) -> list[str]:
    return [f"REQ-TANK-{number:03}" for number in range(first, last + 1)]


def pager(page: Page, where: str = "before") -> str:
    """What the pager says, with the names of the buttons that can be pressed."""
    group = page.get_by_role("group", name=f"{where} the table")
    able = [button.inner_text() for button in group.get_by_role("button").all() if button.is_enabled()]
    return f"{group.locator('span').inner_text()}: {', '.join(able)}"


def turn(page: Page, label: str, where: str = "before") -> None:
    page.get_by_role("group", name=f"{where} the table").get_by_role("button", name=label).click()


@pytest.mark.verifies("REQ-TRC-012")
def test_a_matrix_is_filtered_by_how_far_requirements_are_traced(site: PublishedSite) -> None:
    with site.visit("matrix/PUMP") as visit:
        page = visit.page
        assert ids(page) == ["REQ-PUMP-001", "REQ-PUMP-002", "REQ-PUMP-003", "REQ-PUMP-004"]
        for state, shown in (
            ("not traced", ["REQ-PUMP-003", "REQ-PUMP-004"]),
            ("failing", ["REQ-PUMP-002"]),
            ("stated to pass", ["REQ-PUMP-001"]),
        ):
            page.get_by_label("State").select_option(state)
            assert ids(page) == shown
        options = page.get_by_label("State").locator("option").all_inner_texts()
        assert options == ["all", "not traced", "failing", "stated to pass"]
        page.locator("summary", has_text="4 tests").click()
        assert page.get_by_text("test_pump::test_twice").is_visible()
        page.locator("tbody a", has_text="REQ-PUMP-001").click()
        page.wait_for_url(re.compile(r"SDLC-PUMP-RS.*#REQ-PUMP-001$"))
        assert page.locator("#REQ-PUMP-001").is_visible()


@pytest.mark.verifies("REQ-TRC-012")
def test_a_matrix_is_filtered_by_the_day_since_which_texts_changed(site: PublishedSite) -> None:
    with site.visit("matrix/PUMP") as visit:
        page = visit.page
        since = page.get_by_label("Changed since")
        for day, shown in (
            ("2026-02-03", ["REQ-PUMP-001", "REQ-PUMP-002", "REQ-PUMP-003", "REQ-PUMP-004"]),
            ("2026-02-04", ["REQ-PUMP-003"]),
            ("2026-02-10", ["REQ-PUMP-003"]),
            ("2026-02-11", []),
        ):
            since.fill(day)
            assert ids(page) == shown
        since.fill("2026-02-10")
        page.get_by_label("State").select_option("failing")
        assert ids(page) == []
        assert page.locator(".qms-tools output").inner_text() == "0 of 4 shown"


@pytest.mark.verifies("REQ-TRC-013")
def test_a_part_of_the_verdict_shows_its_requirements(site: PublishedSite) -> None:
    with site.visit("matrix/TANK") as visit:
        page = visit.page
        page.locator(".qms-verdict a", has_text="failing").click()
        assert ids(page) == ["REQ-TANK-003"]
        assert page.get_by_label("State").input_value() == "failing"
        assert page.locator("tbody .qms-test").inner_text().split() == ["failed", "test_tank::test_3"]
        page.locator(".qms-verdict a", has_text="failing").click()
        assert len(ids(page)) == 200


@pytest.mark.verifies("REQ-TRC-012")
def test_a_long_matrix_is_turned_over_from_above_and_from_below(site: PublishedSite) -> None:
    with site.visit("matrix/TANK") as visit:
        page = visit.page
        assert ids(page) == tanks(1, 200)
        assert pager(page) == pager(page, "after") == f"rows 1 to 200 of {MANY}: Next, All"
        turn(page, "Next")
        turn(page, "Next", "after")
        assert ids(page) == tanks(401, MANY)
        expect(page.locator("table[data-qms-table] thead")).to_be_in_viewport()
        assert pager(page) == f"rows 401 to {MANY} of {MANY}: Previous, All"
        turn(page, "Previous", "after")
        assert ids(page) == tanks(201, 400)
        page.get_by_role("button", name="Requirement").click()
        page.get_by_role("button", name="Requirement").click()
        assert ids(page) == tanks(251, MANY)[::-1]
        page.get_by_label("Filter", exact=True).fill("tank-40")
        assert ids(page) == tanks(400, 409)[::-1]
        assert page.locator(".qms-pager:visible").count() == 0
        page.get_by_label("Filter", exact=True).fill("")
        turn(page, "All")
        assert ids(page) == tanks(1, MANY)[::-1]
        turn(page, "In pages")
        assert len(ids(page)) == 200


@pytest.mark.verifies("REQ-TRC-012", "REQ-SITE-012")
def test_a_long_matrix_is_turned_over_with_the_keyboard_alone(site: PublishedSite) -> None:
    with site.visit("matrix/TANK") as visit:
        page = visit.page
        page.get_by_label("Filter", exact=True).focus()
        press_until(page, "Tab", ".qms-pager button:nth-of-type(2)")
        page.keyboard.press("Enter")
        assert ids(page) == tanks(201, 400)
        assert page.evaluate("document.activeElement.textContent") == "Next"


@pytest.mark.verifies("REQ-TRC-014")
def test_a_link_to_a_row_turns_to_its_page(site: PublishedSite) -> None:
    with site.visit("matrix/TANK") as visit:
        page = visit.page
        page.goto("about:blank")
        page.goto(f"{site.address('matrix/TANK')}#REQ-TANK-333")
        row = page.locator("#REQ-TANK-333")
        expect(row).to_be_in_viewport()
        assert page.evaluate("document.querySelector('tr:target')?.id") == "REQ-TANK-333"
        assert ids(page) == tanks(201, 400)
        page.evaluate("location.hash = 'REQ-TANK-001'")
        expect(page.locator("#REQ-TANK-001")).to_be_in_viewport()


@pytest.mark.verifies("REQ-TRC-013")
def test_a_gap_leads_to_its_row_even_if_a_filter_leaves_it_out(site: PublishedSite) -> None:
    with site.visit("matrix/TANK") as visit:
        page = visit.page
        page.get_by_label("State").select_option("failing")
        page.locator(".qms-gaps summary", has_text="and 17 more").click()
        page.locator(".qms-gaps a", has_text=f"REQ-TANK-{MANY}").click()
        expect(page.locator(f"#REQ-TANK-{MANY}")).to_be_in_viewport()
        assert page.get_by_label("State").input_value() == ""
        assert page.locator(f"#REQ-TANK-{MANY} .qms-trace").inner_text() == "not traced"


@pytest.mark.verifies("REQ-TRC-012")
def test_a_matrix_is_whole_without_a_script(site: PublishedSite) -> None:
    with site.visit("matrix/TANK", java_script_enabled=False) as visit:
        page = visit.page
        assert page.locator("tbody tr:visible").count() == MANY
        assert page.locator(".qms-tools, .qms-sort, .qms-pager").count() == 0
        last = page.locator("tbody tr").last
        last.scroll_into_view_if_needed()
        assert "trace it in the matrix" in last.inner_text()
        page.locator(".qms-verdict a").first.click()
        expect(page.locator("#requirements")).to_be_in_viewport()


@pytest.mark.verifies("REQ-TRC-012")
def test_on_paper_stand_all_rows_that_fit(site: PublishedSite) -> None:
    with site.visit("matrix/TANK") as visit:
        page = visit.page
        page.get_by_label("State").select_option("shown to pass")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert ids(page) == [id_ for id_ in tanks(1, LAST_TRACED) if id_ != "REQ-TANK-003"]
        assert page.locator(".qms-pager:visible, .qms-downloads:visible").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert len(ids(page)) == 200


@pytest.mark.verifies("REQ-TRC-027")
def test_the_register_of_items_is_filtered_by_kind_document_and_state(site: PublishedSite) -> None:
    with site.visit("items") as visit:
        page = visit.page
        page.get_by_label("Document").select_option("SDLC-PUMP-RS")
        assert ids(page) == ["REQ-PUMP-001", "REQ-PUMP-002", "REQ-PUMP-003", "REQ-PUMP-004"]
        page.get_by_label("State").select_option("failing")
        assert ids(page) == ["REQ-PUMP-002"]
        page.get_by_label("Document").select_option("")
        assert ids(page) == ["REQ-PUMP-002", "REQ-TANK-003"]


@pytest.mark.verifies("REQ-TRC-014")
@pytest.mark.parametrize("id_", ["REQ-PUMP-001", "REQ-PUMP-004"], ids=["row", "heading"])
def test_the_link_to_an_item_can_be_copied(site: PublishedSite, id_: str) -> None:
    with site.visit("QMS/SDLC-PUMP/SDLC-PUMP-RS") as visit:
        page = visit.page
        copy = page.get_by_role("button", name=f"Copy the link to {id_}")
        copy.focus()
        page.keyboard.press("Enter")
        expect(copy).to_have_class(re.compile("qms-copy--done"))
        assert page.evaluate("document.activeElement.title") == f"Copy the link to {id_}"
        page.evaluate("document.body.prepend(Object.assign(document.createElement('textarea'), { id: 'paper' }))")
        page.locator("#paper").focus()
        page.keyboard.press("Control+V")
        copied = page.locator("#paper").input_value()
        assert copied == f"{site.address('QMS/SDLC-PUMP/SDLC-PUMP-RS')}#{id_}"
        page.goto("about:blank")
        page.goto(copied)
        expect(page.locator(f"[id='{id_}']")).to_be_in_viewport()
        assert visit.complaints == []


@pytest.mark.verifies("REQ-TRC-014")
def test_beside_an_item_stands_where_it_is_used(site: PublishedSite) -> None:
    with site.visit("QMS/SDLC-PUMP/SDLC-PUMP-RS") as visit:
        page = visit.page
        uses = page.get_by_role("link", name="Where REQ-PUMP-001 is used, 5 in all: verified by 5")
        uses.click()
        row = page.locator("[id='qms-trace-REQ-PUMP-001']")
        expect(row).to_be_in_viewport()
        row.get_by_role("link", name="SDLC-PUMP-RTM").click()
        page.wait_for_url(re.compile(r"SDLC-PUMP-RTM.*#REQ-PUMP-001$"))


@pytest.mark.verifies("REQ-TRC-014")
def test_in_a_long_specification_the_place_of_use_is_turned_to(site: PublishedSite) -> None:
    with site.visit("QMS/SDLC-TANK/SDLC-TANK-RS") as visit:
        page = visit.page
        page.get_by_role("link", name="Where REQ-TANK-400 is used").click()
        expect(page.locator("[id='qms-trace-REQ-TANK-400']")).to_be_in_viewport()


@pytest.mark.verifies("REQ-TRC-014")
def test_a_short_address_ends_at_the_item_or_asks_which_one(site: PublishedSite) -> None:
    with site.visit("i/REQ-PUMP-004/index") as visit:
        visit.page.wait_for_url(re.compile(r"/QMS/SDLC-PUMP/.*#REQ-PUMP-004$"))
        expect(visit.page.get_by_role("heading", name="REQ-PUMP-004: Colour")).to_be_in_viewport()
    with site.visit("i/REQ-TANK-001/index", viewport=PHONE) as visit:
        page = visit.page
        assert page.locator("li a").all_inner_texts() == ["SDLC-TANK-RS Tanks", "SDLC-VALVE-RS Valves"]
        page.locator("li a").last.click()
        page.wait_for_url(re.compile(r"SDLC-VALVE-RS.*#REQ-TANK-001$"))
        assert visit.foreign == []
