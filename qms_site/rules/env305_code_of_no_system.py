"""Code lies on production that belongs to no system of the settings.

**Why.** Code of no system is governed by nobody: its changes need no record, nothing verifies it, and it is never qualified. Only
where at least one system of this repository says which code is its own is anything told, in one note for all folders. Tests are
left out: they are code of the system that they test, or of none.

**Bad.** `tools/deploy.py`, and `[[system]]` with `code = ["src"]`.

**Good.** `code = ["src", "tools"]`, or a system of its own for the tools.

**Fix.** Add the folders to the `code` of the system that they belong to, or accept that they are of none.
"""

import re
from collections import Counter
from collections.abc import Iterator

from qms_site.findings import Finding, Severity
from qms_site.paths import is_inside
from qms_site.project import Project
from qms_site.rules.naming import name_some
from qms_site.rules.rule import Rule
from qms_site.text import count_of
from qms_site.timeline.system_code import SystemCode

_SOURCE = re.compile(
    r"(?i:.+\.(?:pyi?|[cm]?[jt]sx?|java|kt|scala|go|rs|exs?|c|h|cc|cpp|hpp|cs|vb|rb|php|swift|m|sh|ps1|pl|lua|r|jl|sql|st|scl|lad|vhd|s?v))"
)

_TEST = re.compile(
    r"(?i:(?:.*/)?(?:tests?|specs?|__tests__)/.*|(?:.*/)?(?:test_|conftest)[^/]*|.*(?:[_.-](?:test|spec)|(?-i:Tests?))\.[^./]+)"
)


def check(project: Project) -> Iterator[Finding]:
    """One finding for all folders with such code."""
    if not any(system.repository is None and system.code for system in project.settings.system):
        return
    code = SystemCode(project.settings, project.base)
    folders: Counter[str] = Counter()
    for path in project.paths:
        is_source = _SOURCE.fullmatch(path) and not _TEST.fullmatch(path)
        if is_source and not is_inside(path, project.documents_root) and not code.of_path(None, path):
            folder, slash, _ = path.partition("/")
            folders[f"{folder}/" if slash else "the root"] += 1
    if folders:
        named = name_some(f"{folder} ({count_of(count, 'file')})" for folder, count in sorted(folders.items()))
        yield Finding(
            code=RULE.code,
            severity=RULE.severity,
            message=f"code belongs to no system: {named}",
            subject="code",
            hint="code of a [[system]] says which files and folders are its own",
        )


RULE = Rule(code="ENV305", title="Code of no system", severity=Severity.NOTE, check=check, page=__doc__)
