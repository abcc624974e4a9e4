import pytest
from builders import a_project, assert_clean, assert_findings, findings_of

COMMENT = "A comment begins here and is never closed; what follows it is hidden."
FENCE = "A code fence begins here and is never closed; what follows it is shown as code."


@pytest.mark.verifies("REQ-READ-006", "REQ-READ-007")
@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("# SOP-001: Title\n\n<!-- a note\n\n## 1. Purpose\n\nLost.\n", 7, COMMENT),
        ("Text.\n\n- an item\n  <!-- a note\n  lost\n\nText.\n", 8, COMMENT),
        ("<div>\n<!-- a note\nlost\n</div>\n\nText.\n", 6, COMMENT),
        ("# SOP-001: Title\n\n```python\ncode\n\n## 1. Purpose\n", 7, FENCE),
        ("~~~\ncode\n```\n~~\n\n", 5, FENCE),
        ("- an item\n\n  ```\n  code\n", 7, FENCE),
    ],
)
def test_what_is_never_closed_is_found_where_it_begins(body: str, line: int, message: str) -> None:
    project = a_project().with_document("SOP-001", body)
    assert_findings(project, f"DOC106@QMS/SOP/SOP-001.md:{line}")
    assert findings_of(project)[0].message == message


def test_pages_and_drafts_are_looked_at_too() -> None:
    project = a_project().with_document("SOP-001").with_draft("SOP-001", "```\ncode\n")
    assert_findings(
        project.with_file("QMS/notes.md", "<!--\nlost\n"), "DOC106@QMS/SOP/SOP-001-draft.md:5", "DOC106@QMS/notes.md:1"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<!-- a note -->\n\nText.\n",
        "<!--\na note\n\nof two paragraphs\n-->\n\nText.\n",
        "<!-- a --> text <!-- b -->\n\nText.\n",
        "<!-->\n\nText.\n",
        "A paragraph <!-- with an arrow\n\nText.\n",
        "`<!--` opens a comment.\n\nText.\n",
        "```html\n<!-- a note\n```\n\nText.\n",
        "Text.\n\n<!-- the end\n\n",
        "```\ncode\n```\n\nText.\n",
        "````\n```\ncode\n````\n",
        "> ```\n> code\n\nText.\n",
        "Text.\n\n```\n\n",
    ],
)
def test_what_is_closed_or_takes_nothing_along_is_fine(body: str) -> None:
    assert_clean(a_project().with_document("SOP-001", body).with_file("QMS/.archive/SOP/SOP-001-v0.1.md", "```\nx\n"))
