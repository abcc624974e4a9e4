import pytest

from qms_site.graph.destinations import Destination, DestinationKind, find_destination, folders_of

PATHS = frozenset({"README.md", "QMS/SOP/SOP-001.md", "QMS/SOP/my file.md", "QMS/größe.md", "src/a/b.py"})
FOLDERS = folders_of(PATHS)


@pytest.mark.parametrize(
    ("target", "kind", "path", "fragment"),
    [
        ("SOP-001.md", "file", "QMS/SOP/SOP-001.md", ""),
        ("./SOP-001.md#scope", "file", "QMS/SOP/SOP-001.md", "scope"),
        ("SOP-001.md?plain=1#L3", "file", "QMS/SOP/SOP-001.md", "L3"),
        ("../../README.md", "file", "README.md", ""),
        ("/README.md", "file", "README.md", ""),
        ("/src/a/b.py", "file", "src/a/b.py", ""),
        ("my%20file.md", "file", "QMS/SOP/my file.md", ""),
        ("..\\gr%C3%B6%C3%9Fe.md", "file", "QMS/größe.md", ""),
        ("..", "folder", "QMS", ""),
        ("../../src/", "folder", "src", ""),
        ("/", "folder", ".", ""),
        ("../..", "folder", ".", ""),
        ("SOP-002.md", "missing", "QMS/SOP/SOP-002.md", ""),
        ("../../../etc/passwd", "missing", "../etc/passwd", ""),
        ("/../etc/passwd", "missing", "../etc/passwd", ""),
        ("sop-001.md", "missing", "QMS/SOP/sop-001.md", ""),
        ("#scope", "anchor", "", "scope"),
        ("", "anchor", "", ""),
        ("https://example.org/a.md", "external", "", ""),
        ("//example.org", "external", "", ""),
        ("mailto:a@example.org", "external", "", ""),
        ("javascript:alert(1)", "external", "", ""),
        ("data:image/png;base64,AA", "external", "", ""),
    ],
)
@pytest.mark.verifies("REQ-SEC-002")
def test_a_link_leads_to_one_place(target: str, kind: str, path: str, fragment: str) -> None:
    assert find_destination(target, "QMS/SOP/SOP-009.md", PATHS, FOLDERS) == Destination(
        kind=DestinationKind(kind), path=path, fragment=fragment
    )


def test_a_link_in_a_file_at_the_root_starts_there() -> None:
    assert find_destination("QMS/SOP/SOP-001.md", "README.md", PATHS, FOLDERS).kind is DestinationKind.FILE


def test_folders_are_those_that_hold_files() -> None:
    assert folders_of(PATHS) == {"QMS", "QMS/SOP", "src", "src/a"}
