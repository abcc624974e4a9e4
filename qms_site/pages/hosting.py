"""Links into the hosting site of a repository: one file at one commit."""

from urllib.parse import urlsplit

from qms_site.pages.addresses import quote_path

# Path between the repository and the commit, by what the host's name contains; GitHub's form is the most copied one.
_FORMS = {
    "gitlab": "/-/blob/",
    "bitbucket": "/src/",
    "gitea": "/src/commit/",
    "codeberg": "/src/commit/",
    "forgejo": "/src/commit/",
}
_DEFAULT_FORM = "/blob/"


def file_url(repository: str | None, commit: str | None, path: str) -> str | None:
    """Address of a file at a commit; None where the hosting site or the commit is not known."""
    if not repository or not commit:
        return None
    host = urlsplit(repository).netloc.lower()
    form = next((form for name, form in _FORMS.items() if name in host), _DEFAULT_FORM)
    return f"{repository.rstrip('/').removesuffix('.git')}{form}{commit}/{quote_path(path)}"


def commit_url(repository: str | None, commit: str | None) -> str | None:
    """Address of a commit; None where the hosting site or the commit is not known."""
    if not repository or not commit:
        return None
    host = urlsplit(repository).netloc.lower()
    form = "/-/commit/" if "gitlab" in host else "/commits/" if "bitbucket" in host else "/commit/"
    return f"{repository.rstrip('/').removesuffix('.git')}{form}{commit}"
