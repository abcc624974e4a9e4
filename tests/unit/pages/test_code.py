import pytest
from builders import ProjectBuilder, a_project
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qms_site.pages.code import MOST_BYTES, MOST_ENTRIES
from qms_site.sources.snapshot import CommitRecord

THEN = "1e0d63f" + "1" * 33
TOOL = "2e05364" + "2" * 33
HOSTILE = "<script>alert(1)</script>"
CODE = f'def stop():\n    """{HOSTILE}"""\n'
URLS = (
    "[project]\nname = 'Flow'\nurl = 'https://github.com/o/r'\n"
    "[repositories.tool]\npath = 'tool'\nurl = 'https://gitlab.com/o/tool'\n"
)


def a_record(hash_: str) -> CommitRecord:
    return CommitRecord(
        hash=hash_, parents=(), author="Ada", email="a@b.c", authored=None, committed=None, message=HOSTILE, changes=()
    )


def naming(body: str, settings: str = URLS) -> ProjectBuilder:
    project = a_project().with_document("CR-001", f"# CR-001: X\n\n{body}\n").with_commit({"src/a.py": "later\n"})
    project = project.with_code({"src/a.py": CODE, "src/a.md": "x\n"}, THEN).with_settings(settings)
    return project.with_repository("tool").with_history("tool", a_record(TOOL)).with_code({"t.go": "x\n"}, TOOL, "tool")


def page(project: ProjectBuilder) -> LexborHTMLParser:
    return LexborHTMLParser(project.page("QMS/CR/CR-001.md").html)


def links(node: LexborHTMLParser | LexborNode) -> list[tuple[str, str | None]]:
    return [(link.text(), link.attributes["href"]) for link in node.css(".qms-body a.qms-ref")]


AT = "https://github.com/o/r/blob/" + THEN
COMMIT = "https://github.com/o/r/commit/" + THEN


def test_the_settings_may_say_which_kind_of_site_holds_the_code() -> None:
    told = URLS.replace("github.com/o/r'", "code.example.org/o/r'\nhosting = 'gitea'")
    told = told.replace("gitlab.com/o/tool'", "git.example.org/o/tool'\nhosting = 'gitlab'")
    read = page(naming("src/a.py:1-2 @ 1e0d63f and tool/t.go:1 @ 2e05364", told))
    assert [href for _, href in links(read)] == [
        f"https://code.example.org/o/r/src/commit/{THEN}/src/a.py#L1-L2",
        f"https://git.example.org/o/tool/-/blob/{TOOL}/t.go#L1",
    ]


@pytest.mark.verifies("REQ-HIST-014")
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("see src/a.py:1-2 @ 1e0d63f", [("src/a.py:1-2 @ 1e0d63f", f"{AT}/src/a.py#L1-L2")]),
        ("`src/a.py @ 1e0d63f`", [("src/a.py @ 1e0d63f", f"{AT}/src/a.py")]),
        ("`src/a.py::stop` @ `1e0d63f`", [("src/a.py::stop", f"{AT}/src/a.py#L1-L2"), ("1e0d63f", COMMIT)]),
        ("Commit 1e0d63f, `1e0d63f`", [("1e0d63f", COMMIT), ("1e0d63f", COMMIT)]),
        ("tool@2e05364", [("tool@2e05364", f"https://gitlab.com/o/tool/-/commit/{TOOL}")]),
        ("tool/t.go:1 @ 2e05364", [("tool/t.go:1 @ 2e05364", f"https://gitlab.com/o/tool/-/blob/{TOOL}/t.go#L1")]),
        ("src/lost.py @ 1e0d63f", [("src/lost.py @ 1e0d63f", COMMIT)]),
        ("src/a.py:9 @ 1e0d63f", [("src/a.py:9 @ 1e0d63f", f"{AT}/src/a.py")]),
        ("src @ 1e0d63f", [("src @ 1e0d63f", f"https://github.com/o/r/tree/{THEN}/src")]),
        ("[`src/a.py @ 1e0d63f`](https://example.org)", []),
        ("## About 1e0d63f", []),
        ("```\nsrc/a.py @ 1e0d63f\n```", []),
        ("run 21803124788, abc1234, 4e05364", []),
    ],
)
def test_code_and_commits_in_a_text_lead_to_the_hosting_site(body: str, found: list[tuple[str, str]]) -> None:
    assert links(page(naming(body))) == found


@pytest.mark.verifies("REQ-HIST-014")
def test_a_commit_that_a_pointer_tells_of_leads_there_too() -> None:
    project = naming("moved to 3e05364", URLS.replace("tool]", "gone]").replace("'tool'", "'gone'"))
    pointer = "3e05364" + "3" * 33
    project = project.with_repository("gone", is_available=False, pointer=pointer)
    assert links(page(project)) == [("3e05364", f"https://gitlab.com/o/tool/-/commit/{pointer}")]


def test_without_a_hosting_site_a_reference_leads_to_its_lines_below() -> None:
    project = naming("src/a.py:1 @ 1e0d63f, src/a.py @ 1e0d63f", "")
    assert links(page(project)) == [("src/a.py:1 @ 1e0d63f", "#qms-code-2")]
    assert page(project).css_first("#qms-code-2")


@pytest.mark.verifies("REQ-HIST-003")
def test_the_lines_are_shown_with_verdict_commit_and_what_became_of_the_file() -> None:
    tree = page(naming("`src/a.py:1-2` @ `1e0d63f`, src/lost.py @ 1e0d63f, tool/t.go @ 2e05364"))
    first, lost, tool = tree.css(".qms-code__entry")
    assert [line.attributes["data-line"] for line in first.css(".qms-excerpt__line")] == ["1", "2"]
    assert "".join(line.text() for line in first.css(".qms-excerpt__line")) == CODE
    said = [" ".join(entry.css_first(".qms-code__head").text().split()) for entry in (first, lost, tool)]
    assert said == [
        "src/a.py:1-2 @ 1e0d63f holds The file has changed on production since.",
        "src/lost.py @ 1e0d63f no such file",
        "tool/t.go @ 2e05364 holds The file has not changed on production since.",
    ]
    assert "There was no such file or folder at its commit." in lost.text()
    assert "Named on line 7." in lost.text()
    assert "of tool: <script>" in tool.text()


def test_a_document_that_names_no_code_has_no_such_section() -> None:
    assert page(naming("nothing")).css(".qms-code") == []


@pytest.mark.verifies("REQ-SEC-001")
def test_code_and_subjects_are_shown_and_never_interpreted() -> None:
    html = naming("src/a.py:1-2 @ 1e0d63f, tool@2e05364, commit `2e05364`").page("QMS/CR/CR-001.md").html
    assert html.count("alert(1)") >= 3
    assert LexborHTMLParser(html).css("script, [onerror]") == []


def test_what_a_page_shows_is_bounded() -> None:
    text = "".join(f"{'<' * 280}\n" for _ in range(400))
    body = " ".join(f"src/long.txt:{number}-{number + 39} @ 5e05364" for number in range(1, MOST_ENTRIES + 21))
    tree = page(naming(body).with_code({"src/long.txt": text}, "5e05364" + "5" * 33))
    assert len(tree.css(".qms-code__entry")) == MOST_ENTRIES
    shown = sum(len(line.html or "") for line in tree.css(".qms-excerpt__line"))
    assert MOST_BYTES / 2 < shown < 2 * MOST_BYTES
    assert "Its lines are not shown" in tree.css(".qms-code__entry")[-1].text()
    assert "20 more are not shown here" in tree.css_first(".qms-code").text()
