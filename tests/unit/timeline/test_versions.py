from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest
from builders import ProjectBuilder, a_project

from qms_site.text import digest_of
from qms_site.timeline.versions import DocumentVersion, Timeline

INDIA = timezone(timedelta(hours=5, minutes=30))


def timeline(project: ProjectBuilder, day: str | None = "2026-06-01", id_: str = "SOP-001") -> Timeline:
    return project.judged_on(date.fromisoformat(day) if day else None).build().timelines_by_id[id_]


def written(status: str, version: str) -> dict[str, str | None]:
    return {"QMS/SOP/SOP-001.md": f"---\nstatus: {status}\nversion: '{version}'\n---\n# SOP-001: Title\n"}


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def audited() -> ProjectBuilder:
    """1.0 in force from 5 January, 2.0 from 20 January, 3.0 in draft."""
    return (
        a_project()
        .with_document("SOP-001")
        .with_sidecar("SOP-001", status="DRAFT", version="3.0", effective_version="2.0")
        .with_event("SOP-001", "CREATE", "2026-01-01T10:00:00Z", version="0.1", to_status="DRAFT")
        .with_event("SOP-001", "EFFECTIVE", "2026-01-05T10:00:00Z", version="1.0")
        .with_event("SOP-001", "EFFECTIVE", "2026-01-20T10:00:00Z", version="2.0")
        .with_event("SOP-001", "CHECKOUT", "2026-02-01T10:00:00Z", version="3.0", to_status="DRAFT")
    )


def committed() -> ProjectBuilder:
    """The same, told by commits to front matter."""
    return (
        a_project()
        .with_commit(written("DRAFT", "0.1"), at(1), message="c1")
        .with_commit(written("EFFECTIVE", "1.0"), at(5), message="c2")
        .with_commit(written("EFFECTIVE", "2.0"), at(20), message="c3")
        .with_commit(written("DRAFT", "3.0"), at(30), message="c4")
    )


@pytest.mark.parametrize("project", [audited(), committed()], ids=["audit", "git"])
@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2025-12-31", None),
        ("2026-01-04", None),
        ("2026-01-05", "1.0"),
        ("2026-01-19", "1.0"),
        ("2026-01-20", "2.0"),
        ("2026-06-01", "2.0"),
    ],
)
@pytest.mark.verifies("REQ-DOC-013", "REQ-DOC-014")
def test_on_any_day_the_version_in_force_is_named(project: ProjectBuilder, day: str, in_force: str | None) -> None:
    assert timeline(project, day).in_force == in_force


@pytest.mark.parametrize("project", [audited(), committed()], ids=["audit", "git"])
@pytest.mark.verifies("REQ-DOC-013", "REQ-DOC-014")
def test_versions_have_their_states_and_a_draft_stands_beside_the_one_in_force(project: ProjectBuilder) -> None:
    found = timeline(project)
    assert [(version.version, version.state) for version in found.versions] == [
        ("0.1", "DRAFT"),
        ("1.0", "SUPERSEDED"),
        ("2.0", "EFFECTIVE"),
        ("3.0", "DRAFT"),
    ]
    assert found.draft == "3.0"


def test_periods_follow_each_other() -> None:
    assert [(version.start, version.end) for version in timeline(audited()).versions] == [
        (None, None),
        (at(5, 10), at(20, 10)),
        (at(20, 10), None),
        (None, None),
    ]


@pytest.mark.verifies("REQ-DOC-026")
def test_versions_know_their_texts_from_the_archive_git_and_the_file() -> None:
    project = committed().with_file("QMS/.archive/SOP/SOP-001-v1.0.md", "old")
    found = {version.version: (version.path, version.digest) for version in timeline(project).versions}
    document = project.build().documents[0]
    assert found["1.0"] == ("QMS/.archive/SOP/SOP-001-v1.0.md", document.archived[0].digest)
    assert found["2.0"][0] is None
    assert len(found["2.0"][1] or "") == 64
    assert found["3.0"] == ("QMS/SOP/SOP-001.md", document.file.digest)


