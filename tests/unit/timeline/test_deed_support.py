from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import LOG, ProjectBuilder, committed, lines
from msgspec import structs

from qms_site.project import Project
from qms_site.records.signed_cells import Part
from qms_site.sources.snapshot import CommitSignature
from qms_site.timeline.assurance import Support
from qms_site.timeline.deed_support import Deed, back_deed, deed_commits, least, split_names
from qms_site.timeline.deeds import Work, nearest, was_executed
from qms_site.timeline.windows import Window
from qms_site.views.signed import telling_of

CR = "QMS/CR/CR-001.md"
HEAD = "| EI | Task | Outcome | Performed By - Date |\n|---|---|---|---|\n"
PEOPLE = "[people.ada]\nname = 'Ada Example'\nusers = ['ada']\nemails = ['ada@example.org']\n"
OPEN, FILLED = "EI-1 | Do | [Pass/Fail] | [PERFORMER - DATE]", "EI-1 | Do | Pass | ada - 2026-01-02"


def record(status: str, row: str) -> dict[str, str | None]:
    return {CR: f'---\nstatus: {status}\nversion: "1.0"\n---\n# CR-001: X of src/\n\n## Execution\n\n{HEAD}| {row} |\n'}


def executed(filled: str = FILLED, people: str = PEOPLE) -> ProjectBuilder:
    """In execution on 1 January, filled in on the 2nd, closed on the 3rd."""
    project = committed(record("IN_EXECUTION", OPEN), record("IN_EXECUTION", filled), record("CLOSED", filled))
    return project.with_settings(people)


def told(project: Project, deed: Deed) -> list[tuple[str, str, str, str]]:
    telling = telling_of(project, project.documents_by_id["CR-001"])
    return [(found.name.value, found.why_name, found.day.value, found.why_day) for found in back_deed(deed, telling)]


ADA = Deed(name="ada", day=date(2026, 1, 2))


def test_who_committed_a_change_of_the_record_while_it_was_executed_corroborates_the_name() -> None:
    project = executed().build()
    commit = project.commits[1].hash[:10]
    assert told(project, ADA) == [
        (
            "corroborated",
            f"the same person made commit {commit}, which changed the record while it was executed",
            "corroborated",
            "that commit is of the same day, or the one beside it",
        )
    ]


def test_a_day_that_no_commit_is_near_is_asserted() -> None:
    ((name, _, day, why),) = told(executed().build(), replace(ADA, day=date(2026, 3, 1)))
    assert (name, day, why) == ("corroborated", "asserted", "the text alone gives it")
    ((*_, why),) = told(executed().build(), replace(ADA, day=None))
    assert why == ""


@pytest.mark.parametrize("name", ["eve", "Ada", "ada and eve"])
def test_a_name_that_nobody_joins_with_the_author_is_asserted(name: str) -> None:
    people = PEOPLE if name == "eve" else ""
    ((support, why, *_), *_) = told(executed(people=people).build(), replace(ADA, name=name))
    assert (support, why) == ("asserted", "the text alone says so")


def test_of_several_names_each_is_judged_and_the_least_counts() -> None:
    project = executed().build()
    found = back_deed(replace(ADA, name="ada + eve"), telling_of(project, project.documents_by_id["CR-001"]))
    assert [backing.name for backing in found] == [Support.CORROBORATED, Support.ASSERTED]
    assert least(found) is Support.ASSERTED
    assert split_names("Ada Example", project.people) == ("Ada Example",)


def test_a_commit_that_the_row_names_speaks_first() -> None:
    project = executed(FILLED.replace("Do", "Do, see abcdef1")).build()
    work = project.sources.work["CR-001"]
    identity = project.people.of_user("ada", None).identity
    named = Work(windows=work.windows, changes=work.changes, named={(identity, "abcdef1"): project.commits[0]})
    telling = replace(telling_of(project, project.documents_by_id["CR-001"]), work=named)
    (backing,) = back_deed(replace(ADA, commits=("abcdef1",)), telling)
    assert backing.why_name == f"the same person made commit {project.commits[0].hash[:10]}, which the row names"


