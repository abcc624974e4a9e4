import re
import time

import pytest

from qms_site.records.testcode.blocks import CodeProblem
from qms_site.records.testcode.markers import MarkerKind
from qms_site.records.testcode.reading import MAX_CODE_BYTES, CodeFile, TestFunction, find_tests, read_code


def found(path: str, text: str) -> list[tuple[str, int, tuple[str, ...]]]:
    """Id without the path, line and requirements of each test; the file must have no problem."""
    code = read_code(path, text.encode())
    assert code.problems == ()
    return [(test.id.removeprefix(f"{path}::"), test.line, test.verifies) for test in code.tests]


def marked(code: CodeFile) -> list[tuple[str, str, int, str | None]]:
    return [(marker.id, marker.kind.value, marker.line, marker.function) for marker in code.markers]


JAVA = """package com.acme;
// @Test void commented() {}
@Tag("REQ-A-001")
class PumpTest {
    String s = "@Test void quoted() {";
    @Test
    @DisplayName("stops when it is dry")
    void stops() throws Exception { if (x) { y(); } }

    /** @verifies REQ-A-002 */
    @ParameterizedTest
    @CsvSource({"1, 2", "3, 4"})
    @Tag("slow")
    public void adds(int a, int b) {
        foo(() -> { bar(); });
    }
    void helper(char c) { if (c == '"' || c == '{') { return; } }
    @Nested class Dry {
        @org.junit.jupiter.api.Test void halts() {
            // [REQ-A-003]
        }
    }
}
"""
GO = """package pump

// Verifies: REQ-A-001, REQ-A-002
func TestStops(t *testing.T) {
	s := `func TestRaw(t *testing.T) {`
	t.Run("dry", func(t *testing.T) { })
}
func Testify(t *testing.T) {}
func TestMain(m *testing.M) {}
func (s *Suite) TestMethod() {
}
func FuzzRead(f *testing.F) {
	// [REQ-A-003]
}
"""
RUST = """
/// @verifies REQ-A-001
#[test]
fn top<'a>() { let c = '{'; let r = r#"}"#; }
fn helper() {}
#[cfg(test)]
mod tests {
    use super::*;
    #[tokio::test]
    #[should_panic(expected = "no")]
    async fn stops() {
        // [REQ-A-002]
    }
    #[test_case(1 ; "one")]
    fn many(x: u8) -> Result<(), Error> { }
}
"""
ELIXIR = '''defmodule Acme.PumpTest do
  use ExUnit.Case
  @moduletag verifies: "REQ-A-001"

  @doc """
  test "in a text" do
  """
  # [REQ-A-002]
  test "starts" do
    assert "# [REQ-Z-001]" == x
  end

  describe "dry" do
    @describetag verifies: ["REQ-A-003"]
    @tag verifies: "REQ-A-004"
    test "stops", %{pump: pump} do
      if pump do
        :ok
      end
    end
    test "later"
  end

  defp helper(x), do: x
end
'''
JAVASCRIPT = """import { test } from "x";
// it("commented", () => {});
describe('pump', () => {
  it("stops at `dry`", async () => { expect(/["'{]/.test("x")).toBe(true); });
  // Verifies: REQ-A-001
  test.only(`starts`, () => {
    suite.test("not one");
  });
  describe("inner", function () {
    it.each([[1, 2], [3, 4]])("adds %i", (a, b) => {});
    it.each`
      a | b
      1 | 2
    `("tables $a", () => {});
    test("[REQ-A-002] says so", () => {});
    test.skip(name, () => {});
  });
});
"""


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "src/test/java/com/acme/PumpTest.java",
            JAVA,
            [
                ("PumpTest::stops", 8, ("REQ-A-001",)),
                ("PumpTest::adds", 14, ("REQ-A-002", "REQ-A-001")),
                ("PumpTest::Dry::halts", 19, ("REQ-A-003", "REQ-A-001")),
            ],
        ),
        ("pump/pump_test.go", GO, [("TestStops", 4, ("REQ-A-001", "REQ-A-002")), ("FuzzRead", 12, ("REQ-A-003",))]),
        ("pump/pump.go", GO, []),
        (
            "src/pump.rs",
            RUST,
            [("top", 4, ("REQ-A-001",)), ("tests::stops", 11, ("REQ-A-002",)), ("tests::many", 15, ())],
        ),
        (
            "test/pump_test.exs",
            ELIXIR,
            [
                ("starts", 9, ("REQ-A-001", "REQ-A-002")),
                ("dry::stops", 16, ("REQ-A-001", "REQ-A-003", "REQ-A-004")),
                ("dry::later", 21, ("REQ-A-001", "REQ-A-003")),
            ],
        ),
        (
            "web/pump.test.ts",
            JAVASCRIPT,
            [
                ("pump::stops at `dry`", 4, ()),
                ("pump::starts", 6, ("REQ-A-001",)),
                ("pump::inner::adds %i", 10, ()),
                ("pump::inner::tables $a", 11, ()),
                ("pump::inner::[REQ-A-002] says so", 15, ("REQ-A-002",)),
            ],
        ),
        ("web/pump.ts", JAVASCRIPT, []),
    ],
    ids=["java", "go", "go-code", "rust", "elixir", "javascript", "javascript-code"],
)
def test_tests_of_each_language_are_found(
    path: str, text: str, expected: list[tuple[str, int, tuple[str, ...]]]
) -> None:
    assert found(path, text) == expected
    assert found(path, text.replace("\n", "\r\n")) == expected


