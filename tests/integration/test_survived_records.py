"""Documents and metadata that do not fit together: each document keeps its page, and what is amiss is said once."""

import pytest
from integration.sites import texts_of
from integration.survival import SOUND, publish

BROKEN_LOG = """\
{"ts": "2026-01-02T10:00:00Z", "event": "CREATE", "user": "ada"}
{"ts": "2026-01-03T10:0
[1]
{"ts": "2026-01-04T10:00:00Z", "event": "STATUS_CHANGE", "to_status": "EFFECTIVE", "version": "1.0", "user": "bob"}
"""
CONTROLLED = SOUND.with_document("SOP-002", "# SOP-002: Title\n\nThe text.\n", status=None, version=None).with_sidecar(
    "SOP-002", status="EFFECTIVE", version="1.0", effective_version="1.0"
)
PAGE = "QMS/SOP/SOP-002.md"


@pytest.mark.verifies("REQ-DOC-005")
def test_a_child_of_a_child_knows_its_parent_and_is_known_by_it() -> None:
    ids = ("CR-1", "CR-1-VAR-1", "CR-1-VAR-1-VR-1")
    project = SOUND
    for id_ in ids:
        project = project.with_document(
            id_, f"# {id_}: Title\n\nText of {id_} on `src/`.\n", path=f"QMS/CR/CR-1/{id_}.md"
        )
    outcome = publish(project)
    assert outcome.findings == ()
    assert [outcome.facts(id_, "type", "parent", "children") for id_ in ids] == [
        ("CR", None, ["CR-1-VAR-1"]),
        ("VAR", "CR-1", ["CR-1-VAR-1-VR-1"]),
        ("VR", "CR-1-VAR-1", []),
    ]
    assert outcome.text("QMS/CR/CR-1/CR-1-VAR-1-VR-1.md") == "CR-1-VAR-1-VR-1: Title Text of CR-1-VAR-1-VR-1 on src/."
    trail = outcome.page("QMS/CR/CR-1/CR-1-VAR-1-VR-1.md").css(".qms-trail a")
    assert trail[-1].attributes["href"] == "CR-1-VAR-1.html"


@pytest.mark.verifies("REQ-DOC-005")
def test_a_child_in_another_folder_than_its_parent_is_its_child() -> None:
    project = SOUND.with_document("CR-1", path="QMS/CR/CR-1/CR-1.md")
    outcome = publish(
        project.with_document("CR-1-VAR-1", "# CR-1-VAR-1: Away\n\nText.\n", path="QMS/away/CR-1-VAR-1.md")
    )
    assert outcome.findings == (
        "DOC502 note QMS/away/CR-1-VAR-1.md: CR-1-VAR-1 lies outside the folder of its type, QMS/VAR/ and of its parent",
    )
    assert (outcome.facts("CR-1", "children"), outcome.facts("CR-1-VAR-1", "parent")) == ((["CR-1-VAR-1"],), ("CR-1",))
    children = outcome.page("QMS/CR/CR-1/CR-1.md").css(".qms-panel .qms-list a")
    assert [link.attributes["href"] for link in children] == ["../../away/CR-1-VAR-1.html"]
    assert outcome.text("QMS/away/CR-1-VAR-1.md") == "CR-1-VAR-1: Away Text."


@pytest.mark.verifies("REQ-DOC-025")
def test_a_child_without_a_parent_is_a_document_all_the_same() -> None:
    outcome = publish(SOUND.with_document("CR-7-VAR-1", "# CR-7-VAR-1: Stray\n\nText.\n", path="QMS/CR/CR-7-VAR-1.md"))
    assert outcome.findings == (
        "DOC207 warning QMS/CR/CR-7-VAR-1.md: CR-7-VAR-1 is a child of CR-7, which does not exist",
    )
    assert sorted(outcome.documents) == ["CR-7-VAR-1", "SOP-001"]
    assert outcome.facts("CR-7-VAR-1", "type", "parent", "status") == ("VAR", "CR-7", "CLOSED")
    assert outcome.text("QMS/CR/CR-7-VAR-1.md") == "CR-7-VAR-1: Stray Text."
    assert texts_of(outcome.page("registers/VAR.md"), "tbody tr td:first-child") == ["CR-7-VAR-1"]


@pytest.mark.verifies("REQ-READ-006")
def test_of_two_files_with_one_id_both_are_shown_and_the_second_is_told() -> None:
    outcome = publish(
        CONTROLLED.with_document("SOP-002", "# SOP-002: Other\n\nThe other text.\n", path="QMS/old/SOP-002.md")
    )
    assert outcome.findings == (f"DOC201 error QMS/old/SOP-002.md: SOP-002 is already the id of {PAGE}",)
    assert outcome.facts("SOP-002", "path", "title", "status") == (PAGE, "Title", "EFFECTIVE")
    assert outcome.text(PAGE) == "SOP-002: Title The text."
    assert outcome.text("QMS/old/SOP-002.md") == "SOP-002: Other The other text."
    assert 'href="../../QMS/SOP/SOP-002.html"' in outcome.pages["d/SOP-002/index.html"]


