"""The one small project that the golden tests look at, with something of everything and nothing twice."""

from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_project

SOP = """---
title: Cleaning of the vessel
status: {status}
version: "{version}"
owner: Ada Example
effective_date: 2026-01-05
---

# SOP-001: Cleaning of the vessel

## 1. Scope

All vessels of [CR-001](../CR/CR-001.md), see `CR-001` and CR-001-VAR-001. ![Vessel](vessel.png)

| ID | Requirement |
|---|---|
| REQ-CLEAN-001 | Wash \\| rinse with `a | b` |

- [x] first
- [ ] second

```python
x = 1

y = 2
```

See [nothing](SOP-002.md) and [code](../../src/clean.py).
"""
CR = """# CR-001: Clean better <fast> & well

Changes SOP-001.

## Execution

| EI | Task | Outcome | Performed By - Date |
|---|---|---|---|
| EI-1 | Wash | Pass | grace - 2026-01-03 |
| EI-2 | Rinse | Pass | Linus \\| night shift - 2026-01-04 |
"""


@pytest.fixture
def project() -> ProjectBuilder:
    return (
        a_project()
        .with_settings(
            """
            [project]
            name = "Small & sound"
            url = "https://github.com/example/small"
            [[system]]
            name = "CLEAN"
            title = "Cleaning line"
            [[suppression]]
            rule = "DOC301"
            subject = "SDLC-CLEAN-RS"
            reason = "written by another team"
            """
        )
        .with_file("src/clean.py", "")
        .with_file("QMS/SOP/vessel.png", b"\x89PNG")
        .with_commit(
            {"QMS/SOP/SOP-001.md": SOP.format(status="DRAFT", version="0.1")},
            datetime(2026, 1, 2, 9, tzinfo=UTC),
            message="CR-001: Draft SOP-001",
        )
        .with_commit(
            {"QMS/SOP/SOP-001.md": SOP.format(status="EFFECTIVE", version="1.0")},
            datetime(2026, 1, 5, 9, tzinfo=UTC),
            message="CR-001: SOP-001 takes effect",
            author="Grace Example",
        )
        .with_file("QMS/CR/CR-001.md", CR)
        .with_sidecar("CR-001", status="IN_EXECUTION", version="1.0", responsible_user="ada")
        .with_event("CR-001", "CREATE", "2026-01-01T08:00:00Z", user="ada", version="0.1", to_status="DRAFT")
        .with_event("CR-001", "RELEASE", "2026-01-03T08:00:00Z", user="grace", version="1.0", comment="go <on>")
        .with_document("CR-001-VAR-001", status="unheard of", path="QMS/CR/CR-001-VAR-001.md")
        .with_document("SDLC-CLEAN-RS", status=None, version=None, path="QMS/SDLC/SDLC-CLEAN-RS.md")
        .with_repository("instrument", is_available=False, pointer="c" * 40)
    )
