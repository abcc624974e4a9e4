"""Measure ``check`` and ``facts`` as whole processes on synthetic quality systems, and how time and memory grow with them.

``python tools/bench.py`` prints a table: medians of several rounds, and growth against the smallest size; and another of what
a long history costs beside git's own log. The rounds go over all sizes in turn, so that a busy machine weighs on each alike:
compare the growth, not seconds of two runs. No figure fails anything; the exit code is 0 unless a program that is measured fails.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench_history import HEAD as HISTORY_HEAD
from bench_history import NOTE, measure_history
from measuring import Measured, measure, median_of
from synthetic import write_corpus

COMMANDS: Mapping[str, Sequence[str]] = {"check": ("check", "--fail-on", "never"), "facts": ("facts",)}
_PROGRAM = (sys.executable, "-m", "qms_site")
PAGES = "pages"  # a whole site is written at the smallest size alone: most of what it costs is writing


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


def summarise(runs: Mapping[tuple[str, int], Sequence[Measured]]) -> Iterator[Line]:
    """Lines of the table out of all runs, by command and size."""
    medians = {key: median_of(measured) for key, measured in runs.items()}
    smallest = min(size for _, size in runs)
    for (command, size), median in sorted(medians.items()):
        base = medians[command, smallest]
        growth = Measured(wall=median.wall / base.wall, cpu=median.cpu / base.cpu, memory=median.memory / base.memory)
        yield Line(command=command, requirements=size, median=median, growth=growth)


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
            measured.append(measure((*_PROGRAM, *commands[name]), corpora[size]))
    return runs


def main() -> None:
    """Write the corpora, measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000], help="numbers of requirements")
    parser.add_argument("--commits", type=int, nargs="*", default=[100_000], help="lengths of histories")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--keep", type=Path, help="folder of the corpora; those that are there are used again")
    parser.add_argument("--json", type=Path, help="file for all figures")
    options = parser.parse_args()
    figures: list[Mapping[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="qms-bench-") as temporary:
        folder = options.keep or Path(temporary)
        if options.sizes:
            runs = _run(folder, options.sizes, options.rounds)
            lines = list(summarise(runs))
            print(HEAD, *lines, sep="\n")
            figures += [
                asdict(line) | {"runs": [*map(asdict, runs[line.command, line.requirements])]} for line in lines
            ]
        for commits in options.commits:
            told = list(measure_history(folder, commits, options.rounds))
            print("", HISTORY_HEAD, *told, sep="\n")
            figures += map(asdict, told)
        if options.commits:
            print(f"\n{NOTE}", end="")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
