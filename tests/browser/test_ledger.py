"""What a person does with a ledger of more commits than one page can hold, from disk and on a phone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from browser.conftest import PHONE, PublishedSite
from builders import a_project
from playwright.sync_api import Browser, Page, expect

from qms_site.pages.writing import site_files

pytestmark = pytest.mark.browser

START = datetime(2026, 1, 10, tzinfo=UTC)
COMMITS = 2501
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> PublishedSite:
    """A site whose ledger has 2,501 commits, every tenth of them without a record."""
    record = '---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# CR-001: X of src/\n'
    project = a_project().with_settings("[[system]]\nname = 'FLOW'\ncode = ['src']\n")
    project = project.with_commit({"QMS/CR/CR-001.md": record}, START, message="CR-001: release")
    for number in range(1, COMMITS):
        message = f"Change {number} {HOSTILE}" if number % 10 == 0 else f"CR-001: change {number}"
        project = project.with_commit({"src/a.py": f"{number}"}, START + timedelta(minutes=number), message=message)
    root = tmp_path_factory.mktemp("ledger")
    for name, data in site_files(project.site()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return PublishedSite(root=root.as_uri(), has_folders=False, has_host=False, browser=browser)


def subjects(page: Page) -> list[str]:
    return page.locator("table.qms-ledger tbody tr td:nth-child(3)").all_inner_texts()


def said(page: Page) -> str:
    return page.locator(".qms-tools output").inner_text()


@pytest.mark.verifies("REQ-AUTH-006")
def test_all_commits_can_be_turned_over_filtered_and_sorted(ledger: PublishedSite) -> None:
    with ledger.visit("history/ledger") as visit:
        page = visit.page
        assert said(page) == "2501 shown"
        assert len(subjects(page)) == 200
        assert subjects(page)[0].startswith("Change 2500")
        pager = page.get_by_role("group", name="before the table")
        for _ in range(6):
            pager.get_by_role("button", name="Next").click()
        expect(pager.locator("span")).to_have_text("rows 1201 to 1400 of 2501")
        assert subjects(page)[0].startswith("Change 1300")
        page.get_by_role("combobox", name="Authority").select_option("no record")
        expect(page.locator(".qms-tools output")).to_have_text("250 of 2501 shown")
        assert all(subject.startswith("Change") for subject in subjects(page))
        page.get_by_role("searchbox").fill("change 1230")
        expect(page.locator(".qms-tools output")).to_have_text("1 of 2501 shown")
        assert HOSTILE in subjects(page)[0]
        page.get_by_role("searchbox").fill("")
        page.get_by_role("combobox", name="Authority").select_option("")
        page.get_by_role("button", name="When").click()
        expect(page.locator("table.qms-ledger tbody tr").first).to_contain_text("CR-001: release")
        page.get_by_role("link", name="CR-001", exact=True).first.click()
        page.wait_for_url("**/CR-001.html")
        assert (visit.complaints, visit.foreign) == ([], [])


def test_a_file_that_is_missing_is_said_and_the_rest_stays(ledger: PublishedSite) -> None:
    missing = Path(ledger.root.removeprefix("file://")) / "history" / "ledger-3.js"
    kept = missing.read_bytes()
    missing.unlink()
    try:
        with ledger.visit("history/ledger") as visit:
            visit.page.get_by_role("searchbox").fill("change")
            expect(visit.page.locator(".qms-tools output")).to_have_text("2000 shown; 501 more cannot be read")
    finally:
        missing.write_bytes(kept)


@pytest.mark.parametrize("name", ["history/ledger", "history/governed", "QMS/CR/CR-001"])
def test_on_a_phone_the_page_itself_never_scrolls_sideways(ledger: PublishedSite, name: str) -> None:
    with ledger.visit(name, viewport=PHONE) as visit:
        visit.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_the_newest_are_there(ledger: PublishedSite) -> None:
    with ledger.visit("history/ledger", java_script_enabled=False) as visit:
        assert len(subjects(visit.page)) == 200
        expect(visit.page.get_by_text("The newest 200 are shown")).to_be_visible()
