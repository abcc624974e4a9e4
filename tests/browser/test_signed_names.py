"""What a reader sees beside the names in a record's tables: on a wide screen, on a phone, in light and in dark."""

import pytest
from browser.axe import grave_problems
from browser.conftest import PHONE, PublishedSite
from builders import LOG, committed, lines
from playwright.sync_api import Browser

from qms_site.pages.writing import site_files

pytestmark = pytest.mark.browser

TEXT = """# CR-001: X of src/

| EI | Task Description | Execution Summary | Task Outcome | Performed By - Date |
|---|---|---|---|---|
| EI-1 | Wash the vessel with what the procedure names | Washed and rinsed as it says | Pass | ada - 2026-01-01 |
| EI-2 | Announce it to all who work there | Told everybody | Pass | eve - 2026-01-01 |
"""


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> PublishedSite:
    """A record in execution: ada's work is in the log, eve's is not."""
    log = lines("CREATE", "DRAFT>IN_EXECUTION", "CHECKIN")
    root = tmp_path_factory.mktemp("signed")
    for name, data in site_files(committed({"QMS/CR/CR-001.md": TEXT, LOG: log}).site()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return PublishedSite(root=root.as_uri(), has_folders=False, has_host=False, browser=browser)


def test_each_name_has_its_label_with_the_reason_and_the_words_are_explained(signed: PublishedSite) -> None:
    with signed.visit("QMS/CR/CR-001") as visit:
        cells = visit.page.locator(".qms-body td:last-child")
        assert [" ".join(text.split()) for text in cells.all_inner_texts()] == [
            "ada - 2026-01-01 corroborated",
            "eve - 2026-01-01 asserted",
        ]
        titles = [str(label.get_attribute("title")) for label in cells.locator(".qms-support").all()]
        assert [title.partition(":")[0] for title in titles] == ["name corroborated", "name asserted"]
        assert visit.page.locator(".qms-legend").inner_text().count("corroborated") == 1
        assert visit.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_wrong_and_a_phone_shows_it(signed: PublishedSite, scheme: str) -> None:
    with signed.visit("QMS/CR/CR-001", color_scheme=scheme, viewport=PHONE) as visit:
        page = visit.page
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        label, cell = (
            page.locator(f".qms-body tr:last-child {part}").bounding_box() for part in (".qms-support", "td:last-child")
        )
        assert label is not None
        assert cell is not None
        assert label["x"] >= cell["x"]
        assert label["x"] + label["width"] <= cell["x"] + cell["width"]
        assert grave_problems(page) == []


def test_paper_shows_the_labels_too(signed: PublishedSite) -> None:
    with signed.visit("QMS/CR/CR-001") as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.locator(".qms-body .qms-support").first.is_visible()
        assert visit.page.locator(".qms-legend").is_visible()
