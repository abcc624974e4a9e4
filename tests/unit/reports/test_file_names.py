"""Names of files in a package are safe on every system, bounded, and given once."""

import pytest

from qms_site.reports.file_names import NameGiver, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SDLC-PUMP-RS-1.0", "SDLC-PUMP-RS-1.0"),
        ("../../etc/passwd", "etc-passwd"),
        ("a:b\\c?d\u202ee", "a-b-c-d-e"),
        (".hidden. ", "hidden"),
        ("con", "_con"),
        ("LPT1.xml", "_LPT1.xml"),
        ("\udcff", "file"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_name_is_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_files_that_would_be_called_alike_are_numbered_without_regard_to_case() -> None:
    names = NameGiver()
    assert [names.give("records", text, ".md") for text in ("CR-1", "cr-1", "CR/1")] == [
        "records/CR-1.md",
        "records/cr-1-2.md",
        "records/CR-1-3.md",
    ]
