import pytest
from builders import LOG, META, ProjectBuilder, committed, lines, told_by

SOP = "QMS/SOP/SOP-001.md"
CR = "QMS/CR/CR-001.md"
RECORD = """
## 1. Purpose

Change `src/` because of X.

## 2. Execution

| EI | Task | Summary | Outcome | Performed by - date |
|----|------|---------|---------|---------------------|
| EI-1 | Do it | {summary} | {outcome} | {by} |

### Execution comments

{comment}

## 3. References

- SOP-001
"""
OPEN = RECORD.format(summary="[SUMMARY]", outcome="[Pass/Fail]", by="[NAME] - [DATE]", comment="[COMMENT]")
DONE = RECORD.format(summary="Done.", outcome="Pass", by="ada - 2026-01-04", comment="All went well.\n\nAnd more.")


def sop(version: str, body: str, status: str = "EFFECTIVE", title: str = "Pumps") -> dict[str, str | None]:
    return {SOP: f'---\ntitle: {title}\nstatus: {status}\nversion: "{version}"\n---\n# SOP-001: X\n\n{body}\n'}


def record(status: str, body: str, version: str = "1.0") -> dict[str, str | None]:
    return {CR: f'---\nstatus: {status}\nversion: "{version}"\n---\n# CR-001: X\n{body}'}


def name(project: ProjectBuilder, day: int) -> str:
    return f"commit {project.commits[len(project.commits) - day].hash[:10]} of 2026-01-{day:02} by Ada Example"


@pytest.mark.verifies("REQ-HIST-007")
def test_an_effective_text_that_was_changed_under_its_version_is_found() -> None:
    project = committed(sop("1.0", "Pump daily."), sop("1.0", "Pump weekly."), {"other": "x"})
    assert told_by("AUD204", project) == [
        f"warning {SOP} SOP-001: {name(project, 2)} changed 2 lines of SOP-001, whose version 1.0 was EFFECTIVE"
    ]
    project = committed(sop("1.0", "A."), sop("1.0", "B."), sop("1.0", "C."))
    (told,) = told_by("AUD204", project)
    assert told.endswith("EFFECTIVE; 1 more commit did so too")


@pytest.mark.verifies("REQ-HIST-007")
@pytest.mark.parametrize(
    "steps",
    [
        (sop("1.0", "A."), sop("2.0", "B.")),
        (sop("1.0", "A."), sop("1.1", "B.", "DRAFT"), sop("2.0", "B.")),
        (sop("1.0", "A.  b"), sop("1.0", "A. b\n\n")),
        (sop("1.0", "A <!-- x -->"), sop("1.0", "A <!-- y\nz -->")),
        (sop("1.0", "**Effective date:** TBD"), sop("1.0", "**Effective date:** 2026-02-01")),
        (sop("1.0", "Valid from [DATE] on."), sop("1.0", "Valid from 2026-02-01 on.")),
        (sop("1.0", "## Revision history\n\n- a"), sop("1.0", "## Revision history\n\n- a\n- b")),
        (sop("0.1", "A.", "DRAFT"), sop("0.1", "B.", "DRAFT")),
        (sop("1.0", "A."), sop("1.0", "B."), sop("1.0", "A."))[::2],
    ],
    ids=["new version", "drafted", "blanks", "comments", "label", "placeholder", "history", "draft", "same"],
)
def test_effective_texts_that_may_change_so_are_silent(steps: tuple[dict[str, str | None], ...]) -> None:
    assert told_by("AUD204", committed(*steps)) == []


def test_of_front_matter_the_title_alone_is_locked() -> None:
    project = committed(sop("1.0", "A."), sop("1.0", "A.", title="Valves"))
    assert len(told_by("AUD204", project)) == 1
    owned = {SOP: (sop("1.0", "A.")[SOP] or "").replace("status:", "owner: eve\nstatus:")}
    assert told_by("AUD204", committed(sop("1.0", "A."), owned)) == []


def test_placeholders_of_templates_are_their_contents() -> None:
    path = "QMS/TEMPLATE/TEMPLATE-CR.md"
    before = '---\nstatus: EFFECTIVE\nversion: "1.0"\n---\n# {{ID}}\n\n[SUMMARY]\n'
    project = committed({path: before}, {path: before.replace("[SUMMARY]", "[COMMENT]")})
    assert len(told_by("AUD204", project)) == 1


PLAN = (record("DRAFT", OPEN), record("PRE_APPROVED", OPEN), record("IN_EXECUTION", OPEN))