@pytest.mark.verifies("REQ-DOC-014")
def test_an_effective_document_reopened_under_its_version_stays_in_force() -> None:
    project = a_project().with_commit(written("EFFECTIVE", "1.0"), at(5)).with_commit(written("DRAFT", "1.0"), at(9))
    found = timeline(project)
    assert (found.in_force, found.draft) == ("1.0", "1.0")
    (version,) = found.versions
    assert (version.state, version.path) == ("EFFECTIVE", None), "the approved text is in git, not in the file"
    assert version.digest == digest_of(written("EFFECTIVE", "1.0")["QMS/SOP/SOP-001.md"].encode())


def test_a_version_is_in_force_from_the_first_day_it_was() -> None:
    project = a_project().with_commit(written("EFFECTIVE", "1.0"), at(5)).with_commit(written("DRAFT", "1.0"), at(9))
    (version,) = timeline(project.with_commit(written("EFFECTIVE", "1.0"), at(12))).versions
    assert (version.start, version.end, version.state) == (at(5), None, "EFFECTIVE")


def reverted() -> ProjectBuilder:
    """2.0 took effect, and was undone by putting 1.0 back."""
    project = (
        a_project().with_commit(written("EFFECTIVE", "1.0"), at(5)).with_commit(written("EFFECTIVE", "2.0"), at(20))
    )
    return project.with_commit(written("EFFECTIVE", "1.0"), at(25))


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2026-01-19", "1.0"),
        ("2026-01-24", "2.0"),
        pytest.param("2026-01-25", "1.0"),
    ],
)
@pytest.mark.verifies("REQ-DOC-013")
def test_a_version_that_was_put_back_is_in_force_again(day: str, in_force: str) -> None:
    assert timeline(reverted(), day).in_force == in_force


def test_a_version_that_was_put_back_is_not_superseded() -> None:
    assert [version.state for version in timeline(reverted()).versions] == ["EFFECTIVE", "SUPERSEDED"]


@pytest.mark.verifies("REQ-DOC-014")
def test_a_sidecar_without_events_says_which_version_is_in_force() -> None:
    project = a_project().with_document("SOP-001")
    found = timeline(project.with_sidecar("SOP-001", status="DRAFT", version="1.1", effective_version="1.0"))
    assert (found.in_force, found.draft) == ("1.0", "1.1")


@pytest.mark.parametrize(("day", "in_force"), [("2026-02-09", "1.0"), ("2026-02-10", None), ("2026-06-01", None)])
@pytest.mark.parametrize(
    "project",
    [
        a_project()
        .with_commit(written("EFFECTIVE", "1.0"), at(5))
        .with_commit(written("RETIRED", "1.0"), datetime(2026, 2, 10, tzinfo=UTC)),
        a_project()
        .with_document("SOP-001")
        .with_sidecar("SOP-001", status="RETIRED", version="1.0")
        .with_event("SOP-001", "EFFECTIVE", "2026-01-05", version="1.0")
        .with_event("SOP-001", "RETIRE", "2026-02-10", version="1.0"),
    ],
    ids=["git", "audit"],
)
@pytest.mark.verifies("REQ-DOC-013")
def test_a_retired_document_was_in_force_until_it_was_retired(
    project: ProjectBuilder, day: str, in_force: str | None
) -> None:
    assert timeline(project, day).in_force == in_force


@pytest.mark.parametrize(
    "project",
    [
        a_project()
        .with_document("SOP-001")
        .with_sidecar("SOP-001", status="RETIRED", version="1.0", effective_version="1.0"),
        a_project()
        .with_document("SOP-001")
        .with_sidecar("SOP-001", status="RETIRED", version="1.0", effective_version="1.0")
        .with_event("SOP-001", "EFFECTIVE", "2026-01-05", version="1.0")
        .with_event("SOP-001", "RETIRE", "2026-02-10", version="1.0"),
    ],
    ids=["without events", "with events"],
)
@pytest.mark.verifies("REQ-DOC-013")
def test_what_a_sidecar_still_calls_effective_is_not_in_force_once_retired(project: ProjectBuilder) -> None:
    assert timeline(project).in_force is None


@pytest.mark.parametrize(
    ("status", "in_force"), [("EFFECTIVE", "1.0"), ("DRAFT", None), ("RETIRED", None), ("unheard", None)]
)
def test_without_any_event_the_present_state_counts(status: str, in_force: str | None) -> None:
    assert timeline(a_project().with_document("SOP-001", status=status)).in_force == in_force


