"""axe-core finds nothing serious, in light and in dark colours."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import PublishedSite

VENDOR = Path(__file__).parent / "vendor"
PAGES = (
    *("", "registers/CR", "QMS/CR/CR-001/CR-001", "findings", "matrix/PUMP", "matrix/TANK", "items"),
    *("history/ledger", "history/governed", "systems", "systems/PUMP"),
    *("QMS/SDLC-PUMP/SDLC-PUMP-RS", "QMS/SDLC-TANK/SDLC-TANK-RS", "i/REQ-TANK-001/index"),
)
GRAVE = {"serious", "critical"}


def describe(violation: dict[str, Any]) -> str:
    places = "; ".join(" ".join(node["target"]) + ": " + node["failureSummary"] for node in violation["nodes"][:3])
    return f"{violation['impact']} {violation['id']} ({len(violation['nodes'])} places): {places}"


@pytest.mark.browser
@pytest.mark.verifies("REQ-SITE-012")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_is_wrong(site: PublishedSite, name: str, scheme: str) -> None:
    with site.visit(name, color_scheme=scheme) as visit:
        visit.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        visit.page.add_script_tag(path=VENDOR / "axe-core" / "axe.min.js")
        found = visit.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [describe(violation) for violation in found["violations"] if violation["impact"] in GRAVE] == []


def test_the_vendored_script_is_the_one_that_was_taken() -> None:
    rows = re.findall(r"\| `(\S+)` \|.*\| `([0-9a-f]{64})` \|", (VENDOR / "README.md").read_text(encoding="utf-8"))
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name, _ in rows} == dict(rows)
    assert (VENDOR / "axe-core" / "LICENSE").is_file()
