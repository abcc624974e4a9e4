"""What merges changed themselves: what is in a merge, and in none of the lines that it joined.

Git shows of a merge all that it brought onto the first line. A person who merges can slip in more, which no commit of a branch
has; only what cannot have come about by merging is told.
"""

from collections.abc import Iterator, Mapping, Sequence

from qms_site.history.commit_graph import CommitGraph, Strand, commits_of
from qms_site.sources.snapshot import Change, CommitRecord


def find_own_changes(
    graph: CommitGraph, strands: Sequence[Strand], boundary: frozenset[str] = frozenset()
) -> Mapping[str, tuple[Change, ...]]:
    """What merges on a line of first parents changed themselves, by the hash of the merge; strands are those of the line.

    A file that both sides had changed is left out: git, or whoever settled it, had to write what neither has. So is a merge of
    which a line is not known to its beginning, because a shallow clone ends at the ``boundary``.
    """
    places: dict[str, list[int]] = {}
    for place, strand in enumerate(strands):
        if strand.inside is None:
            places.setdefault(strand.merge.hash, []).append(place)
    found: dict[str, tuple[Change, ...]] = {}
    for name, own in places.items():
        merge = strands[own[0]].merge
        brought = [commit for place in own for commit in commits_of(graph, strands, place)]
        is_whole = all(strands[place].commits and strands[place].fork for place in own)
        changes = tuple(_own(merge, brought)) if is_whole else ()
        if changes and boundary.isdisjoint([name, *(commit.hash for commit in brought)]):
            found[name] = changes
    return found


def _own(merge: CommitRecord, brought: Sequence[CommitRecord]) -> Iterator[Change]:
    """Changes of a merge that neither a commit brought nor the joining of two lines explains."""
    contents = {change.after for commit in brought for change in commit.changes if change.after}
    before: dict[str, set[str | None]] = {}
    after: dict[str, set[str | None]] = {}
    for commit in brought:
        for change in commit.changes:
            before.setdefault(change.path, set()).add(change.before)
            after.setdefault(change.path, set()).add(change.after)
    names = {_name(path) for path in before}
    for change in merge.changes:
        if change.is_pointer or change.after in contents:
            continue
        if change.path in before:
            # Where the first line had not changed the file since, the merge takes it as the branch left it.
            is_own = change.before in before[change.path] and change.after not in after[change.path]
        else:
            is_own = _name(change.path) not in names  # else it may have been moved on one of the lines
        if is_own:
            yield change


def _name(path: str) -> str:
    return path.rpartition("/")[2]
