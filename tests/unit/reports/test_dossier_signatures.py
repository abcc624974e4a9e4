"""The signature sheet: who approved which version when, and how well name and date are supported."""

from datetime import date

import pytest
from builders.trails import LOG, META, committed, lines

from qms_site.reports.dossier_signatures import signature_table

pytestmark = pytest.mark.verifies("REQ-QUA-014")
TEXT = "---\ntitle: Faster\n---\n\n# CR-001: Faster\n"
STATE = '{"doc_id": "CR-001", "status": "CLOSED", "version": "2.0"}'
CR = "QMS/CR/CR-001/CR-001.md"


def test_approvals_and_reviews_of_a_log_are_told_and_nothing_else_of_it() -> None:
    log = lines("CREATE", "ROUTE_REVIEW", "REVIEW", "ROUTE_APPROVAL", "APPROVE", user="grace")
    project = committed({CR: TEXT, META: STATE, LOG: log}).build()
    table = signature_table(project, "PUMP", project.documents)
    told = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [(row["what"], row["name"], row["when"], row["source"]) for row in told] == [
        ("reviewed", "grace", "2026-01-01T03:00:00+00:00", "audit log, line 3"),
        ("approved", "grace", "2026-01-01T05:00:00+00:00", "audit log, line 5"),
    ]
    assert {(row["document"], row["name is"], row["date is"]) for row in told} == {
        ("CR-001", "asserted", "corroborated")
    }


def test_what_was_signed_after_the_day_judged_by_is_left_out() -> None:
    log = lines("CREATE", "APPROVE") + lines("APPROVE", day=9)
    project = committed({CR: TEXT, META: STATE, LOG: log}).judged_on(date(2026, 1, 5)).build()
    assert len(signature_table(project, "PUMP", project.documents).rows) == 1


def test_approvers_that_only_the_text_names_are_said_to_be_named() -> None:
    text = "---\nid: SOP-001\nstatus: EFFECTIVE\nversion: '1.0'\napprovers: [Grace, Ada]\n---\n\n# SOP-001: Cleaning\n"
    project = committed({"QMS/SOP/SOP-001.md": text}).build()
    rows = [row[:4] for row in signature_table(project, "PUMP", project.documents).rows]
    assert [row for row in rows if row[2] == "named as approver"] == [
        ("SOP-001", "1.0", "named as approver", "Grace"),
        ("SOP-001", "1.0", "named as approver", "Ada"),
    ]


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        ("", "not in [people]"),
        ("[people.grace]\nname = 'Grace'\n", "person"),
        ("[people.grace]\nname = 'G'\nkind = 'agent'\n", "agent"),
    ],
)
def test_whether_a_person_signed_is_said_only_of_those_whom_the_settings_name(people: str, kind: str) -> None:
    files = {CR: TEXT, META: STATE, LOG: lines("CREATE", "APPROVE", user="grace")}
    project = committed(files).with_settings(f"[project]\nname = 'P'\n{people}").build()
    (row,) = signature_table(project, "PUMP", project.documents).rows
    assert row[6] == kind