def test_without_a_day_the_present_state_counts() -> None:
    without_day = timeline(committed().with_revision(committed=None), None)
    assert without_day.in_force is None
    assert timeline(a_project().with_document("SOP-001"), None).in_force == "1.0"


@pytest.mark.parametrize(
    ("zone", "day", "in_force"),
    [
        (UTC, "2026-01-03", None),
        (UTC, "2026-01-04", "1.0"),
        (INDIA, "2026-01-04", None),
        (INDIA, "2026-01-05", "1.0"),
    ],
)
def test_a_day_is_that_of_the_calendar_of_the_commit_read(zone: tzinfo, day: str, in_force: str | None) -> None:
    project = a_project().with_commit(written("EFFECTIVE", "1.0"), datetime(2026, 1, 5, 2, tzinfo=INDIA))
    project = project.with_commit({"README.md": "later"}, datetime(2026, 1, 9, tzinfo=zone))
    assert timeline(project, day).in_force == in_force


def test_an_event_whose_time_cannot_be_read_starts_no_period() -> None:
    project = a_project().with_document("SOP-001").with_event("SOP-001", "EFFECTIVE", "some day", version="1.0")
    found = timeline(project)
    assert found.versions == (
        DocumentVersion(
            version="1.0",
            state="EFFECTIVE",
            path="QMS/SOP/SOP-001.md",
            digest=project.build().documents[0].file.digest,
        ),
    )
    assert (found.in_force, found.last_event) == ("1.0", None)


@pytest.mark.parametrize(
    ("id_", "status", "draft"),
    [
        ("SOP-001", "DRAFT", "1.0"),
        ("SOP-001", "IN_APPROVAL", "1.0"),
        ("SOP-001", "APPROVED", "1.0"),
        ("SOP-001", "RETIRED", None),
        ("SOP-001", "unheard", None),
        ("CR-001", "IN_PRE_APPROVAL", "1.0"),
        ("CR-001", "PRE_APPROVED", None),
        ("CR-001", "IN_EXECUTION", None),
        ("CR-001", "CLOSED", None),
    ],
)
def test_a_version_is_a_draft_until_it_is_approved(id_: str, status: str, draft: str | None) -> None:
    assert timeline(a_project().with_document(id_, status=status), id_=id_).draft == draft


def test_the_last_event_is_the_newest_dated_one() -> None:
    project = a_project().with_document("CR-001")
    project = project.with_event("CR-001", "A", "2026-03-01").with_event("CR-001", "B", "2026-02-01")
    assert timeline(project.with_event("CR-001", "C", "?"), id_="CR-001").last_event == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(("day", "in_force"), [("2026-01-08", "1.0"), ("2026-01-15", None), ("2026-06-01", None)])
@pytest.mark.verifies("REQ-DOC-013")
def test_a_new_draft_does_not_bring_a_retired_document_back(day: str, in_force: str | None) -> None:
    project = (
        a_project()
        .with_commit(written("EFFECTIVE", "1.0"), at(5))
        .with_commit(written("RETIRED", "1.0"), at(10))
        .with_commit(written("DRAFT", "2.0"), at(20))
    )
    found = timeline(project, day)
    assert (found.in_force, found.draft) == (in_force, "2.0")
    assert [(version.state, version.end) for version in found.versions] == [("RETIRED", at(10)), ("DRAFT", None)]


@pytest.mark.verifies("REQ-DOC-013")
def test_a_cancelled_revision_leaves_the_version_in_force_alone() -> None:
    project = (
        a_project()
        .with_document("SOP-001")
        .with_sidecar("SOP-001", status="CANCELLED", version="1.1", effective_version="1.0")
        .with_event("SOP-001", "EFFECTIVE", "2026-01-05T10:00:00Z", version="1.0")
        .with_event("SOP-001", "CREATE", "2026-02-01T10:00:00Z", version="1.1", to_status="DRAFT")
        .with_event("SOP-001", "CANCEL", "2026-02-18T10:00:00Z", version="1.1")
    )
    found = timeline(project)
    assert (found.in_force, found.draft) == ("1.0", None)
    assert [(version.version, version.end) for version in found.versions] == [("1.0", None), ("1.1", None)]