def test_what_was_committed_long_after_the_record_was_closed_is_no_evidence() -> None:
    project = committed(
        record("IN_EXECUTION", OPEN), record("CLOSED", OPEN), {"x": "1"}, {"x": "2"}, record("CLOSED", FILLED)
    ).with_settings(PEOPLE)
    changes = [commit for found in project.build().sources.work["CR-001"].changes.values() for commit in found]
    assert [commit.hash for commit in changes] == [project.commits[-1].hash, project.commits[-2].hash]


def test_a_merge_is_not_the_work_of_who_merged() -> None:
    project = executed()
    merges = tuple(structs.replace(commit, parents=("a" * 40, "b" * 40)) for commit in project.commits)
    assert dict(replace(project, commits=merges).build().sources.work["CR-001"].changes) == {}


def test_a_record_that_was_never_executed_gives_no_evidence() -> None:
    project = committed(record("DRAFT", FILLED)).with_settings(PEOPLE).build()
    assert dict(project.sources.work) == {}
    assert told(project, ADA)[0][:2] == ("asserted", "the text alone says so")


def logged(user: str) -> Project:
    log = lines("CREATE", "DRAFT>IN_EXECUTION", "CHECKIN", "IN_EXECUTION>CLOSED", "REVIEW", day=2, user=user)
    text = f"# CR-001: X of src/\n\n## Execution\n\n{HEAD}| {FILLED} |\n"
    return committed({CR: text, LOG: log}).build()


def test_an_event_of_the_same_person_during_the_execution_corroborates_the_name() -> None:
    assert told(logged("ada"), ADA) == [
        (
            "corroborated",
            "the audit log tells of the same person: status change on 2026-01-02",
            "corroborated",
            "the audit log tells of the same person on that day",
        )
    ]
    assert told(logged("eve"), ADA)[0][:2] == ("asserted", "the text alone says so")


def test_only_a_review_supports_that_somebody_reviewed_afterwards_and_only_an_approval_that_somebody_approved() -> None:
    project = committed({CR: "# CR-001: X of src/\n", LOG: lines("CREATE", "REVIEW")}).build()
    supports = [told(project, replace(ADA, part=part))[0][0] for part in Part]
    assert dict(zip(Part, supports, strict=True)) == {
        Part.PERFORMED: "asserted",
        Part.REVIEWED: "corroborated",
        Part.APPROVED: "asserted",
        Part.WROTE: "corroborated",
    }


def test_a_good_signature_authenticates_and_git_is_asked_for_these_commits_alone() -> None:
    project = executed().build()
    asked = list(deed_commits(project.documents, project.sources.work, project.people))
    assert asked == [project.commits[1].hash]
    signed = replace(project.sources, signatures={asked[0]: CommitSignature("G", "somebody")})
    (backing,) = back_deed(ADA, replace(telling_of(project, project.documents_by_id["CR-001"]), sources=signed))
    assert (backing.name, backing.day) == (Support.AUTHENTICATED, Support.AUTHENTICATED)
    assert backing.why_name.endswith(", and its signature is good")


def test_many_rows_and_many_commits_of_one_person_take_no_product_of_both() -> None:
    day = date(2026, 1, 1)
    days = [day + timedelta(days=number) for number in range(0, 400, 10)]
    asked: list[date] = []

    def day_of(one: date) -> date:
        asked.append(one)
        return one

    assert nearest(days, day + timedelta(days=204), day_of) == day + timedelta(days=200)
    assert nearest(days, day + timedelta(days=206), day_of) == day + timedelta(days=210)
    assert nearest(days, day - timedelta(days=9), day_of) == day
    assert nearest(days, date(2030, 1, 1), day_of) == nearest(days, None, day_of) == days[-1]
    assert nearest([], day, day_of) is None
    assert len(asked) < len(days)


@pytest.mark.parametrize(
    ("hour", "expected"), [(0, False), (1, True), (2, True), (3, True), (4, False), (5, True), (6, True), (9, True)]
)
def test_a_record_was_in_execution_in_its_windows_and_for_the_grace_after_each(hour: int, *, expected: bool) -> None:
    def at(when: int) -> datetime:
        return datetime(2026, 1, 1, when, tzinfo=UTC)

    windows = (Window(at(1), at(2)), Window(at(5), None))
    assert was_executed(windows, at(hour), timedelta(hours=1)) is expected
    assert was_executed((), at(hour)) is False


def test_the_end_of_time_is_a_moment_like_any_other() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    assert was_executed((Window(last, last),), last, timedelta(days=1))
