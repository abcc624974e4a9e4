from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import GitRepository, ProjectBuilder, a_project, told_by

from qms_site.engine import Request, run

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


def test_a_merge_that_was_reverted_adopted_nothing() -> None:
    merged = SANDBOX.with_merge("genesis/linter", later(3))
    undone = f"Revert\n\nThis reverts commit {merged.commits[0].hash}.\n"
    reverted = merged.with_commit({"linter/x.py": None, "src/a.py": "2"}, later(4), message=undone)
    assert told_by("ENV202", reverted.with_work("genesis/linter", {"linter/x.py": "3"}, when=later(5))) == []


@pytest.mark.parametrize(
    ("name", "is_brought", "count"),
    [("genesis/tools", False, 0), ("cr-001-adopt", False, 0), ("cr-001-adopt", True, 1)],
)
def test_a_merge_into_another_branch_adopts_when_production_gets_it(
    tmp_path: Path, name: str, count: int, *, is_brought: bool
) -> None:
    made = GitRepository.create(tmp_path / "pump")
    made.commit({"qms.toml": "[project]\nname = 'Pump'\n"}, "Begin")
    made.branch("genesis/linter").commit({"linter/x.py": "1"}, "Begin the linter")
    made.checkout("main").branch(name).commit({"y.py": "1"}, "CR-001: adopt")
    made.merge("genesis/linter", f"Merge branch 'genesis/linter' into {name}")
    made.checkout("genesis/linter").commit({"linter/x.py": "2"}, "Mend the linter")
    made.checkout(name).merge("genesis/linter", f"Merge branch 'genesis/linter' into {name}")
    made.checkout("main")
    if is_brought:
        made.merge(name, f"Merge branch '{name}'")
        assert adoptions_of(made) == []
        made.checkout("genesis/linter").commit({"linter/x.py": "3"}, "Go on")
        made.checkout("main")
    assert len(adoptions_of(made)) == count


def adoptions_of(repository: GitRepository) -> list[str]:
    findings = (judged.finding for judged in run(Request(folder=repository.root)).findings)
    return [finding.message for finding in findings if finding.code == "ENV202"]
