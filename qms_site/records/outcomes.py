"""What the outcome of an execution item means: a cell says `PASS - 12 tests`, a reader understands that it passed.

The words are data. A longer phrase wins over a shorter one, so `pass with deviation` is no pass.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from qms_site.records.placeholders import is_placeholder


class Result(StrEnum):
    """How an execution item came out."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    OTHER = "other"
    """Neither: done in part, deferred, skipped, not applicable, or in words that nobody has listed."""
    OPEN = "open"
    """Nobody has said: blank, a dash, a placeholder, pending."""


_LONGEST_READ = 200  # an outcome begins with what it says; the rest is evidence
_TOKEN = re.compile(r":\w{1,30}:|[^\W_]+|[^\w\s]")
_BOX = re.compile(r"\[(?P<mark>[ xX\u2713\u2714]?)\]|[\u2610\u2611\u2612]")
_CHECKED = frozenset("xX\u2713\u2714")
_CHOICE = re.compile(r"[/|]| or ", re.IGNORECASE)


@dataclass(frozen=True)
class OutcomeWords:
    """The words, phrases and marks by which outcomes are judged; case and punctuation between words do not matter."""

    passed: frozenset[str]
    failed: frozenset[str]
    other: frozenset[str]
    """Only what would else be taken for something: ``pass with deviation``. What no word matches is OTHER as well."""
    open: frozenset[str]

    def judge(self, text: str | None) -> Result:
        """What an outcome means that is written as ``text``; None if there is no place for one."""
        text = (text or "").strip()
        if not any(map(str.isalnum, text)) and not self._marks_in(text) and not _BOX.search(text):
            return Result.OPEN
        boxes = list(_BOX.finditer(text[:_LONGEST_READ]))
        if boxes:
            return self._judge_boxes(text, boxes)
        if is_placeholder(text) or self._is_choice(text):
            return Result.OPEN
        return self._judge_words(text)

    def _judge_words(self, text: str) -> Result:
        words = [token for token in _tokens(text) if token.isalnum()]
        for length in range(min(len(words), self._longest), 0, -1):
            found = self._results_by_phrase.get(" ".join(words[:length]))
            if found:
                return found
        return next((self._results_by_phrase[mark] for mark in self._marks_in(text)), Result.OTHER)

    def _judge_boxes(self, text: str, boxes: list[re.Match[str]]) -> Result:
        """Judge ``[x] Pass [ ] Fail`` and ``Pass [x] Fail [ ]``: by the label of the first box that is checked."""
        places = [0, *(place for box in boxes for place in box.span()), len(text)]
        gaps = [text[begin:end] for begin, end in zip(places[::2], places[1::2], strict=True)]
        labels = gaps[:-1] if gaps[0].strip() else gaps[1:]
        for box, label in zip(boxes, labels, strict=True):
            if box["mark"] in _CHECKED if box["mark"] is not None else box.group() != "\u2610":
                if any(map(str.isalnum, label)):
                    return self._judge_words(label)
                # A lone box with a cross is "checked" to some and "failed" to others.
                return Result.OTHER if box.group() == "\u2612" else Result.PASS
        return Result.OPEN

    def _is_choice(self, text: str) -> bool:
        """Whether the options of a form stand there, none of them chosen: ``Pass / Fail``, ``Yes/No``."""
        if len(text) > _LONGEST_READ:
            return False
        options = [_phrase_of(part) for part in _CHOICE.split(text)]
        found = {self._results_by_phrase.get(option) for option in options if option not in {"n", "a", "n a", "na"}}
        return Result.PASS in found and (Result.FAIL in found or "no" in options) and None not in found

    def _marks_in(self, text: str) -> list[str]:
        return [token for token in _tokens(text) if not token.isalnum() and token in self._results_by_phrase]

    @cached_property
    def _results_by_phrase(self) -> dict[str, Result]:
        listed = (
            (Result.PASS, self.passed),
            (Result.FAIL, self.failed),
            (Result.OTHER, self.other),
            (Result.OPEN, self.open),
        )
        return {_phrase_of(phrase): result for result, phrases in listed for phrase in phrases}

    @cached_property
    def _longest(self) -> int:
        return max((phrase.count(" ") + 1 for phrase in self._results_by_phrase), default=0)


def _phrase_of(text: str) -> str:
    """Words of a phrase, or the mark that it is."""
    tokens = list(_tokens(text))
    return " ".join([token for token in tokens if token.isalnum()] or tokens)


def _tokens(text: str) -> Iterator[str]:
    return (match.group() for match in _TOKEN.finditer(text[:_LONGEST_READ].casefold()))


OUTCOME_WORDS = OutcomeWords(
    passed=frozenset({
        *("pass", "passed", "passes", "p", "all pass", "all passed", "all tests pass", "all tests passed"),
        *("complete", "completed", "done", "finished", "implemented", "fulfilled", "closed", "resolved", "verified"),
        *("ok", "okay", "yes", "y", "good", "success", "successful", "successfully", "succeeded"),
        *("accepted", "acceptable", "approved", "satisfactory", "satisfied", "met", "conforms", "conforming"),
        *("compliant", "as expected", "no deviation", "no deviations", "no issues"),
        *("\u2713", "\u2714", "\u2705", "\U0001f7e2", "\U0001f44d"),
        *(":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:", ":green_circle:"),
    }),
    failed=frozenset({
        *("fail", "failed", "fails", "failure", "f", "rejected", "unsuccessful", "unsuccessfully", "nok", "not ok"),
        *("not passed", "did not pass", "not met", "not accepted", "not acceptable", "unacceptable", "not approved"),
        *("unsatisfactory", "not satisfactory", "nonconforming", "non conforming", "noncompliant", "non compliant"),
        *("does not conform", "not as expected"),
        *("\u2717", "\u2718", "\u2715", "\u2716", "\u00d7", "\u274c", "\U0001f534", "\U0001f44e"),
        *(":x:", ":negative_squared_cross_mark:", ":red_circle:"),
    }),
    other=frozenset({
        *("pass with deviation", "pass with deviations", "pass with exception", "pass with exceptions"),
        *("passed with deviation", "passed with deviations", "passed with exception", "passed with exceptions"),
        *("completed with deviation", "completed with deviations", "completed with exception"),
        *("completed with exceptions", "complete with deviation", "complete with deviations"),
        *("complete with exception", "complete with exceptions", "done in part", "completed in part", "no"),
    }),
    open=frozenset({
        *("pending", "open", "tbd", "tbc", "tba", "todo", "to do", "to be done", "to be determined", "to be completed"),
        *("in progress", "ongoing", "on going", "under way", "underway", "wip", "started", "in work", "in review"),
        *("in execution", "under review", "awaiting", "waiting", "blocked", "on hold", "planned", "scheduled"),
        *("assigned", "queued", "new", "draft", "incomplete", "unfinished", "none yet", "not yet", "not started"),
        *("not done", "not complete", "not completed", "not executed", "not performed", "not run", "not tested"),
        *("not finished", "not implemented", "\u23f3", "\u231b", "\U0001f504", "\U0001f6a7", "\u2b1c"),
        *(":hourglass:", ":hourglass_flowing_sand:", ":construction:", ":white_large_square:"),
    }),
)  # fmt: skip
"""The words of teams that write in English."""
