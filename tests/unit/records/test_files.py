import pytest

from qms_site.markdown.regions import RegionKind
from qms_site.records.contents import content_reader
from qms_site.records.files import (
    DocumentFile,
    FileProblem,
    FileRole,
    Mention,
    name_document_file,
    normalise_key,
    read_document_file,
)
from qms_site.records.ids import DocumentId, id_scheme
from qms_site.records.references import Reference, ReferenceForm
from qms_site.settings import parse_settings
from qms_site.text import digest_of

SCHEME = id_scheme(parse_settings("", "qms.toml"))


def read(path: str, text: str | bytes = "", *, is_archived: bool = False, reads_body: bool = True) -> DocumentFile:
    data = text.encode() if isinstance(text, str) else text
    return read_document_file(path, data, SCHEME, is_archived=is_archived, reads_body=reads_body)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("QMS/a.md", "---\nid: SOP-001\n---\n# SOP-002", "SOP-001"),
        ("QMS/SOP-003.md", "---\nid: SOP-001\n---\n# SOP-002", "SOP-001"),
        ("QMS/a.md", "---\nDocument ID: SOP-001\n---\n", "SOP-001"),
        ("QMS/a.md", "---\ndoc_id: ' SOP-001 '\n---\n", "SOP-001"),
        ("QMS/SOP-003.md", "---\nid: to be given\n---\n", "SOP-003"),
        ("QMS/SOP-003.md", "---\nid: [SOP-001]\n---\n", "SOP-003"),
        ("QMS/SOP-003.md", "# SOP-002: Other", "SOP-003"),
        ("QMS/SOP-003.markdown", "", "SOP-003"),
        ("QMS/SOP-004 Cleaning.md", "---\nstate: Released\nrev: B\n---\n", "SOP-004"),
        ("QMS/SOP-004 Cleaning.md", "---\nauthor: Ada\n---\n", None),
        ("QMS/cleaning.md", "# SOP-002: Cleaning", "SOP-002"),
        ("QMS/cleaning.md", "Intro\n\n# SOP-002: Cleaning", "SOP-002"),
        ("QMS/cleaning.md", "## CR-1\n\n# SOP-002", "SOP-002"),
        ("QMS/cleaning.md", "# About SOP-002", None),
        ("QMS/cleaning.md", "SOP-002 in prose", None),
        ("QMS/cleaning.md", "```\n# SOP-002\n```", None),
        ("QMS/README.md", "", None),
    ],
)
@pytest.mark.verifies("REQ-DOC-001")
def test_the_id_comes_from_front_matter_then_name_then_heading(path: str, text: str, expected: str | None) -> None:
    found = read(path, text).id
    assert (found.text if found else None) == expected


def test_front_matter_gives_the_type_of_an_id_of_no_known_form() -> None:
    assert read("a.md", "---\nid: QP-7\nDoc Type: Procedure\n---\n").id == DocumentId(text="QP-7", type="Procedure")


@pytest.mark.parametrize(
    ("path", "is_archived", "role", "id_", "version"),
    [
        ("QMS/SOP/SOP-001.md", False, FileRole.CURRENT, "SOP-001", None),
        ("QMS/SOP/SOP-001-draft.md", False, FileRole.DRAFT, "SOP-001", None),
        ("QMS/SOP/SOP-001-DRAFT.md", False, FileRole.DRAFT, "SOP-001", None),
        ("QMS/notes-draft.md", False, FileRole.DRAFT, None, None),
        ("QMS/.archive/SOP/SOP-001-v1.0.md", True, FileRole.ARCHIVED, "SOP-001", "1.0"),
        ("QMS/.archive/SOP/SOP-001-v12.md", True, FileRole.ARCHIVED, "SOP-001", "12"),
        ("QMS/.archive/CR-091-ADD-001-v0.1.2.md", True, FileRole.ARCHIVED, "CR-091-ADD-001", "0.1.2"),
        ("QMS/SOP/SOP-001-v1.0.md", False, FileRole.CURRENT, None, None),
    ],
)
@pytest.mark.verifies("REQ-DOC-006")
def test_a_name_tells_drafts_and_archived_versions(
    path: str, role: FileRole, id_: str | None, version: str | None, *, is_archived: bool
) -> None:
    file = read(path, is_archived=is_archived)
    assert (file.role, file.id.text if file.id else None, file.version) == (role, id_, version)


def test_an_archived_file_whose_name_has_no_version_says_it_in_front_matter() -> None:
    assert read("QMS/.archive/SOP-001.md", "---\nversion: '1.0'\n---\n", is_archived=True).version == "1.0"


@pytest.mark.parametrize(
    ("key", "normalised"), [("Document ID", "document_id"), ("document-id", "document_id"), (" Status ", "status")]
)
def test_keys_are_compared_without_case_and_separators(key: str, normalised: str) -> None:
    assert normalise_key(key) == normalised