@pytest.mark.verifies("REQ-DOC-015", "REQ-READ-012")
@pytest.mark.parametrize(
    ("content", "status", "version"),
    [
        ({}, None, None),
        ({"status": "EFFECTIVE"}, "EFFECTIVE", None),
        ({"version": 1.5, "status": ["EFFECTIVE"]}, None, "1.5"),
        ({"version": None, "status": {"is": "EFFECTIVE"}, "responsible_user": ["ada"]}, None, None),
    ],
)
def test_metadata_may_lack_what_it_should_say(
    content: dict[str, object], status: str | None, version: str | None
) -> None:
    outcome = publish(CONTROLLED.with_sidecar("SOP-002", **content))
    assert outcome.findings == (() if status else (f"DOC301 warning {PAGE}: SOP-002 has no status",))
    assert outcome.facts("SOP-002", "status", "version") == (status, version)
    assert outcome.text(PAGE) == "SOP-002: Title The text."


@pytest.mark.verifies("REQ-READ-012")
def test_metadata_may_say_more_than_is_known() -> None:
    more = {"checksum": {"sha256": ["a"]}, "locked": True, "title": None, "": "x", "<b>": "<script>"}
    outcome = publish(CONTROLLED.with_sidecar("SOP-002", status="EFFECTIVE", version="1.0", **more))
    assert outcome.findings == ()
    assert outcome.facts("SOP-002", "title", "status", "version") == ("Title", "EFFECTIVE", "1.0")
    assert outcome.text(PAGE) == "SOP-002: Title The text."


@pytest.mark.verifies("REQ-DOC-015", "REQ-READ-012")
def test_a_broken_line_of_a_log_is_told_and_the_lines_after_it_are_read() -> None:
    outcome = publish(CONTROLLED.with_file("QMS/.audit/SOP/SOP-002.jsonl", BROKEN_LOG))
    assert outcome.findings == (
        "DOC104 error QMS/.audit/SOP/SOP-002.jsonl:2: is not valid JSON: Unterminated string starting at: line 1 column 8 (char 7)",
        "DOC104 error QMS/.audit/SOP/SOP-002.jsonl:3: is not an event: not a JSON object",
    )
    ((version,),) = outcome.facts("SOP-002", "versions")
    assert (version["version"], version["from"]) == ("1.0", "2026-01-04T10:00:00Z")
    assert texts_of(outcome.page(PAGE), ".qms-timeline__who") == ["ada asserted", "bob asserted"]
    assert outcome.text(PAGE) == "SOP-002: Title The text."


@pytest.mark.verifies("REQ-DOC-015", "REQ-READ-012")
def test_moments_with_and_without_a_zone_stand_in_one_log() -> None:
    project = (
        CONTROLLED.with_event("SOP-002", "CREATE", "2026-01-02T10:00:00", user="naive")
        .with_event("SOP-002", "CHECKIN", "2026-01-02T10:30:00+02:00", user="aware")
        .with_event("SOP-002", "STATUS_CHANGE", "2026-01-02", to_status="EFFECTIVE", version="1.0", user="day")
        .with_event("SOP-002", "COMMENT", "some day", user="undated")
    )
    outcome = publish(project)
    place = "QMS/.audit/SOP/SOP-002.jsonl:4"
    amiss = "has a timestamp that cannot be read: 'some day'; the event is listed without a date"
    told, naive = outcome.findings
    assert told == f"DOC104 error {place}: {amiss}"
    assert naive.startswith("AUD104 warning ")
    ((version,),) = outcome.facts("SOP-002", "versions")
    assert (version["version"], version["from"]) == ("1.0", "2026-01-02T00:00:00Z")
    entries = texts_of(outcome.page(PAGE), ".qms-timeline__when")
    assert sorted(entries) == ["2026-01-02 00:00", "2026-01-02 08:30", "2026-01-02 10:00", "no date"]
    assert outcome.text(PAGE) == "SOP-002: Title The text."


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("QMS/.meta/sdlc_namespaces.json", '{"namespaces": ["QMS"], "version": 1}'),
        ("QMS/.meta/SOP/SOP-002.source.json", '{"doc_id": "SOP-002", "status": "DRAFT", "version": "9.0"}'),
        ("QMS/.meta/SOP/SOP-003.source.json", '{"status": "DRAFT", "version": "9.0"}'),
        ("QMS/.meta/SOP/index.json", '["SOP-002"]'),
        ("QMS/.audit/next.json", '{"status": "DRAFT", "version": "9.0"}'),
        ("QMS/SOP/SOP-002.json", "no JSON at all"),
        ("QMS/sdlc_namespaces.json", "{"),
    ],
)
@pytest.mark.verifies("REQ-READ-012")
def test_other_json_beside_the_metadata_is_left_alone(path: str, content: str) -> None:
    outcome = publish(CONTROLLED.with_file(path, content))
    assert outcome.findings == ()
    assert sorted(outcome.documents) == ["SOP-001", "SOP-002"]
    assert outcome.facts("SOP-002", "status", "version") == ("EFFECTIVE", "1.0")
    assert outcome.text(PAGE) == "SOP-002: Title The text."
