"""What a person does with the pages of systems: find what blocks one, from disk, on a phone, by keyboard, on paper."""

import re

import pytest
from browser.axe import grave_problems
from browser.conftest import PHONE, PublishedSite
from builders.pumps import Pumps, matrix
from playwright.sync_api import Browser

from qms_site.engine import Request, run
from qms_site.pages.site import plan_site
from qms_site.pages.writing import site_files

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> PublishedSite:
    """A system whose evidence names many tests that nobody ran, and whose code was changed since."""
    folder = tmp_path_factory.mktemp("systems")
    pumps = Pumps(folder / "repository").merge()
    pumps.commit(matrix(pumps.qualified, release="PUMP-1.1"), "CR-001: the matrix", 10)
    pumps.close()
    for number in range(5):
        pumps.commit({"src/pump.py": f"{number}\n"}, f"A quick repair, the {number}th", 22)
    site = plan_site(run(Request(folder=folder / "repository")), directories=False)
    for name, data in site_files(site):
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_bytes(data)
    return PublishedSite(root=(folder / "site").as_uri(), has_folders=False, has_host=False, browser=browser)


@pytest.mark.verifies("REQ-QUA-016", "REQ-QUA-027")
def test_from_the_inventory_to_what_blocks_a_system_by_keyboard(systems: PublishedSite) -> None:
    with systems.visit("systems") as visit:
        page = visit.page
        page.locator("table.qms-systems tbody a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"systems/PUMP\.html$"))
        assert page.locator(".qms-stand__state").inner_text() == "Qualification Pending"
        fold = page.locator(".qms-blocks__fold").first
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        assert fold.locator("li").count() == 5
        assert fold.locator("li").first.is_visible()
        assert page.locator(".qms-embed img").evaluate("image => image.complete && image.naturalWidth > 60")
        assert (visit.complaints, visit.foreign) == ([], [])


@pytest.mark.verifies("REQ-QUA-016")
def test_it_prints_as_one_sheet(systems: PublishedSite) -> None:
    """The states over time stand together after it."""
    with systems.visit("systems/PUMP", color_scheme="dark") as visit:
        whole = visit.page.pdf(prefer_css_page_size=True)
        visit.page.add_style_tag(content=".qms-past { display: none }")
        sheet = visit.page.pdf(prefer_css_page_size=True)
    assert [len(re.findall(rb"/Type\s*/Page\b", paper)) for paper in (sheet, whole)] == [1, 2]


@pytest.mark.verifies("REQ-SITE-012")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["systems", "systems/PUMP"])
def test_nothing_serious_is_wrong_and_a_phone_shows_it(systems: PublishedSite, name: str, scheme: str) -> None:
    with systems.visit(name, color_scheme=scheme, viewport=PHONE) as visit:
        page = visit.page
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert grave_problems(page) == []
