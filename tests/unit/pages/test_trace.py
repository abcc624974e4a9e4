"""Pages of the trace: matrices, the register of items, where items are used, tables to take along, short addresses."""

import re
from datetime import UTC, datetime

import pytest
from builders import RTM, ProjectBuilder, a_project, a_system, junit
from builders import matrix as rtm
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qms_site.pages.rendering import redirect_pages, render_page
from qms_site.pages.site import PageKind, Site, plan_site
from qms_site.pages.trace import place_of
from qms_site.pages.writing import site_files
from qms_site.reports.tables import item_table, matrix_table, render_table
from qms_site.views.items import index_items
from qms_site.views.matrix import build_matrices, index_by_requirement
from qms_site.views.matrix_row import TraceState

HEAD = "a" * 40
RS = """\
# SDLC-A-RS: What it must do

| ID | Requirement |
|---|---|
| REQ-A-001 | **First.** It shall do the first. |
| REQ-A-002 | **Second.** It shall do the second. |
| REQ-A-003 | **Third.** It shall do the third. |
| REQ-A-004 | **Fourth.** It shall do the fourth. |
| REQ-A-005 | **Fifth.** It shall do the fifth. |
| REQ-A-006 | **Sixth.** It shall do the sixth. |
| REQ-A-007 | **Seventh.** It shall do the seventh. |
| REQ-A-008 | **Eighth.** Withdrawn. |

### REQ-A-009: Ninth

It shall do the ninth.

**REQ-A-010**: It shall do the tenth, as SOP-001 says.
"""
MATRIX = """\
# SDLC-A-RTM

| Requirement | Method | Evidence | Result |
|---|---|---|---|
| REQ-A-001 | Test | `test_a::test_first`, `test_a::test_again` | PASS |
| REQ-A-002 | Test | `test_a::test_1`, `test_a::test_2`, `test_a::test_3`, `test_a::test_broken` | PASS |
| REQ-A-003 | Test | `test_a::test_gone` | PASS |
| REQ-A-004 | Test | | |
| REQ-A-005 | Test | `test_a::test_skipped` | PASS |
| REQ-A-006 | Inspection | Inspected in CR-001. | PASS |
| REQ-A-007 | Demonstration | Seen in CR-001. | |
"""
DS = """\
# SDLC-A-DS

| ID | Design | Requirements |
|---|---|---|
| DSN-A-001 | **Part.** Does it. | REQ-A-001, REQ-A-002 |
"""
TESTS = "".join(f"def test_{name}(): ...\n" for name in ("first", "again", "1", "2", "3", "broken", "skipped"))
RESULTS = junit(
    "tests.test_a::test_first",
    "tests.test_a::test_again",
    "tests.test_a::test_1",
    "tests.test_a::test_2",
    "tests.test_a::test_3",
    "tests.test_a::test_broken failure",
    "tests.test_a::test_skipped skipped",
    commit=HEAD,
)
COVERAGE = "SF:src/a.py\nDA:1,1\nDA:2,0\nDA:3,1\nDA:4,1\nend_of_record\n"
HOSTILE = "<script>alert(1)</script>\"'&"


def every_state() -> ProjectBuilder:
    return (
        a_system(RS, MATRIX, DS)
        .with_revision()
        .with_settings("[project]\nname = 'Pump'")
        .with_document("CR-001", "# CR-001: A change\n\nChanges REQ-A-001 in `src/`.\n")
        .with_document("SOP-001", "# SOP-001: Cleaning\n\nREQ-A-001 holds, REQ-A-009 too, and DSN-A-001.\n")
        .with_file("tests/test_a.py", TESTS)
        .with_junit("junit.xml", RESULTS)
        .with_coverage("lcov.info", COVERAGE)
    )


def shown(project: ProjectBuilder, uri: str) -> LexborHTMLParser:
    return LexborHTMLParser(project.page(uri).html)


def words(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text().split())


def all_pages(site: Site) -> str:
    return "\n".join(render_page(site, page).html for page in site.pages)


