"""What ``git log --raw -z`` writes, read while git still writes it: a long history is never held as text as a whole."""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, datetime
from itertools import chain, islice

from qms_site.sources.snapshot import Change, CommitRecord

LOG_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%aI%x00%cI%x00%B%x00"
_MORE_FIELDS = LOG_FORMAT.count("%x00") - 1
_POINTER_MODE = "160000"
_OLD_POINTER_MODE = f":{_POINTER_MODE}"


def parse_log(chunks: Iterable[bytes]) -> Iterator[CommitRecord]:
    """Commits in their order, out of output in the form of ``LOG_FORMAT``, however it is cut.

    Fields are taken by position, so that nothing that a message or a path contains can pass for structure.
    """
    tokens = chain.from_iterable(map(_split, _whole(chunks)))
    shared: dict[str, str] = {}  # names and paths come thousands of times; each is kept once
    share = shared.setdefault
    following = next(tokens, "")
    while following:
        commit, following = following, ""
        fields = tuple(islice(tokens, _MORE_FIELDS))
        if len(fields) < _MORE_FIELDS:
            return
        parents, author, email, committer, committer_email, authored, committed, message = fields
        changes: list[Change] = []
        for token in tokens:
            entry = token if token[:1] == ":" else token.lstrip("\n")
            if entry[:1] == ":":
                path = next(tokens, "")
                old_mode, new_mode, before, after, status = entry.split(" ")
                changes.append(
                    Change(
                        share(path, path),
                        None if status == "A" else before,
                        None if status == "D" else after,
                        new_mode == _POINTER_MODE or old_mode == _OLD_POINTER_MODE,
                    )
                )
            elif entry:  # what is empty ends the format, or the list
                following = entry
                break
        author_date = _parse_date(authored)
        yield CommitRecord(
            hash=commit,
            parents=tuple(parents.split()),
            author=share(author, author),
            email=share(email, email),
            committer=share(committer, committer),
            committer_email=share(committer_email, committer_email),
            authored=author_date,
            committed=author_date if committed == authored else _parse_date(committed),
            message=message.strip("\n"),
            changes=tuple(changes),
        )


def _whole(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same output, cut at NUL bytes."""
    rest: list[bytes] = []
    for chunk in chunks:
        end = chunk.rfind(b"\0")
        if end < 0:
            rest.append(chunk)
            continue
        yield b"".join((*rest, chunk[:end]))
        rest = [chunk[end + 1 :]]
    yield b"".join(rest)


def _split(output: bytes) -> list[str]:
    return output.decode("utf-8", "surrogateescape").split("\0")


def _parse_date(text: str) -> datetime | None:
    """None for what is no date, and for the last year that there is: in another zone it may lie beyond the end."""
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return date if date.year < MAXYEAR else None
