"""What a piece of an RTM rests on: methods, results, tests, commits, records and arguments, by what its header says."""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto

import msgspec

from qms_site.records.hashes import find_hashes
from qms_site.records.ids import IdScheme, id_scheme
from qms_site.records.named_tests import TestReader, distinct_tests
from qms_site.records.placeholders import is_placeholder
from qms_site.settings import Settings


class Role(Enum):
    """What a column or a field of an RTM holds."""

    METHOD = auto()
    RESULT = auto()
    COMMIT = auto()
    FILE = auto()
    EVIDENCE = auto()
    PROOF = auto()
    TEXT = auto()
    """What is said about the requirement, not what shows it."""
    CODE = auto()
    """Where it is implemented: code that is no test."""
    OTHER = auto()


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a stretch of text gives as evidence; everything in the order in which it is written."""

    methods: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    proof: str = ""
    implemented: tuple[str, ...] = ()
    """Those of the commits that are told only as where it was implemented, which is not where it was verified."""

    @property
    def is_given(self) -> bool:
        """Whether there is anything that something can rest on."""
        return bool(self.tests or self.commits or self.records or self.proof)


_BY_WORD = (
    (Role.COMMIT, frozenset({"commit", "commits", "sha", "hash"})),
    (Role.METHOD, frozenset({"method", "methods", "technique", "means", "approach"})),
    (Role.RESULT, frozenset({"result", "results", "status", "outcome", "verdict", "pass"})),
    (Role.FILE, frozenset({"file", "module", "script", "suite", "class"})),
    (Role.PROOF, frozenset({"proof", "argument", "justification", "analysis", "assessment"})),
    (
        Role.EVIDENCE,
        frozenset(
            {"test", "tests", "tested", "evidence", "code", "record", "records", "verification", "verified", "verify",
             "validation", "validated", "function", "functions", "case", "cases", "protocol", "procedure", "reference",
             "references", "shown"}
        ),
    ),
    (
        Role.TEXT,
        frozenset(
            {"statement", "text", "summary", "name", "rationale", "design", "priority", "risk", "item", "need"}
        ),
    ),
)  # fmt: skip
_REQUIREMENT = frozenset({"requirement", "requirements", "req", "reqs"})
# `Test description` and `Tested by` tell of a test, and name none.
_ASIDE = frozenset(
    {
        "description",
        "objective",
        "purpose",
        "title",
        "date",
        "comment",
        "comments",
        "note",
        "notes",
        "remark",
        "remarks",
    }
)
_DONE = frozenset({"tested", "executed", "performed", "reviewed", "approved", "run"})
_VERIFICATION = frozenset({"verification", "validation", "test", "method", "evidence", "proof"})
_SOURCE = frozenset({"source", "implementation", "implemented"})
# Records that exist in order to verify something; others count where a cell gives evidence, and not in passing.
_VERIFYING = frozenset({"VR", "TP", "TC", "ER"})
_HASH = r"[0-9a-f]{7,40}(?![\w-])"
_ANY_HASH = re.compile(rf"(?<![\w.-]){_HASH}")
_RESULT = re.compile(r"\b(?:PASS(?:ED)?|X?FAIL(?:ED)?|XPASS|SKIPPED|BLOCKED|PENDING)\b")
_NONE_FAILED = re.compile(r"\b(?:0|no)\s+fail\w*", re.IGNORECASE)
_METHODS = {
    word: method
    for method, words in (
        ("proof", ("proof", "qualitative", "qp")),
        ("test", ("test", "tests", "tested", "testing", "ut", "t")),
        ("inspection", ("inspection", "inspected", "visual", "i")),
        ("analysis", ("analysis", "a")),
        ("demonstration", ("demonstration", "demo", "d")),
        ("review", ("review", "walkthrough")),
        ("record", ("record", "vr")),
    )
    for word in words
}
_SAID_METHOD = re.compile(
    r"\b(?:verified|validated|shown|confirmed|demonstrated) (?:by|through|via) (?:an? |the )?(?:\w+ ){0,2}?"
    r"(inspection|analysis|demonstration|review|walkthrough|tests?|testing)\b",
    re.IGNORECASE,
)
_CODE_REFERENCE = re.compile(r"[\w/]\.\w{1,10}(?::[\d, -]{1,40})?\s{0,3}@\s{0,3}[0-9a-f]{7,40}(?![\w-])")


def role_of(said: tuple[str, ...]) -> Role:
    """What a header or the name of a field says, word by word in lower case, of what stands under it."""
    words = frozenset(said)
    if "type" in words:
        # Types of requirements are none of verification; a bare `Type` is one if it holds the name of a method.
        return Role.METHOD if words & _VERIFICATION else Role.EVIDENCE if len(words) == 1 else Role.TEXT
    if words & _REQUIREMENT or words & _ASIDE or ("by" in words and words & _DONE):
        return Role.TEXT
    if words & _SOURCE and not words & {"test", "tests"}:
        return Role.CODE
    return next((role for role, known in _BY_WORD if words & known), Role.OTHER)


class EvidenceReader:
    """Reads the texts of one cell, row or block in their order: bare names of tests inherit the module before them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._scheme: IdScheme = id_scheme(settings)
        self._tests = TestReader()

    def begin(self) -> None:
        """Forget the module: another cell or block begins."""
        self._tests = TestReader()

    def read(self, text: str, role: Role) -> Evidence:
        """What a text of a role gives."""
        match role:
            case Role.TEXT | Role.CODE:
                commits = tuple(find_hashes(text)) if role is Role.CODE else ()
                return Evidence(commits=commits, implemented=commits)
            case Role.RESULT:
                result = result_of(text)
                return Evidence(results=(result,) if result else (), commits=tuple(find_hashes(text)))
            case Role.COMMIT:
                return Evidence(commits=tuple(_ANY_HASH.findall(text)))
            case Role.METHOD if not _is_nothing(text):
                return Evidence(
                    methods=(" ".join(text.split()),), records=tuple(self._records_in(text, is_cited=False))
                )
            case Role.FILE if self._tests.set_module(text):
                return Evidence()
        is_given = role in {Role.EVIDENCE, Role.FILE}
        return Evidence(
            tests=tuple(self._tests.read(text, accepts_bare=is_given)),
            commits=tuple(find_hashes(text)),
            records=tuple(self._records_in(text, is_cited=is_given)),
            results=tuple(result for word in _RESULT.findall(text) if (result := result_of(word))) if is_given else (),
            proof=" ".join(text.split()) if role is Role.PROOF else "",
        )

    def _records_in(self, text: str, *, is_cited: bool) -> Iterator[str]:
        for _, _, written in self._scheme.scan(text):
            id_ = self._scheme.parse(written)
            is_record = id_ and any(map(str.isdigit, written)) and self.settings.is_executable(id_.type)
            if id_ and is_record and (is_cited or id_.type in _VERIFYING):
                yield written


