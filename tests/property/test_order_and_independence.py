from dataclasses import replace

import pytest
from builders import ProjectBuilder, a_project
from hypothesis import given, settings
from hypothesis import strategies as st

from qms_site.pages.rendering import render_page
from qms_site.pages.site import PageKind
from qms_site.pages.writing import site_files
from qms_site.reports.facts import render_facts

# Everything that order could matter for: duplicates, drafts, archives, two logs, two sidecars, citations, broken links, and
# a record with a trouble of each kind.
RECORD = (
    "| EI | Task | VR | Outcome | By |\n|---|---|---|---|---|\n"
    "| EI-1 | Do it | Yes | | Ada |\n| EI-2 | Test it | VR-7 | Fail | Bo |\n"
)
PROJECT = (
    a_project()
    .with_document("SOP-001", "CR-1 [x](gone.md)")
    .with_document("SOP-001", path="QMS/b/SOP-001.md")
    .with_document("SOP-001", path="QMS/a/SOP-001.md")
    .with_draft("SOP-001", "CR-1-VAR-1")
    .with_file("QMS/.archive/SOP/SOP-001-v0.1.md", "old")
    .with_file("QMS/.archive/other/SOP-001-v0.1.md", "other")
    .with_document("CR-1", status=None)
    .with_document("CR-2", RECORD)
    .with_document("CR-2-TC-1", status="IN_EXECUTION")
    .with_document("CR-1-VAR-1", status="unheard")
    .with_sidecar("WI-1", status="DRAFT", version="1")
    .with_file("QMS/.meta/z/WI-1.json", '{"doc_id": "WI-1", "status": "RETIRED", "version": "2"}')
    .with_document("WI-1", "SOP-001")
    .with_event("CR-1", "CREATE", "2026-01-01")
    .with_file("QMS/.audit/z/CR-1.jsonl", '{"event": "CLOSE", "ts": "2026-01-02"}\nbroken\n')
    .with_file("QMS/README.md", "# Read me")
    .with_file("QMS/index.md", "# Index")
)
LAW = settings(max_examples=25, deadline=None, database=None, derandomize=True)


def outcome(project: ProjectBuilder) -> tuple[str, list[tuple[str, bytes]]]:
    return render_facts(project.run()), list(site_files(project.site()))


EXPECTED = outcome(PROJECT)


@pytest.mark.verifies("REQ-READ-005")
@given(paths=st.permutations(sorted(PROJECT.files)))
@LAW
def test_the_order_of_the_files_makes_no_difference(paths: list[str]) -> None:
    shuffled = replace(PROJECT, files={path: PROJECT.files[path] for path in paths})
    assert outcome(shuffled) == EXPECTED


@pytest.mark.verifies("REQ-FND-003", "REQ-READ-006")
@given(
    id_=st.sampled_from(["SOP-700", "CR-700", "POL-7", "CR-700-VAR-1", "TEMPLATE-X"]),
    words=st.text(st.sampled_from("abc .#*`\n"), max_size=40),
    is_sound=st.booleans(),
)
@LAW
def test_an_unrelated_document_changes_nothing_about_the_others(id_: str, words: str, *, is_sound: bool) -> None:
    added = PROJECT.with_document(id_, words, status="DRAFT" if is_sound else "nonsense")
    before, after = PROJECT.run(), added.run()
    assert [judged for judged in after.findings if judged.finding.subject != id_] == list(before.findings)
    assert pages_of_files(added).items() >= pages_of_files(PROJECT).items()


def pages_of_files(project: ProjectBuilder) -> dict[str, object]:
    """The pages of files by their places: all but registers, home, evidence and findings."""
    site = project.site()
    sections = (PageKind.HOME, PageKind.REGISTER, PageKind.EVIDENCE, PageKind.FINDINGS)
    return {page.uri: render_page(site, page) for page in site.pages if page.kind not in sections}
