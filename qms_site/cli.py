"""The command ``qms-site``: arguments in, text and an exit code out, no logic of its own.

Exit codes: 0 clean at the threshold, 1 findings at or above it, 2 could not run.
"""

import contextlib
import difflib
import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click
from click.shell_completion import get_completion_class

from qms_site import __version__
from qms_site.engine import (
    Request,
    find_scope,
    make_dossier,
    read_production,
    run,
    run_in,
    run_on,
    verify_code,
    verify_dossier,
)
from qms_site.errors import QmsSiteError
from qms_site.findings import Severity
from qms_site.graph.code_references import CodeStatus
from qms_site.qualification.gates import GateState
from qms_site.qualification.merging import judge_merge
from qms_site.reading_options import FOLDER, reading_options
from qms_site.reports.code_text import render_code
from qms_site.reports.dossier_manifest import NAME as MANIFEST
from qms_site.reports.facts import render_facts
from qms_site.reports.item_text import render_item
from qms_site.reports.merge_gate import FORMS as MERGE_FORMS
from qms_site.reports.readiness import FORMS as READINESS_FORMS
from qms_site.reports.tables import FORMS, matrix_table, render_table
from qms_site.reports.text import render_document, render_findings
from qms_site.text import count_of, digest_of, printable
from qms_site.views.matrix import build_matrices
from qms_site.views.run import Run


def main() -> None:
    """Entry point: engine errors become one message on standard error and exit code 2."""
    # Almost all that a run makes is needed to its end; looking for garbage among it every 700 objects costs a twentieth of
    # the time. The plugin leaves this to its host.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        cli(prog_name="qms-site")
    except QmsSiteError as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    click.echo(f"qms-site: {printable(message)}", err=True)
    sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="qms-site")
def cli() -> None:
    """Read a quality system kept in git, check it against its history, and publish it.

    Controlled documents are Markdown files; git is the record of code. Start with `qms-site init` in your repository,
    then `mkdocs serve`. Exit codes: 0 clean, 1 findings at or above the threshold, 2 could not run.
    """


@cli.command()
@click.option("-C", "folder", type=FOLDER, default=".", show_default=True, help="Work as if started in this folder.")
@click.option("--dry-run", is_flag=True, help="Print the files instead of writing them.")
def init(folder: Path, *, dry_run: bool) -> None:
    """Write a qms.toml and a mkdocs.yml that fit this repository.

    Nothing that exists is overwritten. Every line carries a comment that says what it is.
    """
    from qms_site.starting.initialising import HOST_FILE, initialise, write_files  # noqa: PLC0415 - for this command alone

    proposal = initialise(folder)
    survey = proposal.survey
    types = ", ".join(f"{count} {name}" for name, count in survey.types.items())
    click.echo(
        printable(
            f"Found {count_of(survey.document_count, 'document')} under {survey.documents_root}/"
            + (f": {types}" if types else "")
        ),
        err=dry_run,
    )
    if survey.outside:
        listed = ", ".join(survey.outside[:3]) + (", ..." if len(survey.outside) > 3 else "")  # noqa: PLR2004 - a few
        click.echo(printable(f"{len(survey.outside)} more lie outside {survey.documents_root}/: {listed}"), err=dry_run)
    for name in proposal.existing:
        click.echo(f"{name} exists and is left as it is", err=dry_run)
    if dry_run:
        for name, text in proposal.files.items():
            click.echo(f"# ---- {name}\n{text}")
        return
    for path in write_files(proposal):
        click.echo(f"wrote {path.name}")
    if HOST_FILE in proposal.existing:
        click.echo(f"Add to the plugins of {HOST_FILE}: qms (and search, if there was no list of plugins)")
    if not survey.document_count:
        click.echo(
            "No controlled document was recognised: name their folder in qms.toml (project.documents), and the forms of "
            "their ids ([types.X] with a pattern)"
        )
        return
    click.echo("Next: mkdocs serve shows the site, mkdocs build writes it to site/")


@cli.command()
@reading_options
@click.option(
    "--fail-on", type=click.Choice([*(level.value for level in Severity), "never"]), default="error", show_default=True,
    help="Least severity that makes the exit code 1.",
)  # fmt: skip
def check(request: Request, *, fail_on: str) -> None:
    """Check the documents and say what is wrong, the severest first.

    Accepted findings (suppressions, exceptions) are shown and do not count. Exit codes: 0 nothing at or above the
    threshold, 1 something, 2 could not run.
    """
    outcome = _run(request)
    click.echo(render_findings(outcome), nl=False)
    threshold = None if fail_on == "never" else Severity(fail_on)
    if threshold and any(judged.finding.severity.rank >= threshold.rank for judged in outcome.counted):
        sys.exit(1)