def test_a_draft_beside_the_version_in_force_has_a_line_of_its_own() -> None:
    effective, draft = "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n", "---\nstatus: DRAFT\nversion: '2.0'\n---\n"
    project = (
        a_project()
        .with_commit({"QMS/SOP/SOP-001.md": effective}, at(5))
        .with_commit({"QMS/SOP/SOP-001-draft.md": draft}, at(10))
        .with_commit({"QMS/SOP/SOP-001.md": effective + "A typo mended.\n"}, at(15))
    )
    found = timeline(project)
    assert [(event.kind, event.version, event.to_state) for event in found.events] == [
        ("CREATE", "1.0", "EFFECTIVE"),
        ("CREATE", "2.0", "DRAFT"),
    ]
    assert [(version.version, version.path) for version in found.versions] == [
        ("1.0", "QMS/SOP/SOP-001.md"),
        ("2.0", "QMS/SOP/SOP-001-draft.md"),
    ]
    assert (found.in_force, found.draft) == ("1.0", "2.0")


def test_a_sidecar_s_draft_file_holds_the_newest_version_and_the_other_the_one_in_force() -> None:
    project = (
        a_project()
        .with_document("SOP-001", version=None, status=None)
        .with_draft("SOP-001", version=None, status=None)
        .with_sidecar("SOP-001", status="IN_REVIEW", version="2.1", effective_version="2.0")
    )
    assert [(version.version, version.path) for version in timeline(project).versions] == [
        ("2.0", "QMS/SOP/SOP-001.md"),
        ("2.1", "QMS/SOP/SOP-001-draft.md"),
    ]


@pytest.mark.parametrize(("day", "in_force"), [("2026-01-20", "1.0"), ("2026-02-28", "1.0"), ("2026-03-01", "2.0")])
@pytest.mark.verifies("REQ-DOC-013")
def test_a_version_approved_ahead_of_its_effective_date_does_not_bind_before(day: str, in_force: str) -> None:
    ahead = "---\nstatus: EFFECTIVE\nversion: '2.0'\neffective_date: 2026-03-01\n---\n# SOP-001: Title\n"
    project = a_project().with_commit(written("EFFECTIVE", "1.0"), at(5))
    assert timeline(project.with_commit({"QMS/SOP/SOP-001.md": ahead}, at(20)), day).in_force == in_force


@pytest.mark.parametrize("effective", ["2025-12-01", "2026-02-30", "soon"])
def test_an_effective_date_in_the_past_or_of_no_calendar_changes_nothing(effective: str) -> None:
    text = f"---\nstatus: EFFECTIVE\nversion: '1.0'\neffective_date: {effective}\n---\n"
    (version,) = timeline(a_project().with_commit({"QMS/SOP/SOP-001.md": text}, at(5))).versions
    assert version.start == at(5)


def test_a_version_that_was_replaced_is_superseded_whatever_its_state_is_called() -> None:
    project = (
        a_project()
        .with_settings("[lifecycles.non-executable.states]\nFREIGEGEBEN = 'effective'")
        .with_document("SOP-001", version="2.0", status="Freigegeben")
        .with_event("SOP-001", "STATUS_CHANGE", "2026-01-02", version="1.0", to_status="Freigegeben")
        .with_event("SOP-001", "STATUS_CHANGE", "2026-02-02", version="2.0", to_status="Freigegeben")
    )
    versions = project.build().timelines_by_id["SOP-001"].versions
    assert [(version.version, version.state) for version in versions] == [("1.0", "SUPERSEDED"), ("2.0", "FREIGEGEBEN")]


@pytest.mark.parametrize("status", ["RETIRED", "SUPERSEDED"])
@pytest.mark.parametrize(
    "project",
    [
        a_project().with_commit(written("EFFECTIVE", "1.0"), at(5)),
        a_project().with_commit(written("EFFECTIVE", "1.0"), at(5)).with_commit(written("DRAFT", "1.1"), at(8)),
    ],
    ids=["at once", "with a draft open"],
)
@pytest.mark.verifies("REQ-DOC-013")
def test_a_document_retired_under_a_newer_number_is_out_of_force(project: ProjectBuilder, status: str) -> None:
    found = timeline(project.with_commit(written(status, "1.1"), at(10)))
    assert (found.in_force, [period.end for period in found.periods]) == (None, [at(10)])


@pytest.mark.verifies("REQ-DOC-013")
def test_the_retirement_of_an_older_version_leaves_the_one_in_force_alone() -> None:
    assert timeline(audited().with_event("SOP-001", "RETIRE", "2026-02-10T10:00:00Z", version="1.0")).in_force == "2.0"


