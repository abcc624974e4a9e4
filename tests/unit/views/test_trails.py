from dataclasses import replace

import pytest
from builders import LOG, META, ProjectBuilder, a_project, committed, lines

from qms_site.reports.facts import collect_facts
from qms_site.views.document import build_document_view
from qms_site.views.names import NameView
from qms_site.views.trails import TrailState, TrailsView, build_trails

TEXT: dict[str, str | None] = {"QMS/CR/CR-001.md": "# CR-001: X of src/\n"}
META_OF = '{{"doc_id": "CR-001", "status": "{}", "version": "1.0"}}'
CREATED = lines("CREATE", "REVIEW")
PEOPLE = """
[people.ada]
name = "Ada Example"
emails = ["ada@example.org"]
users = ["ada"]
role = "quality"
from = 2026-01-01
until = 2026-06-30
delegate = "robot"

[people.ada-later]
name = "Ada Example"
role = "head"

[people.robot]
kind = "agent"
"""


def trails(project: ProjectBuilder) -> TrailsView:
    return build_trails(project.run())


BROKEN = committed(
    TEXT | {LOG: CREATED, META: META_OF.format("DRAFT")},
    {LOG: CREATED.replace("REVIEW", "REJECT")},
    {META: META_OF.format("CLOSED")},
    {"QMS/.archive/CR/CR-001-v0.1.md": "a"},
    {"QMS/.archive/CR/CR-001-v0.1.md": "b"},
    {LOG: None},
)


@pytest.mark.verifies("REQ-HIST-020")
def test_each_deed_that_broke_a_trail_is_told_with_its_commit() -> None:
    (row,) = trails(BROKEN).rows
    commits = BROKEN.commits
    assert row.state is TrailState.BROKEN
    assert [(deed.what, deed.detail, deed.commit) for deed in row.breaks] == [
        ("log rewritten", "1 line altered", commits[4]),
        ("metadata without event", "DRAFT to CLOSED", commits[3]),
        ("archived version changed", "CR-001-v0.1.md", commits[1]),
        ("log removed", "", commits[0]),
    ]


@pytest.mark.verifies("REQ-HIST-020")
@pytest.mark.parametrize(
    ("project", "state", "why"),
    [
        (committed(TEXT | {LOG: CREATED}), "intact", ""),
        (
            a_project().with_document("CR-001").with_event("CR-001", "CREATE", "2026-01-02"),
            "not compared",
            "there is no git to compare with",
        ),
        (a_project().with_document("CR-001"), "no trail", "neither a log nor a commit tells of it"),
        (
            committed(TEXT).with_event("CR-001", "CREATE", "2026-01-02"),
            "not compared",
            "its log is not committed",
        ),
        (
            replace(committed(TEXT | {LOG: CREATED}), blobs={}),
            "not compared",
            "a version of its log is missing or too large",
        ),
        (
            BROKEN.with_settings("[project]\ngovernance-start = 2026-02-01").with_event("CR-001", "A", "2026-01-02"),
            "intact",
            "",
        ),
    ],
    ids=["intact", "no git", "nothing", "not committed", "objects are missing", "before governance"],
)
def test_what_is_known_of_a_trail(project: ProjectBuilder, state: str, why: str) -> None:
    (row,) = trails(project).rows
    assert (row.state, row.why) == (state, why)


def test_in_a_shallow_clone_intact_means_since_its_beginning() -> None:
    project = committed(TEXT | {LOG: CREATED})
    assert project.revision is not None
    shown = trails(replace(project, revision=replace(project.revision, is_shallow=True)))
    assert (shown.is_shallow, shown.rows[0].why) == (True, "as far as this clone goes back")


def test_the_page_counts_what_was_compared_and_puts_the_worst_first() -> None:
    more: dict[str, str | None] = {"QMS/SOP/SOP-001.md": "# SOP-001: X\n"}
    log = "QMS/.audit/SOP/SOP-001.jsonl"
    project = committed(TEXT | more | {LOG: CREATED, log: CREATED}, {log: lines("CREATE")})
    shown = trails(project)
    assert [row.row.id for row in shown.rows] == ["SOP-001", "CR-001"]
    assert shown.counts == ((TrailState.BROKEN, 1), (TrailState.INTACT, 1))
    assert (shown.logs, shown.versions, shown.commits, shown.before) == (2, 3, 2, 0)
    first = shown.rows[1]
    assert (first.source, first.events, str(first.first), str(first.last)) == (
        "audit log",
        2,
        "2026-01-01",
        "2026-01-01",
    )


