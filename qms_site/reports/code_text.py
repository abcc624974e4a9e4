"""Code references on a terminal: what was found, and the lines as they were. What a repository says is made printable."""

from collections.abc import Iterator
from datetime import UTC

from qms_site.text import count_of, printable
from qms_site.views.code import CodeView


def render_code(view: CodeView) -> str:
    """A code reference with its verdict, its commit, and the lines that it means."""
    # What a repository says cannot add a line of its own.
    return "\n".join(printable(" ".join(line.splitlines())) for line in _lines(view)) + "\n"


def _lines(view: CodeView) -> Iterator[str]:
    yield f"{view.written}: {view.label}"
    yield f"  verdict     {view.explained}"
    if view.repository:
        yield f"  repository  {view.repository}"
    if view.commit:
        when = f"  {view.when.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if view.when else ""
        yield f"  commit      {view.commit}{when}" + (f"  {view.subject}" if view.subject else "")
    if view.object:
        yield f"  object      {'folder' if view.is_folder else 'file'} {view.path or '.'} {view.object}"
    if view.since:
        yield f"  since       {view.since}"
    if view.excerpt:
        width = len(str(view.excerpt.first + len(view.excerpt.lines)))
        for number, line in enumerate(view.excerpt.lines, start=view.excerpt.first):
            yield f"  {number:>{width}}  {line}".rstrip()
        if view.excerpt.left_out:
            yield f"  {'':>{width}}  ({count_of(view.excerpt.left_out, 'more line')})"
