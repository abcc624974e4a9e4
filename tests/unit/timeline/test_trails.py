"""Audit trails against real git repositories: what merges bring, what clones lack, what was moved."""

from pathlib import Path

import pytest
from builders import LOG, META, GitRepository, lines

from qms_site.engine import Request, run
from qms_site.timeline.trails import Trails

TEXT = "QMS/CR/CR-001.md"
CREATED = lines("CREATE", "REVIEW")
ADA = "Ada Example <ada@example.org>"
EVE = "Eve Other <eve@example.org>"


def meta(status: str, version: str = "1.0") -> str:
    return f'{{"doc_id": "CR-001", "status": "{status}", "version": "{version}"}}'


def start(repository: GitRepository) -> None:
    repository.commit({TEXT: "# CR-001: X of src/\n", META: meta("DRAFT"), LOG: CREATED})


def trails(repository: GitRepository, revision: str | None = None) -> Trails:
    return run(Request(folder=repository.root, revision=revision)).project.trails


def found(repository: GitRepository, revision: str | None = None) -> list[str]:
    """Codes and messages of the findings on audit trails against git, the hashes of commits cut out."""
    findings = (entry.finding for entry in run(Request(folder=repository.root, revision=revision)).findings)
    return [f"{finding.code} {finding.message}" for finding in findings if finding.code.startswith("AUD2")]


def in_two_branches(repository: GitRepository) -> None:
    """Each branch appends a line of its own to the log; the merge of ``side`` into ``main`` stops at the conflict."""
    start(repository)
    repository.branch("side").commit({LOG: CREATED + lines("APPROVE", user="eve")}, author=EVE)
    repository.checkout("main").commit({LOG: CREATED + lines("COMMENT")})


def merge(repository: GitRepository, result: str) -> str:
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "-Xours", "side")
    return repository.commit({LOG: result}, "Merge side")


BOTH = CREATED + lines("COMMENT") + lines("APPROVE", user="eve")
OTHER_WAY_ROUND = CREATED + lines("APPROVE", user="eve") + lines("COMMENT")


@pytest.mark.verifies("REQ-HIST-006")
def test_a_rewritten_log_is_found_with_commit_author_and_line(repository: GitRepository) -> None:
    start(repository)
    bad = repository.commit({LOG: CREATED.replace("REVIEW", "REJECT")}, author=EVE)
    repository.commit({LOG: CREATED.replace("REVIEW", "REJECT") + lines("APPROVE")})
    assert found(repository) == [
        f"AUD201 commit {bad[:10]} of 2026-01-01 by Eve Other altered 1 line of the audit log of CR-001"
    ]
    (rewrite,) = trails(repository).logs.rewrites
    (line,) = rewrite.lines
    assert (rewrite.commit.hash, rewrite.commit.author, line.line) == (bad, "Eve Other", 2)
    assert "REVIEW" in str(line.before)
    assert "REJECT" in str(line.after)


@pytest.mark.parametrize("result", [BOTH, OTHER_WAY_ROUND], ids=["ours first", "theirs first"])
def test_a_log_that_a_merge_put_together_from_two_branches_is_whole(repository: GitRepository, result: str) -> None:
    in_two_branches(repository)
    merge(repository, result)
    repository.commit({LOG: result + lines("CLOSE")})
    assert found(repository) == []
    assert "AUD103" not in {entry.finding.code for entry in run(Request(folder=repository.root)).findings}
    assert trails(repository).logs.unread == frozenset()


@pytest.mark.verifies("REQ-HIST-006")
@pytest.mark.parametrize(
    "result",
    [CREATED + lines("COMMENT"), CREATED + lines("APPROVE", user="eve"), lines("CREATE")],
    ids=["the branch's line", "the line of production", "more"],
)
def test_a_merge_that_lost_a_line_is_found(repository: GitRepository, result: str) -> None:
    in_two_branches(repository)
    bad = merge(repository, result)
    (told,) = found(repository)
    assert told.startswith(f"AUD201 commit {bad[:10]} of 2026-01-01 by Ada Example removed ")