@cli.command()
@reading_options
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; default: standard output."
)
def facts(request: Request, *, output: Path | None) -> None:
    """Write all that is known as JSON, for other programs (schema qms-site/facts/1)."""
    text = render_facts(_run(request))
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text.encode())


@cli.command()
@reading_options
@click.option(
    "--urls",
    type=click.Choice(["file", "directory"]),
    default="file",
    show_default=True,
    help="a/b.html (opens from disk), or a/b/.",
)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def pages(request: Request, *, urls: str, directory: Path) -> None:
    """Write the site into DIRECTORY as HTML pages, and as Markdown for any other generator."""
    # Templates, lexers and the cleaning of HTML take a fifth of a second to import, and no other command needs them.
    from qms_site.pages.site import plan_site  # noqa: PLC0415
    from qms_site.pages.writing import site_files  # noqa: PLC0415

    with _progress("reading documents and history"):
        scope = find_scope(replace(request, output=directory))
        outcome = run_in(scope, request.revision, request.as_of)
    target = directory.resolve()
    if any((scope.place.root / file.path).is_relative_to(target) for file, _ in outcome.project.current_files()):
        _stop(f"{directory} holds the documents themselves; name another folder")
    written = 0
    with _progress("writing pages"):
        for path, data in site_files(plan_site(outcome, directories=urls == "directory")):
            _write(directory / path, data)
            written += 1
    click.echo(f"wrote {count_of(written, 'file')} to {directory}; open {directory / 'index.html'}")


@cli.command()
@reading_options
@click.argument("document_id", metavar="ID")
def show(request: Request, *, document_id: str) -> None:
    """Show one document (state, relations, versions, latest events, findings), or one item up and down its trace."""
    outcome = _run(request)
    known, items = outcome.project.documents_by_id, outcome.project.definers_by_item
    if document_id in known:
        click.echo(render_document(outcome, known[document_id]), nl=False)
    elif document_id in items:
        click.echo(render_item(outcome, document_id), nl=False)
    else:
        close = difflib.get_close_matches(document_id.upper(), (*known, *items), n=3)
        _stop(
            f"there is no document and no item {document_id!r}"
            + (f"; did you mean {', '.join(close)}?" if close else "")
        )


@cli.command()
@reading_options
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="csv", show_default=True, help="Form of the table."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; default: standard output."
)
@click.argument("system")
def trace(request: Request, *, form: str, output: Path | None, system: str) -> None:
    """Write the matrix of SYSTEM: each requirement with its design, evidence, result and records."""
    matrices = {matrix.name: matrix for matrix in build_matrices(_run(request).project)}
    name = next((name for name in (system, system.removeprefix("SDLC-")) if name in matrices), None)
    if name is None:
        _stop(f"there is no system {system!r} with requirements; there are: {', '.join(matrices) or 'none'}")
    table = render_table(matrix_table(matrices[name]), form)
    if output is None:
        sys.stdout.buffer.write(table)
    else:
        _write(output, table)


@cli.command()
@reading_options
@click.argument("references", metavar="REFERENCE...", nargs=-1, required=True)
def verify(request: Request, *, references: tuple[str, ...]) -> None:
    """Say whether code is there at a commit: "src/pump.py:10-20 @ 1d6172b", "tests/test_pump.py::test_stops @ 1d6172b".

    Shows the commit, the lines as they were, and whether the file has changed on production since. Exit codes: 0 all of it
    holds, 1 something does not, 2 something could not be decided, or is no such reference.
    """
    with _progress("reading history"):
        views = verify_code(request, references)
    for written, view in zip(references, views, strict=True):
        if view is None:
            click.echo(
                f"qms-site: {printable(written)}: write path @ commit, with 7 or more digits of its hash", err=True
            )
        else:
            click.echo(render_code(view), nl=False)
    if any(view and view.status not in (CodeStatus.HOLDS, CodeStatus.UNKNOWN) for view in views):
        sys.exit(1)
    if any(view is None or view.status is CodeStatus.UNKNOWN for view in views):
        sys.exit(2)


