"""Facts of the trace: items, traces, execution items, references, links and tests. See `facts` for the contract."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

import msgspec

from qms_site.graph.references import DocumentReference
from qms_site.project import Project
from qms_site.records.results import TestResult
from qms_site.text import natural_key
from qms_site.views.signed import performer_support, telling_of


class ItemFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement, a design item or another statement with an id; it is identified by its document and its id.

    ``title`` is the bold lead without its final mark, or the words of the heading; ``fingerprint`` the first 16 hex digits of
    the SHA-256 of the words of its text, blanks collapsed.
    """

    id: str
    kind: str
    document: str
    title: str | None
    text: str
    fingerprint: str
    path: str
    line: int


class TraceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a matrix says of one item, from its summary and its details together; ``item_document`` defines the item."""

    item: str
    item_document: str | None
    document: str
    method: str | None
    result: str | None
    tests: tuple[str, ...]
    commits: tuple[str, ...]
    records: tuple[str, ...]
    path: str
    line: int


class ExecutionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An execution item of a record; ``outcome`` as written, ``result`` what it means."""

    document: str
    id: str
    description: str
    outcome: str | None
    result: Literal["pass", "fail", "other", "open"]
    vr: str | None
    performer: str | None
    date: dt.date | None
    commits: tuple[str, ...]
    path: str
    line: int
    performer_support: Literal["asserted", "corroborated", "authenticated"] | None = None
    """How well the performer's name is supported; null where nobody is named."""


class ReferenceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a document refers to: one for each target, form and region, with the place of the first."""

    document: str
    target: str
    target_document: str | None
    form: Literal["written", "range", "list", "short"]
    region: Literal["text", "code", "comment", "fence", "front-matter"]
    path: str
    line: int
    occurrences: int
    status: Literal["resolved", "dangling", "ambiguous", "self"]


class LinkFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An edge of the graph; the reference of links explains kinds and statuses.

    Its ends are documents, items and traces (``REQ-A-001@SDLC-A-RS``: with the document that has them), execution items
    (``CR-001#EI-2``), tests (``path::name``) and commits.
    """

    from_: str = msgspec.field(name="from")
    to: str
    kind: str
    status: str
    path: str
    line: int | None


class ResultFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says of a test; ``commit`` is null where the result is bound to none, so that it proves nothing."""

    result: Literal["pass", "skip", "xfail", "rerun", "fail", "error"]
    commit: str | None
    source: str


class TestFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A test in the code that counts, ``path::name`` or ``path::Class::name``, with the latest result on each commit.

    ``line`` is null for a test that only a report tells of, since its code could not be read.
    """

    __test__ = False  # the name is the domain's; pytest is not to collect it

    id: str
    repository: str | None
    path: str
    line: int | None
    verifies: tuple[str, ...]
    results: tuple[ResultFacts, ...]


def item_facts(project: Project) -> Iterator[ItemFacts]:
    """Every item, by document and id."""
    for document in project.documents:
        file = document.newest_file
        for item in sorted(file.contents.items, key=lambda item: (natural_key(item.id), item.line)):
            yield ItemFacts(
                id=item.id,
                kind=item.kind,
                document=document.id,
                title=item.title,
                text=item.text,
                fingerprint=item.fingerprint,
                path=file.path,
                line=item.line,
            )


def trace_facts(project: Project) -> Iterator[TraceFacts]:
    """Every trace, by matrix and item."""
    for document in project.documents:
        file = document.newest_file
        for trace in sorted(file.contents.traces, key=lambda trace: (natural_key(trace.item), trace.line)):
            evidence = trace.evidence
            yield TraceFacts(
                item=trace.item,
                item_document=project.definer_of(trace.item, document.id),
                document=document.id,
                method=trace.method,
                result=trace.result,
                tests=evidence.tests,
                commits=evidence.commits,
                records=evidence.records,
                path=file.path,
                line=trace.line,
            )


def execution_facts(project: Project) -> Iterator[ExecutionFacts]:
    """Every execution item, by record."""
    for document in project.documents:
        file = document.newest_file
        if not file.contents.executions:
            continue
        telling = telling_of(project, document)
        for item in file.contents.executions:
            support = performer_support(item, telling)
            yield ExecutionFacts(
                document=document.id,
                id=item.id,
                description=item.description,
                outcome=item.outcome,
                result=item.result.value,
                vr=item.vr,
                performer=item.performer,
                date=item.date,
                commits=item.commits,
                path=file.path,
                line=item.line,
                performer_support=support.value if support else None,
            )


def reference_facts(reference: DocumentReference) -> ReferenceFacts:
    """One reference."""
    return ReferenceFacts(
        document=reference.document,
        target=reference.target,
        target_document=reference.target_document,
        form=reference.form.value,
        region=reference.region.value,
        path=reference.path,
        line=reference.line,
        occurrences=reference.occurrences,
        status=reference.status.value,
    )


def link_facts(project: Project) -> Iterator[LinkFacts]:
    """Every link of the trace, by its source, kind and target."""
    for link in project.links:
        yield LinkFacts(
            from_=link.source,
            to=link.target,
            kind=link.kind.value,
            status=link.status.value,
            path=link.path,
            line=link.line,
        )


def test_facts(project: Project) -> Iterator[TestFacts]:
    """Every test, by repository and id."""
    verifications = project.verifications
    found = [
        TestFacts(
            id=test.id,
            repository=state.repository or project.settings.project.name,
            path=test.path,
            line=test.line,
            verifies=test.verifies,
            results=_results_of(project, state.repository, test.id),
        )
        for state in verifications.states
        for test in state.tests
    ]
    known = {test.id for test in found}
    reported: dict[str, list[TestResult]] = defaultdict(list)
    for result in verifications.results:
        if result.id not in known:
            reported[result.id].append(result)
    found += [_reported(id_, own) for id_, own in reported.items()]
    by_key = {(test.repository or "", test.id): test for test in found}
    yield from (by_key[key] for key in sorted(by_key))


def _results_of(project: Project, repository: str | None, test: str) -> tuple[ResultFacts, ...]:
    """What reports say of a test, in whichever state of its repository."""
    found = {
        (result.commit or "", result.source): result
        for (name, _), by_test in project.verifications.results_by_state.items()
        if name == repository
        for result in by_test.get(test, ())
    }
    return tuple(_result(found[key]) for key in sorted(found))


def _reported(id_: str, results: list[TestResult]) -> TestFacts:
    """A test of which only reports tell."""
    return TestFacts(
        id=id_,
        repository=None,
        path=id_.partition("::")[0],
        line=None,
        verifies=tuple(sorted({item for result in results for item in result.verifies})),
        results=tuple(map(_result, results)),
    )


def _result(result: TestResult) -> ResultFacts:
    return ResultFacts(result=result.result.value, commit=result.commit, source=result.source)
