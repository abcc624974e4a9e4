from collections.abc import Mapping

import pytest

from qms_site.sources.memory import read_memory
from qms_site.starting.survey import Survey, survey_repository


def survey(files: Mapping[str, str]) -> Survey:
    return survey_repository(read_memory(files))


def front(status: str = "EFFECTIVE", **fields: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in {"status": status, **fields}.items()) + "---\n"


def test_a_system_of_sidecars_is_found_by_them() -> None:
    found = survey(
        {
            "quality/QMS/.meta/CR/CR-001.json": '{"doc_id": "CR-001", "status": "CLOSED"}',
            "quality/QMS/.meta/SOP/SOP-001.json": '{"doc_id": "SOP-001", "status": "EFFECTIVE"}',
            "quality/QMS/CR/CR-001/CR-001.md": "# CR-001",
            "quality/QMS/SOP/SOP-001.md": "# SOP-001",
            "quality/QMS/SDLC-FLOW/SDLC-FLOW-RS.md": "# RS",
            "quality/QMS/SDLC-QMS/SDLC-QMS-RTM.md": "# RTM",
            "examples/SOP-001.md": "# SOP-001",
            "docs/guide.md": "# Guide",
        }
    )
    assert found == Survey(
        profile="gmp",
        documents_root="quality/QMS",
        document_count=4,
        outside=("examples/SOP-001.md",),
        types={"CR": 1, "RS": 1, "RTM": 1, "SOP": 1},
        new_types=(),
        folders={},
        aliases={},
        systems=("FLOW", "QMS"),
        has_sidecars=True,
        docs_folder="docs",
        host_folder="quality/QMS",
    )


def test_a_system_of_front_matter_is_found_by_its_documents() -> None:
    found = survey({"handbook/SOP/SOP-001.md": front(), "handbook/WI/WI-001.md": front(), "README.md": "# Hello"})
    assert (found.documents_root, found.document_count, found.has_sidecars) == ("handbook", 2, False)
    assert found.types == {"SOP": 1, "WI": 1}


def test_folders_in_the_style_of_a_standard_are_one_system() -> None:
    found = survey(
        {
            "docs/4-quality-system/QP-4.2-01.md": front(id="QP-4.2-01", version="A"),
            "docs/7-realisation/QP-7.3-01.md": front(id="QP-7.3-01", version="B"),
            "docs/7-realisation/FORM-12.md": front("Approved", id="FORM-12"),
            "docs/7-realisation/notes.md": "# Notes",
            "docs/index.md": "# Welcome",
        }
    )
    assert (found.documents_root, found.document_count, found.docs_folder) == ("docs", 3, None)
    assert (found.types, found.new_types) == ({"FORM": 1, "QP": 2}, ("FORM", "QP"))


@pytest.mark.parametrize(
    ("paths", "root"),
    [
        ((), "QMS"),
        (("SOP-001.md", "CR-001.md"), "."),
        (("SOP/SOP-001.md", "SOP/SOP-002.md"), "SOP"),
        (("QMS/SOP/SOP-001.md", "QMS/SOP/SOP-002.md"), "QMS"),
        (("QMS/sops/SOP-001.md", "QMS/sops/SOP-002.md"), "QMS"),
        (("a/b/SOP/SOP-001.md", "a/b/CR/CR-001.md"), "a/b"),
        (("a/CR-001/CR-001.md", "a/CR-001/CR-001-VAR-1.md"), "a"),
        (("a/SOP-001.md", "b/CR-001.md"), "."),
        (("a/SOP-001.md", "a/SOP-002.md", "a/SOP-003.md", "a/SOP-004.md", "b/CR-001.md"), "a"),
        ((".hidden/SOP-001.md", "a/.archive/SOP-001.md"), "QMS"),
        (("docs/qms/SOP-001.md", "docs/qms/CR-001.md"), "docs/qms"),
    ],
)
def test_the_root_is_the_deepest_folder_that_holds_nearly_all(paths: tuple[str, ...], root: str) -> None:
    assert survey(dict.fromkeys(paths, "text")).documents_root == root


