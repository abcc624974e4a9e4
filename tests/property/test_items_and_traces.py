"""Whatever a document says, items, traces and the baseline are read from it, and a line that exists is theirs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.baselines import find_baseline
from qms_site.records.items import find_items
from qms_site.records.traces import find_traces
from qms_site.settings import parse_settings

LAW = settings(max_examples=150, deadline=None, database=None, derandomize=True)
ISO = parse_settings('[project]\nprofile = "iso13485"\n', "qms.toml")
PIECES = st.sampled_from(
    ["REQ-A-001", "REQ-A-1", "UN-001", "**", ":", " ", "\n", "\n\n", "# ", "## ", "- ", "  ", "| ", " | ", "|---|---|\n",
     ": ", " through ", "/002", ", ", "x::test_a", "test_x.py", "::", "`", "<br>", "@ a1b2c3d", "PASS", "Method", "Result",
     "Requirement", "Evidence", "Test File", "Commit", "Baseline", "8.0", "~~", "(", ")", "CR-1-VR-2", "text", "."]
)  # fmt: skip


@given(body=st.lists(PIECES, max_size=40).map("".join))
@LAW
def test_anything_can_be_read(body: str) -> None:
    passages = tuple(iter_passages(parse_body(body), first_line=1))
    lines = range(1, body.count("\n") + 2)
    assert all(item.line in lines and item.id for item in find_items(passages, "RMF", ISO))
    for trace in find_traces(passages, ISO):
        assert trace.line in lines
        assert (trace.method, trace.result, tuple(trace.disagreements())) is not None
    assert find_baseline(passages) is None or "ommit" in body or "aseline" in body
