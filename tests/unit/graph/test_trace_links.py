import pytest
from builders import ProjectBuilder, a_project, a_system, matrix, requirements

from qms_site.graph.links import LinkKind, LinkStatus
from qms_site.graph.trace_links import links_by_end

TEST = 'import pytest\n\n\n@pytest.mark.verifies("REQ-A-001")\ndef test_001():\n    pass\n'


def links(project: ProjectBuilder, *kinds: str) -> list[tuple[str, str, str, str, int | None]]:
    """Source, kind, target, status and line of the links of these kinds."""
    return [
        (link.source, link.kind.value, link.target, link.status.value, link.line)
        for link in project.build().links
        if link.kind in kinds
    ]


def test_a_trace_leads_to_its_requirement_its_tests_its_records_and_its_commits() -> None:
    rows = ("REQ-A-002 | VR: CR-1-VR-1 @ a1b2c3d | PASS", "REQ-A-009 | test_y::test_lost | PASS")
    project = a_system(("001", "002"), matrix("001", rows=rows)).with_file("tests/test_x.py", TEST)
    assert links(project, "traces", "verified-by", "recorded-in", "holds-at") == [
        ("REQ-A-001@SDLC-A-RTM", "traces", "REQ-A-001@SDLC-A-RS", "resolved", 9),
        ("REQ-A-001@SDLC-A-RTM", "verified-by", "tests/test_x.py::test_001", "resolved", 9),
        ("REQ-A-002@SDLC-A-RTM", "holds-at", "a1b2c3d", "unknown", 10),
        ("REQ-A-002@SDLC-A-RTM", "recorded-in", "CR-1-VR-1", "dangling", 10),
        ("REQ-A-002@SDLC-A-RTM", "traces", "REQ-A-002@SDLC-A-RS", "resolved", 10),
        ("REQ-A-009@SDLC-A-RTM", "traces", "REQ-A-009", "dangling", 11),
        ("REQ-A-009@SDLC-A-RTM", "verified-by", "test_y::test_lost", "dangling", 11),
    ]


def test_a_test_and_code_lead_to_what_they_name() -> None:
    project = a_system(("001",)).with_file("tests/test_x.py", TEST)
    project = project.with_file("src/pump.py", "# Implements: REQ-A-001, REQ-A-007\ndef run():\n    pass\n")
    assert links(project, "verifies", "implements") == [
        ("src/pump.py::run", "implements", "REQ-A-001@SDLC-A-RS", "resolved", 1),
        ("src/pump.py::run", "implements", "REQ-A-007", "dangling", 1),
        ("tests/test_x.py::test_001", "verifies", "REQ-A-001@SDLC-A-RS", "resolved", 5),
    ]


@pytest.mark.parametrize(
    ("rs", "ds", "line"),
    [
        ("# RS\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | Stop. |\n", "# DS\n\n### DES-A-001: Valve\n\nFor REQ-A-001.\n", 9),
        (
            "# RS\n\n| ID | Requirement | Design |\n|---|---|---|\n| REQ-A-001 | Stop. | DES-A-001 |\n",
            "# DS\n\n### DES-A-001: Valve\n",
            9,
        ),
    ],
    ids=["the design names it", "it names its design"],
)  # fmt: skip
def test_design_satisfies_a_requirement_whichever_of_them_names_the_other(rs: str, ds: str, line: int) -> None:
    assert links(a_system(rs, ds=ds), "satisfies") == [
        ("DES-A-001@SDLC-A-DS", "satisfies", "REQ-A-001@SDLC-A-RS", "resolved", line)
    ]


def test_what_follows_a_table_belongs_to_none_of_its_rows() -> None:
    rs = "# RS\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | Stop. |\n| REQ-A-002 | Go. |\n\nSee REQ-A-001.\n"
    assert links(a_system(rs), "refers") == []


def test_a_heading_below_that_of_an_item_is_part_of_it_and_the_next_is_not() -> None:
    rs = "# RS\n\n### REQ-A-001: Stop\n\n#### Why\n\nBy REQ-A-002.\n\n### More\n\nSee REQ-A-002.\n\n### REQ-A-002: Go\n\nIt goes.\n"
    assert links(a_system(rs), "refers") == [("REQ-A-001@SDLC-A-RS", "refers", "REQ-A-002@SDLC-A-RS", "resolved", 11)]


