import pytest
from builders import RTM, ProjectBuilder, a_system, assert_clean, told_by

COMMIT, OTHER = "a1b2c3d" + "0" * 33, "e5f6a7b" + "0" * 33
CODE = {"tests/test_x.py": "def test_001():\n    pass\n"}
RTM_TEXT = """# Matrix

| Requirement | Evidence |
|---|---|
| REQ-A-001 | tests/test_x.py::test_001 @ {commit} PASS |

## Baseline

| What | Value |
|---|---|
| Branch | main |
| Commit | {baseline} |
"""


def evidence(commit: str, baseline: str = "a1b2c3d", status: str = "EFFECTIVE") -> ProjectBuilder:
    return a_system(("001",), RTM_TEXT.format(commit=commit, baseline=baseline), rtm_status=status)


@pytest.mark.verifies("REQ-TRC-016")
def test_evidence_at_another_commit_is_found() -> None:
    message = "REQ-A-001 has evidence at another commit than a1b2c3d, which the baseline of SDLC-A-RTM states"
    assert told_by("TRC207", evidence("e5f6a7b")) == [f"warning {RTM}:9 REQ-A-001@SDLC-A-RS: {message}"]
    assert told_by("TRC207", evidence("e5f6a7b", status="DRAFT")) == [f"note {RTM}:9 REQ-A-001@SDLC-A-RS: {message}"]


def test_the_commit_of_the_baseline_is_fine_however_long_it_is_written() -> None:
    assert_clean(evidence("a1b2c3d"))
    assert_clean(evidence(COMMIT))


def test_a_commit_with_the_same_code_is_the_same() -> None:
    known = evidence("e5f6a7b").with_code(CODE, COMMIT)
    assert told_by("TRC207", known.with_code({**CODE, "QMS/x.md": "more"}, OTHER)) == []
    assert len(told_by("TRC207", known.with_code({**CODE, "src/a.py": "more"}, OTHER))) == 1


def test_without_a_baseline_there_is_nothing_to_differ_from() -> None:
    assert told_by("TRC207", evidence("e5f6a7b", baseline="of last week")) == []


def test_where_it_was_implemented_is_not_where_it_was_verified() -> None:
    rtm = RTM_TEXT.replace("| Evidence |", "| Implementation | Evidence |").replace(
        "|---|---|\n| REQ", "|---|---|---|\n| REQ"
    )
    rtm = rtm.replace("| tests/", "| src/a.py @ e5f6a7b | tests/")
    assert_clean(a_system(("001",), rtm.format(commit="a1b2c3d", baseline="a1b2c3d")))
    assert len(told_by("TRC207", a_system(("001",), rtm.format(commit="b1b2c3d", baseline="a1b2c3d")))) == 1


def test_what_a_submodule_is_held_at_is_stated_by_no_baseline() -> None:
    rtm = RTM_TEXT.format(commit="e5f6a7b", baseline="of last week").replace(
        "| Branch | main |", "| Repository | tool |"
    )
    project = a_system(("001",), rtm).with_repository("tool", pointer=COMMIT)
    assert told_by("TRC207", project.with_code(CODE, COMMIT, "tool")) == []
