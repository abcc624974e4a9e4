"""Which column of a table says what about an execution item, told by the words of its head, in any order."""

import re
from collections.abc import Sequence

import msgspec


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Places of the columns, counted from 0; None for what the table does not have."""

    id: int | None = None
    is_named: bool = False
    """The head names execution items (``EI``, ``CAPA``); a step or a number may be anything."""
    description: int | None = None
    vr: int | None = None
    outcome: int | None = None
    performer: int | None = None
    date: int | None = None
    summary: int | None = None
    """What was done, in words: filled in by execution, as the outcome is."""

    @property
    def known(self) -> int:
        """How much the table says of each item."""
        places = (self.description, self.vr, self.outcome, self.performer, self.date, self.summary)
        return sum(place is not None for place in places)


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


_LONGEST_HEAD = 80
_NUMBER = re.compile(r"#|\u2116|\bn\u00b0", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")
_NUMBERED = r"(?: (?:id|ids|no|nr|number|ref|reference))?"
_NAMED_ID = _compiled(
    rf"(?:var )?(?:ei|exec(?:ution)? item|capa)(?: item)?{_NUMBERED}",
)
_PLAIN_ID = _compiled(
    rf"(?:(?:test|execution|procedure) )?step{_NUMBERED}|item{_NUMBERED}",
    r"(?:task|action|activity)(?: item)? (?:id|no|nr|number|ref)",
    r"id|no|nr|number|ref|s n|s[lr]? no|seq(?:uence)?(?: no)?",
)
# What is wanted, not what was done; and a second person's word on it.
_AHEAD = re.compile(
    r"\b(?:expected|planned|target|due|criteri(?:a|on)|required?|original|previous|next|scheduled|estimated|proposed|"
    r"acceptance|intended|desired|anticipated)\b"
)
_SECOND = re.compile(r"\b(?:review(?:ed|er)?|approv(?:ed|er|al)|witness(?:ed)?|checked|assigned|requested)\b")
# What is no description, where none is called so.
_ASIDE = re.compile(
    rf"{_SECOND.pattern}|\b(?:by|verif\w*|sign\w*|commits?|evidence|comments?|remarks?|notes?|owner|responsible|dated?|due|"
    r"affected|related|files?|priority|type|status|follow up)\b"
)
_VR = _compiled(
    r"vrs?(?: .*)?|.* vrs?|verification records?(?: .*)?",
)
# Each time the plainest words first: of `Status` and `Task Outcome` the second is the outcome.
_NOT_OUTCOME = r"(?!.*\b(?:actual|dated?|by|summary|description|details|before|document|of)\b)"
_OUTCOME = _compiled(
    rf"{_NOT_OUTCOME}(?:.* )?outcome(?: .*)?",
    rf"{_NOT_OUTCOME}(?:.* )?(?:pass(?:ed)? (?:or )?fail(?:ed)?|p f)(?: .*)?|pass(?:ed)?",
    rf"{_NOT_OUTCOME}(?:.* )?results?(?: .*)?",
    rf"{_NOT_OUTCOME}(?:.* )?(?:status|verdict|disposition|conclusion)(?: .*)?",
    r"(?:is |task )?(?:done|completed?|completion)",
)
_DEEDS = r"(?:performed|executed|completed|closed|done|implemented|tested|carried out|conducted)"
_PERFORMER = _compiled(
    r"(?:.* )?(?:performer|executor|executer|(?:performed|executed) by)(?: .*)?",
    rf"(?:.* )?(?:{_DEEDS} by|tester|operator|implementer)(?: .*)?",
    r"by(?: (?:and )?date)?|date (?:and )?by|who|performed|executed",
    r"(?:.* )?(?:signed(?: by)?|signatures?|sign ?off|initials?|initialed|initialled)(?: .*)?",
    r"(?:.* )?(?:verified by|verifier)(?: .*)?",
)
_DATE = _compiled(
    rf"(?:.* )?date .*\b{_DEEDS}",
    rf"(?:.* )?(?:{_DEEDS}|performance|execution|completion|finish|end|implementation|actual) date(?: .*)?",
    r"date",
    rf"{_DEEDS} on|when|finished",
    r"(?!.*\b(?:start|effective|opened|created|raised)\b)(?:.* )?date(?: .*)?",
)
_SUMMARY = _compiled(
    r"(?:.* )?(?:execution|executed)(?: (?:summary|details?|notes?|record|evidence|comments?|description))?",
    r"summary of execution|actual(?: .*)?|work (?:done|performed|carried out)|what was done",
)
_DESCRIPTION = _compiled(
    r"(?:task|ei|item|capa|step|action) description",
    r"(?:.* )?description(?: .*)?",
    r"(?:.* )?(?:tasks?|activit(?:y|ies)|actions?|instructions?|procedure|work|deliverables?)(?: .*)?",
    r"what(?: .*)?|title|scope|steps?|items?|summary|details|requirement",
)


def read_columns(head: Sequence[str]) -> Columns:
    """What the columns under these words hold; each column holds one thing."""
    words = [plain_head(cell) for cell in head]
    free = dict(enumerate(words))
    named = _take(free, _NAMED_ID)
    id_ = _take(free, _PLAIN_ID) if named is None else named
    vr = _take(free, _VR)
    done = {place: text for place, text in free.items() if not _AHEAD.search(text)}
    outcome = _take(done, _OUTCOME)
    performer = _take(done, _PERFORMER, without=_SECOND)
    date = _take(done, _DATE, without=_SECOND)
    summary = _take(done, _SUMMARY)
    free = {place: free[place] for place in free if place not in {outcome, performer, date, summary}}
    description = _take(free, _DESCRIPTION)
    if description is None:
        description = next((place for place in free if free[place] and not _ASIDE.search(free[place])), None)
    return Columns(
        id=id_,
        is_named=named is not None,
        description=description,
        vr=vr,
        outcome=outcome,
        performer=performer,
        date=date,
        summary=summary,
    )


def plain_head(cell: str) -> str:
    """The head of a column in plain words: ``Performed By \u2014 Date`` and ``performed by / date`` are one head."""
    if len(cell) > _LONGEST_HEAD:
        return ""
    return _NO_WORD.sub(" ", _NUMBER.sub(" no ", cell.casefold())).strip()


def _take(
    free: dict[int, str], patterns: Sequence[re.Pattern[str]], *, without: re.Pattern[str] | None = None
) -> int | None:
    """The column that the earliest of the patterns matches; it is no longer free."""
    for pattern in patterns:
        for place, text in free.items():
            if pattern.fullmatch(text) and not (without and without.search(text)):
                del free[place]
                return place
    return None
