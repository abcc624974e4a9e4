import pytest

from qms_site.records.testcode.defined import Definition, find_definition

PYTHON = b"LIMIT = 3\n\n\n@mark\ndef stop():\n    pass\n\n\nclass Pump:\n    def stop(self):\n        pass\n"


@pytest.mark.parametrize(
    ("path", "data", "name", "lines"),
    [
        ("a.py", PYTHON, "stop", (4, 6)),
        ("a.py", PYTHON, "Pump", (9, 11)),
        ("a.py", PYTHON, "Pump::stop", (10, 11)),
        ("a.py", PYTHON, "Pump.stop", (10, 11)),
        ("a.py", PYTHON, "LIMIT", (1, None)),
        ("a.py", PYTHON, "mark", None),
        ("a.py", PYTHON, "top", None),
        ("a.py", PYTHON, "Pump::start", None),
        ("a.py", PYTHON, "Lost::stop", None),
        ("a.py", b"class Pump:\n    speed = 3\n", "Pump::speed", (2, None)),
        ("old.py", b"print 'x'\ndef stop():\n    pass\n", "stop", (2, None)),
        ("a.go", b"package a\n\nfunc Stop(p *Pump) {\n}\n", "Stop", (3, 4)),
        ("a.rs", b"fn stop() {\n}\n", "stop", (1, 2)),
        ("a.js", b"export function stop() {\n}\n", "stop", (1, 2)),
        ("a.js", b"const stop = () => 1\n", "stop", (1, None)),
        ("a.sh", b"x=1\nstop() {\n}\n", "stop", (2, None)),
        ("a.c", b"int stop(int a)\n{\n}\n", "lost", None),
        ("a.sql", b"CREATE PROCEDURE Stop AS\n", "Stop", (1, None)),
        ("a.toml", b"[tool.x]\nname = 1\n", "name", (2, None)),
        ("a.py", b"\xff\xfe\0", "x", None),
        ("a.py", PYTHON, "::", None),
    ],
)
@pytest.mark.verifies("REQ-HIST-003")
def test_a_name_is_found_where_it_is_defined(
    path: str, data: bytes, name: str, lines: tuple[int, int | None] | None
) -> None:
    found = find_definition(path, data, name)
    assert (found and (found.first, found.last)) == lines


def test_a_class_may_have_a_name_from_another_file() -> None:
    found = find_definition("test_a.py", b"class TestPump(Base):\n    pass\n", "TestPump::test_stops")
    assert found == Definition(1, 2, is_open=True)