@pytest.mark.parametrize(
    ("names", "statuses", "aliases"),
    [
        ("SOP", ("DRAFT", "Effective"), {}),
        ("SOP", ("approved",), {"non-executable": {"approved": "EFFECTIVE"}}),
        ("SOP", ("approved", "effective"), {}),
        ("SOP", ("Released", "obsolete"), {"non-executable": {"Released": "EFFECTIVE", "obsolete": "RETIRED"}}),
        ("SOP", ("Freigegeben",), {"non-executable": {"Freigegeben": "EFFECTIVE"}}),
        ("SOP", ("In Quarantine",), {"non-executable": {"In Quarantine": None}}),
        (
            "CR",
            ("approved", "In Progress"),
            {"executable": {"approved": "PRE_APPROVED", "In Progress": "IN_EXECUTION"}},
        ),
        ("CR", ("in review", "closed"), {"executable": {"in review": "IN_PRE_REVIEW"}}),
        ("SOP", ("Approved", "approved", "APPROVED"), {"non-executable": {"APPROVED": "EFFECTIVE"}}),
    ],
)
@pytest.mark.verifies("REQ-DOC-011", "REQ-CLI-015")
def test_statuses_of_no_lifecycle_are_proposed_a_meaning(
    names: str, statuses: tuple[str, ...], aliases: dict[str, dict[str, str | None]]
) -> None:
    files = {f"QMS/{names}-{number}.md": front(status) for number, status in enumerate(statuses)}
    assert survey(files).aliases == aliases


def test_one_word_may_mean_two_states_in_two_lifecycles() -> None:
    found = survey({"QMS/SOP-1.md": front("approved"), "QMS/CR-1.md": front("approved")})
    assert found.aliases == {"executable": {"approved": "PRE_APPROVED"}, "non-executable": {"approved": "EFFECTIVE"}}


def test_statuses_of_sidecars_are_seen_too() -> None:
    found = survey({"QMS/.meta/SOP/SOP-1.json": '{"doc_id": "SOP-1", "status": "valid"}', "QMS/SOP-1.md": ""})
    assert found.aliases == {"non-executable": {"valid": "EFFECTIVE"}}


@pytest.mark.parametrize(
    ("fields", "profile"),
    [
        ({"approvers": "[Eve]"}, "iso13485"),
        ({"reviewed_by": "Eve"}, "iso13485"),
        ({"Reviewers": "Eve"}, "iso13485"),
        ({"owner": "Eve"}, "gmp"),
    ],
)
def test_the_profile_goes_by_who_approves_where(fields: dict[str, str], profile: str) -> None:
    assert survey({"QMS/SOP-1.md": front(**fields)}).profile == profile


def test_approvers_in_front_matter_beside_sidecars_choose_no_profile() -> None:
    sidecar = {"QMS/.meta/SOP/SOP-1.json": '{"doc_id": "SOP-1", "status": "EFFECTIVE"}'}
    assert survey({**sidecar, "QMS/SOP-1.md": front(approvers="Eve")}).profile == "gmp"


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        (("QMS/SOP/SOP-1.md", "QMS/SOP/SOP-2.md", "QMS/a.md"), {}),
        (("QMS/x/a/SOP-1.md", "QMS/x/b/SOP-2.md", "QMS/CR/CR-1.md"), {"SOP": "x"}),
        (("QMS/x/SOP-1.md", "QMS/SOP/SOP-2.md", "QMS/CR/CR-1.md"), {}),
        (("QMS/x/SOP-1.md", "QMS/y/SOP-2.md", "QMS/CR/CR-1.md"), {}),
        (("QMS/x/SOP-1.md", "QMS/CR/CR-1.md"), {}),
        (("QMS/SOP-1.md", "QMS/SOP-2.md"), {}),
    ],
)
def test_a_folder_that_holds_all_documents_of_a_type_is_told(paths: tuple[str, ...], folders: dict[str, str]) -> None:
    assert survey(dict.fromkeys(paths, front())).folders == folders


def test_an_id_of_no_known_form_counts_only_with_a_state() -> None:
    found = survey(
        {"a/x.md": "---\nid: page-1\n---\n", "a/y.md": "---\nid: QP-1\nversion: '2'\n---\n", "a/SOP-1.md": ""}
    )
    assert found.types == {"QP": 1, "SOP": 1}


