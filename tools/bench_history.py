"""What a long history costs: ``check`` with nothing kept and with one new commit, beside git's own log of the same commits."""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from histories import add_commit, write_history
from measuring import Measured, measure, median_of
from synthetic import git

LOG, ONE, COLD, WARM = "git log", "one commit", "cold", "warm"
_GIT_LOG = ("git", "--no-pager", "log", "-z", "--raw", "--no-abbrev", "--no-renames", "--diff-merges=first-parent")
_CHECK = (sys.executable, "-m", "qms_site", "check", "--fail-on", "never")
_INSIDE = (sys.executable, str(Path(__file__).with_name("inside.py")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Seconds of processor that the engine needs, its start and git apart; ``reading`` is the part in which it reads.

    ``waiting`` is the reading by the clock, git included.
    """

    reading: float
    waiting: float
    whole: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A line of the table. ``times`` is against git's log in the same rounds; ``history`` is what it adds for the engine."""

    case: str
    commits: int
    median: Measured
    times: float
    engine: Engine | None = None
    history: float | None = None

    def __str__(self) -> str:
        median, engine = self.median, self.engine
        return (
            f"{self.case:<12}{self.commits:>10,}{median.wall:>9.2f}{median.cpu:>9.2f}{median.memory:>9.0f}{self.times:>11.2f}"
            + (f"{engine.waiting:>9.2f}{engine.waiting * self.times / median.wall:>11.2f}" if engine else "")
            + (f"{engine.reading:>12.2f}{engine.whole:>10.2f}" if engine else "")
            + (f"{self.history:>12.2f}" if self.history is not None else "")
        )


HEAD = (
    f"{'history':<12}{'commits':>10}{'wall s':>9}{'cpu s':>9}{'MiB':>9}{'x git log':>11}"
    f"{'read s':>9}{'x git log':>11}{'reading s':>12}{'engine s':>10}{'history s':>12}"
)
NOTE = """\
git log: what git needs for its log of all commits and of what they changed. All others are `qms-site check`: cold with nothing kept
from an earlier run, so that all is kept; warm when one commit came since; one commit: the same files in a history of one commit.
x git log: wall against wall. read: the reading of work tree and history by the clock, git included, inside the process. engine:
seconds of processor inside the process, without its start and without git; reading: those of them that go into reading; history:
those that the same files in a history of one commit do not need.
"""


def measure_history(folder: Path, commits: int, rounds: int) -> Iterator[HistoryLine]:
    """Write the history unless it is there, measure all cases in turn, and give the lines of the table."""
    corpus = folder / f"history-{commits}"
    if not corpus.exists():
        print(f"writing {commits:,} commits", file=sys.stderr)
        write_history(corpus, commits)
    with tempfile.TemporaryDirectory(prefix="qms-bench-") as temporary:
        folders = {LOG: corpus, ONE: _without_history(corpus, Path(temporary) / "alone"), COLD: corpus, WARM: corpus}
        runs: dict[str, list[Measured]] = {case: [] for case in folders}
        engines: dict[str, list[Engine]] = {case: [] for case in (ONE, COLD, WARM)}
        for round_ in range(1, rounds + 1):
            print(f"history, round {round_} of {rounds}", file=sys.stderr)
            for case, place in folders.items():
                _prepare(corpus, case)
                runs[case].append(measure(_GIT_LOG if case == LOG else _CHECK, place))
                if case in engines:
                    _prepare(corpus, case)
                    engines[case].append(_look_inside(place))
    yield from _lines(commits, runs, engines)


def _prepare(corpus: Path, case: str) -> None:
    if case == COLD:
        shutil.rmtree(corpus / ".cache", ignore_errors=True)
    elif case == WARM:
        add_commit(corpus)


def _look_inside(corpus: Path) -> Engine:
    done = subprocess.run(_INSIDE, cwd=corpus, stdout=subprocess.PIPE, check=True)  # noqa: S603 - arguments of our own
    return Engine(**json.loads(done.stdout))


def _lines(
    commits: int, runs: Mapping[str, Sequence[Measured]], engines: Mapping[str, Sequence[Engine]]
) -> Iterator[HistoryLine]:
    medians = {case: median_of(measured) for case, measured in runs.items()}
    inside = {
        case: Engine(
            reading=statistics.median(one.reading for one in told),
            waiting=statistics.median(one.waiting for one in told),
            whole=statistics.median(one.whole for one in told),
        )
        for case, told in engines.items()
    }
    for case, median in medians.items():
        yield HistoryLine(
            case=case,
            commits=1 if case == ONE else commits,
            median=median,
            times=median.wall / medians[LOG].wall,
            engine=inside.get(case),
            history=inside[case].whole - inside[ONE].whole if case in (COLD, WARM) else None,
        )


def _without_history(corpus: Path, folder: Path) -> Path:
    """The same files, in a history of one commit."""
    shutil.copytree(corpus, folder, ignore=shutil.ignore_patterns(".git", ".cache"))
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(
        folder,
        "-c",
        "user.name=Ada Example",
        "-c",
        "user.email=ada@example.org",
        "commit",
        "--quiet",
        "-m",
        "CR-0001: all",
    )
    return folder
