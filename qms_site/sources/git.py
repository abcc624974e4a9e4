"""The one place that runs git: fixed environment, fixed options, NUL-separated output, never a shell.

Nothing here changes a repository: optional locks are off, hooks and fsmonitor are off, and no command writes but into a folder
that is thrown away.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from qms_site.errors import SourceError
from qms_site.sources.log import LOG_FORMAT, parse_log
from qms_site.sources.snapshot import BranchRef, CommitRecord, CommitSignature

if sys.platform == "linux":
    import fcntl

_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.quotePath=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.showRoot=true"),
    *("-c", "diff.orderFile=/dev/null"),
    *("-c", "log.mailmap=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
)
_PROGRAM = "git"
_FIXED = {
    "LC_ALL": "C.UTF-8",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
}
_CHUNK_BYTES = 256 * 1024
_PIPE_BYTES = 1024 * 1024
"""As much as Linux lets anybody have."""


class GitError(SourceError):
    """git ended with an error; the message is its own last line."""


def run_git(
    repository: Path,
    *arguments: str,
    stdin: bytes | None = None,
    settings: Mapping[str, str] | None = None,
    store: "ThrowAwayStore | None" = None,
    accepted: Collection[int] = (0,),
) -> bytes:
    """Standard output of one git command, under these settings of git's own; ``accepted`` are the exit codes that are no errors.

    What the command writes goes to ``store``. Raises GitError when it fails, SourceError when there is no git at all, or
    an argument that no program can be given.
    """
    with _naming_what_is_missing(arguments):
        done = subprocess.run(  # noqa: S603 - one known program, arguments as a list, no shell
            [_PROGRAM, *_OPTIONS, *arguments],
            cwd=repository,
            env=_environment(settings or {}) | (store.environment if store else {}),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
        )
    if done.returncode not in accepted:
        raise GitError(_last_line(done.stderr) or f"git {arguments[0]} ended with {done.returncode}")
    return done.stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrowAwayStore:
    """A folder that takes all objects which a command writes, while the repository's are read from where they are."""

    folder: Path
    objects: Path

    @property
    def environment(self) -> dict[str, str]:
        """What makes git write there, and there only."""
        quoted = str(self.objects).replace("\\", "\\\\").replace('"', '\\"')
        return {"GIT_OBJECT_DIRECTORY": str(self.folder), "GIT_ALTERNATE_OBJECT_DIRECTORIES": f'"{quoted}"'}