def test_an_execution_item_leads_to_its_verification_and_its_commits() -> None:
    row = "| EI-1 | Do it | CR-1-VR-001 | done in a1b2c3d | Pass | Ada - 2026-01-01 |\n"
    head = "| EI | Task Description | VR | Execution Summary | Task Outcome | Performed By - Date |\n|---|---|---|---|---|---|\n"
    project = a_project().with_document("CR-1", f"# CR-1: It\n\n{head}{row}").with_document("CR-1-VR-001")
    assert links(project, "recorded-in", "committed-as") == [
        ("CR-1#EI-1", "committed-as", "a1b2c3d", "unknown", 9),
        ("CR-1#EI-1", "recorded-in", "CR-1-VR-001", "resolved", 9),
    ]


@pytest.mark.verifies("REQ-TRC-011")
@pytest.mark.parametrize(
    ("rs", "status"),
    [
        ("| REQ-A-001 | Stop. |\n", "resolved"),
        ("", "dangling"),
        ("| REQ-A-001 | Stop. |\n| REQ-A-001 | Go. |\n", "duplicate"),
        ("| REQ-A-001 | Withdrawn. |\n", "unwanted"),
    ],
)
def test_a_link_to_an_item_says_what_is_wrong_with_it(rs: str, status: str) -> None:
    body = f"# RS\n\n| ID | Requirement |\n|---|---|\n{rs}| REQ-A-002 | Go. |\n"
    (trace,) = links(a_system(body, matrix("001")), "traces")
    assert trace[3] == status


@pytest.mark.verifies("REQ-TRC-011")
def test_an_item_of_two_systems_is_ambiguous_to_a_third_party() -> None:
    other = "# B\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | Otherwise. |\n"
    project = a_system(("001",)).with_document("SDLC-B-RS", other, path="QMS/SDLC-B/SDLC-B-RS.md")
    assert links(project.with_document("CR-1", "# CR-1\n\nREQ-A-001"), "cites") == [
        ("CR-1", "cites", "REQ-A-001", "ambiguous", 7)
    ]


@pytest.mark.verifies("REQ-TRC-011")
@pytest.mark.parametrize(("version", "status"), [("1.0", "outdated"), ("2.0", "resolved"), ("3.0", "predated")])
def test_a_trace_of_another_text_is_outdated_or_predated(version: str, status: str) -> None:
    def rs(text: str) -> str:
        return f"# RS\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | {text} |\n"

    def archived(version: str, text: str) -> str:
        return f"---\nstatus: EFFECTIVE\nversion: '{version}'\n---\n{rs(text)}"

    path = "QMS/.archive/SDLC-A/SDLC-A-RS-v"
    rtm = matrix(
        "001", more=f"\n## Baseline\n\n| What | Value |\n|---|---|\n| RS version | {version} |\n| Commit | a1b2c3d |\n"
    )
    project = a_system(rs("Second."), rtm).with_document(
        "SDLC-A-RS", rs("Second."), path="QMS/SDLC-A/SDLC-A-RS.md", version="2.0"
    )
    project = project.with_file(f"{path}1.0.md", archived("1.0", "First."))
    project = project.with_file(
        "QMS/SDLC-A/SDLC-A-RS-draft.md", f"---\nstatus: DRAFT\nversion: '3.0'\n---\n{rs('Third.')}"
    )
    (trace,) = links(project, "traces")
    assert trace[3] == status


def test_links_are_found_from_both_ends() -> None:
    out, into = links_by_end(a_system(("001",), matrix("001")).build().links)
    assert [link.kind for link in into["REQ-A-001@SDLC-A-RS"]] == [LinkKind.TRACES, LinkKind.CITES]
    assert {link.kind for link in out["REQ-A-001@SDLC-A-RTM"]} == {LinkKind.TRACES, LinkKind.VERIFIED_BY}


@pytest.mark.verifies("REQ-TRC-026")
def test_every_kind_and_status_is_explained_in_a_sentence() -> None:
    from qms_site.reports.reference import reference_files  # noqa: PLC0415 - only this test needs it

    page = reference_files()["links.md"]
    for member in (*LinkKind, *LinkStatus):
        assert f"| `{member.value}` | " in page


def test_the_paths_of_systems_tell_whose_item_their_code_means() -> None:
    project = a_system(("001",)).with_document("SDLC-B-RS", requirements("001"), path="QMS/SDLC-B/SDLC-B-RS.md")
    project = project.with_file("a/test_x.py", TEST).with_file("b/test_x.py", TEST)
    both = '[[system]]\nname = "A"\ncode = ["a"]\n[[system]]\nname = "B"\ncode = ["b"]\n'
    assert links(project.with_settings(both), "verifies") == [
        ("a/test_x.py::test_001", "verifies", "REQ-A-001@SDLC-A-RS", "resolved", 5),
        ("b/test_x.py::test_001", "verifies", "REQ-A-001@SDLC-B-RS", "resolved", 5),
    ]
    assert {link[3] for link in links(project, "verifies")} == {"ambiguous"}