@pytest.mark.verifies("REQ-TRC-012")
def test_a_matrix_has_a_row_for_each_requirement_with_its_state() -> None:
    rows = {row.id: row for row in shown(every_state(), "matrix/A.md").css("tbody tr")}
    states = {id_: words(row.css_first(".qms-trace")) for id_, row in rows.items()}
    assert states == {
        "REQ-A-001": "shown to pass",
        "REQ-A-002": "failing",
        "REQ-A-003": "test missing",
        "REQ-A-004": "no evidence",
        "REQ-A-005": "not shown",
        "REQ-A-006": "stated to pass",
        "REQ-A-007": "traced",
        "REQ-A-008": "withdrawn",
        "REQ-A-009": "not traced",
        "REQ-A-010": "not traced",
    }


@pytest.mark.verifies("REQ-TRC-012")
def test_a_changed_requirement_says_that_it_changed_since_it_was_verified() -> None:
    baseline = "## Baseline\n\n| What | Value |\n|---|---|\n| Requirements specification | SDLC-A-RS, version 1.0 |\n\n"
    matter = "---\nstatus: EFFECTIVE\nversion: '{}'\n---\n"
    text = "# RS\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | **First.** It shall {}. |\n"
    path = "QMS/SDLC-A/SDLC-A-RS.md"
    project = (
        a_project()
        .with_commit({path: matter.format("1.0") + text.format("start")}, datetime(2026, 1, 5, tzinfo=UTC))
        .with_commit({path: matter.format("2.0") + text.format("stop")}, datetime(2026, 2, 6, tzinfo=UTC))
        .with_document("SDLC-A-RTM", rtm("001").replace("# Matrix\n\n", f"# Matrix\n\n{baseline}"), path=RTM)
    )
    (row,) = shown(project, "matrix/A.md").css("tbody tr")
    assert words(row.css_first(".qms-trace")) == "changed since verified"
    since = row.css("td")[-1]
    assert (since.attributes["data-value"], words(since)) == ("2026-02-06", "2026-02-06version 2.0")


@pytest.mark.verifies("REQ-TRC-012", "REQ-TRC-014")
def test_a_row_leads_from_requirement_over_design_and_tests_to_change_and_commit() -> None:
    first = shown(every_state(), "matrix/A.md").css_first("#REQ-A-001")
    cells = first.css("td")
    assert [link.attributes["href"] for link in first.css("a")] == [
        "../QMS/SDLC-A/SDLC-A-RS.html#REQ-A-001",
        "../QMS/SDLC-A/SDLC-A-DS.html#DSN-A-001",
        "../QMS/CR/CR-001.html",
    ]
    assert [test.text() for test in first.css(".qms-test")] == ["test_a::test_first", "test_a::test_again"]
    assert [words(cell) for cell in (cells[1], cells[5], cells[6])] == ["First", "PASS2 passed", "CR-001"]


@pytest.mark.verifies("REQ-TRC-012")
def test_tests_that_did_not_pass_stand_first_and_are_named_in_words() -> None:
    page = shown(every_state(), "matrix/A.md")
    evidence = page.css("#REQ-A-002 td")[4]
    first = evidence.css_first("td > .qms-test")
    assert (words(first), first.attributes["class"]) == ("failed test_a::test_broken", "qms-test qms-test--failed")
    assert words(evidence.css_first("details summary")) == "3 more tests"
    assert [test.attributes["class"] for test in evidence.css("details .qms-test")] == ["qms-test qms-test--passed"] * 3
    assert words(page.css_first("#REQ-A-003 .qms-test")) == "not found test_a::test_gone"
    assert words(page.css_first("#REQ-A-005 .qms-test")) == "no pass test_a::test_skipped"


def test_without_results_tests_are_named_without_a_verdict() -> None:
    page = shown(a_system(RS, MATRIX).with_file("tests/test_a.py", TESTS).with_revision(), "matrix/A.md")
    assert [test.attributes["class"] for test in page.css("#REQ-A-001 .qms-test")] == ["qms-test"] * 2
    assert words(page.css_first("#REQ-A-002 summary")) == "4 tests"
    assert "No results of test runs were given" in words(page.css_first(".qms-hint"))


