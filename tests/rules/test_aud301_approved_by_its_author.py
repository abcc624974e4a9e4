import pytest
from builders import LOG, ProjectBuilder, a_project, committed, told_by

PATH = "QMS/SOP/SOP-001.md"


def logged(*events: str, id_: str = "CR-001", project: ProjectBuilder | None = None) -> ProjectBuilder:
    """A log of these events: ``ada CREATE``, or with a state ``ada APPROVE PRE_APPROVED``."""
    project = (project or a_project()).with_document(id_, status=None, version=None)
    for hour, event in enumerate(events):
        user, kind, *state = event.split()
        states = {"to_status": state[0]} if state else {}
        project = project.with_event(id_, kind, f"2026-01-02T{hour:02}:00:00Z", user=user, **states)
    return project


@pytest.mark.verifies("REQ-HIST-008")
@pytest.mark.parametrize(
    ("events", "told"),
    [
        (("ada CREATE", "ada APPROVE"), f"{LOG}:2 CR-001: CR-001 was approved by its author ada alone"),
        (
            ("ada CREATE", "eve CHECKIN", "ada REVIEW", "eve APPROVE"),
            f"{LOG}:4 CR-001: CR-001 was approved by its last editor eve alone",
        ),
        (
            ("ada CREATE", "eve APPROVE PRE_APPROVED", "ada RELEASE", "ada APPROVE", "ada CLOSE"),
            f"{LOG}:4 CR-001: CR-001 was approved by its author ada alone",
        ),
        (
            ("ada CREATE", "ada APPROVE", "ada CHECKOUT", "ada APPROVE"),
            f"{LOG}:2 CR-001: CR-001 was approved by its author ada alone, and so in 1 more round",
        ),
        (
            ("ada CREATE", "eve APPROVE", "joe REJECT", "ada APPROVE"),
            f"{LOG}:4 CR-001: CR-001 was approved by its author ada alone",
        ),
        (
            ("ada CREATE", "eve APPROVE", "ada APPROVE", "eve REVOKE_APPROVAL"),
            f"{LOG}:3 CR-001: CR-001 was approved by its author ada alone",
        ),
        (("ada CREATE", "ad\u200ba APPROVE"), f"{LOG}:2 CR-001: CR-001 was approved by its author ad\u200ba alone"),
    ],
)
def test_who_approves_what_is_their_own_is_found(events: tuple[str, ...], told: str) -> None:
    assert told_by("AUD301", logged(*events)) == [f"warning {told}"]


def test_the_hint_says_how_well_the_name_is_supported() -> None:
    (finding,) = (
        judged.finding
        for judged in logged("ada CREATE", "ada APPROVE").run().findings
        if judged.finding.code == "AUD301"
    )
    assert str(finding.hint).endswith("; that name is asserted")


@pytest.mark.parametrize(
    "project",
    [
        logged("ada CREATE", "eve APPROVE"),
        logged("ada CREATE", "ada APPROVE", "eve APPROVE"),
        logged("ada CREATE", "ada ROUTE_APPROVAL", "eve APPROVE"),
        logged("ada CREATE", "ada CHECKIN", "eve REVIEW"),
        logged("ada CREATE", "ada APPROVAL_REJECTED"),
        logged("eve APPROVE"),
        logged("ada CREATE", "ada APPROVE").with_settings("[project]\ngovernance-start = 2026-02-01"),
    ],
    ids=["another", "both", "asked for it", "not approved", "refused", "nobody wrote it", "before governance"],
)
def test_what_somebody_else_approved_is_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD301", project) == []


@pytest.mark.verifies("REQ-HIST-008", "REQ-HIST-010")
def test_people_join_names() -> None:
    project = logged("ada CREATE", "quality APPROVE")
    assert told_by("AUD301", project) == []
    joined = project.with_settings("[people.ada]\nname = 'Ada Example'\nusers = ['quality']")
    assert told_by("AUD301", joined) == [f"warning {LOG}:2 CR-001: CR-001 was approved by its author Ada Example alone"]


def text(approvers: str, author: str | None = "Eve") -> str:
    named = f"author: {author}\n" if author else ""
    return f'---\nstatus: EFFECTIVE\nversion: "1.0"\n{named}approvers: {approvers}\n---\n# SOP-001: X\n'


@pytest.mark.verifies("REQ-HIST-008")
@pytest.mark.parametrize(
    ("project", "told"),
    [
        (a_project().with_document("SOP-001", author="Eve", approvers="Eve"), "its author Eve"),
        (committed({PATH: text("[Ada Example]", None)}), "its author Ada Example"),
        (committed({PATH: text("ada@example.org", None)}), "its author ada@example.org"),
        (committed({PATH: text("'Ada E. <ADA@example.org>'", None)}), "its author Ada E."),
        (committed({PATH: text("[{name: Ada Example, role: quality}]", None)}), "its author Ada Example"),
        (
            committed({PATH: text("Ada Example").replace("EFFECTIVE", "DRAFT")}, {PATH: text("Ada Example")}),
            "its last editor Ada Example",
        ),
    ],
)
def test_names_in_texts_count_too(project: ProjectBuilder, told: str) -> None:
    assert told_by("AUD301", project) == [f"warning {PATH} SOP-001: SOP-001 was approved by {told} alone"]


@pytest.mark.parametrize(
    "project",
    [
        committed({PATH: text("Grace")}),
        committed({PATH: text("[Eve, Grace]")}),
        committed({PATH: text("Eve").replace("EFFECTIVE", "DRAFT")}),
        committed({PATH: text("''", None)}),
    ],
    ids=["another", "several", "a draft", "nobody is named"],
)
def test_texts_that_somebody_else_approved_are_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD301", project) == []


AGENT = "[people.robot]\nkind = 'agent'\nname = 'Robot'\n"


@pytest.mark.verifies("REQ-HIST-008")
def test_in_a_project_of_one_person_agents_alone_are_told() -> None:
    project = a_project()
    for number in range(1, 5):
        project = logged("ada CREATE", "ada APPROVE", id_=f"SOP-00{number}", project=project)
    assert told_by("AUD301", project) == []
    project = logged("robot CREATE", "robot APPROVE", project=project).with_settings(AGENT)
    assert told_by("AUD301", project) == [
        f"warning {LOG}:2 CR-001: CR-001 was approved by its author Robot, an agent, alone"
    ]


def test_many_documents_are_told_as_one() -> None:
    project = logged("ada CREATE", "eve APPROVE")
    for number in range(1, 13):
        project = logged("ada CREATE", "ada APPROVE", id_=f"SOP-{number:03}", project=project)
    assert told_by("AUD301", project) == [
        (
            "warning None audit trail: 12 documents were approved by their authors or last editors alone: "
            "SOP-001, SOP-002, SOP-003, SOP-004, SOP-005 and 7 more"
        )
    ]
