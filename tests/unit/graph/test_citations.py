from dataclasses import replace

import pytest
from builders import ProjectBuilder, a_project
from msgspec import structs

from qms_site.graph.citations import Citation
from qms_site.sources.snapshot import Change, CommitRecord

ONE = "1e0d63f" + "1" * 33
TWO = "1e0d63f" + "2" * 33
OTHER = "2e05364" + "3" * 33


def a_record(hash_: str, *changes: Change) -> CommitRecord:
    return CommitRecord(
        hash=hash_, parents=(), author="Ada", email="a@b.c", authored=None, committed=None, message="x", changes=changes
    )


def citing(body: str, id_: str = "CR-001") -> ProjectBuilder:
    """A document in a repository with a commit of its own, beside which others may stand."""
    return a_project().with_document(id_, body).with_commit({"src/a.py": "x\n"})


def cited(project: ProjectBuilder) -> list[Citation]:
    return [*project.build().citations]


def told(project: ProjectBuilder) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.token, one.status.value, one.repository, one.commit) for one in cited(project)]


@pytest.mark.verifies("REQ-HIST-002")
def test_a_hash_leads_to_the_repository_that_has_it() -> None:
    project = citing("Moved to 1e0d63f, then 2e05364.\n").with_repository("tool").with_history("tool", a_record(ONE))
    project = project.with_repository("flow").with_history("flow", a_record(OTHER))
    assert told(project) == [("1e0d63f", "resolved", "tool", ONE), ("2e05364", "resolved", "flow", OTHER)]


@pytest.mark.verifies("REQ-HIST-002")
def test_a_hash_of_this_repository_has_its_name() -> None:
    project = citing("")
    own = project.commits[0].hash
    project = project.with_document("CR-001", f"Done in {own[:8]}.\n")
    assert told(project) == [(own[:8], "resolved", "Quality management system", own)]


@pytest.mark.verifies("REQ-HIST-002")
@pytest.mark.parametrize("is_available", [True, False])
def test_a_pointer_tells_of_a_commit_that_no_clone_has(*, is_available: bool) -> None:
    project = citing("Moved to 1e0d63f.\n").with_repository("tool", is_available=is_available)
    moved = Change(path="tool", before=OTHER, after=ONE, is_pointer=True)
    project = replace(project, commits=(structs.replace(project.commits[0], changes=(moved,)), *project.commits[1:]))
    assert told(project) == [("1e0d63f", "pointer", "tool", ONE)]


@pytest.mark.verifies("REQ-HIST-002")
def test_the_pointer_of_the_revision_counts_too() -> None:
    project = citing("At 1e0d63f.\n").with_repository("tool", is_available=False, pointer=ONE)
    assert told(project) == [("1e0d63f", "pointer", "tool", ONE)]


@pytest.mark.verifies("REQ-HIST-002", "REQ-HIST-012")
@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        ("Commit: 1e0d63f", ["1e0d63f"]),
        ("`1e0d63f`", ["1e0d63f"]),
        ("src/a.py @ 1e0d63f", ["1e0d63f"]),
        ("| Commit |\n|---|\n| 6111118 |", ["6111118"]),
        ("[their change](https://github.com/o/r/commit/1e0d63f)", []),
        ("[a page](https://example.org/1e0d63f/)", []),
        ("moved to 1e0d63f", []),
        ("CI run 21803124788", []),
        ("commit `abc1234`", []),
        ("20260103 or 6111118", []),
        ("defaced", []),
        ("```\ncommit 1e0d63f\n```", []),
        ("uses actions/checkout@1e0d63f", []),
    ],
)
def test_a_hash_that_resolves_nowhere_is_a_citation_where_the_text_calls_it_one(body: str, tokens: list[str]) -> None:
    found = cited(citing(body))
    assert [one.token for one in found] == tokens
    assert all(
        (one.status, one.repository, one.commit, one.is_nowhere) == ("unknown", None, None, True) for one in found
    )


def test_the_address_of_a_commit_in_a_repository_that_is_known_is_a_citation() -> None:
    (one,) = cited(citing("[the change](https://github.com/o/quality-management-system/commit/1e0d63f)"))
    assert (one.token, one.repository, one.is_nowhere) == ("1e0d63f", "Quality management system", True)


def test_what_one_document_calls_a_commit_is_one_in_others() -> None:
    project = citing("moved to 1e0d63f").with_document("CR-002", "Commit: 1e0d63f")
    project = project.with_document("CR-003", "```\n1e0d63f\n```")
    assert [one.document for one in cited(project)] == ["CR-001", "CR-002"]


