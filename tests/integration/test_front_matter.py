"""What a document says is shown: nothing of its front matter reaches the host, and no text of it is run."""

import pytest
from integration.sites import Site, body_of, build, found_repository, texts_of

HOSTILE = """\
---
id: CR-007
title: <script>alert("title")</script>
status: DRAFT
version: 1.10
template: x
icon: no/such/icon
hide: 5
search: 7
tags: {a: [b, c]}
date: not a day
status_note: "{{ config }} {% raise %}"
description: '"><script>alert("description")</script>'
---

# CR-007: Hostile

The text.

## How `<script>alert("heading")</script>` is written
"""
PAGES = ("QMS/CR/CR-007/index.html", "registers/CR/index.html", "overview/index.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("hostile")
    repository = found_repository(folder / "repository", "front_matter", {"QMS/CR/CR-007.md": HOSTILE})
    repository.git("commit", "--quiet", "--allow-empty", "--message", 'CR-007: <script>alert("subject")</script>')
    return build(repository, folder / "site")


@pytest.mark.verifies("REQ-REND-009")
def test_hostile_front_matter_leaves_the_page_as_any_other(site: Site) -> None:
    page = site.page("QMS/CR/CR-007/index.html")
    assert page.css_first(".qms-panel__head .qms-id").text() == "CR-007"
    assert page.css_first(".md-sidebar--secondary") is not None
    assert page.css_first(".qms-body p").text() == "The text."


@pytest.mark.verifies("REQ-SEC-001")
@pytest.mark.parametrize("file", PAGES)
def test_the_content_shows_a_title_and_never_runs_it(site: Site, file: str) -> None:
    assert '&lt;script&gt;alert("title")&lt;/script&gt;' in body_of(site.page(file))


@pytest.mark.verifies("REQ-SEC-001")
def test_the_frame_shows_a_title_and_never_runs_it(site: Site) -> None:
    for file in site.html_files():
        assert not [script for script in site.page(file).css("script") if "alert(" in script.text()], file


@pytest.mark.verifies("REQ-DOC-004")
def test_scalars_stay_as_they_are_written(site: Site) -> None:
    rows = texts_of(site.page("registers/CR/index.html"), "tbody tr#CR-007 td")
    assert rows[3] == "1.10"


@pytest.mark.verifies("REQ-DOC-011")
def test_a_status_matches_without_regard_to_case(site: Site) -> None:
    assert site.page("QMS/CR/CR-001/index.html").css_first(".qms-panel__head .qms-status--closed").text() == "Closed"
