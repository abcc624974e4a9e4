import pytest
from builders import ProjectBuilder, a_project, told_by

RS = "QMS/SDLC-PUMP/SDLC-PUMP-RS.md"
HEAD = "\n\ndef test_it():\n"


def with_line(line: str, path: str = "tests/test_a.py", head: str = HEAD) -> ProjectBuilder:
    return a_project().with_document("SDLC-PUMP-RS", path=RS).with_file(path, f"{head}    {line}\n")


@pytest.mark.verifies("REQ-ENV-004")
def test_a_test_that_opens_documents_is_found() -> None:
    project = with_line(f"open('{RS}')\n    assert Path('QMS').exists()\n    open('{RS}')")
    assert told_by("ENV104", project) == [
        f"warning tests/test_a.py:4 tests/test_a.py: tests in tests/test_a.py open production documents: {RS}, QMS"
    ]


@pytest.mark.verifies("REQ-ENV-004")
@pytest.mark.parametrize(
    "line",
    [
        f'text = open("{RS}", encoding="utf-8").read()',
        f'text = io.open(r"./{RS}")',
        f'text = Path("{RS}").read_text()',
        f'text = (ROOT / "{RS}").read_text()',
        'RS = REPOSITORY_ROOT / "QMS" / "SDLC-PUMP"',
        f'path = os.path.join(os.path.dirname(__file__), "../{RS}")',
        f'path = Path(__file__).parent / "../{RS}"',
        f'path = Path.cwd() / "{RS}"',
    ],
)
def test_ways_to_open_one_in_python(line: str) -> None:
    assert len(told_by("ENV104", with_line(line))) == 1


@pytest.mark.verifies("REQ-ENV-004")
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("web/limits.test.js", f'test("x", () => {{\n  fs.readFileSync("{RS}");\n}});'),
        ("web/limits.test.js", f'import text from "../{RS}";\ntest("x", () => {{}});'),
        ("web/limits.test.js", f'const text = require("../{RS}");\ntest("x", () => {{}});'),
        ("pump/limits_test.go", f'func TestX(t *testing.T) {{\n\tos.ReadFile("{RS}")\n}}'),
        ("src/limits.rs", f'#[test]\nfn x() {{\n  let text = std::fs::read_to_string("{RS}");\n}}'),
        ("src/limits.rs", f'#[test]\nfn x() {{\n  let text = include_str!("../{RS}");\n}}'),
        (
            "src/LimitsTest.java",
            f'class LimitsTest {{\n  @Test\n  void x() {{ Files.readString(Path.of("{RS}")); }}\n}}',
        ),
    ],
)
def test_ways_to_open_one_in_other_languages(path: str, code: str) -> None:
    project = a_project().with_document("SDLC-PUMP-RS", path=RS).with_file(path, code)
    assert len(told_by("ENV104", project)) == 1


@pytest.mark.parametrize(
    "line",
    [
        'assert verified("SDLC-PUMP-RS", "REQ-PUMP-001")',
        f'assert path == "{RS}"',
        f'write({{"{RS}": "text"}})',
        f'(tmp_path / "{RS}").read_text()',
        f'root = tmp_path / "{RS}"',
        f'path = PurePath("{RS}").name',
        'open("QMS/SOP/SOP-099.md")',
        'open("tests/fixtures/QMS/SOP-001.md")',
        f'# open("{RS}")',
        f'x = 1  # open("{RS}")',
        f"assert reads('open(\"{RS}\")')",
        f'text = """\n    open("{RS}")\n    """',
        f'monkeypatch.chdir(tmp_path)\n    open("{RS}")',
    ],
)
def test_naming_one_or_opening_another_file_is_clean(line: str) -> None:
    assert told_by("ENV104", with_line(line).with_file("tests/fixtures/QMS/SOP-001.md", "# X\n")) == []


def test_documents_beside_the_tests_are_theirs() -> None:
    project = with_line(f'(Path(__file__).parent / "{RS}").read_text()').with_file(f"tests/{RS}", "# X\n")
    assert told_by("ENV104", project) == []


def test_code_that_is_no_test_may_open_documents() -> None:
    assert told_by("ENV104", with_line(f'open("{RS}")', path="src/a.py", head="def read():\n")) == []


def test_a_submodule_may_reach_for_the_documents_of_its_parent() -> None:
    code = {"tests/test_a.py": "def test_a():\n    open('../QMS/SDLC-A/SDLC-A-RS.md')\n"}
    project = (
        a_project()
        .with_settings("[[system]]\nname = 'A'\nrepository = 'pump'\n[repositories.pump]\npath = 'pump'\n")
        .with_document("SDLC-A-RS", path="QMS/SDLC-A/SDLC-A-RS.md")
        .with_repository("pump", pointer="c" * 40)
        .with_code(code, "c" * 40, "pump")
    )
    assert told_by("ENV104", project) == [
        (
            "warning pump/tests/test_a.py:2 pump/tests/test_a.py: tests in pump/tests/test_a.py open production documents: "
            "QMS/SDLC-A/SDLC-A-RS.md"
        )
    ]
