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


@pytest.mark.parametrize(
    "written", ["A\u0308rger/Pru\u0308fung.md", "\u00c4rger/Pr\u00fcfung.md", "%C3%84rger/Pru%CC%88fung.md"]
)
@pytest.mark.parametrize(
    "path", ["A\u0308rger/Pru\u0308fung.md", "\u00c4rger/Pr\u00fcfung.md", "\u00c4rger/Pru\u0308fung.md"]
)
@pytest.mark.verifies("REQ-READ-009")
def test_a_name_is_found_in_whatever_form_its_letters_are_written(path: str, written: str) -> None:
    paths = frozenset({path})
    assert find_destination(written, "README.md", paths, folders_of(paths)).path == path
    assert find_destination(written[:-3], "README.md", paths, folders_of(paths)).kind is DestinationKind.MISSING


def test_of_two_names_that_look_the_same_the_one_written_is_meant() -> None:
    paths = frozenset({"Pr\u00fcfung.md", "Pru\u0308fung.md"})
    assert [find_destination(path, "README.md", paths, frozenset()).path for path in sorted(paths)] == sorted(paths)


def test_a_link_in_a_file_at_the_root_starts_there() -> None:
    assert find_destination("QMS/SOP/SOP-001.md", "README.md", PATHS, FOLDERS).kind is DestinationKind.FILE


def test_folders_are_those_that_hold_files() -> None:
    assert folders_of(PATHS) == {"QMS", "QMS/SOP", "src", "src/a"}
