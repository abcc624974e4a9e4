import json

import pytest
from builders import LOG, ProjectBuilder, committed, findings_of, lines, told_by

CREATED = lines("CREATE", "REVIEW", "APPROVE")
MORE = CREATED + lines("CLOSE", day=2)


def logs(*texts: str | None) -> ProjectBuilder:
    return committed(*({LOG: text} for text in texts)).with_document("CR-001")


def name(project: ProjectBuilder, place: int = 0) -> str:
    return f"commit {project.commits[place].hash[:10]} of 2026-01-{len(project.commits) - place:02} by Ada Example"


@pytest.mark.verifies("REQ-HIST-006")
def test_an_altered_line_is_found_with_its_commit() -> None:
    project = logs(CREATED, CREATED.replace("REVIEW", "REJECT"), CREATED.replace("REVIEW", "REJECT") + lines("CLOSE"))
    assert told_by("AUD201", project) == [
        f"error {LOG}:2 CR-001: {name(project, 1)} altered 1 line of the audit log of CR-001"
    ]


@pytest.mark.verifies("REQ-HIST-006")
def test_removed_lines_are_found_with_their_commit() -> None:
    project = logs(MORE, CREATED)
    assert told_by("AUD201", project) == [
        f"error {LOG}:4 CR-001: {name(project)} removed 1 line of the audit log of CR-001"
    ]
    project = logs(MORE, lines("CREATE", "REJECT"))
    assert told_by("AUD201", project) == [
        f"error {LOG}:2 CR-001: {name(project)} altered 1 line and removed 2 lines of the audit log of CR-001"
    ]


def test_lines_that_were_put_before_others_are_a_warning() -> None:
    project = logs(CREATED, lines("IMPORT") + CREATED)
    assert told_by("AUD201", project) == [
        f"warning {LOG}:1 CR-001: {name(project)} put or moved 1 line before others in the audit log of CR-001"
    ]
    project = logs(MORE, "".join(reversed(MORE.splitlines(keepends=True))))
    assert told_by("AUD201", project) == [
        f"warning {LOG} CR-001: {name(project)} put or moved 1 line before others in the audit log of CR-001"
    ]


def test_what_one_commit_did_to_several_logs_is_told_as_one() -> None:
    paths = [f"QMS/.audit/CR/CR-00{number}.jsonl" for number in range(1, 9)]
    project = committed(dict.fromkeys(paths, CREATED), dict.fromkeys(paths, lines("CREATE", "REVIEW", "REJECT")))
    assert told_by("AUD201", project) == [
        (
            f"error None {project.commits[0].hash[:10]}: {name(project)} altered 8 lines of 8 audit logs: CR-001, CR-002, CR-003, "
            "CR-004, CR-005 and 3 more"
        )
    ]


@pytest.mark.verifies("REQ-HIST-006")
@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ((MORE, MORE.replace("REVIEW", "REJECT"), MORE), 2),
        ((CREATED, CREATED.replace("REVIEW", "REJECT"), MORE.replace("REVIEW", "REJECT"), MORE), 2),
        ((MORE, CREATED, MORE), 4),
        ((MORE, CREATED + lines("COMMENT", day=3), MORE + lines("COMMENT", day=3)), 4),
    ],
    ids=["altered", "altered and appended to", "removed", "removed and appended to"],
)
def test_who_puts_a_log_back_rewrites_nothing_and_the_rewrite_is_a_warning(steps: tuple[str, ...], line: int) -> None:
    project = logs(*steps)
    first = findings_of(project)[0]
    told = told_by("AUD201", project)
    assert told[0].startswith(f"warning {LOG}:{line} CR-001: {name(project, len(steps) - 2)} ")
    assert first.hint
    assert first.hint.endswith("; it was put back later")


@pytest.mark.parametrize(
    "steps",
    [
        (MORE, MORE.replace("REVIEW", "REJECT"), MORE.replace("REVIEW", "COMMENT")),
        (MORE, MORE.replace("REVIEW", "REJECT"), CREATED),
        (CREATED, CREATED.replace("REVIEW", "REJECT") + lines("CLOSE", day=2), CREATED),
    ],
    ids=["to something else", "and cut", "and what was appended is gone"],
)
def test_a_log_that_was_changed_again_was_not_put_back(steps: tuple[str, ...]) -> None:
    told = told_by("AUD201", logs(*steps))
    assert len(told) == len(steps) - 1
    assert any(entry.startswith("error ") for entry in told)


def test_marks_of_a_conflict_are_no_lines_of_a_log() -> None:
    conflict = f"{CREATED}<<<<<<< HEAD\n{lines('A')}=======\n{lines('B')}>>>>>>> side\n"
    assert told_by("AUD201", logs(CREATED, conflict, CREATED + lines("A") + lines("B"))) == []


def test_very_many_commits_are_told_as_one() -> None:
    project = logs(*(lines("CREATE", f"REVIEW{number}") for number in range(30)))
    (told,) = told_by("AUD201", project)
    assert told == "error None audit trail: 29 commits rewrote audit logs: CR-001"


def in_other_order(text: str) -> str:
    return "".join(json.dumps(json.loads(line), sort_keys=True, indent=None) + " \n" for line in text.splitlines())


@pytest.mark.verifies("REQ-HIST-006")
@pytest.mark.parametrize(
    "project",
    [
        logs(CREATED, MORE),
        logs(CREATED.rstrip("\n"), MORE),
        logs(CREATED, CREATED.replace("\n", "\r\n"), MORE),
        logs(CREATED, "\ufeff" + CREATED),
        logs(CREATED, in_other_order(CREATED) + lines("CLOSE", day=2)),
        logs("", CREATED),
        committed({LOG: CREATED}, {LOG: None, "QMS/.audit/CR/CR-001/CR-001.jsonl": MORE}),
        logs(CREATED, None, CREATED),
    ],
    ids=[
        "appended",
        "last line end",
        "line ends",
        "mark",
        "order of keys",
        "empty",
        "moved",
        "removed, which is another",
    ],
)
def test_what_alters_no_line_is_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD201", project) == []


def test_what_came_before_governance_is_history() -> None:
    project = logs(CREATED, lines("CREATE")).with_settings("[project]\ngovernance-start = 2026-01-03")
    assert told_by("AUD201", project) == []
