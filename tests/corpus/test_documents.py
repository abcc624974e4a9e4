"""Every controlled document of a real quality system is known, and has its page."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from corpus.conftest import State

pytestmark = pytest.mark.corpus


def sidecars(state: State) -> dict[str, dict[str, Any]]:
    """What each sidecar says, by document."""
    files = sorted((state.tree / "QMS/.meta").rglob("*.json"))
    contents = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {content["doc_id"]: content for content in contents if "doc_id" in content}


def files_of(state: State, id_: str) -> list[str]:
    """The Markdown files that are named after a document, the archive apart."""
    found = (path.relative_to(state.tree) for path in (state.tree / "QMS").rglob("*.md"))
    return [
        path.as_posix()
        for path in sorted(found)
        if path.stem in (id_, f"{id_}-draft") and not any(part.startswith(".") for part in path.parts)
    ]


def title_in(path: Path) -> str | None:
    """The title that front matter gives."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n"):
        return None
    matter = yaml.safe_load(text.removeprefix("---\n").partition("\n---")[0])
    return " ".join(str(matter["title"]).split()) if isinstance(matter, dict) and matter.get("title") else None


@pytest.mark.verifies("REQ-DOC-001", "REQ-DOC-003", "REQ-DOC-013", "REQ-CLI-005", "REQ-READ-001")
def test_every_sidecar_is_in_the_facts_as_it_says(state: State) -> None:
    documents = state.documents()
    expected = {
        id_: (said["status"].upper(), said["version"], said.get("effective_version"))
        for id_, said in sidecars(state).items()
        if files_of(state, id_)
    }
    assert len(expected) > 40
    found = {
        id_: (documents[id_]["status"], documents[id_]["version"], documents[id_]["in_force"])
        for id_ in expected
        if id_ in documents
    }
    assert found == expected


@pytest.mark.verifies("REQ-DOC-002")
def test_titles_are_those_of_the_front_matter(state: State) -> None:
    documents = state.documents().values()
    titles = {document["id"]: title_in(state.tree / document["path"]) for document in documents}
    declared = {id_: title for id_, title in titles.items() if title}
    assert len(declared) > 40
    assert {document["id"]: document["title"] for document in documents if document["id"] in declared} == declared


@pytest.mark.verifies("REQ-DOC-005")
def test_parents_are_the_longest_id_that_begins_the_own_one(state: State) -> None:
    documents = state.documents()
    for id_, document in documents.items():
        above = [other for other in documents if id_.startswith(f"{other}-")]
        assert document["parent"] == max(above, key=len, default=None), id_
        children = [other for other in documents if documents[other]["parent"] == id_]
        assert document["children"] == children


@pytest.mark.verifies("REQ-DOC-006")
def test_archived_files_are_versions_and_no_documents(state: State) -> None:
    archived = {
        path.relative_to(state.tree).as_posix()
        for path in (state.tree / "QMS/.archive").rglob("*.md")
        if path.stem.rpartition("-v")[0] in state.documents()
    }
    versions = {version["path"] for document in state.facts["documents"] for version in document["versions"]}
    assert len(archived) > 50
    assert archived <= versions
    assert not {document["path"] for document in state.facts["documents"]} & archived


@pytest.mark.verifies("REQ-SITE-001", "REQ-SITE-002", "REQ-SITE-007")
def test_every_document_has_a_page_with_title_status_and_version(state: State) -> None:
    for id_, document in state.documents().items():
        page = state.site.page(f"{document['path'].removesuffix('.md')}/index.html")
        head = page.css_first(".qms-panel__head")
        assert head.css_first(".qms-id").text() == id_
        status = (document["status"] or "No status").replace("_", " ").capitalize()
        assert head.css_first(".qms-status").text() == status, id_
        version = head.css_first(".qms-version")
        assert (version.text() if version else None) == (document["version"] and f"version {document['version']}"), id_
        titles = {row.css_first("dt").text(): row.css_first("dd").text() for row in page.css(".qms-facts > div")}
        assert " ".join(titles["Title"].split()) == document["title"]


@pytest.mark.verifies("REQ-SITE-003")
def test_registers_together_list_every_document_once(state: State) -> None:
    files = [file for file in state.site.html_files() if file.startswith("registers/")]
    listed = [row.attributes["id"] for file in files for row in state.site.page(file).css("table.qms-data tbody tr")]
    assert sorted(str(id_) for id_ in listed) == sorted(state.documents())


@pytest.mark.verifies("REQ-READ-002", "REQ-CLI-001")
def test_only_the_two_files_are_new(state: State) -> None:
    assert state.repository.status() == ["?? mkdocs.yml", "?? qms.toml"]


@pytest.mark.verifies("REQ-FND-006")
def test_no_error_is_claimed_of_documents_that_their_owners_found_in_order(state: State) -> None:
    errors = [finding for finding in state.facts["findings"] if finding["severity"] == "error"]
    # What owners overlook: references, of which each that is told must lead to no file by any name, and versions in the
    # archive that git saw changing.
    assert {finding["code"] for finding in errors} <= {"AUD203", "LNK102"}
    for finding in (finding for finding in errors if finding["code"] == "AUD203"):
        assert len(state.repository.git("log", "--format=%H", "HEAD", "--", finding["path"]).split()) > 1
    for finding in (finding for finding in errors if finding["code"] == "LNK102"):
        target = finding["message"].split(" refers to ")[1].split(",")[0]
        assert not list(state.repository.path.rglob(f"{target}*.md"))
    missing = [finding["subject"] for finding in state.facts["findings"] if finding["code"] == "RUN102"]
    assert len(missing) == len(set(missing))