@pytest.mark.parametrize(("keys", "value"), [(("status",), "DRAFT"), (("owner", "status"), "DRAFT"), (("tags",), None)])
def test_a_field_is_the_first_value_that_is_one_text(keys: tuple[str, ...], value: str | None) -> None:
    assert read("a.md", "---\nowner: ''\nstatus: DRAFT\ntags: [a, b]\n---\n").field(*keys) == value


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.verifies("REQ-READ-007", "REQ-READ-009")
def test_lines_count_from_the_top_of_the_file_whatever_ends_them(mark: bytes, end: str) -> None:
    lines = ["---", "status: see CR-9", "---", "", "# SOP-001: Title", "", "cites CR-1", "and CR-2"]
    file = read("SOP-001.md", mark + end.join(lines).encode())
    assert (file.heading, file.heading_line, file.field_lines["status"]) == ("SOP-001: Title", 5, 2)
    assert file.mentions == (
        Mention("CR-9", RegionKind.FRONT_MATTER, 2),
        Mention("SOP-001", RegionKind.TEXT, 5),
        Mention("CR-1", RegionKind.TEXT, 7),
        Mention("CR-2", RegionKind.TEXT, 8),
    )
    assert file.digest == digest_of("\n".join(lines).encode())


@pytest.mark.verifies("REQ-TRC-006")
def test_lists_and_mappings_of_the_front_matter_are_read_too() -> None:
    text = b"---\ntitle: T\nrelated:\n  - CR-1\n  - by: [CR-2]\n---\n"
    front = RegionKind.FRONT_MATTER
    assert read("a.md", text).mentions == (Mention("CR-1", front, 3), Mention("CR-2", front, 3))
    settings = parse_settings("", "qms.toml")
    scheme = id_scheme(settings)
    whole = read_document_file("CR-9.md", text, scheme, read_contents=content_reader(settings, scheme))
    assert whole.contents.references == (
        Reference("CR-1", ReferenceForm.WRITTEN, front, 3),
        Reference("CR-2", ReferenceForm.WRITTEN, front, 3),
    )


def test_a_document_is_no_item_of_its_own_text() -> None:
    settings = parse_settings('[project]\nprofile = "iso13485"\n', "qms.toml")
    scheme = id_scheme(settings)
    body = b"# Pump\n\n- SRS-001: This document\n- SRS-010: It shall pump.\n"
    file = read_document_file("SRS-001.md", body, scheme, read_contents=content_reader(settings, scheme))
    assert [item.id for item in file.contents.items] == ["SRS-010"]


@pytest.mark.verifies("REQ-TRC-006")
def test_a_mention_carries_its_region() -> None:
    text = "CR-1 `CR-2` <!-- CR-3 -->\n\n```\nx\nCR-4\n```\n"
    assert [(mention.target, mention.region, mention.line) for mention in read("a.md", text).mentions] == [
        ("CR-1", RegionKind.TEXT, 1),
        ("CR-2", RegionKind.CODE, 1),
        ("CR-3", RegionKind.COMMENT, 1),
        ("CR-4", RegionKind.FENCE, 5),
    ]


def test_links_carry_their_lines() -> None:
    file = read("a.md", "---\nx: y\n---\n\n[a](b.md)\n![i](c.png)\n")
    assert [(link.target, link.line, link.is_image) for link in file.links] == [("b.md", 5, False), ("c.png", 6, True)]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (
            b"ok\nf\xfcr",
            (FileProblem(kind="encoding", message="The file is not valid UTF-8: byte 0xFC.", line=2),),
        ),
        (
            b"---\ntitle: a: b\n---\n",
            (
                FileProblem(
                    kind="front-matter",
                    message="The front matter is not valid YAML: mapping values are not allowed in this context.",
                    line=2,
                ),
            ),
        ),
        (b"plain", ()),
    ],
)
@pytest.mark.verifies("REQ-READ-006")
def test_what_kept_a_file_from_being_read_is_told_with_its_line(data: bytes, problems: tuple[FileProblem, ...]) -> None:
    assert read("a.md", data).problems == problems


def test_without_its_body_a_file_still_says_who_it_is() -> None:
    file = read("SOP-001.md", "---\nstatus: DRAFT\n---\n# SOP-001: T\n[a](b.md) CR-1", reads_body=False)
    assert (file.id, file.field("status")) == (DocumentId(text="SOP-001", type="SOP"), "DRAFT")
    assert (file.heading, file.mentions, file.links) == (None, (), ())


@pytest.mark.parametrize(
    ("path", "is_archived", "role", "version"),
    [
        ("QMS/SOP/SOP-001.md", False, FileRole.CURRENT, None),
        ("QMS/SOP/SOP-001-draft.md", False, FileRole.DRAFT, None),
        ("QMS/.archive/SOP/SOP-001-v1.0.md", True, FileRole.ARCHIVED, "1.0"),
    ],
)
def test_of_a_file_whose_text_was_left_out_the_name_says_what_it_is(
    path: str, role: FileRole, version: str | None, *, is_archived: bool
) -> None:
    file = name_document_file(path, "is larger than the limit", SCHEME, is_archived=is_archived)
    assert (file.id, file.role, file.version) == (DocumentId(text="SOP-001", type="SOP"), role, version)
    assert (file.left_out, file.digest, file.body, file.heading) == ("is larger than the limit", None, "", None)
