import json

import pytest
from builders import a_project
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qms_site.pages.rendering import render_page
from qms_site.reports.facts import render_facts
from qms_site.reports.text import render_findings

LAW = settings(max_examples=40, deadline=None, database=None, derandomize=True)

# Bytes that mean something to one of the readers, between bytes that mean nothing.
PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [
            b"---\n",
            b"...\n",
            b"id: SOP-001\n",
            b"status: EFFECTIVE\n",
            b"- [ ] ",
            b"```\n",
            b"~~~",
            b"<!--",
            b"-->",
            b"<script>",
            b"</",
            b"|a|b|\n|-|-|\n",
            b"[x](",
            b"![",
            b"](",
            b"\\",
            b"`",
            b"# SOP-001: ",
            b"CR-1-VAR-2 ",
            b"\r\n",
            b"\r",
            b"\0",
            b"\xef\xbb\xbf",
            b"\xff",
            b"&amp;",
            b"[^1]",
            b"[^1]: ",
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b'{"doc_id": "SOP-001", ',
            b'"status": ',
            b"null",
            b"1e999",
            b"\\ud800",
            b'"ts": "2026-01-01"',
            b"\n",
        ]
    ),
)
ANY_BYTES = st.lists(PIECES, max_size=30).map(b"".join)
FILES = [
    "QMS/SOP/SOP-001.md",
    "QMS/SOP/SOP-001-draft.md",
    "QMS/notes.markdown",
    "QMS/.archive/SOP/SOP-001-v1.0.md",
    "QMS/.meta/SOP/SOP-001.json",
    "QMS/.audit/SOP/SOP-001.jsonl",
]


@pytest.mark.verifies("REQ-READ-006", "REQ-READ-008")
@pytest.mark.parametrize("path", FILES)
@example(data=b"")
@example(data=b"---\n")
@example(data=b"---\nstatus: &a [*a]\n---\n")
@example(data=b"```\n<!-- ")
@example(data=b"[" * 3000)
@given(data=ANY_BYTES)
@LAW
def test_no_bytes_stop_a_run(path: str, data: bytes) -> None:
    project = a_project().with_document("WI-001", "SOP-001").with_file(path, data)
    run = project.run()
    assert "WI-001" in run.project.documents_by_id
    assert json.loads(render_facts(run))["schema"] == "qms-site/facts/1"
    assert render_findings(run).endswith("\n")


@pytest.mark.verifies("REQ-READ-008")
@pytest.mark.parametrize("path", FILES)
@given(data=ANY_BYTES)
@LAW
def test_no_bytes_stop_a_page(path: str, data: bytes) -> None:
    site = a_project().with_document("SOP-001").with_file(path, data).site()
    for page in site.pages:
        assert render_page(site, page).html.startswith('<div class="qms-')


@pytest.mark.verifies("REQ-READ-009")
@pytest.mark.parametrize("end", ["\r\n", "\r"])
@given(text=st.text(st.sampled_from("ab #-|[]()`<>\n"), max_size=60))
@LAW
def test_line_ends_make_no_difference(end: str, text: str) -> None:
    body = f"{text}\n\nCR-1 [x](gone.md)\n"
    plain = a_project().with_document("SOP-001", body).run()
    other = a_project().with_document("SOP-001", body)
    changed = other.with_file(
        "QMS/SOP/SOP-001.md", "\ufeff" + str(other.files["QMS/SOP/SOP-001.md"]).replace("\n", end)
    )
    assert render_facts(changed.run()) == render_facts(plain)
