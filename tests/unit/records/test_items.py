import hashlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.passages import iter_passages
from qms_site.records.items import Item, find_items, fingerprint_of
from qms_site.records.placeholders import is_placeholder_id
from qms_site.settings import parse_settings

LAW = settings(max_examples=60, deadline=None, database=None, derandomize=True)
GMP = parse_settings("", "qms.toml")
ISO = parse_settings('[project]\nprofile = "iso13485"\n', "qms.toml")


def items(body: str, type_name: str = "RS", profile: object = GMP) -> list[Item]:
    chosen = ISO if profile is ISO else GMP
    return list(find_items(iter_passages(parse_body(body), first_line=1), type_name, chosen))


def found(body: str, type_name: str = "RS", profile: object = GMP) -> list[tuple[str, str | None, str, int]]:
    return [(item.id, item.title, item.text, item.line) for item in items(body, type_name, profile)]


ONE = "REQ-A-001"


@pytest.mark.verifies("REQ-TRC-001", "REQ-TRC-021")
@pytest.mark.parametrize(
    ("body", "title", "text", "line"),
    [
        (f"| ID | Requirement |\n|---|---|\n| {ONE} | **Title.** It shall `x`. |\n", "Title", "Title. It shall x.", 3),
        (f"| Req. No. | Statement |\n|---|---|\n| {ONE} | It shall. |\n", None, "It shall.", 3),
        (f"| Priority | Requirement ID | Shall |\n|---|---|---|\n| 1 | {ONE} | It shall. |\n", None, "It shall.", 3),
        (f"| Text | Source | # |\n|---|---|---|\n| It shall. | law | {ONE} |\n", None, "It shall.", 3),
        (f"| Id | Title | Text |\n|---|---|---|\n| {ONE} | Title | It shall. |\n", "Title", "Title. It shall.", 3),
        (f"| ID | Requirement | Description |\n|---|---|---|\n| {ONE} | Title | It shall. |\n", "Title",
         "Title. It shall.", 3),
        (f"| Requirement | It is wanted that |\n|---|---|\n| {ONE} | It shall. |\n", None, "It shall.", 3),
        (f"| ID | Requirement | Verified by |\n|---|---|---|\n| {ONE} | It shall. | test_x |\n", None, "It shall.", 3),
        (f"| ID | Title |\n|---|---|\n| {ONE} | Title |\n", "Title", "Title", 3),
        (f"| ID | Requirement |\n|---|---|\n| ~~{ONE}~~ | ~~It shall.~~ Withdrawn |\n", None, "It shall. Withdrawn", 3),
        (f"| ID | Requirement |\n|---|---|\n| ~~{ONE}~~ | ~~**Title.** It shall.~~ |\n", "Title", "Title. It shall.", 3),
        (f"| ID | Requirement |\n|---|---|\n| {ONE} | *Why:* **so.** |\n", None, "Why: so.", 3),
        (f"| ID | Requirement |\n|---|---|\n| {ONE} | |\n", None, "", 3),
        (f"## All\n\n### {ONE}: Title\n\nIt shall.\n\n- one\n- two\n\n#### Why\n\nSo.\n\n### Next\n\nOther.\n", "Title",
         "Title. It shall. one two Why So.", 3),
        (f"## All\n\n### 4.1.2 {ONE} \u2014 Title\n\nIt shall.\n", "Title", "Title. It shall.", 3),
        (f"## All\n\n### {ONE}\n\nIt shall.\n", None, "It shall.", 3),
        (f"## All\n\n### {ONE}\n\n**Title.** It shall.\n", "Title", "Title. It shall.", 3),
        (f"## All\n\n### {ONE}\n\n**Statement:** It shall.\n", None, "Statement: It shall.", 3),
        (f"## All\n\n### {ONE}: It shall.\n", "It shall", "It shall.", 3),
        (f"**{ONE}:** It\nshall.\n\nNote.\n", None, "It shall.", 1),
        (f"**{ONE}: Title**\n\nIt shall.\n\n## Next\n\nOther.\n", "Title", "Title. It shall.", 1),
        (f"**{ONE}: Title.** It shall:\n\n- one\n- two\n\nNote.\n", "Title", "Title. It shall: one two", 1),
        (f"**{ONE} - Title:** It shall.\n", "Title", "Title: It shall.", 1),
        (f"**{ONE}** **Title.** It shall.\n", "Title", "Title. It shall.", 1),
        (f"{ONE}: It\nshall.\n\nNote.\n", None, "It shall.", 1),
        (f"{ONE} \u2014 **Title.** It shall.\n", "Title", "Title. It shall.", 1),
        (f"{ONE}\n: **Title.** It shall.\n", "Title", "Title. It shall.", 1),
        (f"{ONE}: Title\n: It shall.\n\n: And it shall.\n", "Title", "Title. It shall. And it shall.", 1),
        (f"- **{ONE}** It shall.\n  - one\n- other\n", None, "It shall. one", 1),
        (f"1. {ONE}: It shall.\n\n   And.\n2. other\n", None, "It shall. And.", 1),
        (f"- **{ONE}: Title.** It shall.\n", "Title", "Title. It shall.", 1),
        (f"- {ONE}: **Title.** It shall.\n", "Title", "Title. It shall.", 1),
        (f"- [{ONE}](x.md) \u2013 It shall.\n", None, "It shall.", 1),
    ],
)  # fmt: skip
def test_an_item_is_read_from_every_form(body: str, title: str | None, text: str, line: int) -> None:
    assert found(body) == [(ONE, title, text, line)]


