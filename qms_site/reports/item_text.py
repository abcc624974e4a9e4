"""An item on the terminal, as each document that defines it has it: up to what it serves, and down to what shows it."""

from collections.abc import Iterable, Iterator

from qms_site.graph.verification import NamedTest, Standing
from qms_site.project import Project
from qms_site.reports.tables import since
from qms_site.text import printable
from qms_site.views.items import ItemIndex, ItemView, index_items
from qms_site.views.matrix import build_matrices, index_by_requirement
from qms_site.views.matrix_row import MatrixRow
from qms_site.views.run import Run


def render_item(run: Run, id_: str) -> str:
    """The tree of an item, and what was found about it."""
    index = index_items(run.project)
    rows = index_by_requirement(build_matrices(run.project, index))
    lines = [
        line
        for item in index.by_id.get(id_, ())
        for line in _item_lines(run.project, index, item, rows.get((item.document, item.id)))
    ]
    lines += [
        f"  finding   {judged.finding.severity} {judged.finding.code} {judged.finding.message}"
        for subject, found in run.findings_by_subject.items()
        if subject.partition("@")[0] == id_
        for judged in found
    ]
    return "\n".join(printable(" ".join(line.splitlines())) for line in lines) + "\n"


def _item_lines(project: Project, index: ItemIndex, item: ItemView, row: MatrixRow | None) -> Iterator[str]:
    yield f"{item.id}: {item.name}"
    yield f"  kind      {item.kind}"
    if row:
        support = f", {row.owner_support}" if row.owner_support else ""
        todo = f": {row.what_is_missing} ({row.who}{support})" if row.what_is_missing else ""
        yield f"  state     {row.state.value}{todo}"
    yield f"  defined   {item.document} ({item.path}:{item.line})"
    if item.unchanged:
        yield f"  reads so  since {since(item.unchanged)}"
    yield f"  text      {item.text}"
    yield from _of_items("up", "satisfies", item.satisfies, index)
    yield from _of_items("up", "refers to", item.refers_to, index)
    yield from _of_items("down", "named by", item.referred_by, index)
    yield from _of_items("down", "designed", item.designed_in, index)
    yield from (f"  down      code      {place}" for place in item.implemented_in)
    yield from _trace_lines(item, row)
    for record in item.changed_in:
        document = project.documents_by_id[record]
        yield f"  changed   {record}: {document.title} [{document.status or 'no status'}]"
    if row:
        subjects = {commit.hash: commit.subject for commit in project.commits} if row.change_commits else {}
        yield from (f"    commit  {commit[:10]} {subjects.get(commit, '')}" for commit in row.change_commits)
    yield from (f"  cited by  {id_}: {project.documents_by_id[id_].title}" for id_ in item.cited_by)


def _of_items(way: str, label: str, items: Iterable[tuple[str, str]], index: ItemIndex) -> Iterator[str]:
    for document, id_ in items:
        known = index.by_key.get((document, id_))
        name = f": {known.name}" if known else ""
        yield f"  {way:<9} {label:<9} {id_}{f' in {document}' if document else ''}{name}"


def _trace_lines(item: ItemView, row: MatrixRow | None) -> Iterator[str]:
    if row is None:
        yield from (f"  down      traced    in {matrix}" for matrix in item.traced_in)
        yield from (f"    test    {test}" for test in item.tests)
        return
    if item.traced_in:
        told = ", ".join(part for part in (row.method, row.result) if part)
        yield f"  down      traced    in {', '.join(item.traced_in)}" + (f": {told}" if told else "")
    yield from (f"    test    {_test(test)}" for test in row.tests)
    named = {test.id for test in row.tests}
    yield from (
        f"    test    {test}, which names it in the code"
        for test in item.tests
        if test not in named | {t.name for t in row.tests}
    )
    yield from (f"    commit  {commit}" for commit in row.commits)
    yield from (f"    record  {id_}" for id_ in row.records)


def _test(test: NamedTest) -> str:
    if test.standing is Standing.ABSENT or test.result is None:
        return f"{test.name}" + (f" ({test.status.value})" if test.status.value != "resolved" else "")
    commit = f" at {test.result.commit[:10]}" if test.result.commit else ""
    return f"{test.name}: {test.result.result.value}{commit} ({test.result.source})"