def stream_git(repository: Path, *arguments: str, stdin: bytes) -> Iterator[bytes]:
    """Standard output of one git command that reads all of its input first, piece by piece while it works.

    Raises as ``run_git`` does, when all of the output was taken.
    """
    # What git complains of goes to a file: a pipe that nobody empties would stop it.
    with tempfile.TemporaryFile() as complaints, _naming_what_is_missing(arguments):
        with subprocess.Popen(  # noqa: S603 - as above
            [_PROGRAM, *_OPTIONS, *arguments],
            cwd=repository,
            env=_environment({}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process:
            if process.stdin and process.stdout:
                _widen(process.stdout)
                with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
                    pipe.write(stdin)
                yield from iter(partial(process.stdout.read, _CHUNK_BYTES), b"")
        if process.returncode:
            complaints.seek(0)
            raise GitError(_last_line(complaints.read()) or f"git {arguments[0]} ended with {process.returncode}")


def _widen(pipe: IO[bytes]) -> None:
    """Let git work ahead where the system can: with the usual 64 KiB it waits for the reader a fifth of its time."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # this user may have no more
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


@contextlib.contextmanager
def _naming_what_is_missing(arguments: tuple[str, ...]) -> Iterator[None]:
    if any("\0" in argument for argument in arguments):
        raise GitError("a name cannot hold a NUL byte")
    try:
        yield
    except FileNotFoundError as error:
        message = "git is not installed, or not on the PATH"
        raise SourceError(message) from error


def ask_git(repository: Path, *arguments: str) -> str | None:
    """Output of a git command as one stripped text; None where git answers with an error."""
    try:
        return run_git(repository, *arguments).decode("utf-8", "replace").strip()
    except GitError:
        return None


def filters_off(repository: Path) -> Mapping[str, str]:
    """Settings that keep git from running the repository's content filters, which are programs of their own."""
    names = ask_git(repository, "config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$") or ""
    filters = {name.removeprefix("filter.").rsplit(".", 1)[0] for name in names.split("\0") if name}
    off = {"clean": "", "process": "", "required": "false"}
    return {f"filter.{name}.{key}": value for name in sorted(filters) for key, value in off.items()}


def resolve_revision(repository: Path, name: str) -> str:
    """Full hash of the commit that a name means. Raises SourceError where there is none."""
    found = ask_git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if not found:
        message = f"there is no revision {name!r} in this repository"
        raise SourceError(message)
    return found


def read_log(repository: Path, tips: Iterable[str], without: Iterable[str] = ()) -> tuple[CommitRecord, ...]:
    """All commits that lead to the tips and not to others, newest first, each with what it changed against its first parent.

    Tips are hashes in full. One process.
    """
    wanted = [*tips]
    if not wanted:
        return ()
    output = stream_git(
        repository,
        *(
            "log",
            "-z",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "--diff-merges=first-parent",
            "--date-order",
            "--no-notes",
            "--ignore-submodules=none",
        ),
        *(f"--format=tformat:{LOG_FORMAT}", "--stdin"),
        stdin=_lines([*wanted, *(f"^{name}" for name in without)]),
    )
    return tuple(parse_log(output))


def read_signatures(repository: Path, commits: Sequence[str]) -> Mapping[str, CommitSignature]:
    """How these commits (hashes in full) are signed; those that are not signed, or not there, are left out. One process.

    The programs that git asks are those of the system, whatever the configuration of the repository names.
    """
    names = [name for name in dict.fromkeys(commits) if _FULL_HASH.fullmatch(name)]
    if not names:
        return {}
    try:
        output = run_git(
            repository,
            *("log", "--no-walk=unsorted", "--no-notes", "--format=tformat:%H%x00%G?%x00%GS%x00", "--stdin"),
            stdin=_lines(names),
            settings=_SIGNING,
        )
    except GitError:
        return {}
    fields = output.decode("utf-8", "replace").split("\0")
    found = zip(fields[::3], fields[1::3], fields[2::3], strict=False)
    return {name.strip(): CommitSignature(state, signer) for name, state, signer in found if state != _UNSIGNED}


_FULL_HASH = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_UNSIGNED = "N"
_SIGNING = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
}


def read_branches(repository: Path) -> tuple[BranchRef, ...]:
    """Branches of a clone and of its remotes, sorted by name; the symbolic ref of a remote's default branch is none."""
    output = run_git(
        repository,
        *("for-each-ref", "--format=%(refname)%00%(objectname)%00%(objecttype)%00%(symref)"),
        *("refs/heads", "refs/remotes"),
    )
    found = (line.split("\0") for line in output.decode("utf-8", "surrogateescape").split("\n") if line)
    refs = (_branch(ref, commit) for ref, commit, kind, link in found if kind == "commit" and not link)
    return tuple(sorted(filter(None, refs), key=lambda ref: (ref.name, ref.remote or "")))


def _branch(ref: str, commit: str) -> BranchRef | None:
    _, kind, name = ref.split("/", 2)
    if kind == "heads":
        return BranchRef(name=name, commit=commit)
    remote, _, branch = name.partition("/")
    return BranchRef(name=branch, commit=commit, remote=remote) if branch else None


def find_commits(repository: Path, names: Sequence[str]) -> tuple[str | None, ...]:
    """The commit in full that each hash means; None for what is no hash, and where there is none or several begin so."""
    asked = [name for name in dict.fromkeys(names) if _HASH.fullmatch(name)]
    if not asked:
        return (None,) * len(names)
    output = run_git(
        repository,
        *("-c", "core.disambiguate=commit", "cat-file", "--batch-check=%(objectname) %(objecttype)", "--buffer"),
        stdin=_lines([f"{name}^{{commit}}" for name in asked]),
    )
    answers = (line.split(" ") for line in output.decode("ascii", "replace").split("\n"))
    found = {name: answer[0] for name, answer in zip(asked, answers, strict=False) if answer[-1] == "commit"}
    return tuple(found.get(name) for name in names)


_HASH = re.compile(r"[0-9a-f]{4,64}")


def read_blobs(repository: Path, names: Iterable[str], limit: int | None = None) -> Iterator[tuple[str, bytes]]:
    """Contents of blobs by their hashes, in the order of the hashes; missing ones, and larger ones, are left out.

    Sizes are asked for first, so that no more than a portion of the contents is ever in memory.
    """
    wanted = sorted(set(names))
    if not wanted:
        return
    sizes = run_git(repository, "cat-file", "--batch-check", "--buffer", stdin=_lines(wanted)).decode(
        "ascii", "replace"
    )
    portion: list[str] = []
    held = 0
    known = (line.split(" ") for line in sizes.split("\n") if line.rpartition(" ")[2].isdecimal())
    for name, _, size in known:
        if limit is not None and int(size) > limit:
            continue
        portion.append(name)
        held += int(size)
        if held > _PORTION_BYTES:
            yield from _parse_objects(run_git(repository, "cat-file", "--batch", "--buffer", stdin=_lines(portion)))
            portion, held = [], 0
    if portion:
        yield from _parse_objects(run_git(repository, "cat-file", "--batch", "--buffer", stdin=_lines(portion)))


def _lines(names: list[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


_PORTION_BYTES = 32 * 1024 * 1024


def read_tree(repository: Path, commit: str) -> Iterator[tuple[str, str, str, int]]:
    """Mode, object hash, path and size in bytes (0 for pointers) of everything in a commit's tree."""
    output = run_git(repository, "ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", commit)
    for entry in output.decode("utf-8", "surrogateescape").split("\0"):
        facts, tab, path = entry.partition("\t")
        if tab:
            mode, _, name, size = facts.split()
            yield mode, name, path, int(size) if size.isdecimal() else 0


def _parse_objects(output: bytes) -> Iterator[tuple[str, bytes]]:
    position = 0
    while position < len(output):
        end = output.index(b"\n", position)
        name, *rest = output[position:end].decode("ascii", "replace").split(" ")
        position = end + 1
        if rest[-1].isdecimal():  # type and size; otherwise "missing" or "ambiguous", without contents
            size = int(rest[-1])
            yield name, output[position : position + size]
            position += size + 1


def _last_line(stderr: bytes) -> str:
    return next((line for line in reversed(stderr.decode("utf-8", "replace").split("\n")) if line.strip()), "").strip()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without what would point git elsewhere (hooks set GIT_DIR and GIT_INDEX_FILE).

    Settings go through it too: on the command line a name would end at its first sign of equality.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    numbered = {
        variable: text
        for number, (name, value) in enumerate(settings.items())
        for variable, text in ((f"GIT_CONFIG_KEY_{number}", name), (f"GIT_CONFIG_VALUE_{number}", value))
    }
    return kept | _FIXED | numbered | {"GIT_CONFIG_COUNT": str(len(settings))}