@pytest.mark.verifies("REQ-TRC-013")
def test_the_verdict_counts_every_state_the_worst_first() -> None:
    parts = shown(every_state(), "matrix/A.md").css(".qms-verdict a")
    told = [words(part) for part in parts]
    assert told == [
        *("2 not traced", "1 failing", "1 test missing", "1 no evidence", "1 not shown"),
        *("1 traced", "1 stated to pass", "1 shown to pass", "1 withdrawn"),
    ]
    assert [part.attributes["data-qms-value"] for part in parts] == [text.partition(" ")[2] for text in told]


@pytest.mark.verifies("REQ-TRC-013")
def test_what_is_missing_says_who_has_to_do_what_for_which_requirements() -> None:
    project = every_state()
    project = project.with_file(RTM, f"---\nstatus: EFFECTIVE\nversion: '1.0'\nowner: quality lead\n---\n{MATRIX}")
    gaps = shown(project, "matrix/A.md").css(".qms-gaps > div")
    told = {
        words(gap.css_first("dt")): [
            (words(entry.css_first(".qms-gaps__what")), [link.attributes["href"] for link in entry.css("a")])
            for entry in gap.css("dd")
        ]
        for gap in gaps
    }
    assert told == {
        "quality lead (SDLC-A-RTM) asserted": [
            ("2 trace it in the matrix", ["#REQ-A-009", "#REQ-A-010"]),
            ("1 name its evidence in the matrix", ["#REQ-A-004"]),
            ("1 state or supply a result", ["#REQ-A-007"]),
        ],
        "developers": [
            ("1 mend what fails in its tests", ["#REQ-A-002"]),
            ("1 write the test that the matrix names, or name the right one", ["#REQ-A-003"]),
            ("1 run its tests at the commit that counts", ["#REQ-A-005"]),
        ],
    }


def test_a_long_list_of_gaps_is_folded_and_whole() -> None:
    numbers = [f"{number:03}" for number in range(1, 41)]
    gap = shown(a_system(numbers), "matrix/A.md").css_first(".qms-gaps dd")
    assert words(gap.css_first("summary")) == "REQ-A-001, REQ-A-002, REQ-A-003, REQ-A-004 and 36 more"
    assert [link.text() for link in gap.css("details a")] == [f"REQ-A-{number}" for number in numbers]


def test_where_nothing_is_missing_that_is_said() -> None:
    page = shown(a_system(("001",), rtm("001")), "matrix/A.md")
    assert (page.css(".qms-gaps"), words(page.css_first(".qms-nothing"))) == ([], "Nothing is missing.")


@pytest.mark.verifies("REQ-TRC-013")
def test_figures_say_what_they_count() -> None:
    page = shown(every_state(), "matrix/A.md")
    told = {
        words(entry.css_first("dt")): (words(entry.css_first("dd")), entry.css_first(".qms-meter span"))
        for entry in page.css(".qms-figures > div")
    }
    of = "of 9 requirements that are not withdrawn"
    assert {label: text for label, (text, _) in told.items()} == {
        "Designed": f"2 of 922.2 %named by or naming a design item, {of}",
        "Traced": f"7 of 977.8 %with a row or a block in the matrix, {of}",
        "With evidence": f"6 of 966.7 %with a test, record, commit or proof, {of}",
        "Tests found": "7 of 887.5 %of the tests that the matrix names, each once, found in the code",
        "Tests passed": "5 of 862.5 %of the tests that the matrix names, each once, at commit aaaaaaaaaa",
        "Shown to pass": f"1 of 911.1 %whose tests all passed at commit aaaaaaaaaa, {of}",
        "Lines run": "3 of 475.0 %of the lines that can be run, in 1 file of lcov.info",
    }
    assert told["Lines run"][1].attributes["style"] == "width: 75.0%"


