"""Items that say no more than that they are no longer any."""

import re

_WITHDRAWN = re.compile(
    r"\W*(?:withdrawn|deleted|removed|reserved|retired|obsolete|superseded|void|not used|intentionally (?:left )?blank)"
    r"(?:\W*|\W+(?:in|by|with|per|since|from|as of|see)\b.{0,80})",
    re.IGNORECASE | re.DOTALL,
)


def is_withdrawn(text: str) -> bool:
    """Whether the text of an item says that it is withdrawn: ``Withdrawn.``, ``Deleted in version 3``."""
    is_said_last = text.rstrip(" .)").casefold().endswith(" withdrawn")
    return is_said_last or _WITHDRAWN.fullmatch(text) is not None