@pytest.mark.parametrize(
    ("files", "docs"),
    [
        ({"QMS/SOP-1.md": "", "docs/a.md": ""}, "docs"),
        ({"QMS/SOP-1.md": "", "docs/a.txt": ""}, None),
        ({"docs/qms/SOP-1.md": "", "docs/a.md": ""}, "docs"),
        ({"docs/qms/SOP-1.md": "", "docs/qms/a.md": ""}, None),
        ({"docs/SOP-1.md": "", "docs/a.md": ""}, None),
    ],
)
def test_a_docs_folder_of_its_own_is_told(files: dict[str, str], docs: str | None) -> None:
    assert survey(files).docs_folder == docs


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (("QMS/SOP-1.md",), "QMS"),
        (("SOP-1.md", "CR-1.md", "src/a.py"), "src"),
        (("a/SOP-1.md", "b/SOP-2.md", "b/SOP-3.md"), "b"),
        (("SOP-1.md", ".github/x.yml"), "docs"),
    ],
)
def test_a_host_that_must_have_a_folder_gets_one_that_exists(paths: tuple[str, ...], folder: str) -> None:
    assert survey(dict.fromkeys(paths, "text")).host_folder == folder


def test_a_draft_beside_its_document_is_counted_once() -> None:
    found = survey({"QMS/SOP/SOP-1.md": front(), "QMS/SOP/SOP-1-draft.md": front("DRAFT"), "QMS/SOP/SOP-2.md": front()})
    assert (found.types, found.document_count) == ({"SOP": 2}, 2)


@pytest.mark.verifies("REQ-DOC-011")
def test_a_team_that_tells_approved_from_effective_keeps_the_two_apart() -> None:
    files = {
        f"QMS/SOP-{number}.md": front(status, approvers="Cy") for number, status in enumerate(("Approved", "Effective"))
    }
    found = survey(files)
    assert (found.profile, found.aliases) == ("iso13485", {"non-executable": {"Approved": "APPROVED"}})


def test_what_a_status_means_in_one_lifecycle_changes_no_state_of_another() -> None:
    found = survey({"QMS/SOP-1.md": front("Closed"), "QMS/SOP-2.md": front(), "QMS/CR-1.md": front("Closed")})
    assert found.aliases == {"executable": {"Closed": "CLOSED"}, "non-executable": {"Closed": "RETIRED"}}


def test_a_new_type_that_is_opened_and_closed_is_one_of_records() -> None:
    found = survey(
        {
            "QMS/DEV-2026-001.md": front("Closed", id="DEV-2026-001"),
            "QMS/DEV-2026-002.md": front("Open", id="DEV-2026-002"),
            "QMS/VMP-001.md": front("Effective", id="VMP-001"),
            "QMS/SOP-1.md": front(),
        }
    )
    assert (found.new_types, found.records) == (("DEV", "VMP"), ("DEV",))
    assert found.aliases == {"executable": {"Open": "IN_EXECUTION"}}


def test_the_form_of_new_ids_fits_all_that_were_seen() -> None:
    found = survey(
        {
            "QMS/a.md": front(id="IQ-LIMS-001"),
            "QMS/b.md": front(id="VMP-2026-001"),
            "QMS/c.md": front(id="QMS-4.3", type="Procedure"),
            "QMS/SOP-1.md": front(),
        }
    )
    assert found.new_types == ("IQ", "Procedure", "VMP")
    assert found.patterns == {"IQ": r"IQ(?:-[A-Z][A-Z0-9]*)*-\d+(?:[.-]\d+)*", "VMP": r"VMP-\d+(?:[.-]\d+)*"}


def test_specifications_that_are_called_as_a_profile_says_choose_it() -> None:
    files = {
        f"docs/{id_}.md": f"---\nid: {id_}\nstatus: approved\n---\n# X\n" for id_ in ("SRS-001", "RTM-001", "CR-001")
    }
    assert survey_repository(read_memory(files)).profile == "iso13485"
    del files["docs/SRS-001.md"]
    assert survey_repository(read_memory(files)).profile == "gmp"


def test_the_repository_of_a_system_is_that_of_the_baseline_of_its_matrix() -> None:
    facts = "\n## Baseline\n\n| What | Value |\n|---|---|\n| Repository | o/tool |\n| Commit | 1d6172b |\n"
    files = {"QMS/SDLC-A-RTM.md": front() + facts, "QMS/SDLC-B-RTM.md": front(), "QMS/SDLC-A-RS.md": front() + facts}
    assert survey(files).repositories == {"A": "o/tool"}