@pytest.mark.verifies("REQ-TRC-027", "REQ-TRC-012")
def test_tables_are_offered_and_are_those_of_the_command() -> None:
    project = every_state()
    files = dict(site_files(project.site()))
    built = project.build()
    index = index_items(built)
    (matrix,) = build_matrices(built, index)
    for form in ("csv", "xlsx"):
        assert files[f"matrix/A.{form}"] == render_table(matrix_table(matrix), form)
        assert files[f"items.{form}"] == render_table(item_table(index, index_by_requirement([matrix])), form)
    for uri, name in (("matrix/A.md", "A"), ("items.md", "items")):
        links = shown(project, uri).css(".qms-downloads a")
        assert [link.attributes["href"] for link in links] == [f"{name}.csv", f"{name}.xlsx"]


@pytest.mark.verifies("REQ-TRC-027")
def test_the_register_holds_the_items_of_all_systems() -> None:
    project = every_state().with_document("SDLC-B-RS", RS.replace("REQ-A", "REQ-B"))
    rows = shown(project, "items.md").css("tbody tr")
    told = {words(row.css("td")[0]): [words(cell) for cell in row.css("td")] for row in rows}
    assert len(told) == 21
    assert told["DSN-A-001"][1:6] == ["Part", "Design item", "SDLC-A-DS", "", "REQ-A-001 REQ-A-002"]
    assert told["REQ-A-001"][1:8] == [
        *("First", "Requirement", "SDLC-A-RS", "shown to pass", "DSN-A-001", "SDLC-A-RTM2 tests", "CR-001"),
    ]
    assert told["REQ-B-001"][4] == "not traced"


@pytest.mark.verifies("REQ-TRC-014")
def test_a_specification_says_where_each_of_its_items_is_used() -> None:
    page = shown(every_state(), "QMS/SDLC-A/SDLC-A-RS.md")
    heads = [head.attributes["data-name"] for head in page.css(".qms-backrefs th")]
    assert heads == ["item", "designed in", "verified by", "changed in", "cited by"]
    rows = {
        row.attributes["data-qms-item"]: [words(cell) for cell in row.css("td")]
        for row in page.css(".qms-backrefs tbody tr")
    }
    first = "SDLC-A-RTMtests/test_a.py::test_againtests/test_a.py::test_first"
    assert rows["REQ-A-001"] == ["REQ-A-001", "DSN-A-001", first, "CR-001", "SOP-001"]
    assert rows["REQ-A-009"] == ["REQ-A-009", "", "", "", "SOP-001"]
    assert "REQ-A-010" not in rows
    design = shown(every_state(), "QMS/SDLC-A/SDLC-A-DS.md").css(".qms-backrefs tbody tr")
    assert [words(row) for row in design] == ["DSN-A-001SOP-001"]


@pytest.mark.verifies("REQ-TRC-014")
def test_every_item_has_its_anchor_whatever_its_form() -> None:
    page = shown(every_state(), "QMS/SDLC-A/SDLC-A-RS.md")
    body = page.css_first(".qms-body")
    assert "data-qms-items" in body.attributes
    anchors = [node.id for node in body.css(".qms-item, .qms-item-anchor")]
    assert anchors == [f"REQ-A-{number:03}" for number in range(1, 11)]


@pytest.mark.verifies("REQ-TRC-014")
@pytest.mark.parametrize(
    "written",
    [
        "| ID | Requirement |\n|---|---|\n| REQ-A-001 | **Start.** It shall start. |",
        "| Requirement | ID |\n|---|---|\n| **Start.** It shall start. | REQ-A-001 |",
        "| ID | Requirement |\n|---|---|\n| SEE: | REQ-A-001 |\n\n**REQ-A-001**: Start. It shall start.",
        "### REQ-A-001: Start\n\nIt shall start.",
        "### 1.2 REQ-A-001 Start\n\nIt shall start.",
        "**REQ-A-001**: Start. It shall start.",
        "**REQ-A-001: Start.** It shall start.",
        "- **REQ-A-001** Start. It shall start.",
        "1. Text\n\n    - **REQ-A-001**: Start. It shall start.",
        "REQ-A-001: Start. It shall start.",
        "As **REQ-A-001** says.\n\n### REQ-A-001: Start\n\nIt shall start.",
    ],
)
def test_an_anchor_stands_where_an_item_is_defined(written: str) -> None:
    project = a_system(f"# RS\n\nAbove.\n\n{written}\n\nBelow.\n")
    (item,) = (item for item in project.site().trace.index.items if item.id == "REQ-A-001")
    body = shown(project, "QMS/SDLC-A/SDLC-A-RS.md").css_first(".qms-body")
    (anchor,) = body.css("[id='REQ-A-001']")
    block = anchor if anchor.tag == "tr" else anchor.parent
    assert "tart" in words(block)
    assert item.text.startswith("Start")