@pytest.mark.verifies("REQ-TRC-001", "REQ-TRC-021")
@pytest.mark.parametrize(
    "body",
    [
        "## 4.1 Security (REQ-SEC)\n\nText.\n",
        "## REQ-A-001 through REQ-A-003: Group\n\nText.\n",
        "## Transport (REQ-A-001 through REQ-A-003)\n\nText.\n",
        "# REQ-A-001: Title of the document\n\nText.\n",
        "It follows from REQ-A-001: nothing.\n",
        "REQ-A-001 is met.\n",
        "REQ-A-001: verified by hand.\n",
        "REQ-A-001, REQ-A-002: reserved.\n",
        "**REQ-A-001** was changed.\n",
        "**Note** on REQ-A-001: text.\n",
        "- REQ-A-001 is met\n",
        "- See REQ-A-001: text\n",
        "- REQ-A-001: REQ-A-002, REQ-A-003\n",
        "- REQ-SEC (Security): 8 requirements\n",
        "| Requirement | Test |\n|---|---|\n| REQ-A-001 | test_x |\n",
        "| Requirement | Title | Verified by |\n|---|---|---|\n| REQ-A-001 | Title | test_x |\n",
        "| Requirement | Design item |\n|---|---|\n| REQ-A-001 | DES-A-001 |\n",
        "| Requirement | Statement |\n|---|---|\n| REQ-A-001 | DES-A-001 and -002 |\n",
        "| REQ ID | Priority |\n|---|---|\n| REQ-A-001 | high |\n",
        "| Requirement | Change |\n|---|---|\n| REQ-A-001 | new |\n",
        "| Version | Requirement |\n|---|---|\n| 1 | REQ-A-001 |\n",
        "| Prefix | Requirement |\n|---|---|\n| REQ-A | Security |\n",
        "| ID | Requirement |\n|---|---|\n| REQ-A-001, REQ-A-002 | Text |\n",
        "```\n### REQ-A-001: Title\n```\n<!--\n- REQ-A-001: Text\n-->\n",
        "## DES-A-001: of another kind\n",
        "### REQ-XXX-001: Title\n\nText.\n",
        "| ID | Requirement |\n|---|---|\n| REQ-NN-001 | It shall. |\n",
        "| Requirement | User need |\n|---|---|\n| REQ-A-001 | UN-001, UN-002.1 |\n| REQ-A-002 | N/A |\n",
    ],
)
def test_what_only_looks_like_an_item_is_none(body: str) -> None:
    assert found(body) == []


