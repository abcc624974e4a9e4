"""What a profile says is data: a line in ``qms.toml`` changes each kind of it."""

from pathlib import Path

import pytest
from builders import a_project, assert_clean, assert_findings

from qms_site import settings
from qms_site.settings import parse_settings

TYPES = ("SOP", "WI", "POL", "RS", "DS", "RTM", "CR", "INV", "VAR", "ADD", "VR", "TP", "TC", "ER", "TEMPLATE")


@pytest.mark.verifies("REQ-SET-008")
def test_the_profile_knows_the_usual_types() -> None:
    assert set(TYPES) <= set(parse_settings("", "qms.toml").types)


@pytest.mark.verifies("REQ-SET-008")
def test_free_types_are_read_as_these_are() -> None:
    form = "[types.FORM]\npattern = 'FORM-\\d+'\nlifecycle = 'executable'\n"
    project = a_project().with_settings(form).with_document("FORM-1", status="CLOSED")
    free = project.with_document("QM-1", id="QM-1", path="QMS/manual.md").build()
    assert {id_: document.type for id_, document in free.documents_by_id.items()} == {"FORM-1": "FORM", "QM-1": "QM"}
    assert [page.uri for page in project.site().pages if page.uri.startswith("registers/")] == ["registers/FORM.md"]


@pytest.mark.verifies("REQ-SET-006")
def test_types_patterns_folders_and_sections_can_be_adjusted() -> None:
    text = "[types.SOP]\npattern = 'P\\d{3}'\nfolder = 'procedures'\nsections = ['Scope']\n"
    project = a_project().with_settings(text).with_document("P001", path="QMS/procedures/P001.md")
    assert_findings(project, "DOC401@QMS/procedures/P001.md")
    scoped = project.with_document("P002", "# P002: X\n\n## Scope\n", path="QMS/other/P002.md")
    assert_findings(scoped, "DOC401@QMS/procedures/P001.md", "DOC502@QMS/other/P002.md")


@pytest.mark.verifies("REQ-SET-006")
def test_lifecycles_and_aliases_can_be_adjusted() -> None:
    text = (
        "[lifecycles.non-executable.states]\nIN_TRAINING = 'approved'\n"
        "[lifecycles.non-executable.steps]\nAPPROVED = ['IN_TRAINING']\nIN_TRAINING = ['EFFECTIVE']\n"
        "[lifecycles.non-executable.aliases]\nSchulung = 'IN_TRAINING'\n"
    )
    changed = parse_settings(text, "qms.toml")
    lifecycle = changed.lifecycle_of("SOP")
    assert (changed.state_of("Schulung", "SOP"), lifecycle.allows("APPROVED", "IN_TRAINING")) == ("IN_TRAINING", True)
    assert not lifecycle.allows("APPROVED", "EFFECTIVE")
    assert_clean(a_project().with_settings(text).with_document("SOP-001", status="schulung"))


@pytest.mark.verifies("REQ-SET-006")
def test_kinds_and_patterns_of_items_can_be_adjusted() -> None:
    text = "[items.requirement]\npattern = 'R\\d+'\n[items.hazard]\ntitle = 'Hazard'\npattern = 'H\\d+'\n"
    items = parse_settings(text, "qms.toml").items
    assert (items["requirement"].pattern, items["requirement"].title) == (r"R\d+", "Requirement")
    assert items["hazard"].pattern == r"H\d+"


@pytest.mark.parametrize(
    "path", sorted((Path(settings.__file__).parent / "profiles").glob("*.toml")), ids=lambda path: path.stem
)
def test_a_profile_holds_data_alone_and_is_valid_by_itself(path: Path) -> None:
    assert parse_settings(f"[project]\nprofile = '{path.stem}'", "qms.toml").project.profile == path.stem
