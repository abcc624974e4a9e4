"""Time and memory of a program as a whole process."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_KIB_PER_MIB = 1024 if sys.platform != "darwin" else 1024 * 1024  # macOS counts the memory of a process in bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One process: seconds on the clock and of processors (git included), and its peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


def measure(command: Sequence[str], folder: Path) -> Measured:
    """Run a program to its end in a folder; what it prints is dropped. Exits where it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - arguments of our own
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(command)} in {folder} ended with {process.returncode}")
    return Measured(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / _KIB_PER_MIB)


def median_of(measured: Sequence[Measured]) -> Measured:
    """Each figure's median."""
    return Measured(
        wall=statistics.median(one.wall for one in measured),
        cpu=statistics.median(one.cpu for one in measured),
        memory=statistics.median(one.memory for one in measured),
    )