def test_each_item_ends_where_the_next_begins() -> None:
    headings = "# Title\n\n## REQ-A-001: One\n\nText.\n\n### REQ-A-002: Two\n\nMore.\n\n- REQ-A-001: see above\n"
    assert found(headings) == [
        ("REQ-A-001", "One", "One. Text.", 3),
        ("REQ-A-002", "Two", "Two. More. REQ-A-001: see above", 7),
    ]
    lines = "**REQ-A-001:** One.  \n**REQ-A-002: Two.** More.\n\n**REQ-A-003: Three**\n\n**REQ-A-004:** Four.\n"
    assert found(lines) == [
        ("REQ-A-001", None, "One.", 1),
        ("REQ-A-002", "Two", "Two. More.", 2),
        ("REQ-A-003", "Three", "Three", 4),
        ("REQ-A-004", None, "Four.", 6),
    ]
    nested = "- **REQ-A-001** One\n  - **REQ-A-002** Two\n    - part\n- **REQ-A-003** Three\n"
    assert [(id_, text) for id_, _, text, _ in found(nested)] == [
        ("REQ-A-001", "One"), ("REQ-A-002", "Two part"), ("REQ-A-003", "Three")
    ]  # fmt: skip
    terms = "REQ-A-001\n: One\n\nREQ-A-002\n: Two\n"
    assert [(id_, text) for id_, _, text, _ in found(terms)] == [("REQ-A-001", "One"), ("REQ-A-002", "Two")]


def test_an_id_defined_twice_in_one_form_is_two_items() -> None:
    body = "| ID | Text |\n|---|---|\n| REQ-A-001 | One. |\n| REQ-A-001 | Two. |\n\n- REQ-A-001: is a comment\n"
    assert found(body) == [("REQ-A-001", None, "One.", 3), ("REQ-A-001", None, "Two.", 4)]


def test_a_row_that_is_there_twice_is_two_items_and_one_that_tells_more_is_none() -> None:
    head = "| Hazard ID | Hazard | Cause |\n|---|---|---|\n| HAZ-001 | Fire | Heat |\n"
    assert len(items(f"{head}| HAZ-001 | Fire | Heat |\n", "RMF", ISO)) == 2
    assert len(items(f"{head}| HAZ-001 | Fire | Spark |\n", "RMF", ISO)) == 1


def test_an_overview_is_no_second_definition() -> None:
    body = "| ID | Title |\n|---|---|\n| REQ-A-001 | One |\n\n## REQ-A-001: One\n\nText.\n"
    assert found(body) == [("REQ-A-001", "One", "One. Text.", 5)]


@pytest.mark.verifies("REQ-TRC-020")
@pytest.mark.parametrize(
    ("type_name", "profile", "kinds"),
    [
        ("RS", GMP, ["requirement"]),
        ("DS", GMP, ["design"]),
        ("SOP", GMP, []),
        ("CR", GMP, []),
        ("SRS", ISO, ["requirement", "design", "hazard"]),
        ("SDS", ISO, ["requirement", "design", "hazard"]),
        ("DS", ISO, ["requirement", "design", "hazard"]),
        ("NOTES", ISO, ["requirement", "design", "hazard"]),
        ("CR", ISO, []),
        ("RTM", ISO, []),
        ("TEMPLATE", ISO, []),
    ],
)
def test_documents_define_items_of_the_kinds_that_name_their_type(
    type_name: str, profile: object, kinds: list[str]
) -> None:
    body = "- REQ-A-001: Text\n- DES-A-001: Text\n- HAZ-001: Text\n"
    assert [item.kind for item in items(body, type_name, profile)] == kinds


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("| Hazard ID | Hazard | Harm |\n|---|---|---|\n| HAZ-001 | Wrong dose | Death |\n", None, "Wrong dose"),
        ("| ID | Risk control | Verified by |\n|---|---|---|\n| RC-001 | Alarm | TC-1 |\n", None, "Alarm"),
        ("| SOUP ID | Name | Version |\n|---|---|---|\n| SOUP-001 | numpy | 2.1 |\n", "numpy", "numpy"),
        ("| ID | User need |\n|---|---|\n| UN-001 | To see. |\n", None, "To see."),
        (
            "| Risk ID | Hazard | Harm | Residual risk |\n|---|---|---|---|\n| RISK-001 | HAZ-001 | Death | Low |\n",
            None,
            "Death",
        ),
        (
            "| ID | Failure mode | Effect | RPN |\n|---|---|---|---|\n| RISK-001 | Drift | Wrong value | 8 |\n",
            None,
            "Drift",
        ),
        (
            "| Risk ID | Hazard | Hazardous situation | Risk |\n|---|---|---|---|\n| RISK-1 | HAZ-1 | Touch | 10 |\n",
            None,
            "Touch",
        ),
        (
            "| Risk control ID | Risk ID | Measure | Verification |\n|---|---|---|---|\n| RC-1 | RISK-1 | Insulate | TC-1 |\n",
            None,
            "Insulate",
        ),
        (
            "| SDS ID | Component | Implements |\n|---|---|---|\n| SDS-UI-001 | Draws buttons. | SRS-UI-001 |\n",
            None,
            "Draws buttons.",
        ),
        (
            "| Req ID | Component | Requirement |\n|---|---|---|\n| SRS-UI-001 | Toolbar | It shall draw. |\n",
            None,
            "It shall draw.",
        ),
    ],
)
def test_tables_of_other_kinds_are_read_by_their_names(body: str, title: str | None, text: str) -> None:
    assert [(item.title, item.text) for item in items(body, "RMF", ISO)] == [(title, text)]


