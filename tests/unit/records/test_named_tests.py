import pytest

from qms_site.records.named_tests import TestReader as Reader
from qms_site.records.named_tests import distinct_tests, names_only_in


def names(text: str, *, accepts_bare: bool = False) -> list[str]:
    return list(Reader().read(text, accepts_bare=accepts_bare))


@pytest.mark.verifies("REQ-TRC-023")
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("test_x::test_a", ["test_x::test_a"]),
        ("test_x.py::test_a()", ["test_x::test_a"]),
        ("tests/unit/test_x.py::test_a", ["tests/unit/test_x.py::test_a"]),
        (r".\tests\test_x.py::test_a", ["tests/test_x.py::test_a"]),
        ("test_x::TestA::test_a[1-b]", ["test_x::TestA::test_a"]),
        ("test_x::test_a, test_b and test_c; y::test_d, test_e", [
            "test_x::test_a", "test_x::test_b", "test_x::test_c", "y::test_d", "y::test_e"
        ]),
        ("test_x.py: TestA::test_a, TestB::test_b, test_c", [
            "test_x::TestA::test_a", "test_x::TestB::test_b", "test_x::test_c"
        ]),
        ("LoginTest::testOk, LogoutTest::testOk", ["LoginTest::testOk", "LogoutTest::testOk"]),
        ("test_x.py: test_a, test_b", ["test_x::test_a", "test_x::test_b"]),
        ("`tests/test_x.py` test_a", ["tests/test_x.py::test_a"]),
        ("test_x: test_a", ["test_x::test_a"]),
        ("checks::it_prints, it_reads, others", ["checks::it_prints", "checks::it_reads"]),
        ("LoginTest::testOk, testNotOk", ["LoginTest::testOk", "LoginTest::testNotOk"]),
        ("conftest::temp_project fixture, test_x::test_a", ["test_x::test_a"]),
        ("test_x::database fixture", []),
        ("test_x::test_a, which shows it @ a1b2c3d PASS", ["test_x::test_a"]),
        ("src/x.py:1-50", []),
        ("test_a", []),
        ("::", []),
    ],
)  # fmt: skip
def test_names_are_read_with_the_module_before_them(text: str, named: list[str]) -> None:
    assert names(text) == named


def test_a_bare_name_without_a_module_counts_where_tests_are_listed() -> None:
    assert names("test_a, prose", accepts_bare=True) == ["test_a"]


def test_the_module_is_kept_from_one_text_to_the_next() -> None:
    reader = Reader()
    assert reader.set_module("test_x.py")
    assert not reader.set_module("two words")
    assert [*reader.read("test_a", accepts_bare=False), *reader.read("test_b", accepts_bare=False)] == [
        "test_x::test_a",
        "test_x::test_b",
    ]


def test_a_module_may_be_a_path_or_have_dots() -> None:
    spellings = ["test_x::test_a", "tests/unit/test_x.py::test_a", "tests.unit.test_x::test_a", "test_a"]
    assert distinct_tests(spellings) == ("test_x::test_a",)
    assert distinct_tests(reversed(spellings)) == ("test_a",)
    apart = ("a/test_x.py::test_a", "b/test_x.py::test_a", "test_x::B::test_a", "test_x::test_b")
    assert distinct_tests(apart) == apart


def test_what_only_one_list_names() -> None:
    assert names_only_in(["x::a", "x::b"], ["t/x.py::a", "x::c"]) == ("x::b",)
