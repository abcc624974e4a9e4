import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from builders import ProjectBuilder, a_commit, a_project

from qms_site.pages.rendering import render_page
from qms_site.pages.row_files import MOST_IN_PAGE, PART, row_files

START = datetime(2026, 1, 10, tzinfo=UTC)
SYSTEM = "[project]\nname = 'Works'\nurl = 'https://git.example.org/works'\n[[system]]\nname = 'FLOW'\ncode = ['src']\n"
HOSTILE = "<script>alert(1)</script> \u2028 =cmd() 'x'"


def governed(count: int = 1, subject: str = "CR-001: change") -> ProjectBuilder:
    record = '---\nstatus: IN_EXECUTION\nversion: "1.0"\n---\n# CR-001: X of src/\n'
    project = (
        a_project().with_settings(SYSTEM).with_commit({"QMS/CR/CR-001.md": record}, START, message="CR-001: release")
    )
    for number in range(count):
        project = project.with_commit({"src/a.py": str(number)}, START + timedelta(minutes=number), message=subject)
    return project


@pytest.mark.verifies("REQ-AUTH-006")
def test_the_ledger_is_a_page_with_a_table_that_can_be_filtered_and_taken_along() -> None:
    project = governed()
    page = project.page("history/ledger.md").html
    assert 'data-qms-table="commits"' in page
    assert '<span class="qms-standing qms-standing--authorised">authorised</span>' in page
    assert f'href="https://git.example.org/works/commit/{project.commits[0].hash}"' in page
    files = dict(project.site().files())
    rows = list(csv.DictReader(io.StringIO(files["history/ledger.csv"].decode())))
    assert [(row["subject"], row["authority"], row["records"], row["systems"]) for row in rows] == [
        ("CR-001: change", "authorised", "CR-001", "FLOW"),
        ("CR-001: release", "documents only", "CR-001", ""),
    ]
    assert [name for name in files if name.startswith("history/ledger-")] == []


def test_subjects_and_names_of_authors_are_text_wherever_they_stand() -> None:
    project = governed(subject=f"CR-001: {HOSTILE}")
    commit, blobs = a_commit(project.commits, project.files, {"src/b.py": "1"}, START, message="CR-001", author=HOSTILE)
    site = ProjectBuilder(
        files=project.files, settings_text=project.settings_text, commits=(commit, *project.commits),
        blobs={**project.blobs, **blobs}, revision=project.revision,
    ).site()  # fmt: skip
    for uri in ("history/ledger.md", "QMS/CR/CR-001.md"):
        page = next(page for page in site.pages if page.uri == uri)

        assert "<script>alert" not in render_page(site, page).html


@pytest.mark.verifies("REQ-AUTH-011")
def test_how_governed_it_is_stands_on_one_page_with_its_sections() -> None:
    page = governed().page("history/governed.md")
    assert "<strong>100.0 %</strong> of 1 change" in page.html
    assert [heading.id for heading in page.headings] == ["authority", "systems", "before", "told"]
    assert all(f'id="{heading.id}"' in page.html for heading in page.headings)


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("governance-start = 2026-01-11", 'Governance began on <time datetime="2026-01-11">2026-01-11</time>. '),
        (
            "governance-start-commit = 'abcdef0'",
            "Governance began with commit <code>abcdef0</code>, which this clone does not have",
        ),
        ("", "The settings do not say when governance began"),
    ],
    ids=["day", "commit that is not there", "nothing"],
)
def test_the_beginning_of_governance_is_told_as_it_was_declared(declared: str, told: str) -> None:
    far = timezone(timedelta(hours=13))
    project = a_project().with_settings(f"[project]\n{declared}\n[[system]]\nname = 'FLOW'\ncode = ['src']\n")
    project = project.with_commit({"src/a.py": "1"}, START.replace(tzinfo=far), message="Before")
    project = project.with_commit({"src/a.py": "2"}, START.replace(day=12, tzinfo=far), message="After")
    assert told in project.page("history/governed.md").html


def test_what_came_before_governance_is_told_as_one_or_as_many() -> None:
    start = SYSTEM.replace("[[system]]", "governance-start = 2026-01-12\n[[system]]")
    project = replace(governed(), settings_text=start)
    project = project.with_commit({"src/a.py": "x"}, START + timedelta(days=3), message="After")
    page = project.page("history/governed.md").html
    assert "2 commits before it, 1 to governed code, are history, and no violation. The first is of " in page
    assert "of 1 change to governed code was made under a record" in page
    assert "; 2 before it are history" in project.page("history/ledger.md").html


def test_without_governed_code_the_pages_say_so() -> None:
    project = a_project().with_commit({"QMS/SOP/SOP-001.md": "# SOP-001: X\n"}, START)
    for name in ("ledger", "governed"):
        assert "No code is governed yet" in project.page(f"history/{name}.md").html


def test_without_a_history_there_are_no_such_pages() -> None:
    site = a_project().with_document("SOP-001").site()
    assert [page.uri for page in site.pages if page.uri.startswith("history/")] == []


def test_a_long_table_lies_in_files_beside_its_page() -> None:
    rows = [[f"{number}", HOSTILE] for number in range(MOST_IN_PAGE + 1)]
    files = row_files("ledger", rows)
    assert list(files) == ["ledger-1.js", "ledger-2.js", "ledger-3.js"]
    found = []
    for number, data in enumerate(files.values(), start=1):
        match = re.fullmatch(rf'qmsRows\("ledger",{number},(.*)\)\n', data.decode("ascii"))
        assert match is not None
        found += json.loads(match[1])
    assert found == rows
    assert row_files("ledger", rows[:MOST_IN_PAGE]) == {}
    assert PART == 1000  # the script counts with it too
