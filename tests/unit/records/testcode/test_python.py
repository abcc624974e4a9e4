import pytest

from qms_site.records.testcode.reading import read_code


def found(text: str, path: str = "tests/test_x.py") -> dict[str, tuple[str, ...]]:
    code = read_code(path, text.encode())
    assert code.problems == ()
    return {test.id.removeprefix(f"{path}::"): test.verifies for test in code.tests}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def test_a(): ...\nasync def test_b(): ...\ndef helper(): ...", {"test_a": (), "test_b": ()}),
        ("if x:\n def test_a(): ...\nelse:\n def test_b(): ...", {"test_a": (), "test_b": ()}),
        ("try:\n import x\nexcept E:\n def test_a(): ...", {"test_a": ()}),
        ("@pytest.fixture\ndef test_a(): ...\n@fixture()\ndef test_b(): ...", {}),
        ("def test_a():\n def test_inner(): ...", {"test_a": ()}),
        ("class TestA:\n def test_a(self): ...\n class TestB:\n  def test_b(self): ...",
         {"TestA::test_a": (), "TestA::TestB::test_b": ()}),
        ("class TestA:\n def __init__(self): ...\n def test_a(self): ...", {}),
        ("class TestA:\n __test__ = False\n def test_a(self): ...", {}),
        ("class Pump(unittest.TestCase):\n def test_a(self): ...\n def check(self): ...", {"Pump::test_a": ()}),
        ("class Base(TestCase): ...\nclass Pump(Base):\n def test_a(self): ...", {"Pump::test_a": ()}),
        ("class Mixin:\n def test_a(self): ...\nclass TestA(Mixin[int]):\n def test_b(self): ...",
         {"TestA::test_a": (), "TestA::test_b": ()}),
        ("def test_a(): ...\ndef test_a(): ...", {"test_a": ()}),
    ],
)  # fmt: skip
def test_what_pytest_and_unittest_collect_is_found(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@pytest.mark.verifies("REQ-A-001", "REQ-A-002")\ndef test_a(): ...', ("REQ-A-001", "REQ-A-002")),
        ('@mark.verifies("b")\n@other\n@mark.verifies("a", "b")\ndef test_a(): ...', ("b", "a")),
        ('@pytest.mark.verifies(["a", "b"])\ndef test_a(): ...', ("a", "b")),
        ('@pytest.mark.verifies("a, b")\ndef test_a(): ...', ("a", "b")),
        ('PUMP = "a"\n@pytest.mark.verifies(PUMP)\ndef test_a(): ...', ("a",)),
        ('ALL = ("a", "b")\n@pytest.mark.verifies(*ALL)\ndef test_a(): ...', ("a", "b")),
        ('pump = pytest.mark.verifies("a")\n@pump\ndef test_a(): ...', ("a",)),
        ('@parametrize("x", [param(1, marks=pytest.mark.verifies("a"))])\ndef test_a(x): ...', ("a",)),
        ('pytestmark = pytest.mark.verifies("a")\ndef test_a(): ...', ("a",)),
        ('pytestmark = [pytest.mark.slow, pytest.mark.verifies("a")]\n# [REQ-A-001]\ndef test_a(): ...', ("REQ-A-001", "a")),
        ('def test_a():\n    """Stops.\n\n    @verifies REQ-A-001\n    """', ("REQ-A-001",)),
        ('"""Verifies: REQ-A-001"""\ndef test_a(): ...', ("REQ-A-001",)),
        ("# [REQ-A-001] stops\n# and more\n@slow\ndef test_a(): ...", ("REQ-A-001",)),
        ("def test_a():\n    x()  # [REQ-A-001, REQ-A-002]\n", ("REQ-A-001", "REQ-A-002")),
        ("# [REQ-A-001]\nx = 1\ndef test_a(): ...", ()),
        ('@pytest.mark.xfail(reason="REQ-A-001")\ndef test_a(): ...', ()),
    ],
)  # fmt: skip
def test_a_test_names_requirements_by_marks_and_comments(text: str, expected: tuple[str, ...]) -> None:
    assert found(text)["test_a"] == expected


def test_a_class_hands_its_requirements_down() -> None:
    text = (
        'class Base:\n @pytest.mark.verifies("own")\n def test_a(self): ...\n'
        '# [REQ-A-001]\n@pytest.mark.verifies("class")\nclass TestA(Base):\n pytestmark = pytest.mark.verifies("inside")\n'
        " def test_b(self): ...\n"
    )
    assert found(text) == {
        "TestA::test_a": ("own", "class", "inside", "REQ-A-001"),
        "TestA::test_b": ("class", "inside", "REQ-A-001"),
    }


@pytest.mark.parametrize("name", ["conftest.py", "pump.py", "helpers.py"])
def test_files_that_runners_do_not_collect_have_no_tests(name: str) -> None:
    assert found("def test_connection(): ...", name) == {}


@pytest.mark.parametrize("name", ["test_pump.py", "pump_test.py", "pump/tests.py"])
def test_files_that_runners_collect_have_tests(name: str) -> None:
    assert found("def test_connection(): ...", name) == {"test_connection": ()}


def test_classes_that_multiply_tests_come_to_an_end() -> None:
    text = "class TestA0:\n def test_0(self): ...\n"
    text += "".join(f"class TestA{n}(TestA{n - 1}):\n def test_{n}(self): ...\n" for n in range(1, 400))
    code = read_code("test_x.py", text.encode())
    assert [problem.message for problem in code.problems] == ["has more than 10000 tests; the rest is left out"]


def test_odd_escapes_and_a_byte_order_mark_are_no_matter() -> None:
    assert found('\ufeffX = "\\d"\ndef test_a(): ...') == {"test_a": ()}
