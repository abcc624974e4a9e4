import pytest

from qms_site.markdown.frontmatter import read_front_matter
from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.markdown.regions import RegionKind, iter_region_runs
from qms_site.records.citations import CitedHash, read_context, scan_citations


def read(text: str) -> tuple[CitedHash, ...]:
    matter = read_front_matter(text)
    tokens = parse_body(matter.body)
    runs = iter_region_runs(tokens, first_line=matter.body_line)
    passages = iter_passages(tokens, first_line=matter.body_line)
    return scan_citations(runs, read_context(passages, matter))


@pytest.mark.parametrize(
    "text",
    [
        "Commit: 1e0d63f",
        "in commit `1e0d63f`.",
        "in `1e0d63f`.",
        "`1e0d63f..2e05364`",
        "`1e0d63f~2`",
        "src/a.py @ 1e0d63f",
        "`src/a.py` @ `1e0d63f`",
        "| Commit | By |\n|---|---|\n| 1e0d63f | Ada |",
        "| What | Value |\n|---|---|\n| Qualified commit | 1e0d63f |",
        "| Commit hash |\n|---|\n| 1e0d63f |",
        "**Commit:** 1e0d63f",
    ],
)
@pytest.mark.verifies("REQ-HIST-002")
def test_the_text_calls_a_token_a_commit(text: str) -> None:
    assert [cited.is_called for cited in read(text) if cited.token == "1e0d63f"] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "moved to 1e0d63f",
        "```\ncommit 1e0d63f\n```",
        "<!-- commit 1e0d63f -->",
        "`GET /api/1e0d63f`",
        "`1e0d63f29ab4`",
        "`1234568e5`",
        "digest `1e0d63f`",
        "| SHA-256 | By |\n|---|---|\n| `1e0d63f` | Ada |",
        "| What | Value |\n|---|---|\n| Image | `1e0d63f` |",
        "tool@1e0d63f",
    ],
)
@pytest.mark.verifies("REQ-HIST-002")
def test_without_context_only_a_commit_that_exists_makes_a_citation(text: str) -> None:
    assert [cited.is_called for cited in read(text)] == [False]


@pytest.mark.parametrize("text", ["commit `abc1234`", "`0000000`", "| Commit |\n|---|\n| a1b2c3d |"])
def test_a_placeholder_is_no_citation(text: str) -> None:
    assert read(text) == ()


def test_a_number_in_a_column_of_commits_is_one() -> None:
    text = "| Run | Commit |\n|---|---|\n| 21803124788 | 6111118 |"
    assert {cited.token: cited.is_called for cited in read(text)} == {"21803124788": False, "6111118": True}


def test_each_token_is_there_once_with_its_first_line_and_strongest_region() -> None:
    text = "<!-- 1e0d63f -->\n\nmoved to `1e0d63f`\n\nthen tool@1e0d63f, commit 1e0d63f\n"
    (cited,) = read(text)
    assert (cited.region, cited.line, cited.called_line, cited.holders) == (RegionKind.TEXT, 1, 3, ("tool",))


def test_front_matter_names_a_commit_by_its_key() -> None:
    matter = read_front_matter("---\nqualified_commit: 1e0d63f\n---\n")
    assert read_context((), matter).commits == {(2, "1e0d63f")}
