import pytest
from builders import ProjectBuilder, a_project, committed, told_by


def text(number: int) -> str:
    return f'---\nstatus: EFFECTIVE\nversion: "1.0"\n---\n# SOP-00{number}: X\n'


def procedures(count: int) -> ProjectBuilder:
    return committed({f"QMS/SOP/SOP-00{number}.md": text(number) for number in range(1, count + 1)})


@pytest.mark.verifies("REQ-HIST-008")
def test_a_project_of_one_person_is_one_note() -> None:
    assert told_by("AUD303", procedures(3)) == [
        "note None people: one person, Ada Example, stands behind all documents and approvals"
    ]


def by_log(count: int) -> ProjectBuilder:
    project = procedures(count)
    for number in range(1, count + 1):
        for kind in ("CREATE", "APPROVE"):
            project = project.with_event(f"SOP-00{number}", kind, "2026-01-02", user="ada")
    return project


def test_the_only_user_of_all_logs_is_the_only_author_of_commits() -> None:
    assert told_by("AUD303", by_log(3)) == [
        "note None people: one person, Ada Example, stands behind all documents and approvals"
    ]
    assert told_by("AUD301", by_log(3)) == []
    two = by_log(3).with_settings("[people.ada]\n[people.other]\nname = 'Ada Example'")
    assert told_by("AUD303", two) == []
    assert len(told_by("AUD301", two)) == 3


AGENT = "[people.robot]\nkind = 'agent'\nusers = ['robot']\n"


@pytest.mark.verifies("REQ-HIST-008")
def test_agents_are_no_persons() -> None:
    project = procedures(3).with_settings(AGENT).with_document("CR-001")
    project = project.with_event("CR-001", "CREATE", "2026-01-02", user="robot")
    assert told_by("AUD303", project) == [
        "note None people: one person, Ada Example, stands behind all documents and approvals, beside 1 agent"
    ]
    project = a_project().with_settings(AGENT)
    for number in range(1, 4):
        project = project.with_document(f"SOP-00{number}", author="robot", approvers="robot")
    assert told_by("AUD303", project) == [
        "note None people: no person stands behind the documents and approvals, only 1 agent"
    ]


@pytest.mark.parametrize(
    "project",
    [
        procedures(2),
        procedures(4).with_event("SOP-001", "REVIEW", "2026-01-02", user="eve"),
        procedures(3).with_commit({"QMS/SOP/SOP-001.md": text(1) + "\n"}, author="Eve Other"),
        procedures(3).with_document("SOP-004", author="Ada Example", approvers="Grace"),
        procedures(3).with_settings("[project]\ngovernance-start = 2026-02-01"),
        a_project().with_document("SOP-001").with_document("SOP-002").with_document("SOP-003"),
    ],
    ids=["few", "a user", "an author", "a name in a text", "before governance", "nobody"],
)
def test_where_there_are_others_or_few_documents_it_is_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD303", project) == []


def test_tools_are_nobody() -> None:
    project = procedures(4).with_event("SOP-001", "CREATE", "2026-01-02", user="system")
    assert len(told_by("AUD303", project)) == 1
