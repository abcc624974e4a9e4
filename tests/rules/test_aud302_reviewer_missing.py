import pytest
from builders import LOG, ProjectBuilder, a_project, told_by

PEOPLE = """
[types.CR]
required-reviewers = ["quality", "ada"]

[people.quinn]
role = "Quality"
until = 2026-06-30
delegate = "dee"

[people.dee]
role = "other"
"""


def record(*events: str, day: int = 2, settings: str = PEOPLE) -> ProjectBuilder:
    project = a_project().with_document("CR-001", status=None, version=None).with_settings(settings)
    for hour, event in enumerate(("eve CREATE", *events)):
        user, kind = event.split()
        project = project.with_event("CR-001", kind, f"2026-{day:02}-02T{hour:02}:00:00Z", user=user)
    return project


@pytest.mark.verifies("REQ-HIST-008")
@pytest.mark.parametrize(
    ("project", "missing"),
    [
        (record("ada APPROVE"), "quality"),
        (record("quinn REVIEW", "bob APPROVE"), "ada"),
        (record("quinn REVIEW", "ada APPROVE", day=7), "quality"),
        (record("quinn ROUTE_REVIEW", "ada APPROVE"), "quality"),
        (record("quinn REVIEW", "quinn WITHDRAW_REVIEW", "ada APPROVE"), "quality"),
        (record("quinn REVIEW", "ada REVIEW", "bob APPROVE", "eve CHECKOUT", "bob APPROVE"), "quality, ada"),
    ],
    ids=["role", "person", "no longer in the role", "only asked", "withdrawn", "in an earlier round"],
)
def test_who_did_not_review_is_named(project: ProjectBuilder, missing: str) -> None:
    (told,) = told_by("AUD302", project)
    assert told.startswith(f"warning {LOG}:")
    assert told.endswith(f" CR-001: CR-001 was approved, and not reviewed by {missing}")


@pytest.mark.parametrize(
    "project",
    [
        record("quinn REVIEW", "ada APPROVE"),
        record("Ada REVIEW", "quinn APPROVE"),
        record("dee REVIEW", "ada APPROVE"),
        record("quinn REVIEW"),
        record("bob APPROVE", settings=""),
        record("bob APPROVE").with_settings("[project]\ngovernance-start = 2027-01-01"),
    ],
    ids=["reviewed", "approved", "by a delegate", "not approved yet", "nobody is required", "before governance"],
)
def test_where_all_reviewed_it_is_silent(project: ProjectBuilder) -> None:
    assert told_by("AUD302", project) == []


def test_many_documents_are_told_as_one() -> None:
    project = a_project().with_settings('[types.SOP]\nrequired-reviewers = ["quality"]')
    for number in range(1, 13):
        project = project.with_document(f"SOP-{number:03}", author="eve", approvers="ada")
    assert told_by("AUD302", project) == [
        (
            "warning None audit trail: 12 documents were approved without those who must review them: "
            "SOP-001, SOP-002, SOP-003, SOP-004, SOP-005 and 7 more"
        )
    ]
