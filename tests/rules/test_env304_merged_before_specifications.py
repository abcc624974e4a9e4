from datetime import UTC, datetime, timedelta

import pytest
from builders import ProjectBuilder, a_project, told_by

DAY = datetime(2026, 2, 1, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'PUMP'\ncode = ['src']\n"
RS, RTM = (f"QMS/SDLC-PUMP/SDLC-PUMP-{type_}.md" for type_ in ("RS", "RTM"))


def front(id_: str, status: str) -> str:
    return f'---\nstatus: {status}\nversion: "1.0"\n---\n# {id_}: Title\n'


def specified(rs: str | None, rtm: str | None, path: str = "src/a.py") -> ProjectBuilder:
    """An execution branch, merged on 5 February, when RS and RTM were in these states; both came into force later."""
    project = a_project().with_document("CR-042").with_settings(SYSTEM)
    project = project.with_commit({"src/a.py": "1", "doc.txt": "1"}, DAY, message="Begin")
    for name, status in ((RS, rs), (RTM, rtm)):
        if status:
            project = project.with_commit({name: front(name[-11:-3], status)}, DAY, message="State")
    project = project.with_work("cr-042-speed", {path: "2"}, when=DAY).with_merge(
        "cr-042-speed", DAY + timedelta(days=4)
    )
    files = {name: front(name[-11:-3], "EFFECTIVE") for name in (RS, RTM)}
    return project.with_commit(files, DAY + timedelta(days=9), message="In force")


@pytest.mark.verifies("REQ-ENV-003")
@pytest.mark.parametrize(
    ("rs", "rtm", "missing"),
    [
        ("EFFECTIVE", "DRAFT", "SDLC-PUMP-RTM was"),
        ("DRAFT", "DRAFT", "SDLC-PUMP-RS, SDLC-PUMP-RTM were"),
        ("IN_REVIEW", None, "SDLC-PUMP-RS was"),
    ],
)
def test_a_merge_before_its_specifications_is_found(rs: str, rtm: str | None, missing: str) -> None:
    project = specified(rs, rtm)
    merge = project.commits[1].hash[:10]
    assert told_by("ENV304", project) == [
        (
            f"warning None cr-042-speed: execution branch cr-042-speed was merged into main on 2026-02-05 ({merge}), when "
            f"{missing} not in force"
        )
    ]


def test_a_merge_after_them_is_clean() -> None:
    assert told_by("ENV304", specified("EFFECTIVE", "EFFECTIVE")) == []


def test_documents_that_did_not_exist_then_are_not_asked_for() -> None:
    assert told_by("ENV304", specified(None, None)) == []


def test_a_branch_that_touches_no_system_needs_none() -> None:
    assert told_by("ENV304", specified("DRAFT", "DRAFT", path="doc.txt")) == []


def test_documents_without_dates_are_not_judged() -> None:
    project = specified("DRAFT", "DRAFT")
    bare = a_project().with_settings(SYSTEM).with_commit({"src/a.py": "1"}, DAY, message="Begin")
    bare = bare.with_work("cr-042-speed", {"src/a.py": "2"}, when=DAY).with_merge("cr-042-speed", DAY)
    assert told_by("ENV304", bare.with_document("SDLC-PUMP-RS", path=RS, status="DRAFT")) == []
    assert told_by("ENV304", project.with_settings("[project]\ngovernance-start = 2026-02-08")) == []