@pytest.mark.verifies("REQ-TRC-014")
def test_a_row_that_defines_several_items_has_an_anchor_for_each() -> None:
    body = (
        f"# Risks\n\n| Hazard ID | Hazard | Risk ID | Risk | Control ID | Control |\n|{'---|' * 6}\n"
        "| HAZ-001 | Overdose | RISK-001 | Death | RC-001 | Limit |\n"
        "| HAZ-001 | Overdose | RISK-002 | Injury | RC-002 | Alarm |\n"
    )
    project = a_project().with_settings("[project]\nprofile = 'iso13485'").with_document("RMF-001", body, type="RMF")
    rows = shown(project, "QMS/RMF/RMF-001.md").css(".qms-body tbody tr")
    assert [(row.id, [node.id for node in row.css(".qms-item-anchor")]) for row in rows] == [
        ("HAZ-001", ["RISK-001", "RC-001"]),
        ("RISK-002", ["RC-002"]),
    ]


@pytest.mark.verifies("REQ-TRC-014")
def test_an_item_that_a_text_names_is_a_link_with_its_title() -> None:
    page = shown(every_state(), "QMS/SOP/SOP-001.md")
    links = {link.text(): link for link in page.css(".qms-body a.qms-ref")}
    assert {text: (link.attributes["href"], link.attributes["title"]) for text, link in links.items()} == {
        "REQ-A-001": ("../SDLC-A/SDLC-A-RS.html#REQ-A-001", "REQ-A-001: First"),
        "REQ-A-009": ("../SDLC-A/SDLC-A-RS.html#REQ-A-009", "REQ-A-009: Ninth"),
        "DSN-A-001": ("../SDLC-A/SDLC-A-DS.html#DSN-A-001", "DSN-A-001: Part"),
    }


@pytest.mark.verifies("REQ-SEC-001", "REQ-TRC-014")
def test_what_items_tests_and_results_say_is_shown_and_never_interpreted() -> None:
    requirements = f"# RS\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | {HOSTILE} shall {HOSTILE}. |\n"
    rows = f"REQ-A-001 | `test_{HOSTILE}::test_{HOSTILE}` | {HOSTILE}"
    project = (
        a_system(requirements, rtm(rows=[rows]))
        .with_settings(f"[[system]]\nname = 'A'\ntitle = '''{HOSTILE}'''")
        .with_document("CR-001", f"# CR-001: X\n\nREQ-A-001 {HOSTILE}\n", owner=HOSTILE)
        .with_commit({"QMS/SOP-001.md": "---\nstatus: DRAFT\n---\n"}, message=f"REQ-A-001 {HOSTILE}", author=HOSTILE)
    )
    site = project.site()
    html = all_pages(site) + "".join(page.decode() for page in redirect_pages(site).values())
    assert html.count("alert(1)") > 8
    assert LexborHTMLParser(html).css("script, img:not([src$='.svg']), [onerror]") == []


ODD = "[items.requirement]\npattern = '''(?:REQ-A-\\d+|\\.\\./x-\\d+|A\"<b>-\\d+|[A-Z#?/]+-%\\d+)'''\n"


@pytest.mark.verifies("REQ-SEC-001", "REQ-SEC-002")
@pytest.mark.parametrize("id_", ["../x-1", 'A"<b>-1', "A#?/-%1", "../x-00001"])
def test_an_id_of_any_form_chooses_no_path_and_no_markup(id_: str) -> None:
    project = a_system(f"# RS\n\n| ID | Requirement |\n|---|---|\n| `{id_}` | It shall. |\n").with_settings(ODD)
    site = project.site()
    assert [item.id for item in site.trace.index.items] == [id_]
    assert [path for path, _ in site_files(site) if ".." in path or path.startswith("i/")] == []
    (row,) = LexborHTMLParser(project.page("matrix/A.md").html).css("tbody tr")
    assert (row.id, words(row.css_first("a"))) == (id_, id_)
    assert re.fullmatch(r"\.\./QMS/SDLC-A/SDLC-A-RS\.html#[\w%./-]+", row.css_first("a").attributes["href"] or "")


