"""Measure ``check`` and ``facts`` as whole processes on synthetic quality systems, and how time and memory grow with them.

``python tools/bench.py`` prints a table: medians of several rounds, and growth against the smallest size. The rounds go over
all sizes in turn, so that a busy machine weighs on each alike: compare the growth, not seconds of two runs. No figure fails
anything; the exit code is 0 unless a program that is measured fails.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from synthetic import write_corpus

COMMANDS: Mapping[str, Sequence[str]] = {"check": ("check", "--fail-on", "never"), "facts": ("facts",)}
PAGES = "pages"  # a whole site is written at the smallest size alone: most of what it costs is writing
_KIB_PER_MIB = 1024 if sys.platform != "darwin" else 1024 * 1024  # macOS counts the memory of a process in bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One process: seconds on the clock and of processors (git included), and its peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table; growth is against the smallest size, where as many times the requirements is linear."""

    command: str
    requirements: int
    median: Measured
    growth: Measured

    def __str__(self) -> str:
        median, growth = self.median, self.growth
        each = median.cpu / self.requirements * 1000
        return (
            f"{self.command:<8}{self.requirements:>13,}{median.wall:>9.2f}{median.cpu:>9.2f}{median.memory:>9.0f}"
            f"{each:>12.2f}{growth.wall:>10.1f}{growth.cpu:>8.1f}{growth.memory:>9.1f}"
        )


HEAD = (
    f"{'command':<8}{'requirements':>13}{'wall s':>9}{'cpu s':>9}{'MiB':>9}{'ms/req':>12}"
    f"{'x wall':>10}{'x cpu':>8}{'x MiB':>9}"
)


def measure(command: Sequence[str], folder: Path) -> Measured:
    """Run qms-site to its end in a folder. Exits where it fails."""
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - arguments of our own
        [sys.executable, "-m", "qms_site", *command], cwd=folder, stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"bench: qms-site {' '.join(command)} in {folder} ended with {process.returncode}")
    return Measured(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / _KIB_PER_MIB)


def summarise(runs: Mapping[tuple[str, int], Sequence[Measured]]) -> Iterator[Line]:
    """Lines of the table out of all runs, by command and size."""
    medians = {key: _median(measured) for key, measured in runs.items()}
    smallest = min(size for _, size in runs)
    for (command, size), median in sorted(medians.items()):
        base = medians[command, smallest]
        growth = Measured(wall=median.wall / base.wall, cpu=median.cpu / base.cpu, memory=median.memory / base.memory)
        yield Line(command=command, requirements=size, median=median, growth=growth)


def _median(measured: Sequence[Measured]) -> Measured:
    return Measured(
        wall=statistics.median(one.wall for one in measured),
        cpu=statistics.median(one.cpu for one in measured),
        memory=statistics.median(one.memory for one in measured),
    )


def _run(folder: Path, sizes: Sequence[int], rounds: int) -> Mapping[tuple[str, int], list[Measured]]:
    corpora = {size: folder / str(size) for size in sizes}
    for size, corpus in corpora.items():
        if not corpus.exists():
            print(f"writing {size:,} requirements", file=sys.stderr)
            write_corpus(corpus, size)
    commands = {**COMMANDS, PAGES: (PAGES, str((folder / PAGES).resolve()))}
    runs: dict[tuple[str, int], list[Measured]] = {(name, size): [] for name in COMMANDS for size in sizes}
    runs[PAGES, min(sizes)] = []
    for round_ in range(1, rounds + 1):
        print(f"round {round_} of {rounds}", file=sys.stderr)
        for (name, size), measured in runs.items():
            measured.append(measure(commands[name], corpora[size]))
    return runs


def main() -> None:
    """Write the corpora, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="numbers of requirements")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--keep", type=Path, help="folder of the corpora; those that are there are used again")
    parser.add_argument("--json", type=Path, help="file for all figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qms-bench-") as temporary:
        runs = _run(options.keep or Path(temporary), options.sizes, options.rounds)
    lines = list(summarise(runs))
    print(HEAD, *lines, sep="\n")
    if options.json:
        figures = [
            asdict(line) | {"runs": [asdict(one) for one in runs[line.command, line.requirements]]} for line in lines
        ]
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
