"""Test code opens or imports a controlled document of production.

**Why.** A test environment has no production documents, so a test that needs one cannot run there. And a test that passes because
of what a document says today may fail, or pass wrongly, tomorrow. A test names a requirement by its id; that is enough. Told is
what a line opens by a literal path, once for each file; documents in folders of the tests themselves are theirs. A project whose
subject are its documents switches this off.

**Bad.** `open("QMS/SDLC-PUMP/SDLC-PUMP-RS.md")` in `tests/test_limits.py`.

**Good.** `@pytest.mark.verifies("REQ-PUMP-004")`, and the limit in the test.

**Fix.** Copy what the test needs into its fixtures, or read it from the code. If the tests are meant to read documents:
`ENV104 = "off"` under `[rules]`.
"""

import posixpath
from collections.abc import Iterator, Mapping

from qms_site.findings import Finding, Location, Severity
from qms_site.graph.destinations import folders_of
from qms_site.paths import is_inside
from qms_site.project import Project
from qms_site.records.testcode.document_paths import OpenedPath
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """One finding for each file with tests, as it is at the commit that counts for its system."""
    known = project.paths | folders_of(project.paths)
    folders = {repository.name: repository.path for repository in project.repositories}
    told: set[str] = set()
    for state in project.verifications.states:
        opened: dict[str, dict[str, int]] = {}
        folder = folders.get(state.repository or "", "")
        for path, found in state.opened:
            shown = posixpath.join(folder, path)
            document = _document(project, known, state.paths, shown, found, folder) if shown not in told else None
            if document:
                opened.setdefault(shown, {}).setdefault(document, found.line)
        yield from (_finding(path, documents) for path, documents in opened.items())
        told.update(opened)


def _document(
    project: Project, known: frozenset[str], own: frozenset[str], path: str, found: OpenedPath, folder: str
) -> str | None:
    """The production document, or the folder of some, that a path means; None for what the tests have themselves."""
    written = found.path.replace("\\", "/")
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    from_root = posixpath.normpath(posixpath.join(folder, written))
    if posixpath.relpath(beside, folder or ".") in own and not is_inside(beside, project.documents_root):
        return None
    for meant in (from_root, beside) if found.is_from_root else (beside,):
        is_document = meant == project.documents_root or is_inside(meant, project.documents_root)
        if is_document and project.documents_root != "." and meant in known:
            return meant
    return None


def _finding(path: str, documents: Mapping[str, int]) -> Finding:
    return Finding(
        code=RULE.code,
        severity=RULE.severity,
        message=f"tests in {path} open production documents: {name_some(documents)}",
        location=Location(path=path, line=min(documents.values())),
        subject=path,
        hint="tests name requirements by their ids, and keep what they read among their fixtures",
    )


RULE = Rule(code="ENV104", title="Test opens a document", severity=Severity.WARNING, check=check, page=__doc__)
