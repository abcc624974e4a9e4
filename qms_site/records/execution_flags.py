"""Flags in cells: words as they are written, and boxes and marks for what they mean."""

import re

from qms_site.records.placeholders import is_placeholder

_BOX = re.compile(r"\[[ xX\u2713\u2714]?\]|[\u2610-\u2612\u2713-\u2718\u2705\u274c]")
_CHECKED = re.compile(r"\[[xX\u2713\u2714]\]|[\u2611\u2612\u2713\u2714\u2705]")
_BORDERS = " \t/|,;:\ufe0f"


def read_flag(text: str) -> str | None:
    """``Yes`` or ``No`` for a box or a mark alone, the label of the box that is checked, else what is written; None for nothing."""
    written = text.strip()
    boxes = _BOX.findall(written)
    if boxes:
        gaps = [gap.strip(_BORDERS) for gap in _BOX.split(written)]
        labels = gaps[:-1] if gaps[0] else gaps[1:]
        checked = [label or "Yes" for box, label in zip(boxes, labels, strict=True) if _CHECKED.fullmatch(box)]
        return next(iter(checked), None if any(labels) else "No")
    return written if any(map(str.isalnum, written)) and not is_placeholder(written) else None
