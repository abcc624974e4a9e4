"""The options of every command that reads a repository: where, by which settings, which revision, which day, which reports."""

import functools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from qms_site.engine import ReportRequest, Request

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_REPORTS = {"junit": "junit", "coverage": "coverage", "results_commit": "commit", "artefact": "artefacts"}
"""Options, and what they are of the reports asked for."""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that reads a repository; the command gets them as one request."""

    @functools.wraps(command)
    def with_request(
        *,
        folder: Path,
        config: Path | None,
        rev: str | None,
        as_of: datetime | None,
        no_cache: bool,
        **others: Any,  # noqa: ANN401 - reports, and whatever options the command has of its own
    ) -> None:
        reports = ReportRequest(**{name: others.pop(option) for option, name in _REPORTS.items()})
        day = as_of.date() if as_of else None
        request = Request(folder=folder, config=config, revision=rev, as_of=day, reports=reports, keeps=not no_cache)
        command(request, **others)

    reading: Callable[..., Any] = with_request
    for option in (
        click.option("--no-cache", is_flag=True, help="Read the whole history anew, and keep nothing of it."),
        click.option(
            "--results-commit",
            metavar="COMMIT",
            help="Commit that test results belong to where their report does not say.",
        ),
        click.option(
            "--artefact",
            type=FILE,
            multiple=True,
            help="Built artefact or lock file, to compare with digests that records state; may be repeated.",
        ),
        click.option(
            "--coverage",
            type=FILE,
            multiple=True,
            help="Coverage report (Cobertura, coverage json, LCOV); may be repeated.",
        ),
        click.option("--junit", type=FILE, multiple=True, help="JUnit XML of a test run; may be repeated."),
        click.option(
            "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge by this day; default: the day of the commit read."
        ),
        click.option("--rev", metavar="REVISION", help="Read this commit, branch or tag; default: the work tree."),
        click.option("--config", type=FILE, help="Settings file; default: the nearest qms.toml, upwards."),
        click.option(
            "-C", "folder", type=FOLDER, default=".", show_default=True, help="Work as if started in this folder."
        ),
    ):
        reading = option(reading)
    return reading