def test_markers_in_code_belong_to_the_function_around_or_after_them() -> None:
    text = (
        '"""A module.\n\nImplements: REQ-A-001\n"""\n'
        "# Implements: REQ-A-002, REQ-A-003 and REQ-A-004; see there\n"
        "# and here\n\n@cached\ndef stop():\n    # [REQ-A-005]\n    return '# [REQ-Z-001]'\n\n"
        "class Pump:\n    # Satisfies: REQ-A-006\n    def start(self): ...  # [REQ-A-007] at once\n\n"
        "LIMIT = 3  # [REQ-A-008]\ndef other(): ...\n"
        "# see REQ-Z-002 and [REQ-Z-003](there)\n# [REQ-Z-004 is no list]\n"
    )
    assert marked(read_code("pump.py", text.encode())) == [
        ("REQ-A-001", "implements", 3, "pump.py"),
        ("REQ-A-002", "implements", 5, "pump.py::stop"),
        ("REQ-A-003", "implements", 5, "pump.py::stop"),
        ("REQ-A-004", "implements", 5, "pump.py::stop"),
        ("REQ-A-005", "implements", 10, "pump.py::stop"),
        ("REQ-A-006", "implements", 14, "pump.py::Pump::start"),
        ("REQ-A-007", "implements", 15, "pump.py::Pump::start"),
        ("REQ-A-008", "implements", 17, None),
    ]


@pytest.mark.parametrize(
    ("path", "text", "function"),
    [
        ("pump.go", "// Implements: REQ-A-001\nfunc Stop() {\n}\n", "Stop"),
        ("pump.go", "// Implements: REQ-A-001\nfunc (p *Pump) Stop() {\n}\n", "Pump::Stop"),
        ("Pump.java", "class Pump {\n /* \n * Implements: REQ-A-001\n */\n int stop() { }\n}\n", "Pump::stop"),
        ("pump.rs", "fn stop() {\n // Implements: REQ-A-001\n}\n", "stop"),
        ("pump.ts", "/** @implements REQ-A-001 */\nexport function stop() {}\n", "stop"),
        ("pump.ts", "const stop = (a) => {\n // Implements: REQ-A-001\n};\n", "stop"),
        ("pump.ex", "defmodule P do\n  # Implements: REQ-A-001\n  def stop(x) do\n  end\nend\n", "stop"),
        ("pump.c", "// Implements: REQ-A-001\nvoid stop() {}\n", None),
    ],
)
def test_markers_are_read_in_code_of_each_language(path: str, text: str, function: str | None) -> None:
    (marker,) = read_code(path, text.encode()).markers
    owner = function and f"{path}::{function}"
    assert (marker.id, marker.kind, marker.function) == ("REQ-A-001", MarkerKind.IMPLEMENTS, owner)


def test_a_pattern_finds_tests_of_any_other_language() -> None:
    text = "; [REQ-A-001]\n(deftest stops-when-dry\n  ; Verifies: REQ-A-002\n  (is x))\n(deftest starts)\n"
    pattern = re.compile(r"\(deftest\s+(?P<name>[\w-]+)")
    tests = list(find_tests("test/pump.clj", text.encode(), pattern=pattern))
    assert [(test.id, test.verifies) for test in tests if isinstance(test, TestFunction)] == [
        ("test/pump.clj::stops-when-dry", ("REQ-A-001", "REQ-A-002")),
        ("test/pump.clj::starts", ()),
    ]


def test_ids_in_comments_have_the_forms_that_the_caller_names() -> None:
    text = b"# Verifies: R17, REQ-A-001\n# [UTF-8]\ndef test_x(): ...\n"
    (test,) = read_code("test_x.py", text, ids=re.compile(r"R\d+")).tests
    assert test.verifies == ("R17",)


@pytest.mark.parametrize(
    ("path", "text", "line", "message"),
    [
        ("test_x.py", "def test_x():\n    return (\n", 2, "is not valid Python: '(' was never closed"),
        ("PumpTest.java", "class P {\n  @Test void x() {\n}\n", 1, "has a brace that nothing closes"),
        ("x_test.go", "func TestX(t *testing.T) {\n}\n}\n", 3, "has a brace that closes nothing"),
        ("x_test.exs", 'x = """\ntest\n', 1, 'has a text (""") that is never closed'),
    ],
)
def test_what_does_not_parse_is_a_problem_with_its_line(path: str, text: str, line: int, message: str) -> None:
    problems = [entry for entry in find_tests(path, text.encode()) if isinstance(entry, CodeProblem)]
    assert problems == [CodeProblem(path=path, line=line, message=message)]


def test_a_file_that_is_too_large_is_not_read() -> None:
    (problem,) = read_code("test_x.py", b"#" * (MAX_CODE_BYTES + 1)).problems
    assert problem.message == "has 1025 KiB, more than the 1024 up to which code is read"


@pytest.mark.parametrize("suffix", [".py", ".java", ".go", ".rs", ".exs", ".js", ".c"])
@pytest.mark.parametrize(
    "piece",
    [
        "@Test void a() { ", "class a { ", "/*", '"', "'", "`", "=/[", "# [REQ-A-", "// Verifies: ", "((", "describe('a', (",
        "if x:\n", "elif x: pass\n", 'test "a" do\n ', "func TestA(", "a.b(", "[REQ-A-001, ", 'r##"', "\\", "\0", "f( a b() {} ",
    ],
)  # fmt: skip
def test_hostile_files_take_linear_time_and_raise_nothing(suffix: str, piece: str) -> None:
    data = (piece * (200_000 // len(piece))).encode()
    started = time.process_time()
    list(find_tests(f"tests/a_test{suffix}", data))
    assert time.process_time() - started < 5
