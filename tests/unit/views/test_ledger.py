from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project

from qms_site.views.governed import build_governed_view
from qms_site.views.ledger import build_ledger_view
from qms_site.views.record_work import RecordWork, build_record_work

START = datetime(2026, 1, 10, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'FLOW'\ncode = ['src']\n"


def record(status: str, id_: str = "CR-001") -> dict[str, str | None]:
    return {f"QMS/CR/{id_}.md": f'---\nstatus: {status}\nversion: "1.0"\n---\n# {id_}: X of `src/a.py`\n'}


def lived() -> ProjectBuilder:
    """CR-001 from its draft to its closing on 12 January, with one commit of each standing; CR-002 closed and never cited."""
    steps = (
        (0, record("DRAFT"), "CR-001: draft"),
        (1, {"src/a.py": "0"}, "CR-001: too early"),
        (24, record("IN_EXECUTION"), "CR-001: release"),
        (25, {"src/a.py": "1"}, "CR-001: as planned"),
        (26, {"src/a.py": "2", "src/b.py": "1"}, "CR-001: and more"),
        (27, {"src/a.py": "3"}, "Nobody asked"),
        (28, {"README.md": "x"}, "Words"),
        (48, record("CLOSED"), "CR-001: close"),
        (49, {"src/a.py": "4"}, "CR-001 CLOSED"),
        (50, record("CLOSED", "CR-002"), "A record of nothing"),
    )
    project = a_project().with_settings(SYSTEM)
    for hours, files, message in steps:
        project = project.with_commit(files, START + timedelta(hours=hours), message=message)
    return project


@pytest.mark.verifies("REQ-AUTH-006")
def test_the_ledger_has_every_commit_since_governance_began_with_its_authority() -> None:
    view = build_ledger_view(lived().build())
    assert [(row.subject, row.standing, row.is_out_of_scope) for row in view.rows] == [
        ("A record of nothing", "documents only", False),
        ("CR-001 CLOSED", "recorded late", False),
        ("CR-001: close", "documents only", False),
        ("Words", "nothing governed", False),
        ("Nobody asked", "no record", False),
        ("CR-001: and more", "authorised", True),
        ("CR-001: as planned", "authorised", False),
        ("CR-001: release", "documents only", False),
        ("CR-001: too early", "outside", False),
        ("CR-001: draft", "documents only", False),
    ]
    assert view.standings == (("authorised", 2), ("recorded late", 1), ("outside", 1), ("no record", 1))
    assert view.others == (("documents only", 4), ("nothing governed", 1))
    more = view.rows[5]
    assert more.says[0].words == "in execution; does not name all that was changed"
    assert (more.systems, more.documents, view.before) == (("FLOW",), (), 0)


def test_what_a_record_says_is_told_as_it_was() -> None:
    project = lived().with_commit({"src/a.py": "9"}, START + timedelta(hours=60), message="CR-009: no such thing")
    view = build_ledger_view(project.build())
    told = {row.subject: row.says[0].words for row in view.rows if row.says}
    assert told["CR-009: no such thing"] == "no such record here"
    assert told["CR-001: too early"] == "not in execution (Draft); names what was changed"
    assert told["CR-001 CLOSED"] == "just after its execution or closing (Closed); names what was changed"


def test_commits_stand_as_they_were_made_and_not_as_they_came() -> None:
    project = lived().with_commit({"src/a.py": "9"}, START + timedelta(hours=2), message="CR-001: came last")
    subjects = [row.subject for row in build_ledger_view(project.build()).rows]
    assert subjects[-3:] == ["CR-001: came last", "CR-001: too early", "CR-001: draft"]
    assert [row.subject for row in work(project).rows][1:3] == ["CR-001: too early", "CR-001: came last"]


@pytest.mark.verifies("REQ-AUTH-006")
def test_closed_records_that_no_commit_cites_changed_nothing() -> None:
    assert [row.id for row in build_ledger_view(lived().build()).idle] == ["CR-002"]


@pytest.mark.verifies("REQ-AUTH-004", "REQ-AUTH-011")
def test_what_came_before_governance_is_counted_and_left_out() -> None:
    project = lived().with_settings("[project]\ngovernance-start = 2026-01-11\n")
    view, numbers = build_ledger_view(project.build()), build_governed_view(project.run())
    assert (view.before, len(view.rows), dict(view.standings).get("outside")) == (2, 8, None)
    assert (numbers.before, numbers.before_governed, numbers.total) == (2, 1, 4)


@pytest.mark.verifies("REQ-AUTH-011")
def test_one_page_says_in_numbers_how_governed_the_project_is() -> None:
    view = build_governed_view(lived().run())
    assert (view.total, view.percent, view.beyond) == (5, 40.0, 1)
    (system,) = view.systems
    assert (system.name, system.total, system.counts, system.beyond) == ("FLOW", 5, (2, 0, 1, 1, 1), 1)
    assert (view.records, view.open_records, view.idle) == (1, 0, 1)
    assert next((told.family, told.errors, told.warnings, told.notes) for told in view.told) == ("GIT", 0, 3, 1)
    assert not build_governed_view(a_project().with_document("SOP-001").run()).is_governed


def work(project: ProjectBuilder, id_: str = "CR-001") -> RecordWork:
    built = project.build()
    found = build_record_work(built, built.documents_by_id[id_])
    assert found is not None
    return found


@pytest.mark.verifies("REQ-AUTH-010")
def test_a_record_shows_its_states_commits_and_files_and_what_fell_outside() -> None:
    found = work(lived())
    assert [row.subject for row in found.rows] == [
        "CR-001: draft", "CR-001: too early", "CR-001: release", "CR-001: as planned", "CR-001: and more", "CR-001: close",
        "CR-001 CLOSED",
    ]  # fmt: skip
    assert (found.outside, found.late, found.beyond, found.left_out) == (1, 1, 1, 0)
    assert [(file.path, file.commits, file.is_named) for file in found.files] == [
        ("src/a.py", 4, True),
        ("src/b.py", 1, False),
    ]
    assert [(span.status.label, span.left, span.width) for span in found.spans] == [
        ("Draft", 0.0, 48.98),
        ("In execution", 48.98, 48.98),
    ]
    assert {tick.kind for tick in found.ticks} == {"documents-only", "outside", "authorised", "recorded-late"}
    assert (found.scope_version, found.is_scope_approved) == ("1.0", True)


def test_a_child_stands_on_the_strip_where_it_was_opened() -> None:
    child = {"QMS/CR/CR-001-VAR-001.md": '---\nstatus: CLOSED\nversion: "1.0"\n---\n# CR-001-VAR-001: X\n'}
    project = lived().with_commit(child, START + timedelta(hours=36), message="A variance")
    (tick,) = (tick for tick in work(project).ticks if tick.kind == "child")
    assert tick.title == "2026-01-11 12:00 CR-001-VAR-001 was opened"


def test_of_very_many_commits_those_that_fell_outside_stay() -> None:
    project = lived()
    for number in range(120):
        project = project.with_commit(
            {"src/a.py": f"n{number}"}, START + timedelta(hours=30, minutes=number), message="CR-001: again"
        )
    found = work(project)
    assert (len(found.rows), found.left_out) == (100, 27)
    assert found.rows[0].subject == "CR-001: too early"


def test_a_procedure_and_a_record_of_which_nothing_is_known_have_no_work() -> None:
    built = a_project().with_document("SOP-001").with_document("CR-001").build()
    assert [build_record_work(built, document) for document in built.documents] == [None, None]


@pytest.mark.verifies("REQ-AUTH-011")
def test_what_documents_say_of_commits_is_counted() -> None:
    project = lived()
    known, text = (
        project.commits[-1].hash[:10],
        "# CR-003: X of `src/a.py`\n\nCommits {}, 0a9b8c7 and `src/b.py @ {}`.\n",
    )
    view = build_governed_view(project.with_document("CR-003", text.format(known, known)).run())
    assert [(claim.confirmed, claim.total, claim.rest) for claim in view.claims] == [
        (1, 2, "1 unknown, or in a repository that is not there as a whole"),
        (0, 1, "1 not there at that commit"),
    ]