@pytest.mark.verifies("REQ-DOC-013")
def test_metadata_without_events_retires_a_document_under_a_newer_number() -> None:
    project = a_project().with_document("SOP-001")
    found = timeline(project.with_sidecar("SOP-001", status="RETIRED", version="1.1", effective_version="1.0"))
    assert found.in_force is None


@pytest.mark.verifies("REQ-DOC-013")
def test_a_draft_beside_a_version_that_metadata_calls_effective_is_not_its_text() -> None:
    project = (
        a_project()
        .with_document("SOP-001", version=None, status=None)
        .with_draft("SOP-001", "# SOP-001: In work\n", version=None, status=None)
        .with_sidecar("SOP-001", status="EFFECTIVE", version="1.0", effective_version="1.0", checked_out=True)
    )
    assert [(version.version, version.path) for version in timeline(project).versions] == [
        ("1.0", "QMS/SOP/SOP-001.md")
    ]
    assert project.build().approvals_by_id["SOP-001"].file.path == "QMS/SOP/SOP-001.md"


def moved() -> ProjectBuilder:
    """State in front matter until 10 February, and in metadata since."""
    meta = '{"doc_id": "SOP-001", "status": "EFFECTIVE", "version": "%s", "effective_version": "%s"}'
    return (
        a_project()
        .with_commit(written("DRAFT", "0.1"), at(1))
        .with_commit(written("EFFECTIVE", "1.0"), at(5))
        .with_commit(
            {"QMS/SOP/SOP-001.md": "# SOP-001: Title\n", "QMS/.meta/SOP/SOP-001.json": meta % ("1.0", "1.0")}, at(20)
        )
        .with_commit({"QMS/.meta/SOP/SOP-001.json": meta % ("2.0", "2.0")}, at(25))
    )


@pytest.mark.parametrize(("day", "in_force"), [("2026-01-04", None), ("2026-01-05", "1.0"), ("2026-01-25", "2.0")])
@pytest.mark.parametrize("is_logged", [False, True], ids=["without a log", "with a log"])
@pytest.mark.verifies("REQ-DOC-013", "REQ-DOC-014")
def test_what_front_matter_said_before_metadata_took_over_counts(
    day: str, in_force: str | None, *, is_logged: bool
) -> None:
    logged = moved().with_event("SOP-001", "EFFECTIVE", at(25).isoformat(), version="2.0")
    found = timeline(logged if is_logged else moved(), day)
    assert found.in_force == in_force
    assert [(period.version, period.start) for period in found.periods] == [("1.0", at(5)), ("2.0", at(25))]
    kinds = [event.kind for event in found.events if event.source == "git"]
    assert kinds == (["CREATE", "STATUS_CHANGE"] if is_logged else ["CREATE", "STATUS_CHANGE", "REVISION"])


def dated(status: str, version: str, effective: str | None = None) -> dict[str, str | None]:
    day = f"effective_date: {effective}\n" if effective else ""
    return {"QMS/SOP/SOP-001.md": f"---\nstatus: {status}\nversion: '{version}'\n{day}---\n# SOP-001: Title\n"}


def approved_ahead(*later: dict[str, str | None]) -> ProjectBuilder:
    """1.0 in force from 1 January, 2.0 approved on the 2nd for the 20th; what came later was committed from the 3rd on."""
    project = (
        a_project()
        .with_commit(dated("EFFECTIVE", "1.0"), at(1), message="c1")
        .with_commit(dated("EFFECTIVE", "2.0", "2026-01-20"), at(2), message="c2")
    )
    for number, files in enumerate(later, start=3):
        project = project.with_commit(files, at(number), message=f"c{number}")
    return project


