from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import LOG, ProjectBuilder, a_project, committed, lines
from msgspec import structs

from qms_site.sources.snapshot import CommitRecord, CommitSignature
from qms_site.timeline.assurance import (
    Backing,
    Sources,
    Support,
    approval_commits,
    back_author,
    back_committer,
    back_events,
    back_name,
)

TEXT: dict[str, str | None] = {"QMS/CR/CR-001.md": "# CR-001: X of src/\n"}
SOP = "QMS/SOP/SOP-001.md"
PEOPLE = "[people.ada]\nname = 'Ada Example'\nusers = ['qa']\nemails = ['ada@example.org']\n"


def backings(project: ProjectBuilder, id_: str = "CR-001") -> list[Backing]:
    built = project.build()
    events = built.timelines_by_id[id_].events
    return [backing for backing in back_events(built.documents_by_id[id_], events, built.sources) if backing]


def told(project: ProjectBuilder, id_: str = "CR-001") -> list[tuple[str, str, str, str]]:
    return [(found.name.value, found.why_name, found.day.value, found.why_day) for found in backings(project, id_)]


@pytest.mark.verifies("REQ-HIST-010")
def test_a_name_that_the_log_alone_gives_is_asserted() -> None:
    project = a_project().with_document("CR-001").with_event("CR-001", "APPROVE", "2026-01-02T10:00:00Z", user="qa")
    assert told(project) == [
        ("asserted", "the audit log alone says so", "asserted", "the audit log alone gives the date")
    ]


@pytest.mark.verifies("REQ-HIST-010")
def test_a_name_is_corroborated_where_the_same_person_committed_the_event() -> None:
    project = committed(TEXT | {LOG: lines("APPROVE", user="qa")})
    commit = project.commits[0].hash[:10]
    assert told(project) == [
        (
            "asserted",
            f"the audit log says so; commit {commit}, which brought it, is by Ada Example",
            "corroborated",
            "it was committed within a day",
        )
    ]
    assert told(project.with_settings(PEOPLE)) == [
        (
            "corroborated",
            f"the same person made commit {commit}, which brought the event",
            "corroborated",
            "it was committed within a day",
        )
    ]


@pytest.mark.verifies("REQ-HIST-010")
def test_a_date_that_was_committed_long_after_is_asserted() -> None:
    project = committed({"other": "x"}, {"other": "y"}, {"other": "z"}, TEXT | {LOG: lines("APPROVE")})
    ((_, _, day, why),) = told(project)
    assert (day, why) == ("asserted", "the audit log gives the date; it was committed on 2026-01-04")


def text(status: str, **fields: str) -> dict[str, str | None]:
    more = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return {SOP: f'---\nstatus: {status}\nversion: "1.0"\n{more}---\n# SOP-001: X\n'}


@pytest.mark.verifies("REQ-HIST-010")
def test_a_commit_and_a_text_that_agree_corroborate_each_other() -> None:
    project = committed(text("EFFECTIVE", approvers="Ada Example", approval_date="2026-01-01"))
    assert told(project, "SOP-001") == [
        ("corroborated", "commit and text name the same person", "corroborated", "the text gives the same day")
    ]
    assert told(committed(text("EFFECTIVE", approvers="Eve")), "SOP-001") == [
        ("asserted", "the commit alone says so", "asserted", "the commit alone gives the date")
    ]


@pytest.mark.verifies("REQ-HIST-010")
@pytest.mark.parametrize(
    ("name", "support"), [("Ada Example", Support.CORROBORATED), ("Grace Other", Support.ASSERTED)]
)
def test_a_name_in_a_text_is_supported_by_an_event_of_the_same_person(name: str, support: Support) -> None:
    project = committed(text("EFFECTIVE", approvers=name)).build()
    document, events = project.documents_by_id["SOP-001"], project.timelines_by_id["SOP-001"].events
    found = back_events(document, events, project.sources)
    assert back_name(name, ("approvers",), events, found, project.people).name is support


def test_of_those_who_are_said_to_have_approved_only_an_approval_counts() -> None:
    project = a_project().with_document("SOP-001").with_event("SOP-001", "CREATE", "2026-01-02", user="ada").build()
    document, events = project.documents_by_id["SOP-001"], project.timelines_by_id["SOP-001"].events
    found = back_events(document, events, project.sources)
    assert back_name("ada", ("approvers",), events, found, project.people).name is Support.ASSERTED
    assert back_name("ada", ("author",), events, found, project.people).name is Support.CORROBORATED


@pytest.mark.verifies("REQ-HIST-019")
def test_the_role_is_that_of_the_day_of_the_event() -> None:
    roles = PEOPLE + "role = 'quality'\nuntil = 2026-01-01\n"
    first = committed(TEXT | {LOG: lines("CREATE", user="qa") + lines("APPROVE", day=2, user="qa")})
    assert [found.standing.roles for found in backings(first.with_settings(roles))] == [("quality",), ()]


def test_only_commits_that_carry_approvals_are_asked_for_their_signatures() -> None:
    project = committed(
        TEXT | {LOG: lines("CREATE")},
        {LOG: lines("CREATE", "ROUTE_APPROVAL")},
        {LOG: lines("CREATE", "ROUTE_APPROVAL", "APPROVE")},
        text("DRAFT"),
        text("EFFECTIVE"),
    ).build()
    told_of = ((document, project.timelines_by_id[document.id].events) for document in project.documents)
    asked = approval_commits(told_of, project.sources.brought, project.settings)
    assert sorted(asked) == sorted(project.commits[place].hash for place in (2, 0))


def with_signature(sources: Sources, commit: CommitRecord) -> Sources:
    """The same sources, with this commit under a good signature."""
    return replace(sources, commits={commit.hash: commit}, signatures={commit.hash: CommitSignature("G", "somebody")})


def test_who_wrote_and_who_committed_is_asserted_by_the_commit_unless_it_is_signed() -> None:
    project = committed(text("EFFECTIVE")).build()
    commit = structs.replace(project.commits[0], committer="Eve", committer_email="eve@example.org")
    signed = with_signature(project.sources, commit)
    found = [back(commit, sources) for sources in (project.sources, signed) for back in (back_author, back_committer)]
    assert [(backing.standing.name, backing.name.value, backing.why_name) for backing in found] == [
        ("Ada Example", "asserted", "the commit alone says so"),
        ("Eve", "asserted", "the commit alone says so"),
        ("Ada Example", "asserted", "the commit alone says so"),
        ("Eve", "authenticated", "the signature of the commit is good"),
    ]


def test_where_another_committed_the_signature_stands_for_that_one() -> None:
    project = committed(text("EFFECTIVE")).build()
    document, events = project.documents_by_id["SOP-001"], project.timelines_by_id["SOP-001"].events
    commit = structs.replace(project.commits[0], committer="Eve", committer_email="eve@example.org")
    sources = with_signature(project.sources, commit)
    (backing,) = back_events(document, events, sources)
    assert backing is not None
    assert backing.name is Support.ASSERTED
    web = structs.replace(commit, committer="Host", committer_email="noreply@host.example")
    (backing,) = back_events(document, events, with_signature(project.sources, web))
    assert backing is not None
    assert backing.name is Support.AUTHENTICATED
    assert events[0].when == datetime(2026, 1, 1, 12, tzinfo=UTC)
