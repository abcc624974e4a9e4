import pytest

from qms_site.qualification.comparing import compare_files
from qms_site.settings import Exemption
from qms_site.sources.snapshot import TreeFile

A, B = TreeFile("a" * 40, "100644"), TreeFile("b" * 40, "100644")
RUNS = TreeFile("a" * 40, "100755")


@pytest.mark.verifies("REQ-QUA-008")
@pytest.mark.parametrize(
    ("tested", "production", "kinds", "sentence"),
    [
        ({"x": A, "y": B}, {"x": A, "y": B}, [], "all 2 files are the same objects, with the same modes"),
        ({"x": A}, {"x": A}, [], "the only file is the same object, with the same modes"),
        ({"x": A}, {"x": B}, [("x", "changed")], "1 file differs: 1 changed"),
        ({"x": A}, {"x": RUNS}, [("x", "mode")], "1 file differs: 1 with another mode"),
        ({"x": B}, {"x": RUNS}, [("x", "changed")], "1 file differs: 1 changed"),
        (
            {"x": A, "gone": A},
            {"x": B, "new": A},
            [("gone", "removed"), ("new", "added"), ("x", "changed")],
            "3 files differ: 1 added, 1 removed, 1 changed",
        ),
    ],
)
def test_two_trees_are_the_same_or_the_files_that_differ_are_named(
    tested: dict[str, TreeFile], production: dict[str, TreeFile], kinds: list[tuple[str, str]], sentence: str
) -> None:
    found = compare_files(tested, production)
    assert [(one.path, one.kind) for one in found.differences] == kinds
    assert (found.is_same, found.is_accepted, found.sentence) == (not kinds, not kinds, sentence)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (A, B, "x has other contents in production"),
        (A, RUNS, "x was tested with mode 100644, in production 100755"),
        (B, RUNS, "x has other contents in production (tested with mode 100644, in production 100755)"),
        (None, A, "x is in production and was not tested"),
        (A, None, "x was tested and is not in production"),
    ],
)
def test_each_difference_is_one_sentence(before: TreeFile | None, after: TreeFile | None, sentence: str) -> None:
    (found,) = compare_files({"x": before} if before else {}, {"x": after} if after else {}).differences
    assert found.sentence == sentence


@pytest.mark.verifies("REQ-QUA-021")
def test_what_the_settings_exempt_is_listed_with_its_reason_and_does_not_count() -> None:
    exempt = (Exemption(pattern="docs/**", reason="no code"), Exemption(pattern="*.md", reason="read by people"))
    found = compare_files({"docs/a/b": A, "x.md": A, "c": A}, {"docs/a/b": B, "x.md": B, "c": A}, exempt)
    assert [(one.difference.path, one.pattern, one.reason) for one in found.exempted] == [
        ("docs/a/b", "docs/**", "no code"),
        ("x.md", "*.md", "read by people"),
    ]
    assert (found.differences, found.is_accepted, found.is_same) == ((), True, False)
    assert found.sentence == "nothing differs but 2 files that the settings exempt"
    more = compare_files({"docs/a": A, "c": A}, {"docs/a": B, "c": B}, exempt)
    assert [one.path for one in more.differences] == ["c"]
    assert not more.is_accepted
    assert more.sentence == "1 file differs: 1 changed; 1 file that the settings exempt does not count"


def test_patterns_are_relative_to_the_folder_of_the_settings() -> None:
    exempt = (Exemption(pattern="docs/a", reason="no code"),)
    assert compare_files({}, {"sub/docs/a": A}, exempt, "sub").is_accepted
    assert not compare_files({}, {"sub/docs/a": A}, exempt).is_accepted