@cli.command()
@reading_options
@click.option("--strict", is_flag=True, help="Ask for every gate, and not only for what the formal verdict asks for.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(READINESS_FORMS)),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.argument("system", required=False)
def readiness(request: Request, *, strict: bool, form: str, system: str | None) -> None:
    """Say of SYSTEM, or of every system, whether it may be called qualified, what is missing, and who must do it.

    With --as-of alone, production is read as it stood at the end of that day. Exit codes: 0 every system asked for is ready,
    1 one is not, or nobody knows whether it is, 2 could not run.
    """
    with _progress("reading documents and history"):
        made = run_on(request)
        statuses, histories = {status.name: status for status in made.statuses}, made.histories
    asked = statuses.get(system.removeprefix("SDLC-")) if system else None
    if not statuses or (system and asked is None):
        which = f"no system {system!r}" if system else "no system: [[system]] in qms.toml names them"
        _stop(f"there is {which}" + (f"; there are: {', '.join(statuses)}" if statuses else ""))
    shown = (asked,) if asked else tuple(statuses.values())
    click.echo(READINESS_FORMS[form](shown, histories), nl=False)
    verdicts = [status.strict if strict else status.formal for status in shown]
    if any(verdict is not GateState.MET for verdict in verdicts):
        sys.exit(1)


@cli.group()
def gate() -> None:
    """Gates for CI: exit code 0 only where all that is asked is known to hold."""


@gate.command()
@reading_options
@click.option("--from", "source", metavar="BRANCH", required=True, help="Branch that shall be merged.")
@click.option("--into", "target", metavar="BRANCH", help="Branch that it shall go to; default: production.")
@click.option(
    "--format", "form", type=click.Choice(list(MERGE_FORMS)), default="text", show_default=True,
    help="Form of the report; md is the sheet for the reviewer of the record.",
)  # fmt: skip
def merge(request: Request, *, source: str, target: str | None, form: str) -> None:
    """Say whether a branch may be merged now: its record, RS and RTM, evidence, scope, and the kind of merge.

    Records and specifications are read as production has them, whatever is checked out, unless --rev says otherwise.
    Nothing is merged. Exit codes: 0 every check is met, 1 one is not, or is not known to be, 2 could not run.
    """
    with _progress("reading documents and history"):
        judged = judge_merge(read_production(request), source, target)
    click.echo(MERGE_FORMS[form](judged), nl=False)
    if judged.verdict is not GateState.MET:
        sys.exit(1)


@cli.command()
@reading_options
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to write; it is empty, or does not exist."
)
@click.option("--after", metavar="DIR|COMMIT", help="The package before, or its commit: this one has to come after it.")
@click.option("--verify", "checked", type=FOLDER, metavar="DIR", help="Say whether a package is as it was made.")
@click.argument("system", required=False)
def dossier(
    request: Request, *, output: Path | None, after: str | None, checked: Path | None, system: str | None
) -> None:
    """Write the evidence package of SYSTEM: what an auditor takes away, with a manifest of every file.

    It is made from a commit (--rev, or the one checked out) and not from the work tree. --verify DIR asks nothing but the
    folder; exit codes: 0 unaltered, 1 a file was changed, added or removed, 2 there is no manifest.
    """
    if checked:
        if system or output or after:
            raise click.UsageError("--verify asks for the folder alone")
        _verify_package(checked)
        return
    if not system or output is None:
        raise click.UsageError("name a system, and a folder with -o")
    with _progress("reading documents and history"):
        files = make_dossier(request, system, output, after)
    for path, data in files.items():
        _write(output / path, data)
    click.echo(f"wrote {count_of(len(files), 'file')} to {output}")
    click.echo(f"{MANIFEST}  sha256 {digest_of(files[MANIFEST])}")


def _verify_package(folder: Path) -> None:
    found = verify_dossier(folder)
    for line in found:
        click.echo(printable(line))
    if found:
        sys.exit(1)
    click.echo(f"{printable(str(folder))} is unaltered")


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell: eval "$(qms-site completion bash)"."""
    found = get_completion_class(shell)
    if found is None:
        _stop(f"there is no completion for {shell}")
    click.echo(found(cli, {}, "qms-site", "_QMS_SITE_COMPLETE").source())


def _run(request: Request) -> Run:
    with _progress("reading documents and history"):
        return run(request)


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        _stop(f"{path} cannot be written: {error.strerror}")


@contextlib.contextmanager
def _progress(what: str) -> Iterator[None]:
    """A moving line on a terminal where rich is installed; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    try:
        from rich.console import Console  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        yield
        return
    with Console(stderr=True).status(f"{what} ..."):
        yield
