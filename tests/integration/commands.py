"""The command ``qms-site`` as a shell runs it."""

import sys
from pathlib import Path

from integration.sites import Ended, Repository, run

PROGRAM = Path(sys.executable).parent / "qms-site"


def qms_site(repository: Repository, *arguments: str | Path, **more: str) -> Ended:
    """Run the command in the root of a repository."""
    return run(PROGRAM, *arguments, cwd=repository.path, **more)


def assert_one_sentence(ended: Ended, *parts: str) -> None:
    """It could not run: exit code 2, nothing on standard output, and one line that says why on standard error."""
    assert ended.code == 2, ended.output
    assert not ended.stdout
    said = [line for line in ended.stderr.splitlines() if not line.startswith(("Usage:", "Try '")) and line.strip()]
    assert len(said) == 1, ended.stderr
    for part in parts:
        assert part in said[0]
