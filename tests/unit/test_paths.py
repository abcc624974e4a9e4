import pytest

from qms_site.paths import is_in_folder


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("SOP/SOP-001.md", "SOP", True),
        ("SOP/deep/er/SOP-001.md", "SOP", True),
        ("SOP-001.md", "SOP", False),
        ("x/SOP/SOP-001.md", "SOP", False),
        ("SDLC-FLOW/RS.md", "SDLC-*", True),
        ("SDLC-FLOW/x/RS.md", "SDLC-*/x", True),
        ("a/b/c.md", "*", True),
        ("c.md", "*", False),
        ("c.md", ".", True),
    ],
)
def test_a_file_lies_in_a_folder_at_any_depth(path: str, pattern: str, *, expected: bool) -> None:
    assert is_in_folder(path, pattern) is expected
