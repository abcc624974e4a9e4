from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
BEGUN = a_project().with_commit({"src/a.py": "1"}, DAY, message="Begin")
SANDBOX = BEGUN.with_work("genesis/linter", {"linter/x.py": "1"}, {"linter/x.py": "2"}, when=DAY)


def later(days: int) -> datetime:
    return DAY + timedelta(days=days)


def closed(project: ProjectBuilder, body: str, status: str = "CLOSED") -> ProjectBuilder:
    text = f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-001: Adoption\n\n{body}\n'
    return project.with_commit({"QMS/CR/CR-001.md": text}, later(2), message="CR-001: close")


@pytest.mark.verifies("REQ-ENV-005")
def test_work_after_its_merge_is_found() -> None:
    adopted = SANDBOX.with_merge("genesis/linter", later(3), is_deleted=True)
    again = adopted.with_work("genesis/linter", {"linter/x.py": "3"}, {"linter/x.py": "4"}, when=later(5))
    assert told_by("ENV202", again) == [
        (
            "warning None genesis/linter: genesis sandbox genesis/linter was worked on until 2026-02-06, after its adoption by "
            f"{adopted.commits[0].hash[:10]} on 2026-02-04"
        )
    ]


@pytest.mark.verifies("REQ-ENV-005")
def test_work_after_the_closing_of_its_record_is_found() -> None:
    project = closed(BEGUN, "Adopts `genesis/linter`.").with_work(
        "genesis/linter", {"x": "1"}, {"x": "2"}, when=later(6)
    )
    assert told_by("ENV202", project) == [
        (
            "warning None genesis/linter: genesis sandbox genesis/linter was worked on until 2026-02-07, after its adoption by "
            "CR-001, closed on 2026-02-03"
        )
    ]


def test_a_sandbox_that_ends_with_its_adoption_is_clean() -> None:
    assert told_by("ENV202", SANDBOX.with_merge("genesis/linter", later(3))) == []
    assert told_by("ENV202", closed(SANDBOX, "Adopts genesis/linter.")) == []
    just_after = closed(BEGUN, "Adopts genesis/linter.").with_work("genesis/linter", {"x": "1"}, when=later(2))
    assert told_by("ENV202", just_after) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [("Adopts genesis/linter-two.", "CLOSED"), ("Adopts genesis/linter.", "IN_EXECUTION"), ("Adopts it.", "CLOSED")],
)
def test_a_record_that_does_not_adopt_it_ends_nothing(body: str, status: str) -> None:
    project = closed(BEGUN, body, status).with_work("genesis/linter", {"x": "1"}, when=later(6))
    assert told_by("ENV202", project) == []


def test_what_came_before_governance_is_history() -> None:
    project = closed(BEGUN, "Adopts genesis/linter.").with_work("genesis/linter", {"x": "1"}, when=later(6))
    assert told_by("ENV202", project.with_settings("[project]\ngovernance-start = 2026-02-10")) == []