@pytest.mark.verifies("REQ-HIST-012")
@pytest.mark.parametrize(
    "project",
    [
        citing("Commit: 1e0d63f").with_repository("tool", is_available=False),
        citing("Commit: 1e0d63f").with_revision(is_shallow=True),
        a_project().with_document("CR-001", "Commit: 1e0d63f"),
        citing("Commit: 1e0d63f").with_repository("tool", pointer=OTHER),  # a clone that lacks what it is held at
    ],
)
def test_it_is_nowhere_only_where_no_repository_is_missing(project: ProjectBuilder) -> None:
    assert [(one.status.value, one.is_nowhere) for one in cited(project)] == [("unknown", False)]


@pytest.mark.verifies("REQ-HIST-012")
def test_a_submodule_that_is_none_any_more_may_hold_a_commit() -> None:
    project = citing("Commit: 2e05364\n")
    gone = Change(path="old/tool", before=ONE, after=None, is_pointer=True)
    project = replace(project, commits=(structs.replace(project.commits[0], changes=(gone,)),))
    assert [one.is_nowhere for one in cited(project)] == [False]
    moved = project.with_repository("tool").with_history("tool", a_record(ONE))
    assert [one.is_nowhere for one in cited(moved)] == [True]


@pytest.mark.verifies("REQ-HIST-012")
def test_a_named_repository_that_is_there_decides_alone() -> None:
    project = citing("See tool@1e0d63f.\n").with_repository("gone", is_available=False).with_repository("tool")
    assert [(one.repository, one.is_nowhere) for one in cited(project)] == [("tool", True)]
    assert [one.is_nowhere for one in cited(project.with_document("CR-001", "See gone@1e0d63f.\n"))] == [False]


def two(body: str) -> ProjectBuilder:
    """Two repositories with one abbreviated hash."""
    project = citing(body)
    for name, commit in (("flow", ONE), ("tool", TWO)):
        project = project.with_repository(name).with_history(name, a_record(commit))
    return project.with_code({"src/x.py": "x\n"}, ONE, "flow").with_code({"src/y.py": "y\n"}, TWO, "tool")


@pytest.mark.verifies("REQ-HIST-002")
@pytest.mark.parametrize(
    ("body", "repository"),
    [
        ("See tool@1e0d63f.", "tool"),
        ("See flow@1e0d63f.", "flow"),
        ("`src/y.py` @ `1e0d63f`", "tool"),
        ("`src/x.py` @ `1e0d63f`", "flow"),
        ("The tool was at 1e0d63f.", "tool"),
        ("flow, then tool: 1e0d63f", "tool"),
        ("tool, then flow: 1e0d63f", "flow"),
        ("1e0d63f of tool", "tool"),
        ("The clone of tool\nwas moved.\n\n- 1e0d63f", "tool"),
        ("| Repository | Commit |\n|---|---|\n| tool | 1e0d63f |", "tool"),
    ],
)
def test_the_text_tells_which_of_two_repositories_is_meant(body: str, repository: str) -> None:
    (one,) = cited(two(body))
    assert (one.repository, one.candidates) == (repository, ())


@pytest.mark.verifies("REQ-HIST-002")
def test_where_nothing_tells_the_first_counts_and_all_are_named() -> None:
    (one,) = cited(two("It was at 1e0d63f."))
    assert (one.status, one.repository, one.commit, one.candidates) == ("resolved", "flow", ONE, ("flow", "tool"))


def test_one_commit_that_two_repositories_share_is_not_doubtful() -> None:
    project = citing("It was at 1e0d63f.")
    for name in ("flow", "tool"):
        project = project.with_repository(name).with_history(name, a_record(ONE))
    (one,) = cited(project)
    assert (one.repository, one.candidates) == ("flow", ())


def test_a_beginning_of_several_commits_of_one_repository_tells_none() -> None:
    project = citing("Commit: 1e0d63f").with_repository("tool").with_history("tool", a_record(ONE), a_record(TWO))
    (one,) = cited(project)
    assert (one.status, one.commit, one.crowded, one.is_nowhere) == ("unknown", None, ("tool",), False)


@pytest.mark.verifies("REQ-HIST-002")
def test_a_document_cites_a_hash_once_also_from_its_draft() -> None:
    project = citing("x\n\nCommit: 1e0d63f\n\n1e0d63f").with_draft("CR-001", "<!-- 1e0d63f -->\n\nCommit: 2e05364\n")
    assert [(one.token, one.path, one.line) for one in cited(project)] == [
        ("2e05364", "QMS/CR/CR-001-draft.md", 7),
        ("1e0d63f", "QMS/CR/CR-001.md", 7),
    ]