@pytest.mark.parametrize(
    ("later", "periods"),
    [
        pytest.param([dated("EFFECTIVE", "1.0")], [("1.0", 1)], id="put back before its day"),
        pytest.param(
            [dated("EFFECTIVE", "2.0", "2026-01-25")], [("1.0", 1), ("2.0", 25)], id="postponed before its day"
        ),
        pytest.param(
            [dated("EFFECTIVE", "2.0", "2026-01-10")], [("1.0", 1), ("2.0", 10)], id="brought forward before its day"
        ),
        pytest.param([dated("EFFECTIVE", "2.0")], [("1.0", 1), ("2.0", 3)], id="its day taken away"),
        pytest.param([dated("EFFECTIVE", "3.0")], [("1.0", 1), ("3.0", 3)], id="overtaken by a later decision"),
        pytest.param(
            [dated("EFFECTIVE", "3.0", "2026-01-25")],
            [("1.0", 1), ("2.0", 20), ("3.0", 25)],
            id="followed by a version for a later day",
        ),
        pytest.param([dated("DRAFT", "3.0")], [("1.0", 1), ("2.0", 20)], id="followed by a draft"),
        pytest.param(
            [dated("EFFECTIVE", "1.0"), dated("EFFECTIVE", "2.0", "2026-01-20")],
            [("1.0", 1), ("2.0", 20)],
            id="put back and approved again",
        ),
    ],
)
@pytest.mark.verifies("REQ-DOC-013", "REQ-DOC-014")
def test_of_a_day_ahead_the_last_decision_before_it_counts(
    later: list[dict[str, str | None]], periods: list[tuple[str, int]]
) -> None:
    found = timeline(approved_ahead(*later))
    assert [(period.version, period.start.day) for period in found.periods] == periods
    assert found.in_force == periods[-1][0]


def test_a_day_that_is_changed_after_it_came_changes_nothing() -> None:
    project = (
        a_project()
        .with_commit(dated("EFFECTIVE", "1.0", "2026-01-02"), at(1), message="c1")
        .with_commit(dated("EFFECTIVE", "1.0", "2026-01-20"), at(5), message="c2")
    )
    assert [(period.version, period.start.day) for period in timeline(project).periods] == [("1.0", 2)]


@pytest.mark.verifies("REQ-DOC-013", "REQ-DOC-014")
def test_a_document_that_was_moved_under_the_documents_root_keeps_its_past() -> None:
    """Also by way of another folder."""
    text = "---\nid: SOP-001\nstatus: EFFECTIVE\nversion: '{}'\n---\n# SOP-001: Title\n"
    moves = [
        {"sops/SOP-001.md": text.format("1.0")},
        {"sops/SOP-001.md": text.format("2.0")},
        {"sops/SOP-001.md": None, "papers/procedures/SOP-001.md": text.format("2.0")},
        {"papers/procedures/SOP-001.md": None, "QMS/SOP/SOP-001.md": text.format("2.0")},
        {"QMS/SOP/SOP-001.md": text.format("3.0")},
    ]
    project = a_project()
    for day, files in enumerate(moves, start=1):
        project = project.with_commit(files, at(day), message=f"c{day}")
    periods = timeline(project).periods
    assert [(period.version, period.start.day) for period in periods] == [("1.0", 1), ("2.0", 2), ("3.0", 5)]


def test_a_text_without_a_version_is_named_by_the_day_from_which_it_binds() -> None:
    def stated(status: str, **more: str) -> dict[str, str | None]:
        fields = "".join(f"{key}: {value}\n" for key, value in {"status": status, **more}.items())
        return {"QMS/SOP/SOP-001.md": f"---\nid: SOP-001\n{fields}---\n{more}"}

    project = (
        a_project()
        .with_commit(stated("DRAFT"), at(1))
        .with_commit(stated("EFFECTIVE"), at(3))
        .with_commit(stated("DRAFT"), at(5))
        .with_commit(stated("EFFECTIVE", effective_date="2026-01-09"), at(7))
    )
    timeline = project.judged_on(date(2026, 1, 8)).build().timelines_by_id["SOP-001"]
    assert [(period.version, period.start.day) for period in timeline.periods] == [("2026-01-03", 3), ("2026-01-09", 9)]
    assert timeline.in_force == "2026-01-03"


@pytest.mark.parametrize(
    ("fields", "in_force"), [({}, "unversioned"), ({"effective_date": "2026-01-09"}, "2026-01-09")]
)
def test_a_text_without_a_version_and_without_history_is_in_force_all_the_same(
    fields: dict[str, str], in_force: str
) -> None:
    project = a_project().with_document("SOP-001", version=None, **fields)
    assert project.build().timelines_by_id["SOP-001"].in_force == in_force
    assert project.judged_on(date(2026, 1, 8)).build().timelines_by_id["SOP-001"].in_force == (
        None if fields else "unversioned"
    )
