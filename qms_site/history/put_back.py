"""Audit logs that were put back: which rewrites left nothing missing in the end, and which commits only undid one."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from qms_site.history.log_lines import compare_lines


class Step(msgspec.Struct, frozen=True):
    """From one object of a log to a later one that does not begin with it."""

    before: str
    after: str


def is_put_back(lost: Iterable[str], newest: str | None, texts: Mapping[str, bytes], *, is_merged: bool) -> bool:
    """Whether the newest version of a log has all that these objects had, at its place; in a merged log, at any place."""
    if newest is None or newest not in texts:
        return False
    known = [texts[name] for name in lost if name in texts]
    return bool(known) and all(_is_kept(text, texts[newest], is_merged=is_merged) for text in known)


def loses(step: Step, texts: Mapping[str, bytes]) -> bool:
    """Whether a step lost any line, so far as both texts are there."""
    known = {step.before, step.after} <= texts.keys()
    return known and bool(compare_lines(texts[step.before], texts[step.after]).lost)


def undoes(step: Step, earlier: Sequence[Step], texts: Mapping[str, bytes]) -> bool:
    """Whether a step brings a log back to what it was before an earlier one, and takes away only lines that came with that."""
    candidates = earlier if len(earlier) <= _MOST else (*earlier[:1], *earlier[1 - _MOST :])
    return any(_undoes(step, other, texts) for other in reversed(candidates))


_MOST = 5
"""Earlier steps that are looked at: the first, and the last ones."""


def _undoes(step: Step, other: Step, texts: Mapping[str, bytes]) -> bool:
    if not {step.before, step.after, other.before, other.after} <= texts.keys():
        return False
    if not _is_kept(texts[other.before], texts[step.after]):
        return False
    brought = compare_lines(_beginning(texts[other.after], texts[other.before]), texts[other.before]).lost
    return compare_lines(texts[step.before], texts[step.after]).lost <= brought


def _is_kept(before: bytes, after: bytes, *, is_merged: bool = False) -> bool:
    """Whether the later text begins with the earlier; in a merged log, whether it has all of its lines."""
    if after.startswith(before) and after[len(before) : len(before) + 1] in (b"", b"\n"):
        return True
    found = compare_lines(before, after)
    return not (found.altered or found.removed or (found.inserted and not is_merged))


def _beginning(text: bytes, other: bytes) -> bytes:
    """As many lines of a text as another one has: what comes after them was only appended."""
    return b"\n".join(text.split(b"\n")[: other.count(b"\n") + 1])