def test_what_a_branch_rewrote_is_told_of_its_commit_and_not_again_of_the_merge(repository: GitRepository) -> None:
    start(repository)
    bad = repository.branch("side").commit({LOG: CREATED.replace("REVIEW", "REJECT")}, author=EVE)
    repository.checkout("main").commit({"src/a.py": "a"})
    repository.merge("side")
    assert found(repository) == [
        f"AUD201 commit {bad[:10]} of 2026-01-01 by Eve Other altered 1 line of the audit log of CR-001"
    ]


def test_a_branch_that_was_brought_up_to_date_and_merged_is_whole(repository: GitRepository) -> None:
    start(repository)
    repository.branch("side").commit({"src/a.py": "a"})
    repository.checkout("main").commit({LOG: CREATED + lines("COMMENT")})
    repository.checkout("side").merge("main", "Merge main")
    repository.commit({LOG: BOTH})
    repository.checkout("main").merge("side")
    assert found(repository) == []


def test_an_octopus_keeps_the_lines_of_all_its_branches(repository: GitRepository) -> None:
    start(repository)
    for name in ("CR-002", "CR-003"):
        repository.checkout("main").branch(name.lower())
        repository.commit({LOG.replace("CR-001", name): CREATED})
    repository.checkout("main")
    repository.git("merge", "--quiet", "--no-ff", "--message=Both", "cr-002", "cr-003")
    assert len(run(Request(folder=repository.root)).project.commits[0].parents) > 1
    assert found(repository) == []


@pytest.mark.verifies("REQ-HIST-006")
def test_an_edited_archive_is_found_once_though_a_merge_brought_it(repository: GitRepository) -> None:
    old = "QMS/.archive/CR/CR-001-v0.1.md"
    start(repository)
    repository.commit({old: "# CR-001\n"})
    bad = repository.branch("side").commit({old: "# CR-001, mended\n"}, author=EVE)
    repository.checkout("main").commit({"src/a.py": "a"})
    repository.merge("side")
    assert found(repository) == [
        f"AUD203 commit {bad[:10]} of 2026-01-01 by Eve Other changed the archived CR-001-v0.1.md"
    ]


@pytest.mark.verifies("REQ-HIST-007")
def test_a_silent_edit_of_an_effective_document_is_found(repository: GitRepository) -> None:
    path, meta_path = "QMS/SOP/SOP-001.md", "QMS/.meta/SOP/SOP-001.json"
    state = '{"doc_id": "SOP-001", "status": "EFFECTIVE", "version": "1.0", "effective_version": "1.0"}'
    log = {"QMS/.audit/SOP/SOP-001.jsonl": lines("CREATE", "APPROVE", "EFFECTIVE")}
    repository.commit({path: "# SOP-001: X\n\nDaily.\n", meta_path: state, **log})
    bad = repository.commit({path: "# SOP-001: X\n\nWeekly.\n"}, author=EVE)
    drafted = state.replace('"EFFECTIVE", "version": "1.0"', '"DRAFT", "version": "1.1"')
    repository.commit({path.replace(".md", "-draft.md"): "# SOP-001: X\n\nHourly.\n", meta_path: drafted})
    beside = repository.commit({path: "# SOP-001: X\n\nMonthly.\n"})
    assert found(repository) == [
        (
            f"AUD204 commit {bad[:10]} of 2026-01-01 by Eve Other changed 2 lines of SOP-001, whose version 1.0 was EFFECTIVE; "
            "1 more commit did so too"
        )
    ]
    assert [change.commit.hash for change in trails(repository).text_changes] == [bad, beside]


def test_a_text_that_moves_and_stays_is_no_edit(repository: GitRepository) -> None:
    text = '---\nstatus: EFFECTIVE\nversion: "1.0"\n---\n# SOP-001: X\n\nDaily.\n'
    repository.commit({"QMS/SOP-001.md": text})
    repository.commit({"QMS/SOP-001.md": None, "QMS/SOP/SOP-001.md": text})
    assert found(repository) == []
    bad = repository.commit({"QMS/SOP/SOP-001.md": text.replace("Daily", "Weekly")})
    (told,) = found(repository)
    assert told.startswith(f"AUD204 commit {bad[:10]} ")


