"""What a person does with the site: find a document in a register, read it on a phone, print it."""

import pytest
from browser.conftest import PHONE, PublishedSite
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = ("", "registers/CR", "QMS/CR/CR-001/CR-001", "matrix/PUMP", "items", "QMS/SDLC-PUMP/SDLC-PUMP-RS", "findings")
REGISTER = "registers/CR"
DIAGRAM = "QMS/CR/CR-001/CR-001"
DAYS = (
    ("2026-01-04", "nothing is known of a version in force"),
    ("2026-01-05", "version 1.0"),
    ("2026-01-19", "version 1.0"),
    ("2026-01-20", "version 2.0"),
    ("2031-01-01", "version 2.0"),
)


def ids(page: Page) -> list[str]:
    """Ids of the rows that can be seen, from the top."""
    rows = page.locator("table.qms-data tbody tr:visible td:first-child")
    return [text.strip() for text in rows.all_inner_texts()]


def press_until(page: Page, key: str, selector: str) -> None:
    """Press a key until the element has the focus, as a person without a mouse does."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"{selector} cannot be reached with {key}")


@pytest.mark.verifies("REQ-SITE-003")
def test_a_register_is_sorted_and_filtered_with_the_mouse(site: PublishedSite) -> None:
    with site.visit(REGISTER) as visit:
        page = visit.page
        assert ids(page) == ["CR-001", "CR-002", "CR-010"]
        page.get_by_role("button", name="Id").click()
        page.get_by_role("button", name="Id").click()
        assert ids(page) == ["CR-010", "CR-002", "CR-001"]
        assert page.locator("th[aria-sort=descending]").inner_text().startswith("Id")
        page.get_by_role("button", name="Title").click()
        assert ids(page) == ["CR-002", "CR-010", "CR-001"]
        page.get_by_label("Status").select_option("In execution")
        assert ids(page) == ["CR-002"]
        assert page.locator(".qms-tools output").inner_text() == "1 of 3 shown"
        page.get_by_label("Status").select_option("")
        page.get_by_label("Filter", exact=True).fill("COLOUR draft")
        assert ids(page) == ["CR-010"]


@pytest.mark.verifies("REQ-SITE-003", "REQ-SITE-012")
def test_a_register_is_sorted_and_filtered_with_the_keyboard_alone(site: PublishedSite) -> None:
    with site.visit(REGISTER) as visit:
        page = visit.page
        press_until(page, "Tab", ".qms-tools input[type=search]")
        page.keyboard.type("a")
        page.keyboard.press("Backspace")
        press_until(page, "Tab", ".qms-tools select")
        page.keyboard.type("Clo")
        assert ids(page) == ["CR-001"]
        page.keyboard.press("Home")
        press_until(page, "Tab", "th:first-child .qms-sort")
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert ids(page) == ["CR-010", "CR-002", "CR-001"]
        press_until(page, "Tab", "table.qms-data tbody tr:first-child a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/CR-010*/**" if site.has_folders else "**/CR-010.html")


@pytest.mark.verifies("REQ-SITE-003")
def test_a_register_is_whole_without_a_script(site: PublishedSite) -> None:
    with site.visit(REGISTER, java_script_enabled=False) as visit:
        assert ids(visit.page) == ["CR-001", "CR-002", "CR-010"]
        assert visit.page.locator(".qms-tools, .qms-sort").count() == 0


@pytest.mark.verifies("REQ-REND-007", "REQ-SITE-009")
def test_a_diagram_is_drawn_and_nothing_leaves_the_machine(site: PublishedSite) -> None:
    with site.visit(DIAGRAM) as visit:
        drawing = visit.page.locator(".mermaid svg").first
        drawing.wait_for(state="visible")
        assert "Valve opens" in drawing.text_content()
        assert visit.foreign == []
        assert visit.complaints == []


@pytest.mark.verifies("REQ-SITE-009")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_complains_of_nothing(site: PublishedSite, name: str) -> None:
    with site.visit(name) as visit:
        visit.page.wait_for_load_state("networkidle")
        assert visit.foreign == []
        assert visit.complaints == []


@pytest.mark.verifies("REQ-REND-008")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_scroll_sideways_on_a_phone(site: PublishedSite, name: str) -> None:
    with site.visit(name, viewport=PHONE) as visit:
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]


@pytest.mark.verifies("REQ-REND-008")
def test_a_wide_table_scrolls_in_its_own_frame(site: PublishedSite) -> None:
    with site.visit(DIAGRAM, viewport=PHONE) as visit:
        frame = visit.page.locator(".qms-body .qms-table")
        shown, whole = frame.evaluate("frame => [frame.clientWidth, frame.scrollWidth]")
        assert shown < whole
        frame.focus()
        visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_function("document.querySelector('.qms-body .qms-table').scrollLeft > 0")


def test_paper_is_light_whatever_the_screen_is(site: PublishedSite) -> None:
    colour = "getComputedStyle(document.querySelector('.qms-status')).color"
    with site.visit(REGISTER, color_scheme="light") as visit:
        on_light_screen = visit.page.evaluate(colour)
    with site.visit(REGISTER, color_scheme="dark") as visit:
        on_dark_screen = visit.page.evaluate(colour)
        visit.page.emulate_media(media="print")
        on_paper = visit.page.evaluate(colour)
    assert on_paper == on_light_screen != on_dark_screen


@pytest.mark.verifies("REQ-SITE-006")
def test_on_paper_tools_are_gone_and_the_edition_is_there(site: PublishedSite) -> None:
    for name in (REGISTER, DIAGRAM):
        with site.visit(name) as visit:
            page = visit.page
            page.emulate_media(media="print")
            for selector in (".qms-tools", ".qms-trail", ".md-header", ".md-sidebar", ".md-search", ".qms-sections"):
                assert page.locator(f"{selector}:visible").count() == 0, selector
            editions = [
                text
                for text in page.locator(".qms-print-edition:visible, footer:visible").all_inner_texts()
                if "qms-site" in text
            ]
            assert len(editions) == 1


def test_a_short_address_ends_at_the_document(site: PublishedSite) -> None:
    with site.visit("d/CR-002/index" if not site.has_folders else "d/CR-002") as visit:
        visit.page.wait_for_url("**/QMS/CR/CR-002/**")
        assert visit.page.locator("h1").first.inner_text().startswith("CR-002: A second pump")


@pytest.mark.verifies("REQ-SITE-009")
def test_search_finds_a_document(site: PublishedSite) -> None:
    if not site.has_host:
        pytest.skip("without a host there is no search")
    with site.visit("") as visit:
        page = visit.page
        page.keyboard.press("/")
        page.keyboard.type("supervision")
        result = page.locator(".md-search-result__link").first
        result.wait_for(state="visible")
        assert "CR-001" in result.inner_text()
        assert visit.foreign == []


@pytest.mark.verifies("REQ-DOC-013")
def test_the_version_in_force_on_a_day_can_be_asked_for(site: PublishedSite) -> None:
    with site.visit("QMS/SOP/SOP-001") as visit:
        page = visit.page
        page.locator("summary", has_text="Versions").click()
        day, answer = page.get_by_label("In force on"), page.locator(".qms-tools--day output")
        for asked, version in DAYS:
            day.fill(asked)
            assert answer.inner_text() == version
        assert page.locator(".qms-force__stretch--asked").count() == 1
        day.fill("")
        assert answer.inner_text() == ""
