"""Long histories of a small quality system: as many commits as asked for, the same count giving the same hashes.

A change record is drafted, approved and executed, a few hundred commits to the code of one system are made under it, now and
then on a branch that is merged, a submodule is moved, a procedure is revised, and the record is closed: 250 commits.
"""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path

from synthetic import git, isolated

PER_RECORD = 250
FEWEST = 20
_SYSTEMS = tuple(f"unit{number:02}" for number in range(20))
_FOLDERS, _FILES, _PER_COMMIT = 10, 10, 3
_PROCEDURES = 100
_FIRST_SECOND = int(datetime(2006, 1, 2, 8, tzinfo=UTC).timestamp())
_SECONDS_APART = 1800
_BEFORE = ("DRAFT", "IN_PRE_REVIEW", "PRE_APPROVED", "IN_EXECUTION")
_AFTER = ("IN_POST_REVIEW", "POST_APPROVED", "CLOSED")
_PEOPLE = (("Ada Example", "ada@example.org", "+0000"), ("Bo Beispiel", "bo@example.org", "+0200"))
_POINTER = "firmware"
_EVERY_PROCEDURE, _EVERY_POINTER, _EVERY_BRANCH = 50, 20, 40
_ON_BRANCH = 5

Files = Mapping[str, str]


class Writer:
    """Commits in the language of ``git fast-import``, on main or on the one branch that was begun last."""

    def __init__(self, wanted: int) -> None:
        self.left = wanted
        self.count = 0
        self.parts: list[str] = []
        self.last: int | None = None
        self._branch: int | None = None

    def commit(self, message: str, files: Files, *, pointer: str | None = None, merge: int | None = None) -> None:
        """One commit over the last of the branch in hand."""
        self.count, self.left = self.count + 1, self.left - 1
        name, address, zone = _PEOPLE[self.count % len(_PEOPLE)]
        person = f"{name} <{address}> {_FIRST_SECOND + self.count * _SECONDS_APART} {zone}"
        ref = "main" if self._branch is None else "side"
        parent = self.last if self._branch is None else self._branch
        self.parts.append(f"commit refs/heads/{ref}\nmark :{self.count}\nauthor {person}\ncommitter {person}\n")
        self.parts.append(_counted(message))
        if parent is not None:
            self.parts.append(f"from :{parent}\n")
        if merge is not None:
            self.parts.append(f"merge :{merge}\n")
        for path, text in files.items():
            self.parts.append(f"M 100644 inline {path}\n{_counted(text)}")
        if pointer:
            self.parts.append(f"M 160000 {pointer} {_POINTER}\n")
        if self._branch is None:
            self.last = self.count
        else:
            self._branch = self.count

    @property
    def today(self) -> str:
        """The day of the last commit."""
        return f"{datetime.fromtimestamp(_FIRST_SECOND + self.count * _SECONDS_APART, UTC):%Y-%m-%d}"

    def begin_branch(self) -> None:
        """What follows is committed beside main."""
        self._branch = self.last

    def merge(self, message: str, files: Files) -> None:
        """Back on main, which takes over the branch: a merge has the files of both."""
        side, self._branch = self._branch, None
        self.commit(message, files, merge=side)


def write_history(folder: Path, commits: int) -> str:
    """Write a repository with so many commits into a folder; the hash of its last commit."""
    if commits < FEWEST:
        raise SystemExit(f"a history has {FEWEST} commits or more, not {commits}")
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    writer = Writer(commits)
    with _importing(folder) as process:
        if process.stdin is None:
            raise SystemExit("git fast-import has no pipe")
        writer.commit("Found the quality system", _founding())
        number = 0
        while writer.left:
            number += 1
            _write_record(writer, number)
            process.stdin.write("".join(writer.parts).encode())
            writer.parts.clear()
        process.stdin.write(b"reset refs/heads/side\nfrom 0000000000000000000000000000000000000000\n")
    if process.returncode:
        raise SystemExit("git fast-import failed")
    git(folder, "repack", "-a", "-d", "-q")
    git(folder, "reset", "--quiet", "--hard", "main")
    return git(folder, "rev-parse", "HEAD")


def add_commit(folder: Path) -> str:
    """One more commit on main, of code, under the last record; its hash."""
    count = int(git(folder, "rev-list", "--count", "HEAD"))
    path = f"src/{_SYSTEMS[0]}/part_0/file_0.py"
    (folder / path).write_text(f"# One more, after {count} commits.\n", encoding="utf-8")
    moment = f"{_FIRST_SECOND + (count + 1) * _SECONDS_APART} +0000"
    git(folder, "add", path)
    people = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _person(moment)}
    git(folder, "commit", "--quiet", "--no-verify", "-m", f"CR-{_records(count):04}: one more", more=people)
    return git(folder, "rev-parse", "HEAD")


def _person(moment: str) -> Iterator[tuple[str, str]]:
    name, address, _ = _PEOPLE[0]
    yield from (("NAME", name), ("EMAIL", address), ("DATE", moment))


