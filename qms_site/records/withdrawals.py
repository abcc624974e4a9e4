"""Items that say no more than that they are no longer any."""

import re

_WITHDRAWN = re.compile(
    r"\W*(?:withdrawn|deleted|removed|reserved|retired|obsolete|superseded|void|not used|intentionally (?:left )?blank)"
    r"(?:\W*|\W+(?:in|by|with|per|since|from|as of|see)\b.{0,80})",
    re.IGNORECASE | re.DOTALL,
)

# A sentence of its own, or a remark, at the end; `which was withdrawn` speaks of something else.
_SAID_LAST = re.compile(r"(?:[.:;!\u2012-\u2015(\[-]|^)\s*withdrawn[\s.)\]]*$", re.IGNORECASE)


def is_withdrawn(text: str) -> bool:
    """Whether the text of an item says that it is withdrawn: ``Withdrawn.``, ``Deleted in version 3``."""
    return _SAID_LAST.search(text) is not None or _WITHDRAWN.fullmatch(text) is not None
