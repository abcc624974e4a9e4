import pytest

from qms_site.history.merge_subjects import MergeSubject, read_merge_subject


@pytest.mark.parametrize(
    ("subject", "names", "into"),
    [
        ("Merge branch 'cr-001'", ("cr-001",), None),
        ("Merge branch 'cr-001' into test/pump-001", ("cr-001",), "test/pump-001"),
        ("Merge branch 'cr-001' into 'main'", ("cr-001",), "main"),
        ("Merge branch 'main' of https://example.org/pump into main", ("main",), "main"),
        ("Merge branch 'it's' into main", ("it's",), "main"),
        ("Merge branches 'a', 'b' and 'c/d'", ("a", "b", "c/d"), None),
        (
            "Merge branch 'a', remote-tracking branch 'origin/b', tag 'v1' and commit '0af'",
            ("a", "b", None, None),
            None,
        ),
        ("Merge remote-tracking branch 'origin/cr-001/exec'", ("cr-001/exec",), None),
        ("Merge remote-tracking branches 'origin/a' and 'fork/b/c'", ("a", "b/c"), None),
        ("Merge commit '0af3' into main", (None,), "main"),
        ("Merge pull request #8 from example/cr-001/exec", ("cr-001/exec",), None),
        ("Merge pull request #8 in PUMP/code from cr-001-speed to master", ("cr-001-speed",), "master"),
        ("Merge pull request 8 from cr-001 into main", ("cr-001",), "main"),
        ("Merge pull request 'From a into b' (#8) from ada:cr-001 into main", ("cr-001",), "main"),
        ("Merged PR 8: Merge feature/speed to main", ("feature/speed",), "main"),
        ("Merged in feature/speed (pull request #8)", ("feature/speed",), None),
        ("Merge branch '--upload-pack=x'", ("--upload-pack=x",), None),
        ("Merge branch '<script>alert(1)</script>'", ("<script>alert(1)</script>",), None),
    ],
)
def test_programs_name_what_they_merged(subject: str, names: tuple[str | None, ...], into: str | None) -> None:
    assert read_merge_subject(subject) == MergeSubject(names=names, into=into)


@pytest.mark.parametrize(
    ("subject", "name", "into"),
    [
        ("Merge cr-001 into main", "cr-001", "main"),
        ("Merge everything", "everything", None),
        ("Merged PR 8: X", "PR", None),
    ],
)
def test_a_word_of_a_person_may_be_a_name(subject: str, name: str, into: str | None) -> None:
    assert read_merge_subject(subject) == MergeSubject(names=(name,), into=into, is_formal=False)


@pytest.mark.parametrize("subject", ["", "Speed up", "merge branch 'a'", "Merge", "Revert \"Merge branch 'a'\""])
def test_other_subjects_name_none(subject: str) -> None:
    assert read_merge_subject(subject) is None


@pytest.mark.parametrize(
    "subject",
    [
        "Merge branch '" + "'" * 1_000_000,
        "Merge branches " + "'a' " * 250_000,
        "Merge pull request '" + "' (#1) from " * 90_000,
        "Merge " + "a" * 1_000_000,
        "Merge branch '" + "a" * 1_000_000 + "'",
    ],
    ids=["quotes", "names", "titles", "word", "name"],
)
def test_a_subject_of_a_megabyte_is_soon_read(subject: str) -> None:
    found = read_merge_subject(subject)
    assert found is None or all(len(name or "") <= 250 for name in found.names)
