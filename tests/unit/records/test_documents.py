import pytest
from builders import a_project

from qms_site.records.documents import DuplicateId, declared_status, declared_version
from qms_site.records.files import read_document_file
from qms_site.records.ids import id_scheme
from qms_site.settings import parse_settings
from qms_site.text import digest_of


@pytest.mark.verifies("REQ-DOC-003")
def test_a_sidecar_owns_status_version_and_owner() -> None:
    project = (
        a_project()
        .with_document("SOP-001", status="DRAFT", version="0.1", owner="nobody", review_date="2027-01-01")
        .with_sidecar("SOP-001", status="effective", version="2.0", owner="ada", effective_date="2026-01-03")
    )
    document = project.build().documents_by_id["SOP-001"]
    assert (document.status, document.status_written, document.status_source) == ("EFFECTIVE", "effective", "sidecar")
    assert (document.version, document.owner) == ("2.0", "ada")
    assert document.dates == {"effective_date": "2026-01-03", "review_date": "2027-01-01"}


@pytest.mark.verifies("REQ-DOC-003")
def test_without_a_sidecar_front_matter_says_it() -> None:
    document = (
        a_project().with_document("SOP-001", status="In review", version="1.10", owner="ada").build().documents[0]
    )
    assert (document.status, document.status_written, document.status_source) == (
        "IN_REVIEW",
        "In review",
        "front-matter",
    )
    assert (document.version, document.owner) == ("1.10", "ada")


def test_a_document_without_a_status_has_no_source_of_one() -> None:
    document = a_project().with_document("SOP-001", status=None, version=None).build().documents[0]
    assert (document.status, document.status_source, document.version) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: ' Cleaning\n  the vessel '\n---\n# SOP-001: Other", "Cleaning the vessel"),
        ("# SOP-001: Cleaning", "Cleaning"),
        ("# SOP-001 - Cleaning", "Cleaning"),
        ("# SOP-001 \u2014 Cleaning", "Cleaning"),
        ("# SOP-001 Cleaning", "Cleaning"),
        ("# Cleaning of SOP-001", "Cleaning of SOP-001"),
        ("# SOP-001", "SOP-001"),
        ("## Cleaning", "Cleaning"),
        ("no heading", "SOP-001"),
    ],
)
@pytest.mark.verifies("REQ-DOC-002", "REQ-DOC-023")
def test_the_title_is_that_of_front_matter_or_the_heading_without_the_id(text: str, title: str) -> None:
    assert a_project().with_file("QMS/SOP-001.md", text).build().documents[0].title == title


@pytest.mark.verifies("REQ-DOC-005")
def test_children_are_found_wherever_their_files_lie() -> None:
    project = (
        a_project()
        .with_document("CR-091-ADD-001-VR-001", path="QMS/elsewhere/CR-091-ADD-001-VR-001.md")
        .with_document("CR-091-ADD-010")
        .with_document("CR-091-ADD-002")
        .with_document("CR-091-ADD-001")
        .with_document("CR-091")
        .build()
    )
    assert {document.id: (document.parent, document.children) for document in project.documents} == {
        "CR-091": (None, ("CR-091-ADD-001", "CR-091-ADD-002", "CR-091-ADD-010")),
        "CR-091-ADD-001": ("CR-091", ("CR-091-ADD-001-VR-001",)),
        "CR-091-ADD-001-VR-001": ("CR-091-ADD-001", ()),
        "CR-091-ADD-002": ("CR-091", ()),
        "CR-091-ADD-010": ("CR-091", ()),
    }


def test_front_matter_may_declare_the_parent() -> None:
    project = a_project().with_document("WI-001", parent="SOP-001").with_document("SOP-001", parent="SOP-001").build()
    assert project.documents_by_id["WI-001"].parent == "SOP-001"
    assert project.documents_by_id["SOP-001"].children == ("WI-001",)


def test_the_first_file_by_path_holds_an_id_and_the_others_are_pages() -> None:
    project = (
        a_project()
        .with_document("SOP-001", path="QMS/b.md", id="SOP-001")
        .with_document("SOP-001", path="QMS/a/SOP-001.md")
        .build()
    )
    assert project.documents[0].path == "QMS/a/SOP-001.md"
    assert project.duplicates == (DuplicateId(id="SOP-001", path="QMS/b.md", first="QMS/a/SOP-001.md"),)
    assert [page.path for page in project.other_files] == ["QMS/b.md"]


@pytest.mark.verifies("REQ-DOC-006")
def test_a_draft_beside_its_document_gives_the_newest_state_but_not_the_page() -> None:
    document = a_project().with_document("SOP-001").with_draft("SOP-001", version="1.1").build().documents[0]
    assert (document.path, document.status, document.version) == ("QMS/SOP/SOP-001.md", "DRAFT", "1.1")
    assert [file.path for file in document.current_files] == ["QMS/SOP/SOP-001.md", "QMS/SOP/SOP-001-draft.md"]


