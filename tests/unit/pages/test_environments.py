"""Pages that hold documents against history: which there are, and that nothing of git gets into them unescaped."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project
from selectolax.lexbor import LexborHTMLParser

DAY = datetime(2026, 2, 1, tzinfo=UTC)
HOSTILE = ("<script>alert(1)</script>", "--upload-pack=x", "x'\"&y", "n" * 200)
SETTINGS = """
[project]
name = "Pump"
url = "https://github.com/example/pump"
[[system]]
name = "TOOL"
repository = "tool"
[repositories.tool]
path = "tool"
url = "https://gitlab.com/example/tool"
"""


def project() -> ProjectBuilder:
    found = a_project().with_settings(SETTINGS).with_document("CR-001").with_commit({"a": "1"}, DAY, message="Begin")
    for name in HOSTILE:
        found = found.with_branch(name)
    found = found.with_work("test/tool-001", {"b": "1"}, when=DAY + timedelta(days=1))
    return found.with_pointer("tool", "c" * 40, DAY + timedelta(days=2), message="<b>CR-001</b>: <script>add</script>")


def uris(asked: ProjectBuilder) -> list[str]:
    return [page.uri for page in asked.site().pages if page.uri.startswith("history/")]


def test_there_are_pages_for_what_there_is() -> None:
    bare = a_project().with_document("SOP-001")
    assert [uri for uri in uris(bare) if uri in ("history/environments.md", "history/submodules.md")] == []
    without = uris(bare.with_commit({"a": "1"}))
    assert "history/environments.md" in without
    assert "history/submodules.md" not in without
    assert {"history/environments.md", "history/submodules.md"} <= set(uris(project()))


@pytest.mark.verifies("REQ-ENV-002")
def test_every_branch_has_a_row_and_its_name_stays_text() -> None:
    page = project().page("history/environments.md")
    tree = LexborHTMLParser(page.html)
    names = [cell.text() for cell in tree.css(".qms-branches code.qms-branch")]
    assert set(names) == {*HOSTILE, "test/tool-001", "main"}
    assert tree.css("script") == []
    assert [node.text() for node in tree.css(".qms-env__level")] == ["free and isolated"]
    row = tree.css_first("tr[id='branch:test/tool-001']")
    assert row is not None
    assert {heading.id for heading in page.headings} <= page.anchors


@pytest.mark.verifies("REQ-ENV-009")
def test_the_decision_table_is_shown() -> None:
    tree = LexborHTMLParser(project().page("history/environments.md").html)
    rows = [[cell.text() for cell in row.css("td")][:3] for row in tree.css(".qms-approaches tbody tr")]
    assert [
        "A new feature or command in a system that exists",
        "Change record with an execution branch",
        "cr-NNN-<what>",
    ] in rows


@pytest.mark.verifies("REQ-HIST-011")
def test_commits_of_a_submodule_lead_to_its_own_hosting_site() -> None:
    page = project().page("history/submodules.md")
    tree = LexborHTMLParser(page.html)
    links = [link.attributes["href"] for link in tree.css(".qms-moves a")]
    assert f"https://gitlab.com/example/tool/-/commit/{'c' * 40}" in links
    assert any(link and link.startswith("https://github.com/example/pump/commit/") for link in links)
    assert tree.css("script") == []
    assert "<b>" not in page.html
    assert {heading.id for heading in page.headings} <= page.anchors
