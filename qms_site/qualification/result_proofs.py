"""Results of tests as what a gate rests on: each report, with the commit that its results state."""

from collections import Counter
from collections.abc import Iterable, Iterator

from qms_site.qualification.gates import Proof
from qms_site.qualification.subject import Subject
from qms_site.records.results import TestResult
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import count_of


def result_proofs(subject: Subject, results: Iterable[TestResult]) -> Iterator[Proof]:
    """One for each report and commit, with the number of tests that passed there."""
    counts = Counter(
        (result.source, result.commit or "") for result in {result.id: result for result in results}.values()
    )
    for (source, commit), count in sorted(counts.items()):
        told = f"{source}: {count_of(count, 'test')} passed at {commit[:10]}"
        yield Proof(text=told, commit=commit, repository=subject.repository)


def find_records(subject: Subject, commits: Iterable[str]) -> Iterator[CommitRecord]:
    """Those of the commits, as reports write them, that branches of the system's repository lead to."""
    asked = sorted(set(commits))
    known = subject.known.commit_by_hash if subject.known else {}
    found = subject.project.known_repositories.code.find_commits(subject.repository, asked) if asked else ()
    return (known[name] for name in found if name and name in known)