def test_a_log_and_a_record_that_were_renamed_are_whole(repository: GitRepository) -> None:
    start(repository)
    moved = dict.fromkeys((TEXT, META, LOG))
    repository.commit(
        {
            **moved,
            "QMS/CR/CR-001/CR-001.md": "# CR-001: X of src/\n",
            "QMS/.meta/CR/CR-001/CR-001.json": meta("DRAFT"),
            "QMS/.audit/CR/CR-001/CR-001.jsonl": CREATED,
        }
    )
    repository.commit({"QMS/.audit/CR/CR-001/CR-001.jsonl": CREATED + lines("APPROVE")})
    assert found(repository) == []
    assert trails(repository).deletions == ()
    assert trails(repository).logs.versions == {"CR-001": 3}


def test_when_the_documents_root_moves_with_all_it_holds_nothing_is_lost(repository: GitRepository) -> None:
    old = {path.replace("QMS/", "quality/"): text for path, text in ((TEXT, "# CR-001: X of src/\n"), (LOG, CREATED))}
    archived = ".archive/CR/CR-001-v0.1.md"
    repository.commit({**old, f"quality/{archived}": "a"})
    bad = repository.commit({"quality/.audit/CR/CR-001.jsonl": lines("CREATE", "REJECT")})
    repository.git("mv", "quality", "QMS")
    repository.commit()
    assert found(repository) == [
        f"AUD201 commit {bad[:10]} of 2026-01-01 by Ada Example altered 1 line of the audit log of CR-001"
    ]
    assert trails(repository).logs.versions == {"CR-001": 3}


@pytest.mark.verifies("REQ-HIST-009")
def test_a_record_that_a_branch_deleted_is_told_with_the_commit_of_the_branch(repository: GitRepository) -> None:
    repository.commit(
        {TEXT: "---\nstatus: CLOSED\nversion: '1.0'\n---\n# CR-001: X of src/\n", "QMS/SOP/SOP-001.md": "# S"}
    )
    bad = repository.branch("side").commit({TEXT: None}, author=EVE)
    repository.checkout("main").commit({"src/a.py": "a"})
    repository.merge("side")
    assert found(repository) == [
        f"AUD207 commit {bad[:10]} of 2026-01-01 by Eve Other deleted CR-001, which was CLOSED"
    ]


def test_where_a_shallow_clone_ends_nothing_is_judged(repository: GitRepository, tmp_path: Path) -> None:
    start(repository)
    repository.commit({LOG: lines("CREATE", "REJECT")})
    repository.commit({LOG: lines("CREATE", "REJECT", "APPROVE"), META: meta("CLOSED")})
    clone = repository.clone(tmp_path / "shallow", "--depth=1")
    assert found(clone) == []
    assert trails(clone).logs.versions == {"CR-001": 1}
    assert len(found(repository)) == 2


def test_a_revision_of_the_past_is_judged_by_what_led_to_it(repository: GitRepository) -> None:
    start(repository)
    repository.commit({LOG: lines("CREATE", "REJECT")})
    assert found(repository, "HEAD~1") == []
    assert len(found(repository, "HEAD")) == 1


def test_a_log_that_is_too_large_in_one_version_is_unread_and_not_accused(repository: GitRepository) -> None:
    start(repository)
    repository.commit({LOG: CREATED + lines("COMMENT") * 20_000})
    repository.commit({LOG: CREATED + lines("COMMENT") * 20_000 + lines("CLOSE")})
    repository.write({"qms.toml": "[project]\nmax-document-kib = 100\n"})
    assert found(repository) == []
    assert trails(repository).logs.unread == {"CR-001"}