def join_evidence(parts: Iterable[Evidence]) -> Evidence:
    """All the parts as one, each thing once."""
    given = tuple(parts)
    shown = {commit for part in given for commit in part.commits if commit not in part.implemented}
    return Evidence(
        methods=tuple(dict.fromkeys(method for part in given for method in part.methods)),
        results=tuple(dict.fromkeys(result for part in given for result in part.results)),
        tests=distinct_tests([test for part in given for test in part.tests]),
        commits=tuple(dict.fromkeys(commit for part in given for commit in part.commits)),
        records=tuple(dict.fromkeys(record for part in given for record in part.records)),
        proof=" ".join(part.proof for part in given if part.proof),
        implemented=tuple(
            dict.fromkeys(commit for part in given for commit in part.implemented if commit not in shown)
        ),
    )


def result_of(written: str) -> str | None:
    """``PASS``, ``FAIL``, or what is written, in capitals; None for nothing and for placeholders.

    What says pass and something that takes it back (``Pass (xfail)``, ``partial pass``) stays as written.
    """
    if _is_nothing(written):
        return None
    text = " ".join(written.split()).upper()
    words = set(re.findall(r"\w+", _NONE_FAILED.sub("", text)))
    if words & {"XFAIL", "XPASS", "SKIP", "SKIPPED", "EXPECTED", "PARTIAL", "PARTIALLY", "NOT", "NO"}:
        return text
    if words & {"FAIL", "FAILED", "FAILS", "FAILING", "FAILURE"} or re.search("[\u2717\u2718\u274c]", text):
        return "FAIL"
    if words & {"PASS", "PASSED", "PASSES", "PASSING"} or re.search("[\u2713\u2714\u2705\u2611]", text):
        return "PASS"
    return text


def method_of(written: str) -> str | None:
    """The kind of verification that a text means: test, proof, inspection, analysis, demonstration, review or record.

    Of several the one that is written first.
    """
    words = re.findall(r"[a-z]+", written.casefold())
    # Letters stand for methods where there is nothing else: `T`, `I, A`, but not `N/A`.
    words = [word for word in words if len(word) > 1] or [word for word in words if _METHODS.keys() >= set(words)]
    return next((_METHODS[word] for word in words if word in _METHODS), None)


def method_said(text: str) -> str | None:
    """The method that a sentence names as it tells how something was verified: ``Verified by visual inspection``."""
    match = _SAID_METHOD.search(text)
    return match[1] if match else None


def cites_code(text: str) -> bool:
    """Whether a text refers to code at a commit: ``model/x.py:1-5 @ a1b2c3d``."""
    return _CODE_REFERENCE.search(text) is not None


def _is_nothing(text: str) -> bool:
    stripped = text.strip()
    return not re.search(r"[^\s\-\u2010-\u2015.]", stripped) or is_placeholder(stripped)
