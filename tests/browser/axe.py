"""axe-core on a page: what is seriously wrong for those who see, hear or type otherwise."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor"
_GRAVE = {"serious", "critical"}


def grave_problems(page: Page) -> list[str]:
    """Serious and critical violations, each in one line; none where nothing is wrong."""
    page.add_script_tag(path=VENDOR / "axe-core" / "axe.min.js")
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [_describe(violation) for violation in found["violations"] if violation["impact"] in _GRAVE]


def _describe(violation: dict[str, Any]) -> str:
    places = "; ".join(" ".join(node["target"]) + ": " + node["failureSummary"] for node in violation["nodes"][:3])
    return f"{violation['impact']} {violation['id']} ({len(violation['nodes'])} places): {places}"