def test_without_git_there_is_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / "QMS/CR").mkdir(parents=True)
    (tmp_path / TEXT).write_text("# CR-001: X of src/\n", encoding="utf-8")
    assert run(Request(folder=tmp_path)).project.trails == Trails()


@pytest.mark.parametrize(
    "text",
    [lines("COMMENT") * 10_000, '{"event": "' + "a" * 1_000_000 + '"}\n', "{" * 1_000_000],
    ids=["10,000 lines", "a line of 1 MB", "a line of 1 MB that is none"],
)
def test_hostile_logs_cost_no_more_than_their_length(repository: GitRepository, text: str) -> None:
    repository.write({"qms.toml": "[project]\nmax-document-kib = 65536\n"})
    start(repository)
    for number in range(4):
        repository.commit({LOG: CREATED + text + lines(f"COMMENT{number}")})
    assert len(found(repository)) == 3


def test_a_merge_that_keeps_the_log_as_it_was_is_not_accused_of_the_rewrite_on_the_branch(
    repository: GitRepository,
) -> None:
    start(repository)
    bad = repository.branch("side").commit({LOG: CREATED.replace("REVIEW", "REJECT")}, author=EVE)
    repository.checkout("main").commit({LOG: CREATED + lines("COMMENT")})
    merge(repository, CREATED + lines("COMMENT"))
    assert found(repository) == [
        f"AUD201 commit {bad[:10]} of 2026-01-01 by Eve Other altered 1 line of the audit log of CR-001"
    ]


@pytest.mark.verifies("REQ-HIST-006")
@pytest.mark.parametrize(
    ("log", "told"),
    [
        (
            CREATED.replace("REVIEW", "REJECT"),
            "AUD201 a change that is not committed altered 1 line of the audit log of CR-001",
        ),
        (lines("CREATE"), "AUD201 a change that is not committed removed 1 line of the audit log of CR-001"),
        (
            lines("IMPORT") + CREATED,
            "AUD201 a change that is not committed put or moved 1 line before others in the audit log of CR-001",
        ),
        (None, "AUD202 a change that is not committed removed the audit log of CR-001"),
    ],
)
def test_a_log_that_was_rewritten_in_the_work_tree_is_found_before_it_is_committed(
    repository: GitRepository, log: str | None, told: str
) -> None:
    start(repository)
    repository.write({LOG: log})
    assert found(repository) == [told]
    assert found(repository, "HEAD") == []


def test_a_log_that_was_appended_to_or_moved_in_the_work_tree_is_as_it_was(repository: GitRepository) -> None:
    start(repository)
    repository.write({LOG: CREATED.replace("\n", "\r\n") + lines("APPROVE")})
    assert found(repository) == []
    repository.write({LOG: None, LOG.replace("CR-001.jsonl", "CR-001/CR-001.jsonl"): CREATED})
    assert found(repository) == []


def test_a_log_that_is_removed_with_its_document_is_no_log_that_was_removed(repository: GitRepository) -> None:
    start(repository)
    repository.write({LOG: None, META: None, TEXT: None})
    assert found(repository) == []


def test_logs_in_large_file_storage_are_not_compared(repository: GitRepository) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12\n"
    repository.commit({TEXT: "# CR-001: X of src/\n", META: meta("DRAFT"), LOG: pointer.format("1" * 64)})
    repository.commit({LOG: pointer.format("2" * 64)})
    repository.write({LOG: CREATED})
    assert found(repository) == []
    assert trails(repository).logs.unread == {"CR-001"}


def test_an_event_that_a_merge_brings_tells_what_the_merge_made_of_the_metadata(repository: GitRepository) -> None:
    start(repository)
    retired = lines("DRAFT>CANCELLED")
    repository.branch("side").commit({META: meta("CANCELLED"), LOG: CREATED + retired})
    repository.checkout("main").commit({META: meta("DRAFT", "1.1"), LOG: CREATED + lines("CHECKOUT")})
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "-Xours", "side")
    repository.commit({META: meta("CANCELLED"), LOG: CREATED + lines("CHECKOUT") + retired}, "Merge side")
    assert found(repository) == []