@pytest.mark.verifies("REQ-HIST-009")
def test_deleted_records_are_listed() -> None:
    text = "---\nstatus: CLOSED\nversion: '1.0'\n---\n# CR-002: X of src/\n"
    project = committed(TEXT | {"QMS/CR/CR-002.md": text}, {"QMS/CR/CR-002.md": None})
    (row,) = trails(project).deletions
    assert (row.deletion.id, row.state, row.when, row.deletion.commit.author) == (
        "CR-002",
        "Closed",
        project.commits[0].committed,
        "Ada Example",
    )
    (fact,) = collect_facts(project.run()).deleted
    assert (fact.id, fact.path, fact.status, fact.commit) == (
        "CR-002",
        "QMS/CR/CR-002.md",
        "CLOSED",
        project.commits[0].hash,
    )


def test_facts_say_of_each_document_what_broke_its_trail() -> None:
    (fact,) = collect_facts(BROKEN.run()).trails
    assert (fact.document, fact.source, fact.intact) == ("CR-001", "git", False)
    assert [(found.what, found.commit, found.author) for found in fact.broken][:1] == [
        ("log rewritten", BROKEN.commits[4].hash, "Ada Example")
    ]
    (fact,) = collect_facts(committed(TEXT | {LOG: CREATED}).run()).trails
    assert (fact.source, fact.events, fact.intact, fact.broken) == ("audit", 2, True, ())
    (fact,) = collect_facts(a_project().with_document("CR-001").run()).trails
    assert (fact.source, fact.intact) == (None, None)


@pytest.mark.verifies("REQ-HIST-010", "REQ-HIST-019")
def test_people_are_listed_with_their_roles_and_how_well_their_approvals_are_supported() -> None:
    log = CREATED + lines("APPROVE") + lines("APPROVE", user="eve")
    shown = trails(committed(TEXT | {LOG: log}).with_settings(PEOPLE))
    assert [(person.name, person.kind, person.roles, person.approvals, person.supports) for person in shown.people] == [
        (
            "Ada Example",
            "person",
            ("quality (from 2026-01-01 until 2026-06-30; delegate: robot)", "head"),
            1,
            (("corroborated", 1),),
        ),
        ("robot", "agent", (), 0, ()),
        ("eve", "not in [people]", (), 1, (("asserted", 1),)),
    ]


@pytest.mark.verifies("REQ-HIST-010", "REQ-HIST-019")
def test_on_a_document_each_name_carries_role_and_support() -> None:
    log = lines("CREATE", user="robot") + lines("APPROVE")
    run = committed(TEXT | {LOG: log}).with_settings(PEOPLE).run()
    shown = build_document_view(run, run.project.documents_by_id["CR-001"])
    names = [entry.who for entry in shown.timeline]
    assert all(names)
    found = [(name.name, name.written, name.roles, name.is_agent, name.support) for name in names if name]
    assert found == [
        ("robot", None, "for Ada Example: quality", True, "asserted"),
        ("Ada Example", "ada", "quality; head", False, "corroborated"),
    ]
    assert [entry.is_approval for entry in shown.timeline] == [False, True]
    assert [name.name for name in shown.approvers] == ["Ada Example"]


@pytest.mark.verifies("REQ-HIST-010")
def test_names_in_front_matter_carry_their_support() -> None:
    text = "---\nstatus: EFFECTIVE\nversion: '1.0'\nauthor: Eve\napprovers: [Ada Example, Grace]\n---\n# SOP-001: X\n"
    run = committed({"QMS/SOP/SOP-001.md": text}).run()
    shown = build_document_view(run, run.project.documents_by_id["SOP-001"])

    def said(name: NameView) -> tuple[str, str]:
        return name.name, name.support

    assert [(label, [said(name) for name in names]) for label, names in shown.people] == [
        ("Author", [("Eve", "asserted")]),
        ("Approvers", [("Ada Example", "corroborated"), ("Grace", "asserted")]),
    ]