def _records(commits: int) -> int:
    return max(1, -(-(commits - 1) // PER_RECORD))


def _importing(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - arguments of our own
        ["git", "-C", str(folder), "fast-import", "--quiet", "--force"],  # noqa: S607 - git is wherever the PATH has it
        env=isolated(),
        stdin=subprocess.PIPE,
    )


def _write_record(writer: Writer, number: int) -> None:
    """One change record, from its draft to its end; the last one ends where no commit is left."""
    id_ = f"CR-{number:04}"
    system = _SYSTEMS[number % len(_SYSTEMS)]
    path = f"QMS/CR/{id_}/{id_}.md"
    until = max(0, writer.left - PER_RECORD)
    for state in _BEFORE:
        writer.commit(f"{id_}: {state}", {path: _record(id_, system, state)})
    while writer.left > until + len(_AFTER):
        turn = writer.left - until
        if turn % _EVERY_BRANCH == 0 and turn > _ON_BRANCH + len(_AFTER) + 1:
            _write_branch(writer, id_, system)
        elif turn % _EVERY_PROCEDURE == 1:
            place = writer.count // _EVERY_PROCEDURE
            revised = f"QMS/SOP/SOP-{place % _PROCEDURES + 1:03}.md"
            writer.commit(f"{id_}: revise a procedure", {revised: _procedure(place % _PROCEDURES + 1, place, id_)})
        else:
            pointer = sha1(f"{writer.count}".encode(), usedforsecurity=False).hexdigest()
            _write_code(writer, id_, system, pointer if turn % _EVERY_POINTER == 0 else None)
    day = writer.today
    for state in _AFTER[: writer.left - until]:
        writer.commit(f"{id_}: {state}", {path: _record(id_, system, state, day)})


def _write_branch(writer: Writer, id_: str, system: str) -> None:
    """Some commits that cite nothing, on the execution branch of a record, and the merge that cites it by its name."""
    changed: dict[str, str] = {}
    writer.begin_branch()
    for _ in range(_ON_BRANCH):
        files = _code(system, writer.count)
        changed.update(files)
        writer.commit(f"Try number {writer.count}\n\nNothing is cited here, the branch tells.\n", files)
    writer.merge(f"Merge branch '{id_.lower()}-{system}'", changed)


def _write_code(writer: Writer, id_: str, system: str, pointer: str | None) -> None:
    body = f"Step {writer.count} of the work on {system}.\n\nReviewed-by: Bo Beispiel <bo@example.org>\n"
    writer.commit(f"{id_}: adjust {system}\n\n{body}", _code(system, writer.count), pointer=pointer)


def _code(system: str, turn: int) -> Files:
    files = (turn * _PER_COMMIT + place for place in range(_PER_COMMIT))
    return {
        f"src/{system}/part_{file % _FOLDERS}/file_{file // _FOLDERS % _FILES}.py": _module(system, turn)
        for file in files
    }


def _module(system: str, turn: int) -> str:
    functions = (f"\n\ndef act_{number}(value):\n    return value + {turn + number}\n" for number in range(5))
    return f'"""Part of {system}."""\n' + "".join(functions)


def _founding() -> Files:
    procedures = {
        f"QMS/SOP/SOP-{number:03}.md": _procedure(number, 0, "CR-0001") for number in range(1, _PROCEDURES + 1)
    }
    code = {
        f"src/{system}/part_{part}/file_{file}.py": _module(system, 0)
        for system in _SYSTEMS
        for part in range(_FOLDERS)
        for file in range(_FILES)
    }
    return {"qms.toml": _settings(_SYSTEMS), **procedures, **code}


def _settings(systems: Sequence[str]) -> str:
    blocks = (f'\n[[system]]\nname = "{system.upper()}"\ncode = ["src/{system}"]\n' for system in systems)
    first_day = f"{datetime.fromtimestamp(_FIRST_SECOND, UTC) + timedelta(days=1):%Y-%m-%d}"
    project = f'name = "Long"\ndocuments = "QMS"\nproduction = "main"\ngovernance-start = {first_day}\n'
    return f"[project]\n{project}" + "".join(blocks)


def _procedure(number: int, revision: int, record: str) -> str:
    id_ = f"SOP-{number:03}"
    return (
        f"---\nid: {id_}\ntitle: Procedure {number}\nstatus: EFFECTIVE\nversion: '{revision}.0'\n"
        f"revision_summary: '{record}: revision {revision}'\n---\n\n# {id_}: Procedure {number}\n"
        f"\n## 1. Purpose\n\nRevision {revision} of what is done.\n"
    )


def _record(id_: str, system: str, state: str, day: str = "") -> str:
    end = f"Done as planned | Pass | ada - {day}" if day else " |  | "
    return (
        f"---\nid: {id_}\ntitle: Adjust {system}\nstatus: {state}\nversion: '1.0'\n---\n\n# {id_}: Adjust {system}\n"
        f"\n## 1. Purpose\n\nThe values of {system} change.\n\n## 2. Scope\n\n- `src/{system}`\n\n## 3. Execution\n\n"
        "| EI | Task Description | Execution Summary | Task Outcome | Performed By - Date |\n|----|----|----|----|----|\n"
        f"| EI-1 | Adjust {system} | {end} |\n"
    )


def _counted(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
