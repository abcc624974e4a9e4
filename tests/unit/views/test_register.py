from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from builders import a_project

from qms_site.settings import Stage
from qms_site.views.register import build_registers, title_of_type
from qms_site.views.rows import DocumentRow, Status, label_of, row_of


@pytest.mark.verifies("REQ-SITE-003")
def test_registers_follow_the_profile_and_documents_their_ids() -> None:
    project = a_project()
    for id_ in ("CR-10", "CR-9", "SOP-1", "ZZ-1", "FORM-2", "POL-1"):
        project = project.with_document(id_, id=id_)
    registers = build_registers(project.build())
    assert [(register.type, register.title, [row.id for row in register.rows]) for register in registers] == [
        ("POL", "Policies", ["POL-1"]),
        ("SOP", "Standard operating procedures", ["SOP-1"]),
        ("CR", "Change records", ["CR-9", "CR-10"]),
        ("FORM", "FORM", ["FORM-2"]),
        ("ZZ", "ZZ", ["ZZ-1"]),
    ]


def test_statuses_are_counted_the_most_frequent_first() -> None:
    project = a_project().with_document("CR-1", status="CLOSED").with_document("CR-2", status="DRAFT")
    project = project.with_document("CR-3", status="closed").with_document("CR-4", status=None)
    (register,) = build_registers(project.build())
    assert register.statuses == (("Closed", 2), ("Draft", 1), ("No status", 1))
    assert register.open_count == 1


def test_columns_that_would_say_nothing_are_left_out() -> None:
    (bare,) = build_registers(a_project().with_document("CR-1", status="DRAFT").build())
    assert (bare.has_owners, bare.has_parents, bare.is_effective_kind) == (False, False, False)
    (full,) = build_registers(a_project().with_document("SOP-1", owner="ada", parent="POL-1").build())
    assert (full.has_owners, full.has_parents, full.is_effective_kind) == (True, True, True)


@pytest.mark.parametrize(("user", "support"), [("ada", "corroborated"), ("eve", "asserted")])
def test_the_name_of_an_owner_is_corroborated_by_an_event_of_the_same_person(user: str, support: str) -> None:
    project = a_project().with_document("SOP-1", owner="ada").with_event("SOP-1", "CREATE", "2026-01-01", user=user)
    (register,) = build_registers(project.with_document("SOP-2").build())
    assert {id_: owner.support for id_, owner in register.owners.items()} == {"SOP-1": support}


@pytest.mark.parametrize(
    ("settings", "singular", "plural"),
    [
        ("", "Change record", "Change records"),
        ("[types.CR]\ntitle = 'Change'\nplural = 'Changes'", "Change", "Changes"),
        ("[types.FORM]\ntitle = 'Form'", "Form", "Forms"),
        ("[types.FORM]\npattern = 'FORM-\\d+'", "FORM", "FORMs"),
    ],
)
def test_a_type_has_a_name_in_words(settings: str, singular: str, plural: str) -> None:
    project = a_project().with_settings(settings).build()
    type_ = "FORM" if "FORM" in settings else "CR"
    assert (title_of_type(project, type_), title_of_type(project, type_, plural=True)) == (singular, plural)


@pytest.mark.parametrize(
    ("state", "label"), [("IN_PRE_REVIEW", "In pre review"), ("DRAFT", "Draft"), (None, "No status")]
)
def test_a_state_is_told_in_words(state: str | None, label: str) -> None:
    assert label_of(state) == label


def test_a_row_says_the_document_in_one_line() -> None:
    project = a_project().with_document("CR-1-VAR-2", status="in-execution", owner="ada", title="Spill").build()
    assert row_of(project, project.documents[0]) == DocumentRow(
        id="CR-1-VAR-2",
        title="Spill",
        type="VAR",
        status=Status(label="In execution", stage=Stage.EXECUTION),
        version="1.0",
        in_force=None,
        owner="ada",
        parent="CR-1",
        changed=None,
        is_open=True,
    )


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (datetime(2026, 1, 5, 12, tzinfo=UTC), date(2026, 1, 5)),
        (datetime(2026, 1, 5, 2, tzinfo=timezone(timedelta(hours=5))), date(2026, 1, 4)),
    ],
)
def test_the_day_of_the_last_change_is_utc(when: datetime, day: date) -> None:
    project = a_project().with_commit({"QMS/SOP-001.md": "---\nstatus: DRAFT\n---\n"}, when).build()
    assert row_of(project, project.documents[0]).changed == day