def test_a_draft_beside_a_document_with_a_sidecar_leaves_the_state_to_the_sidecar() -> None:
    project = a_project().with_document("SOP-001").with_draft("SOP-001", version="1.1")
    document = project.with_sidecar("SOP-001", status="IN_REVIEW", version="1.1").build().documents[0]
    assert (document.status, document.version, document.status_source) == ("IN_REVIEW", "1.1", "sidecar")


def test_a_draft_alone_is_the_document() -> None:
    document = a_project().with_draft("SOP-001").build().documents[0]
    assert (document.path, document.file is document.draft) == ("QMS/SOP/SOP-001-draft.md", True)
    assert document.current_files == (document.file,)


@pytest.mark.verifies("REQ-DOC-006")
def test_archived_versions_belong_to_their_document_and_alone_are_none() -> None:
    project = (
        a_project()
        .with_document("SOP-001", version="2.0")
        .with_file("QMS/.archive/SOP/SOP-001-v1.0.md", "# SOP-001: Old, cites CR-1")
        .with_file("QMS/.archive/SOP/SOP-002-v1.0.md", "# SOP-002: Gone")
        .build()
    )
    assert [document.id for document in project.documents] == ["SOP-001"]
    assert [(file.path, file.version) for file in project.documents[0].archived] == [
        ("QMS/.archive/SOP/SOP-001-v1.0.md", "1.0")
    ]
    assert project.other_files == ()


def test_a_sidecar_without_a_document_is_kept_apart() -> None:
    project = a_project().with_document("SOP-001").with_sidecar("SOP-001", status="EFFECTIVE", version="1.0")
    project = project.with_sidecar("SOP-002", status="RETIRED", version="1.0")
    assert [sidecar.id for sidecar in project.build().orphan_sidecars] == ["SOP-002"]


def test_other_hidden_folders_are_not_read() -> None:
    project = a_project().with_file("QMS/.cache/SOP-001.md", "# SOP-001").with_file("QMS/.meta/SOP-002.md", "# SOP-002")
    assert (project.build().documents, project.build().other_files) == ((), ())


def test_documents_stand_in_the_order_of_their_ids() -> None:
    project = a_project().with_document("SOP-010").with_document("CR-2").with_document("SOP-009").with_document("CR-10")
    assert [document.id for document in project.build().documents] == ["CR-2", "CR-10", "SOP-009", "SOP-010"]


def test_one_text_tells_id_status_version_and_digest() -> None:
    data = b"---\nstate: DRAFT\nrev: B\n---\nbody"
    scheme = id_scheme(parse_settings("", "qms.toml"))
    file = read_document_file("QMS/SOP-001.md", data, scheme, reads_body=False)
    assert file.id is not None
    assert (file.id.text, declared_status(file), declared_version(file), file.digest) == (
        "SOP-001",
        "DRAFT",
        "B",
        digest_of(data),
    )


@pytest.mark.parametrize(
    ("written", "parent"), [("CR-1", "CR-1"), ("CR-1 The parent", "CR-1"), ("The plan", "The plan"), ("SOP-001", None)]
)
def test_a_parent_is_the_first_id_that_front_matter_names_and_never_the_document_itself(
    written: str, parent: str | None
) -> None:
    assert a_project().with_document("SOP-001", parent=written).build().documents_by_id["SOP-001"].parent == parent


def test_a_title_in_the_file_name_makes_a_document_of_what_states_its_status_alone() -> None:
    named = a_project().with_file("QMS/SOP/SOP-040-Cleaning of tanks.md", "---\nstatus: DRAFT\n---\n# Cleaning\n")
    notes = named.with_file("QMS/SOP/SOP-040-notes.md", "# Notes\n").build()
    assert [document.path for document in notes.documents] == ["QMS/SOP/SOP-040-Cleaning of tanks.md"]
    assert [file.path for file in notes.other_files] == ["QMS/SOP/SOP-040-notes.md"]


def test_an_id_of_an_unknown_form_is_cited_where_a_document_declares_it() -> None:
    project = (
        a_project()
        .with_file("QMS/forms/f.md", "---\nid: FRM-QA-013\nstatus: EFFECTIVE\nversion: '1'\n---\n# Form\n")
        .with_document("SOP-001", "Use FRM-QA-013.")
    )
    assert project.build().graph.cited_by["FRM-QA-013"] == ("SOP-001",)


@pytest.mark.verifies("REQ-READ-009")
def test_a_file_system_that_takes_letters_apart_parts_no_document_from_its_metadata() -> None:
    project = (
        a_project()
        .with_settings("[types.PR]\npattern = 'PR\u00dc-\\d+'")
        .with_file("QMS/PRU\u0308-7.md", "# PR\u00dc-7: Check\n")
        .with_file("QMS/.meta/PR/PRU\u0308-7.json", '{"status": "EFFECTIVE", "version": "1.0"}')
        .with_event("PRU\u0308-7", "APPROVE", "2026-01-02T10:00:00Z")
    )
    document = project.build().documents_by_id["PR\u00dc-7"]
    assert (document.title, document.status, len(document.events)) == ("Check", "EFFECTIVE", 1)
