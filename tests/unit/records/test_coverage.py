import pytest

from qms_site.records.coverage import Coverage, read_coverage
from qms_site.records.xml_files import ReportProblem

COBERTURA = """<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage><sources><source>/build/pump/src</source></sources><packages><package><classes>
<class filename="stop.py"><methods><method><lines><line number="9" hits="1"/></lines></method></methods>
<lines><line number="1" hits="2"/><line number="2" hits="0"/></lines></class>
<class filename="stop.py"><lines><line number="2" hits="1"/><line number="3" hits="0"/></lines></class>
<class filename="empty.py"><lines/></class>
</classes></package></packages></coverage>"""
JSON = '{"files": {"src\\\\stop.py": {"executed_lines": [1, 2], "missing_lines": [3], "summary": {}}}}'
LCOV = "TN:\nSF:./src/stop.py\nDA:1,2\nDA:2,1,abc\nDA:3,0\nLF:3\nLH:2\nend_of_record\nSF:src/more.py\nLF:4\nLH:1\nend_of_record\n"


def read(text: str, *known: str) -> list[tuple[str, int, int] | str]:
    found = read_coverage("cov", text.encode(), known=known)
    return [
        (entry.path, entry.covered, entry.total) if isinstance(entry, Coverage) else entry.message for entry in found
    ]


def test_each_form_is_told_by_its_beginning() -> None:
    assert read(COBERTURA) == [("stop.py", 2, 3)]
    assert read(JSON) == [("src/stop.py", 2, 3)]
    assert read(LCOV) == [("src/more.py", 1, 4), ("src/stop.py", 2, 3)]


@pytest.mark.parametrize(
    ("known", "path"),
    [
        (("src/stop.py", "other/stop.py"), "src/stop.py"),
        (("pump/src/stop.py", "src/stop.py"), "pump/src/stop.py"),
        (("deep/stop.py",), "deep/stop.py"),
        (("a/stop.py", "b/stop.py"), "stop.py"),
    ],
)
def test_a_file_is_placed_where_the_repository_has_it(known: tuple[str, ...], path: str) -> None:
    assert read(COBERTURA, *known) == [(path, 2, 3)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no coverage report: neither Cobertura, nor JSON, nor LCOV"),
        ("<testsuite/>", "is no coverage report: it begins with <testsuite>"),
        ("<coverage>", "is not valid XML: no element found"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><coverage/>", "declares entities or refers to other files, and is not read"),
        ("{", "is not valid JSON"),
        ('{"files": []}', "is no coverage report: it lists no files"),
        ('{"files": {"a": {"executed_lines": [[]]}}}', "does not say which lines of 'a' were run"),
        ("SF:a\nDA:x,y\nDA:" + "9" * 5000 + ",1\n", "ends in the middle of 'a'"),
    ],
)
def test_what_is_no_coverage_is_told(text: str, message: str) -> None:
    assert read(text) == [message]


def test_a_problem_names_the_report_and_the_line() -> None:
    assert list(read_coverage("c.xml", b"<coverage>\n<a>\n</coverage>")) == [
        ReportProblem(path="c.xml", line=3, message="is not valid XML: mismatched tag")
    ]
