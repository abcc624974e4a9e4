"""What a person does with the page of the audit trail: find what is broken, from disk, on a phone, in light and in dark."""

import pytest
from browser.axe import grave_problems
from browser.conftest import PHONE, PublishedSite
from builders import LOG, committed, lines
from playwright.sync_api import Browser, Page

from qms_site.pages.writing import site_files

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"
PEOPLE = "[people.ada]\nname = 'Ada Example'\nusers = ['ada']\nemails = ['ada@example.org']\nrole = 'quality'\n"
RECORDS = 12


@pytest.fixture(scope="module")
def trails(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> PublishedSite:
    """A site of twelve records: the log of the third was rewritten, the thirteenth was deleted."""
    files: dict[str, str | None] = {}
    for number in range(1, RECORDS + 1):
        files[f"QMS/CR/CR-{number:03}.md"] = f"# CR-{number:03}: X of src/\n"
        files[LOG.replace("001", f"{number:03}")] = lines("CREATE", "REVIEW", HOSTILE, "APPROVE")
    gone = "---\nstatus: CLOSED\nversion: '1.0'\n---\n# CR-013: X of src/\n"
    project = committed(files | {"QMS/CR/CR-013.md": gone}, {"QMS/CR/CR-013.md": None}).with_settings(PEOPLE)
    project = committed({LOG.replace("001", "003"): lines("CREATE", "REJECT")}, project=project)
    root = tmp_path_factory.mktemp("trails")
    for name, data in site_files(project.site()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return PublishedSite(root=root.as_uri(), has_folders=False, has_host=False, browser=browser)


def shown(page: Page) -> list[str]:
    cells = page.locator("table.qms-integrities tbody tr:visible td:first-child")
    return [text.strip() for text in cells.all_inner_texts()]


@pytest.mark.verifies("REQ-HIST-020")
def test_what_is_broken_stands_first_and_is_found_by_the_filter(trails: PublishedSite) -> None:
    with trails.visit("history/audit-trail") as visit:
        page = visit.page
        assert shown(page)[:2] == ["CR-003", "CR-001"]
        page.get_by_label("Trail is").select_option("broken")
        assert shown(page) == ["CR-003"]
        assert "log rewritten" in page.locator("table.qms-integrities tbody tr:visible").inner_text()
        page.get_by_label("Trail is").select_option("intact")
        assert len(shown(page)) == RECORDS - 1
        assert page.locator("#deleted ~ .qms-table tbody tr").inner_text().startswith("CR-013")
        assert visit.complaints == []


@pytest.mark.verifies("REQ-HIST-010", "REQ-HIST-019")
def test_names_beside_events_say_role_and_support(trails: PublishedSite) -> None:
    with trails.visit("QMS/CR/CR-001") as visit:
        page = visit.page
        page.locator("summary", has_text="Time line").click()
        last = page.locator(".qms-timeline__entry").last
        assert "Ada Example quality corroborated date corroborated" in " ".join(last.inner_text().split())
        assert "the same person made commit" in str(last.locator(".qms-support").first.get_attribute("title"))
        assert visit.complaints == []


@pytest.mark.verifies("REQ-SITE-012")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["history/audit-trail", "QMS/CR/CR-001"])
def test_nothing_serious_is_wrong_and_a_phone_shows_it(trails: PublishedSite, name: str, scheme: str) -> None:
    with trails.visit(name, color_scheme=scheme, viewport=PHONE) as visit:
        page = visit.page
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert grave_problems(page) == []