def test_rows_that_hold_several_items_define_each_of_them_once() -> None:
    head = "Hazard ID | Hazard | Risk ID | Risk | Control ID | Control | Requirement ID | Requirement"
    body = (
        f"| {head} |\n|{'---|' * 8}\n"
        "| HAZ-001 | Overdose | RISK-001 | Death | RC-001 | Limit | SRS-001 | SRS-001 |\n"
        "| HAZ-001 | Overdose | RISK-002 | Injury | RC-002 | Alarm | SRS-002 | SRS-002 |\n"
    )
    assert [(item.id, item.text) for item in items(body, "RMF", ISO)] == [
        ("HAZ-001", "Overdose"), ("RISK-001", "Death"), ("RC-001", "Limit"), ("RISK-002", "Injury"), ("RC-002", "Alarm")
    ]  # fmt: skip


def test_a_table_or_a_bold_paragraph_ends_the_text_of_a_heading_if_it_states_items_without_headings() -> None:
    rows = "| ID | Requirement |\n|---|---|\n| REQ-A-002 | It shall turn. |\n\nAfter.\n"
    assert found(f"# Title\n\n## REQ-A-001: One\n\nText.\n\n{rows}") == [
        ("REQ-A-001", "One", "One. Text.", 3),
        ("REQ-A-002", None, "It shall turn.", 9),
    ]
    bold = "# Title\n\n## REQ-A-001: One\n\n**REQ-A-002:** Two.\n"
    assert [(id_, text) for id_, _, text, _ in found(bold)] == [("REQ-A-001", "One"), ("REQ-A-002", "Two.")]
    headed = f"# Title\n\n## REQ-A-001: One\n\n{rows}\n## REQ-A-002: Two\n"
    assert [(id_, text) for id_, _, text, _ in found(headed)] == [
        ("REQ-A-001", "One. ID Requirement REQ-A-002 It shall turn. After."),
        ("REQ-A-002", "Two"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "- SRS-010: verified in cycle 2\n- BUG-12: fixed in 1.2\n- RC-1: see the plan\n",
        "| Risk | Owner | Mitigation plan |\n|---|---|---|\n| RISK-1 | QA | hire |\n",
        "| Requirement | Harm | Verification |\n|---|---|---|\n| SRS-010 | Shock | TC-1 |\n",
        "## 5. References\n\n- SRS-002: Another document\n\n### More\n\n| ID | Title |\n|---|---|\n| SRS-003 | Third |\n",
        "## Revision history\n\n| Requirement | Description |\n|---|---|\n| SRS-010 | Made plain. |\n",
    ],
)
def test_what_tells_of_items_defines_none(body: str) -> None:
    assert found(body, "PLAN", ISO) == []
    assert found(f"{body}\n## Next\n\n- SRS-020: the pump stops\n", "PLAN", ISO)[0][:3] == (
        "SRS-020",
        None,
        "the pump stops",
    )