@pytest.mark.verifies("REQ-TRC-014")
@pytest.mark.parametrize(("directories", "page"), [(False, "SDLC-A-RS.html"), (True, "SDLC-A-RS/")])
def test_a_short_address_leads_to_the_item(page: str, *, directories: bool) -> None:
    pages = redirect_pages(every_state().site(directories=directories))
    html = LexborHTMLParser(pages["i/REQ-A-009/index.html"].decode())
    target = f"../../QMS/SDLC-A/{page}#REQ-A-009"
    assert html.css_first("meta[http-equiv=refresh]").attributes["content"] == f"0; url={target}"
    assert html.css_first("a").attributes["href"] == target
    assert {path for path in pages if path.startswith("i/")} == {
        *(f"i/REQ-A-{number:03}/index.html" for number in range(1, 11)),
        "i/DSN-A-001/index.html",
    }


@pytest.mark.verifies("REQ-TRC-014")
def test_a_short_address_of_two_items_asks_which_one_is_meant() -> None:
    project = every_state().with_document("SDLC-B-RS", "# SDLC-B-RS: Other\n\n**REQ-A-001**: Another <b>text</b>.\n")
    html = redirect_pages(project.site())["i/REQ-A-001/index.html"].decode()
    page = LexborHTMLParser(html)
    assert page.css("meta[http-equiv=refresh]") == []
    assert [(link.attributes["href"], words(link)) for link in page.css("li a")] == [
        ("../../QMS/SDLC-A/SDLC-A-RS.html#REQ-A-001", "SDLC-A-RS What it must do"),
        ("../../QMS/SDLC/SDLC-B-RS.html#REQ-A-001", "SDLC-B-RS Other"),
    ]
    assert page.css_first("link[rel=stylesheet]").attributes["href"] == "../../assets/qms/qms.css"


def test_without_the_trace_there_is_none_of_it_and_everything_else_is_whole() -> None:
    project = every_state()
    run = project.run()
    site, traced = plan_site(run, directories=False, has_trace=False), project.site()
    assert {page.uri for page in traced.pages} - {page.uri for page in site.pages} == {"matrix/A.md", "items.md"}
    assert [path for path in redirect_pages(site) if path.startswith("i/")] == []
    assert (list(site.trace.files()), list(site.trace.short_addresses())) == ([], [])
    html = all_pages(site)
    assert "qms-backrefs" not in html
    assert "data-qms-items" not in html
    assert "#REQ-A-001" not in html
    assert 'id="REQ-A-009"' in html


@pytest.mark.parametrize(
    ("ids", "places"),
    [
        (("SDLC-A-RS", "SDLC-B-RS"), ["matrix/A.md", "matrix/B.md"]),
        (("SDLC-A.B-RS", "SDLC-A-B-RS"), ["matrix/A-B.md", "matrix/A-B-2.md"]),
    ],
)
def test_each_system_has_a_page_of_its_own(ids: tuple[str, ...], places: list[str]) -> None:
    project = a_project().with_settings("[types.RS]\npattern = 'SDLC-.+-RS'")
    for id_ in ids:
        project = project.with_document(id_, RS)
    assert [page.uri for page in project.site().pages if page.kind is PageKind.MATRIX] == places


@pytest.mark.verifies("REQ-SEC-002")
@pytest.mark.parametrize("name", ["../../x", "a/../b", "C:\\x", "x\0y"])
def test_a_name_leads_nowhere_else(name: str) -> None:
    assert re.fullmatch(r"matrix/[\w-]+\.md", place_of(f"matrix/{name}"))


def test_every_state_has_a_colour() -> None:
    style = dict(site_files(a_project().site()))["assets/qms/qms.css"].decode()
    assert [state for state in TraceState if f".qms-trace--{state.replace(' ', '-')}" not in style] == []
