from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
RS = "QMS/SDLC-PUMP/SDLC-PUMP-RS.md"
TEXT = "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n# SDLC-PUMP-RS: Requirements\n"
BEGUN = a_project().with_commit({RS: TEXT, "src/a.py": "1"}, DAY, message="Begin")


def changed(*paths: str, name: str = "test/pump-001") -> ProjectBuilder:
    return BEGUN.with_work(name, *({path: "changed\n"} for path in paths), when=DAY)


@pytest.mark.verifies("REQ-ENV-004")
def test_a_document_changed_in_a_test_environment_is_found() -> None:
    project = changed("src/a.py", RS, "QMS/.meta/SOP/SOP-001.json", "QMS/SOP/SOP-001-draft.md")
    third, second = (project.around.beside[place].hash[:10] for place in (0, 2))
    assert told_by("ENV103", project) == [
        (
            "warning None test/pump-001: test environment test/pump-001 changed 2 controlled documents in its own commits: "
            f"SDLC-PUMP-RS in {second}, SOP-001 in {third}"
        )
    ]


def test_documents_changed_elsewhere_are_clean() -> None:
    assert told_by("ENV103", changed("src/a.py", "QMS/README.md", "tests/fixtures/QMS/SOP/SOP-001.md")) == []
    assert told_by("ENV103", changed(RS, name="cr-001-words").with_document("CR-001")) == []


def test_what_production_brought_is_not_its_own() -> None:
    project = changed("src/b.py").with_commit({RS: TEXT + "more\n"}, DAY, message="CR-001: words")
    assert told_by("ENV103", project.with_merge("test/pump-001", DAY).with_document("CR-001")) == []


def test_what_came_before_governance_is_history() -> None:
    assert told_by("ENV103", changed(RS).with_settings("[project]\ngovernance-start = 2026-01-01")) != []
    assert told_by("ENV103", changed(RS).with_settings("[project]\ngovernance-start = 2026-03-01")) == []