def test_a_table_that_relates_items_defines_none() -> None:
    body = "| Design | Requirement |\n|---|---|\n| DES-A-001 | REQ-A-001 |\n"
    assert found(body, "DS") == []


@pytest.mark.parametrize("columns", ["Design | Requirements", "Design item | Requirement"])
def test_a_column_that_is_named_after_the_item_states_it_and_one_of_what_it_meets_does_not(columns: str) -> None:
    body = f"| ID | {columns} |\n|---|---|---|\n| DSN-A-001 | **Lock.** It turns. | REQ-A-001 |\n"
    assert found(body, "DS") == [("DSN-A-001", "Lock", "Lock. It turns.", 3)]
    turned = "| ID | Requirements | Design |\n|---|---|---|\n| DSN-A-001 | REQ-A-001 | It turns. |\n"
    assert found(turned, "DS") == [("DSN-A-001", None, "It turns.", 3)]


@pytest.mark.verifies("REQ-TRC-022")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It shall print.", "It shall print."),
        ("  It\tshall\n print. ", "It shall print."),
        ("Gr\u0075\u0308n", "Gr\u00fcn"),
        ("it Shall", "it Shall"),
        ("", ""),
    ],
)
def test_a_fingerprint_is_the_digest_of_the_words(text: str, words: str) -> None:
    assert fingerprint_of(text) == hashlib.sha256(words.encode()).hexdigest()[:16]


@pytest.mark.verifies("REQ-TRC-022")
def test_the_fingerprint_stays_what_it_was() -> None:
    (item,) = items("| ID | Text |\n|---|---|\n| REQ-A-001 | **Title.** It shall `print`. |\n")
    assert item.fingerprint == fingerprint_of("Title. It shall print.") == "ceab427b91283594"


WORDS = st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=6).map(" ".join)
IDS = st.from_regex(r"REQ(-[A-Z][A-Z0-9]{0,3}){1,3}-[0-9]{1,4}", fullmatch=True).filter(
    lambda id_: not is_placeholder_id(id_)  # REQ-XX-0 stands for any
)
FORMS = (
    "| Requirement ID | Description |\n|---|---|\n| {id} | **{title}.** {text} |\n",
    "| ID | Title | Statement |\n|---|---|---|\n| {id} | {title} | {text} |\n",
    "## Part\n\n### {id}: {title}\n\n{text}\n",
    "## Part\n\n### 1.2 {id} - {title}\n\n{text}\n\n### Next\n",
    "**{id}: {title}**\n\n{text}\n",
    "**{id}: {title}.** {text}\n",
    "**{id}:** **{title}.** {text}\n",
    "{id}\n: **{title}.** {text}\n",
    "{id}: {title}\n: {text}\n",
    "- **{id}: {title}.** {text}\n",
    "- {id}: **{title}.** {text}\n- other\n",
)


@pytest.mark.verifies("REQ-TRC-001")
@example(id_="REQ-FS-ARCH-001", title="Title", text="It shall.")
@given(id_=IDS, title=WORDS.map(str.capitalize), text=WORDS.map(lambda words: f"It shall {words}."))
@LAW
def test_a_requirement_is_the_same_item_in_every_form(id_: str, title: str, text: str) -> None:
    read = [items(form.format(id=id_, title=title, text=text)) for form in FORMS]
    assert {(item.id, item.title, item.text, item.fingerprint) for found_ in read for item in found_} == {
        (id_, title, f"{title}. {text}", fingerprint_of(f"{title}. {text}"))
    }
    assert all(len(found_) == 1 for found_ in read)


@pytest.mark.parametrize("header", ["Design", "Design item", "Description", "Text"])
def test_a_column_of_ids_says_what_an_item_belongs_to_and_not_what_it_is(header: str) -> None:
    table = (
        f"| ID | {header} | Requirements |\n|---|---|---|\n| DSN-A-001 | **Part.** Does it. | REQ-A-001, REQ-A-002 |\n"
    )
    found = find_items(iter_passages(parse_body(table), first_line=1), "DS", parse_settings("", "qms.toml"))
    assert [(item.kind, item.id, item.title, item.text) for item in found] == [
        ("design", "DSN-A-001", "Part", "Part. Does it.")
    ]
