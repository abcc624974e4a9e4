import pytest
from builders import a_project, assert_clean, assert_findings, findings_of

TABLE = """\
# CR-001: X of src/

## 1. Purpose

{purpose}

## 10. Execution

| EI | Summary | Outcome | By |
|---|---|---|---|
| 1 | {summary} | Pass | {by} |
"""


def body(purpose: str = "Pump", summary: str = "Done", by: str = "Ada - 2026-01-02") -> str:
    return TABLE.format(purpose=purpose, summary=summary, by=by)


@pytest.mark.verifies("REQ-DOC-020")
@pytest.mark.parametrize("status", ["CLOSED", "POST_APPROVED"])
def test_a_closed_record_with_a_placeholder_is_found_at_its_line(status: str) -> None:
    text = body(summary="[SUMMARY]", by="[PERFORMER] - [DATE]")
    (finding,) = findings_of(a_project().with_document("CR-001", text, status=status))
    assert finding.message == "CR-001 still has [SUMMARY], [PERFORMER] - [DATE]"
    assert (finding.code, str(finding.location)) == ("DOC402", "QMS/CR/CR-001.md:15")


@pytest.mark.parametrize("status", ["PRE_APPROVED", "IN_EXECUTION", "IN_POST_REVIEW"])
def test_what_execution_fills_in_may_stand_until_then(status: str) -> None:
    assert_clean(a_project().with_document("CR-001", body(summary="[SUMMARY]", by="TBD"), status=status))


@pytest.mark.parametrize("status", ["PRE_APPROVED", "CLOSED"])
def test_what_the_author_replaces_must_be_gone_at_approval(status: str) -> None:
    project = a_project().with_document("CR-001", body(purpose="{{PURPOSE: why}}"), status=status)
    assert_findings(project, "DOC402@QMS/CR/CR-001.md:9")


@pytest.mark.parametrize("status", ["DRAFT", "IN_PRE_APPROVAL", "CANCELLED"])
def test_before_approval_nothing_must_be_filled_in(status: str) -> None:
    assert_clean(a_project().with_document("CR-001", body("{{PURPOSE}}", "[SUMMARY]", "TBD"), status=status))


@pytest.mark.parametrize(
    "text",
    [
        body(summary="`[SUMMARY]`"),
        body(summary="Replaces {{TITLE}} by the title"),
        body(summary="[CR-001](#x)"),
        body(purpose="TBD"),
        body() + "\n<!-- [SUMMARY] -->\n\n```\n[SUMMARY]\n{{PURPOSE}}\n```\n",
        "# CR-001: X of src/\n\n| Folder | Access |\n|---|---|\n| QMS | [READ-ONLY] |\n",
        "# CR-001: X of src/\n\n## Execution\n\n- [ ] open\n- [x] done\n",
    ],
    ids=["code", "in a sentence", "link", "prose", "comment and fence", "value in brackets", "tasks"],
)
def test_what_is_no_placeholder_is_clean(text: str) -> None:
    assert_clean(a_project().with_document("CR-001", text))


@pytest.mark.parametrize(
    "text",
    ["[EXECUTION_SUMMARY]", "- [SUMMARY]", "**Outcome** text\n\n[Anything at all]", "TBD", "tbd", "_To be completed_"],
)
def test_a_paragraph_of_an_executed_section_may_be_a_placeholder(text: str) -> None:
    project = a_project().with_document(
        "CR-001", f"# CR-001: X of src/\n\n## Execution summary\n\n### Details\n\n{text}\n"
    )
    assert [finding.code for finding in findings_of(project)] == ["DOC402"]


def test_procedures_show_forms_and_may_not_leave_things_open() -> None:
    shown = "# SOP-001: X\n\n| EI | Summary |\n|---|---|\n| 1 | [SUMMARY] |\n| 2 | TBD |\n"
    assert [
        (str(found.severity), str(found.location)) for found in findings_of(a_project().with_document("SOP-001", shown))
    ] == [
        ("warning", "QMS/SOP/SOP-001.md:10"),
        ("note", "QMS/SOP/SOP-001.md:9"),
    ]


@pytest.mark.verifies("REQ-DOC-007")
def test_templates_are_made_of_placeholders() -> None:
    assert_clean(a_project().with_document("TEMPLATE-CR", body("{{PURPOSE}}", "[SUMMARY]", "TBD")))
