"""Names of branches in the subjects of merges, as git and the hosting sites write them."""

import re
from collections.abc import Iterator

import msgspec

_LONGEST_SUBJECT = 2000
_LONGEST_NAME = 250

# Merge branch 'a' | Merge branches 'a', 'b' and 'c' into x | Merge branch 'a', remote-tracking branch 'origin/b' of <url>;
# GitLab quotes the other name too: into 'x'.
_GIT = re.compile(r"Merge (?=(?:remote-tracking )?branch(?:es)? '|(?:tag|commit)s? ')")
_PART = re.compile(
    rf"(?P<kind>(?:remote-tracking )?branch|tag|commit)(?:es|s)? (?=')"
    rf"|'(?P<name>\S{{1,{_LONGEST_NAME}}}?)'(?=[\s,]|$)"
    rf"|\binto '?(?P<into>\S{{1,{_LONGEST_NAME}}}?)'?(?=\s|$)"
)
_NAME = rf"(?P<name>\S{{1,{_LONGEST_NAME}}})"
_INTO = rf"(?:into|to) (?P<into>\S{{1,{_LONGEST_NAME}}})"
_HOSTS = (
    re.compile(rf"Merge pull request #\d+ in \S+ from {_NAME} {_INTO}"),  # Bitbucket Server
    re.compile(
        rf"Merge pull request #?\d+ from (?!\S+ into )[^/\s]+/{_NAME}"
    ),  # GitHub: the owner stands before the name
    re.compile(rf"Merge pull request '.{{0,{_LONGEST_SUBJECT}}}' \(#\d+\) from (?:[^:\s]+:)?{_NAME} {_INTO}"),  # Gitea
    re.compile(rf"Merge(?:d)? (?:PR|pull request) #?\d+(?: from|: Merge) {_NAME} {_INTO}"),  # Azure
    re.compile(rf"Merged in {_NAME} \(pull request #\d+\)"),  # Bitbucket
)
_LOOSE = re.compile(rf"Merge(?:d in|d)? (?P<name>\S{{1,{_LONGEST_NAME}}})(?: {_INTO})?")


class MergeSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What the subject of a merge says.

    ``names`` are those of the branches merged, in the order of the merge's further parents, None for a tag or a commit;
    ``into`` is the branch that they were merged into, where the subject says so. ``is_formal``: a form that only programs
    write; else a word after ``Merge`` may be anything.
    """

    names: tuple[str | None, ...]
    into: str | None = None
    is_formal: bool = True


def read_merge_subject(subject: str) -> MergeSubject | None:
    """The branches that a subject names; None where it names none."""
    if not subject.startswith("Merge"):
        return None
    text = subject[:_LONGEST_SUBJECT]
    if match := _GIT.match(text):
        return _of_git(text[match.end() :])
    for form in _HOSTS:
        if match := form.match(text):
            return MergeSubject(names=(match["name"],), into=match.groupdict().get("into"))
    if match := _LOOSE.match(text):
        return MergeSubject(names=(match["name"],), into=match["into"], is_formal=False)
    return None


def _of_git(text: str) -> MergeSubject:
    names = tuple(_names_in(text))
    into = next((match["into"] for match in _PART.finditer(text) if match["into"]), None)
    return MergeSubject(names=names, into=into)


def _names_in(text: str) -> Iterator[str | None]:
    kind = ""
    for match in _PART.finditer(text):
        if match["kind"]:
            kind = match["kind"]
        elif match["into"]:
            return
        elif kind == "branch":
            yield match["name"].removeprefix("origin/")
        elif kind == "remote-tracking branch":
            yield match["name"].partition("/")[2] or match["name"]
        else:
            yield None
