"""axe-core finds nothing serious, in light and in dark colours."""

import hashlib
import re

import pytest
from browser.axe import VENDOR, grave_problems
from browser.conftest import PublishedSite

PAGES = (
    *("", "registers/CR", "QMS/CR/CR-001/CR-001", "findings", "matrix/PUMP", "matrix/TANK", "items"),
    *("history/ledger", "history/governed", "systems", "systems/PUMP"),
    *("QMS/SDLC-PUMP/SDLC-PUMP-RS", "QMS/SDLC-TANK/SDLC-TANK-RS", "i/REQ-TANK-001/index"),
)


@pytest.mark.browser
@pytest.mark.verifies("REQ-SITE-012")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_is_wrong(site: PublishedSite, name: str, scheme: str) -> None:
    with site.visit(name, color_scheme=scheme) as visit:
        visit.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert grave_problems(visit.page) == []


def test_the_vendored_script_is_the_one_that_was_taken() -> None:
    rows = re.findall(r"\| `(\S+)` \|.*\| `([0-9a-f]{64})` \|", (VENDOR / "README.md").read_text(encoding="utf-8"))
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name, _ in rows} == dict(rows)
    assert (VENDOR / "axe-core" / "LICENSE").is_file()
