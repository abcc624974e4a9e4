"""Links into the hosting site of a repository: one file, lines of it, or a folder at one commit; and a commit itself."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from qms_site.pages.addresses import quote_path
from qms_site.settings.values import HostingKind

_MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a kind of hosting site writes its addresses, between the repository and the commit, and behind the path."""

    file: str
    folder: str
    commit: str
    lines: str
    """With the first and the last line."""
    line: str
    plain: str = ""
    """What shows the lines of a page that is rendered otherwise."""


_GITHUB = _Form(file="/blob/", folder="/tree/", commit="/commit/", lines="#L{}-L{}", line="#L{}", plain="?plain=1")
_GITEA = _Form(
    file="/src/commit/",
    folder="/src/commit/",
    commit="/commit/",
    lines="#L{}-L{}",
    line="#L{}",
    plain="?display=source",
)
# By what the host's name contains, where the settings do not say it; GitHub's form is the most copied one.
_FORMS = {
    "github": _GITHUB,
    "gitlab": _Form(
        file="/-/blob/", folder="/-/tree/", commit="/-/commit/", lines="#L{}-{}", line="#L{}", plain="?plain=1"
    ),
    "bitbucket": _Form(file="/src/", folder="/src/", commit="/commits/", lines="#lines-{}:{}", line="#lines-{}"),
    "gitea": _GITEA,
    "codeberg": _GITEA,
    "forgejo": _GITEA,
}


def file_url(
    repository: str | None,
    commit: str | None,
    path: str,
    lines: tuple[int, int] | None = None,
    *,
    kind: HostingKind | None = None,
    is_folder: bool = False,
) -> str | None:
    """Address of a file, of lines of it, or of a folder, at a commit; None where the hosting site or the commit is not known.

    Without a ``kind`` the name of the host tells which form its addresses have.
    """
    if not repository or not commit:
        return None
    form = _form_of(repository, kind)
    address = f"{_base(repository)}{form.folder if is_folder else form.file}{commit}/{quote_path(path)}"
    if not lines:
        return address
    plain = form.plain if path.lower().endswith(_MARKDOWN) else ""
    first, last = lines
    return f"{address}{plain}{form.line.format(first) if first == last else form.lines.format(first, last)}"


def commit_url(repository: str | None, commit: str | None, kind: HostingKind | None = None) -> str | None:
    """Address of a commit; None where the hosting site or the commit is not known."""
    return f"{_base(repository)}{_form_of(repository, kind).commit}{commit}" if repository and commit else None


def _form_of(repository: str, kind: HostingKind | None) -> _Form:
    if kind:
        return _FORMS[kind]
    host = urlsplit(repository).netloc.lower()
    return next((form for name, form in _FORMS.items() if name in host), _GITHUB)


def _base(repository: str) -> str:
    return repository.rstrip("/").removesuffix(".git")