@pytest.mark.verifies("REQ-HIST-007")
def test_a_plan_that_grew_in_execution_is_found() -> None:
    project = committed(*PLAN, record("IN_EXECUTION", OPEN.replace("because", "and `lib/` because")))
    assert told_by("AUD204", project) == [
        f"warning {CR} CR-001: {name(project, 4)} changed 2 locked lines of CR-001, which was IN_EXECUTION"
    ]
    project = committed(*PLAN, record("CLOSED", DONE.replace("| EI-1 | Do it |", "| EI-1 | Do half of it |")))
    assert len(told_by("AUD204", project)) == 1
    project = committed(*PLAN, record("CLOSED", DONE.replace("## 2.", "More.\n\n## 2.")))
    assert len(told_by("AUD204", project)) == 1


@pytest.mark.verifies("REQ-HIST-007")
@pytest.mark.parametrize(
    "steps",
    [
        (record("IN_EXECUTION", DONE), record("CLOSED", DONE)),
        (record("IN_EXECUTION", DONE.replace("| Pass", "| Pass |\n| EI-2 | More | Done. | Pass"), "1.1"),),
        (record("IN_EXECUTION", OPEN.replace("- SOP-001", "- SOP-001\n- CR-001-VAR-001")),),
        (record("DRAFT", OPEN + "New.\n"), record("PRE_APPROVED", OPEN + "New.\n")),
        (record("CLOSED", DONE), record("CLOSED", DONE + "\nMended.\n", "1.1")),
    ],
    ids=["filled in", "more rows", "references", "approved again", "closed with a new version"],
)
def test_what_execution_fills_in_is_silent(steps: tuple[dict[str, str | None], ...]) -> None:
    assert told_by("AUD204", committed(*PLAN, *steps)) == []


def test_a_closed_record_is_locked_altogether() -> None:
    project = committed(*PLAN, record("CLOSED", DONE), record("CLOSED", DONE.replace("| Pass |", "| Fail |")))
    assert told_by("AUD204", project) == [
        f"warning {CR} CR-001: {name(project, 5)} changed 2 locked lines of CR-001, which was CLOSED"
    ]


def test_records_whose_plans_nobody_approves_are_written_as_the_work_goes_on() -> None:
    steps = (record("IN_EXECUTION", "A.\n"), record("IN_EXECUTION", "B.\n"), record("CLOSED", "C.\n"))
    assert told_by("AUD204", committed(*steps)) == []


def test_metadata_say_what_was_approved() -> None:
    def meta(status: str, version: str = "1.0") -> str:
        return f'{{"doc_id": "CR-001", "status": "{status}", "version": "{version}"}}'

    log = lines("CREATE", "APPROVE", "PRE_APPROVED>IN_EXECUTION")
    released: dict[str, str | None] = {CR: "# CR-001: X of src/\n\nA.\n", META: meta("IN_EXECUTION"), LOG: log}
    project = committed(released, {CR: "# CR-001: X of src/\n\nB.\n"})
    assert len(told_by("AUD204", project)) == 1
    assert told_by("AUD204", committed(released, {META: meta("IN_EXECUTION", "1.1")})) == []


def test_many_documents_are_told_as_one() -> None:
    paths = [f"QMS/SOP/SOP-{number:03}.md" for number in range(1, 13)]
    before, after = sop("1.0", "A.")[SOP], sop("1.0", "B.")[SOP]
    assert told_by("AUD204", committed(dict.fromkeys(paths, before), dict.fromkeys(paths, after))) == [
        (
            "warning None audit trail: the approved texts of 12 documents were changed without a new version: SOP-001, SOP-002, "
            "SOP-003, SOP-004, SOP-005 and 7 more"
        )
    ]


def test_what_came_before_governance_is_history() -> None:
    project = committed(sop("1.0", "A."), sop("1.0", "B.")).with_settings("[project]\ngovernance-start = 2026-02-01")
    assert told_by("AUD204", project) == []


def test_a_plan_that_was_put_back_while_execution_went_on_is_no_second_change() -> None:
    other = OPEN.replace("because of X", "because of Y")
    steps = (record("PRE_APPROVED", OPEN), record("IN_EXECUTION", other), record("IN_EXECUTION", DONE))
    project = committed(*steps, {"other": "x"})
    assert told_by("AUD204", project) == [
        f"warning {CR} CR-001: {name(project, 2)} changed 2 locked lines of CR-001, which was IN_EXECUTION"
    ]
