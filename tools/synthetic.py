"""Quality systems of any size, with a history that fits: the same size and seed give the same bytes and the same hashes.

Ten requirements are one change, of twenty commits: its record goes the whole way from draft to closed, code and tests are
written under it, and the specifications are revised. Fifty requirements are one system, with its RS, DS and RTM.
"""

import os
import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_uppercase
from types import MappingProxyType
from typing import Self
from xml.sax.saxutils import quoteattr

RESULTS = "results/junit.xml"
"""Where the results of the tests lie; they are no part of the history."""
PER_CHANGE = 10
PER_SYSTEM = 50
_PER_DESIGN = 2
_PER_COMMIT = 2
_TIDYING = 4
_BEFORE = ("DRAFT", "IN_PRE_REVIEW", "PRE_APPROVED", "IN_EXECUTION")
_AFTER = ("IN_POST_REVIEW", "POST_APPROVED", "CLOSED")
_REVISION = ("DRAFT", "IN_REVIEW", "APPROVED", "EFFECTIVE")
_FIRST_SECOND = int(datetime(2026, 1, 5, 8, tzinfo=UTC).timestamp())
_SECONDS_APART = 600

_PARTS = ("agitator", "burner", "condenser", "dosing pump", "feed valve", "level switch", "mixer", "reactor", "sampler")
_DEEDS = (
    "close",
    "count",
    "display",
    "hold",
    "log",
    "open",
    "refuse",
    "report",
    "reset",
    "start",
    "stop",
    "warn about",
)
_THINGS = (
    "alarm",
    "batch number",
    "dose",
    "fill level",
    "flow",
    "interlock",
    "pressure",
    "recipe",
    "speed",
    "temperature",
)
_TIMES = (
    "at each change of shift",
    "before the next step begins",
    "during maintenance",
    "once per minute",
    "unless an interlock is active",
    "whenever the limit is passed",
    "within two seconds",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A requirement or a design item."""

    id: str
    title: str
    text: str
    answer: str = ""
    """The design item that answers a requirement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Requirements, the design that answers them, and the names of both everywhere."""

    name: str
    requirements: Sequence[Statement]
    designs: Sequence[Statement]

    @property
    def slug(self) -> str:
        """Its name in paths."""
        return self.name.lower()

    @property
    def tests(self) -> str:
        """Path of its test functions, the first of which shows the first requirement."""
        return f"tests/test_{self.slug}.py"

    def until(self, count: int) -> Self:
        """The system as it is when it has its first requirements."""
        return type(self)(
            name=self.name,
            requirements=self.requirements[:count],
            designs=self.designs[: -(-count // _PER_DESIGN)],
        )


class Importer:
    """The one writer of a history, by ``git fast-import``; commits are ten minutes apart."""

    def __init__(self, folder: Path) -> None:
        self._count = 0
        self._process = subprocess.Popen(  # noqa: S603 - arguments of our own
            ["git", "-C", str(folder), "fast-import", "--quiet"],  # noqa: S607 - git is wherever the PATH has it
            env=isolated(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        if self._process.returncode:
            raise SystemExit("git fast-import failed")

    @property
    def today(self) -> str:
        """The day of the next commit."""
        return f"{datetime.fromtimestamp(self._now, UTC):%Y-%m-%d}"

    def commit(self, message: str, files: Mapping[str, str]) -> str:
        """Write files over the last commit, and return the hash of the new one."""
        person = f"Ada Example <ada@example.org> {self._now} +0000"
        self._count += 1
        self._write(f"commit refs/heads/main\nmark :{self._count}\nauthor {person}\ncommitter {person}\n")
        self._write_counted(message)
        for path, text in files.items():
            self._write(f"M 100644 inline {path}\n")
            self._write_counted(text)
        self._write(f"get-mark :{self._count}\n")
        if self._process.stdin is None or self._process.stdout is None:
            raise SystemExit("git fast-import has no pipes")
        self._process.stdin.flush()
        return self._process.stdout.readline().decode().strip()

    @property
    def _now(self) -> int:
        return _FIRST_SECOND + self._count * _SECONDS_APART

    def _write_counted(self, text: str) -> None:
        self._write(f"data {len(text.encode())}\n{text}\n")

    def _write(self, text: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(text.encode())


def write_corpus(folder: Path, count: int, seed: int = 1) -> str:
    """Write a repository with so many requirements, a multiple of ten, into a folder; the hash of its last commit."""
    if count < PER_CHANGE or count % PER_CHANGE:
        raise SystemExit(f"the number of requirements is a multiple of {PER_CHANGE}, not {count}")
    folder.mkdir(parents=True)
    rng = random.Random(seed)  # noqa: S311 - words are drawn, not secrets
    systems = [_draw_system(rng, begin, min(PER_SYSTEM, count - begin)) for begin in range(0, count, PER_SYSTEM)]
    git(folder, "init", "--quiet", "--initial-branch=main")
    head, number = "", 0
    with Importer(folder) as importer:
        importing = {"qms.toml": _settings(systems), ".gitignore": "results/\n"}
        for system in systems:
            for done in range(0, len(system.requirements), PER_CHANGE):
                number += 1
                head = _write_change(importer, rng, system, done, number, importing)
                importing = {}
    git(folder, "reset", "--quiet", "--hard", "main")
    results = folder / RESULTS
    results.parent.mkdir()
    results.write_text(_junit(systems, head), encoding="utf-8")
    return head


def _write_change(
    importer: Importer, rng: random.Random, system: System, done: int, number: int, more: Mapping[str, str]
) -> str:
    """One change record from draft to closed, over the first ``done`` requirements of a system."""
    id_ = f"CR-{number:04}"
    path = f"QMS/CR/{id_}/{id_}.md"
    now = system.until(done + PER_CHANGE)
    added = now.requirements[done:]
    record = _Record(
        id=id_,
        title=_title(rng),
        purpose=_sentences(rng, "will"),
        effects=tuple(f"{requirement.id}: {_sentences(rng, 'will')}" for requirement in added),
        tasks=tuple(_tasks(system.name, added)),
    )
    for state in _BEFORE:
        importer.commit(f"{id_}: {state}", {path: record.text(state), **more})
        more = {}
    commits = []
    for begin in range(0, PER_CHANGE, _PER_COMMIT):
        until, names = done + begin + _PER_COMMIT, ", ".join(r.id for r in added[begin : begin + _PER_COMMIT])
        files = {_source_path(system, until): _source(system, until, 0), system.tests: _tests(system.until(until))}
        commits.append(importer.commit(f"{id_}: implement {names}", files))
    for round_ in range(1, _TIDYING + 1):
        place = done + _PER_COMMIT * round_
        files = {_source_path(system, place): _source(system, place, round_)}
        tidied = importer.commit(f"{id_}: tidy up\n\nNothing that {system.name} does has changed.\n", files)
    for state in _REVISION:
        revised = _specifications(now, state, f"{done // PER_CHANGE + 1}.0", id_, tidied)
        importer.commit(f"{id_}: specifications of {system.name}, {state}", revised)
    ended = [(commit, importer.today) for commit in (*commits, tidied)]
    return [importer.commit(f"{id_}: {state}", {path: record.text(state, ended)}) for state in _AFTER][-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    id: str
    title: str
    purpose: str
    effects: Sequence[str]
    tasks: Sequence[str]

    def text(self, state: str, ended: Sequence[tuple[str, str]] = ()) -> str:
        """The record in a state; ``ended`` are the commit and the day of each task that is done."""
        done = [f"Commit {commit[:9]} | Pass | ada - {day}" for commit, day in ended] or [" |  | "] * len(self.tasks)
        rows = (
            f"| EI-{number} | {task} | {end} |"
            for number, (task, end) in enumerate(zip(self.tasks, done, strict=True), start=1)
        )
        return "\n".join(
            (
                _front_matter(self.id, self.title, state, "1.0"),
                f"## 1. Purpose\n\n{self.purpose}\n",
                "## 2. Scope\n",
                *(f"- {effect}" for effect in self.effects),
                "\n## 3. Execution\n",
                "| EI | Task Description | Execution Summary | Task Outcome | Performed By - Date |",
                "|----|----|----|----|----|",
                *rows,
                "",
            )
        )


def _tasks(system: str, added: Sequence[Statement]) -> Iterator[str]:
    for begin in range(0, PER_CHANGE, _PER_COMMIT):
        yield "Implement " + " and ".join(requirement.id for requirement in added[begin : begin + _PER_COMMIT])
    yield f"Tidy up, then revise SDLC-{system}-RS, SDLC-{system}-DS and SDLC-{system}-RTM"


def _draw_system(rng: random.Random, begin: int, count: int) -> System:
    place = begin // PER_SYSTEM
    name = "".join(ascii_uppercase[place // power % 26] for power in (676, 26, 1))
    designs = [
        Statement(id=f"DES-{name}-{number:03}", title=_title(rng), text=_sentences(rng, "will"))
        for number in range(1, count // _PER_DESIGN + 1)
    ]
    requirements = [
        Statement(
            id=f"REQ-{name}-{number + 1:03}",
            title=_title(rng),
            text=_sentences(rng, "shall"),
            answer=designs[number // _PER_DESIGN].id,
        )
        for number in range(count)
    ]
    return System(name=name, requirements=requirements, designs=designs)


def _specifications(system: System, state: str, version: str, change: str, commit: str) -> Mapping[str, str]:
    """RS, DS and RTM of a system by their paths; all the evidence is at one commit."""
    texts = {
        "RS": ("requirements", _requirements(system)),
        "DS": ("design", _designs(system)),
        "RTM": ("traceability", _matrix(system, version, commit)),
    }
    return {
        f"QMS/SDLC-{system.name}/SDLC-{system.name}-{type_}.md": _front_matter(
            f"SDLC-{system.name}-{type_}", f"{system.name} {title}", state, version, f"{change}: ten requirements more"
        )
        + body
        for type_, (title, body) in texts.items()
    }


def _requirements(system: System) -> str:
    rows = "".join(f"| {r.id} | **{r.title}.** {r.text} | {r.answer} |\n" for r in system.requirements)
    return (
        f"\nSee [the design](SDLC-{system.name}-DS.md) and `{system.tests}`.\n\n## 1. Requirements\n\n"
        f"| REQ ID | Requirement | Design |\n|----|----|----|\n{rows}"
    )


def _designs(system: System) -> str:
    answered = {design.id: [r.id for r in system.requirements if r.answer == design.id] for design in system.designs}
    return "\n## 1. Design\n" + "".join(
        f"\n### {design.id}: {design.title}\n\n{design.text}\n\nSatisfies {', '.join(answered[design.id])}.\n"
        for design in system.designs
    )


def _matrix(system: System, version: str, commit: str) -> str:
    rows = "".join(
        f"| {requirement.id} | Unit test | `{system.tests}::test_{number:03}` @ {commit[:9]} | PASS |\n"
        for number, requirement in enumerate(system.requirements, start=1)
    )
    total = len(system.requirements)
    return (
        "\n## 1. Qualified baseline\n\n| Field | Value |\n|----|----|\n"
        f"| Requirements specification | SDLC-{system.name}-RS v{version} |\n| Commit | {commit} |\n"
        f"| Total tests | {total} |\n| Passed | {total} |\n"
        f"\n## 2. Matrix\n\n| REQ ID | Method | Evidence | Result |\n|----|----|----|----|\n{rows}"
    )


def _source_path(system: System, until: int) -> str:
    return f"src/{system.slug}/part_{until // _PER_COMMIT:02}.py"


def _source(system: System, until: int, revision: int) -> str:
    functions = (
        f'\n\ndef act_{number:03}(value):\n    """{requirement.title}: {requirement.id}."""\n    return value + {revision}\n'
        for number, requirement in enumerate(system.requirements[:until], start=1)
        if number > until - _PER_COMMIT
    )
    return f'"""Part of {system.name}, revision {revision}."""\n' + "".join(functions)


def _tests(system: System) -> str:
    functions = (
        f'\n\n@pytest.mark.verifies("{requirement.id}")\ndef test_{number:03}():\n    assert {number}\n'
        for number, requirement in enumerate(system.requirements, start=1)
    )
    return "import pytest\n" + "".join(functions)


def _junit(systems: Sequence[System], commit: str) -> str:
    cases = (
        f'<testcase classname="tests.test_{system.slug}" name="test_{number:03}" time="0.001"><properties>'
        f'<property name="verifies" value={quoteattr(requirement.id)}/></properties></testcase>\n'
        for system in systems
        for number, requirement in enumerate(system.requirements, start=1)
    )
    properties = f'<properties><property name="commit" value="{commit}"/></properties>'
    return f'<testsuites><testsuite name="pytest">{properties}\n{"".join(cases)}</testsuite></testsuites>\n'


def _settings(systems: Sequence[System]) -> str:
    blocks = (
        f'\n[[system]]\nname = "{system.name}"\ncode = ["src/{system.slug}", "{system.tests}"]\n' for system in systems
    )
    return '[project]\nname = "Synthetic"\ndocuments = "QMS"\nproduction = "main"\n' + "".join(blocks)


def _front_matter(id_: str, title: str, state: str, version: str, summary: str = "") -> str:
    reason = f"revision_summary: '{summary}'\n" if summary else ""
    return f"---\nid: {id_}\ntitle: {title}\nstatus: {state}\nversion: '{version}'\n{reason}---\n\n# {id_}: {title}\n"


def _title(rng: random.Random) -> str:
    return f"{rng.choice(_DEEDS).capitalize()} the {rng.choice(_THINGS)} of the {rng.choice(_PARTS)}"


def _sentences(rng: random.Random, verb: str) -> str:
    return " ".join(
        f"The {rng.choice(_PARTS)} {verb} {rng.choice(_DEEDS)} the {rng.choice(_THINGS)} {rng.choice(_TIMES)}, and "
        f"{rng.choice(_DEEDS)} the {rng.choice(_THINGS)} of the {rng.choice(_PARTS)}."
        for _ in range(rng.choice((2, 3)))
    )


def git(folder: Path, *arguments: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """Output of a git command that changes a repository of ours, with more in its environment."""
    command = ["git", "-c", "core.autocrlf=false", *arguments]
    done = subprocess.run(  # noqa: S603 - arguments of our own
        command, cwd=folder, env=isolated() | more, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


def isolated() -> dict[str, str]:
    """The caller's environment, without what would lead git elsewhere or give it settings of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
