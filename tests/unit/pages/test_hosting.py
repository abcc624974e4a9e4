import pytest

from qms_site.pages.hosting import commit_url, file_url


@pytest.mark.parametrize(
    ("repository", "file", "commit"),
    [
        ("https://github.com/o/r", "https://github.com/o/r/blob/c0/a/b.md", "https://github.com/o/r/commit/c0"),
        ("https://github.com/o/r.git/", "https://github.com/o/r/blob/c0/a/b.md", "https://github.com/o/r/commit/c0"),
        (
            "https://gitlab.com/g/s/r",
            "https://gitlab.com/g/s/r/-/blob/c0/a/b.md",
            "https://gitlab.com/g/s/r/-/commit/c0",
        ),
        (
            "https://bitbucket.org/o/r",
            "https://bitbucket.org/o/r/src/c0/a/b.md",
            "https://bitbucket.org/o/r/commits/c0",
        ),
        (
            "https://codeberg.org/o/r",
            "https://codeberg.org/o/r/src/commit/c0/a/b.md",
            "https://codeberg.org/o/r/commit/c0",
        ),
        (
            "http://gitea.local:3000/o/r",
            "http://gitea.local:3000/o/r/src/commit/c0/a/b.md",
            "http://gitea.local:3000/o/r/commit/c0",
        ),
        (
            "https://example.org/gitlab/r",
            "https://example.org/gitlab/r/blob/c0/a/b.md",
            "https://example.org/gitlab/r/commit/c0",
        ),
    ],
)
@pytest.mark.verifies("REQ-REND-004")
def test_a_file_and_a_commit_have_their_address_at_the_hosting_site(repository: str, file: str, commit: str) -> None:
    assert (file_url(repository, "c0", "a/b.md"), commit_url(repository, "c0")) == (file, commit)


@pytest.mark.parametrize(("repository", "commit"), [(None, "c0"), ("", "c0"), ("https://github.com/o/r", None)])
def test_without_site_or_commit_there_is_no_address(repository: str | None, commit: str | None) -> None:
    assert (file_url(repository, commit, "a.md"), commit_url(repository, commit)) == (None, None)


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("a b#c?.md", "a%20b%23c%3F.md"),
        ("ö.md", "%C3%B6.md"),
        ("\udcff", "%FF"),
    ],
)
def test_a_path_is_quoted(path: str, end: str) -> None:
    assert file_url("https://github.com/o/r", "c0", path) == f"https://github.com/o/r/blob/c0/{end}"
