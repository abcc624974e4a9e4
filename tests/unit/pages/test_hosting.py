import pytest

from qms_site.pages.hosting import commit_url, file_url
from qms_site.settings.values import HostingKind


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


@pytest.mark.parametrize(
    ("repository", "lines", "line", "folder"),
    [
        ("https://github.com/o/r", "blob/c0/a.py#L3-L9", "blob/c0/a.py#L3", "tree/c0/src"),
        ("https://gitlab.com/o/r", "-/blob/c0/a.py#L3-9", "-/blob/c0/a.py#L3", "-/tree/c0/src"),
        ("https://bitbucket.org/o/r", "src/c0/a.py#lines-3:9", "src/c0/a.py#lines-3", "src/c0/src"),
        ("https://gitea.com/o/r", "src/commit/c0/a.py#L3-L9", "src/commit/c0/a.py#L3", "src/commit/c0/src"),
    ],
)
@pytest.mark.verifies("REQ-HIST-014")
def test_lines_and_folders_have_the_address_of_their_site(repository: str, lines: str, line: str, folder: str) -> None:
    assert file_url(repository, "c0", "a.py", (3, 9)) == f"{repository}/{lines}"
    assert file_url(repository, "c0", "a.py", (3, 3)) == f"{repository}/{line}"
    assert file_url(repository, "c0", "src", is_folder=True) == f"{repository}/{folder}"


def test_lines_of_a_rendered_page_are_shown_as_text() -> None:
    assert file_url("https://github.com/o/r", "c0", "a.md", (3, 3)) == "https://github.com/o/r/blob/c0/a.md?plain=1#L3"
    assert file_url("https://github.com/o/r", "c0", "a.md") == "https://github.com/o/r/blob/c0/a.md"


@pytest.mark.parametrize(
    ("kind", "file", "commit"),
    [
        ("gitlab", "/-/blob/c0/a/b.py#L2-4", "/-/commit/c0"),
        ("gitea", "/src/commit/c0/a/b.py#L2-L4", "/commit/c0"),
        ("bitbucket", "/src/c0/a/b.py#lines-2:4", "/commits/c0"),
        ("github", "/blob/c0/a/b.py#L2-L4", "/commit/c0"),
        (None, "/-/blob/c0/a/b.py#L2-4", "/-/commit/c0"),
    ],
)
@pytest.mark.verifies("REQ-REND-004")
def test_the_settings_may_say_which_kind_of_site_it_is(kind: HostingKind | None, file: str, commit: str) -> None:
    home = "https://gitlab.example.org/o/r" if kind in (None, "github") else "https://code.example.org/o/r"
    assert file_url(home, "c0", "a/b.py", (2, 4), kind=kind) == home + file
    assert commit_url(home, "c0", kind) == home + commit
