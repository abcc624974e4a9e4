import pytest
from builders import LOG, a_project, committed, lines

from qms_site.pages.evidence import plan_evidence

TEXT: dict[str, str | None] = {"QMS/CR/CR-001.md": "# CR-001: X of src/\n"}
URI = "history/audit-trail.md"
HOSTILE = "<script>alert(1)</script>"


@pytest.mark.verifies("REQ-HIST-020")
def test_the_page_says_of_each_document_whether_its_trail_is_intact_and_what_broke_it() -> None:
    project = committed(TEXT | {LOG: lines("CREATE", "REVIEW")}, {LOG: lines("CREATE", "REJECT")})
    page = project.page(URI)
    commit = project.commits[0].hash[:10]
    assert '<span class="qms-integrity qms-integrity--broken">broken</span>' in page.html
    assert "<strong>log rewritten</strong> (1 line altered) " in page.html
    assert f"<code>{commit}</code>" in page.html
    assert (
        'by Ada Example <span class="qms-support qms-support--asserted" title="name asserted: the commit alone'
        in page.html
    )
    assert [heading.id for heading in page.headings] == ["trails"]
    assert {"trails", "audit-trail"} <= page.anchors


def test_without_git_the_page_says_so() -> None:
    page = a_project().with_document("CR-001").with_event("CR-001", "CREATE", "2026-01-02").page(URI)
    assert "There is no git here to compare with." in page.html


def test_where_there_is_neither_git_nor_a_log_there_is_no_page() -> None:
    assert plan_evidence(a_project().with_document("CR-001").run()) == ()
    assert plan_evidence(a_project().run()) == ()


def test_what_others_wrote_is_escaped() -> None:
    names = f"author: {HOSTILE}\napprovers: ['{HOSTILE}']\n"
    text = f"---\nstatus: EFFECTIVE\nversion: '1.0'\n{names}---\n# SOP-001: X\n"
    log = lines("CREATE", "APPROVE", user=HOSTILE) + '{"ts": "2026-01-09T01:00:00Z", "event": "' + HOSTILE + '"}\n'
    project = committed(TEXT | {"QMS/SOP/SOP-001.md": text, LOG: log})
    project = project.with_commit({LOG: lines("CREATE", HOSTILE)}, author=f"{HOSTILE} x", message=HOSTILE)
    project = project.with_settings(f"[people.x]\nname = '{HOSTILE}'\nusers = ['x']\nrole = '{HOSTILE}'\n")
    for uri in (URI, "QMS/CR/CR-001.md", "QMS/SOP/SOP-001.md", "findings.md"):
        assert "<script>" not in project.page(uri).html
