from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from qms_site.settings import parse_settings
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.system_code import SystemCode
from qms_site.timeline.territory import (
    PointerMove,
    Territory,
    document_finder,
    other_territory,
    own_territory,
)

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = """
[[system]]
name = 'A'
code = ['a', 'shared']
[[system]]
name = 'B'
code = ['./shared/b/']
[[system]]
name = 'ALL'
code = ['.']
[[system]]
name = 'TOOL'
repository = 'tool'
[repositories.tool]
path = 'libs/tool'
"""


def commit(*changes: Change) -> CommitRecord:
    return CommitRecord("f" * 40, (), "Ada", "a@example.org", WHEN, WHEN, "x", changes)


def written(path: str) -> Change:
    return Change(path, None, "1", is_pointer=False)


def territory(settings: str = SETTINGS, base: str = ".", known: Mapping[str, str] | None = None) -> Territory:
    ids = {"CR-001": "CR-001", "SOP-007": "SOP-007"}
    finder = document_finder(known or {}, ids.get, "QMS")
    parsed = parse_settings(settings, "qms.toml")
    return own_territory(parsed, SystemCode(parsed, base), "QMS", {"tool": "libs/tool"}, finder)


@pytest.mark.parametrize(
    ("path", "systems"),
    [
        ("a/x.py", ("A", "ALL")),
        ("a/deep/down/x.py", ("A", "ALL")),
        ("ab/x.py", ("ALL",)),
        ("shared/b/x.py", ("B", "A", "ALL")),
        ("shared/x.py", ("A", "ALL")),
        ("README.md", ("ALL",)),
    ],
)
def test_a_file_is_the_code_of_the_systems_that_name_it_or_a_folder_above_it(
    path: str, systems: tuple[str, ...]
) -> None:
    assert territory().touched_by(commit(written(path))).systems == systems


def test_documents_are_no_code_even_where_a_system_is_the_whole_repository() -> None:
    touch = territory().touched_by(commit(written("QMS/CR/CR-001/CR-001.md"), written("a/x.py")))
    assert (touch.documents, touch.systems, touch.paths) == (("CR-001",), ("A", "ALL"), ("a/x.py",))


@pytest.mark.parametrize(
    "path",
    [
        "QMS/CR/CR-001-draft.md", "QMS/.archive/CR/CR-001-v1.0.md", "QMS/.meta/CR/CR-001.json", "QMS/.audit/CR/CR-001.jsonl",
        "QMS/CR/CR-001/picture.png", "QMS/moved/away.md",
    ],
)  # fmt: skip
def test_drafts_versions_metadata_logs_and_pictures_belong_to_their_document(path: str) -> None:
    found = territory(known={"QMS/moved/away.md": "CR-001"})
    assert found.touched_by(commit(written(path))).documents == ("CR-001",)


def test_documents_at_the_root_leave_the_code_beside_them() -> None:
    finder = document_finder({}, {"CR-001": "CR-001"}.get, ".")
    settings = parse_settings(SETTINGS, "qms.toml")
    found = own_territory(settings, SystemCode(settings), ".", {}, finder)
    touch = found.touched_by(commit(written("CR-001.md"), written(".meta/CR/CR-001.json"), written("a/x.py")))
    assert (touch.documents, touch.paths) == (("CR-001",), ("a/x.py",))


@pytest.mark.verifies("REQ-HIST-001")
def test_a_pointer_that_moves_is_told_with_the_system_that_it_holds() -> None:
    moves = (Change("libs/tool", "1" * 40, "2" * 40, is_pointer=True), Change("other", None, "3" * 40, is_pointer=True))
    touch = territory().touched_by(commit(*moves))
    assert touch.pointers == (
        PointerMove("libs/tool", "1" * 40, "2" * 40),
        PointerMove("other", None, "3" * 40),
    )
    assert (touch.systems, touch.pointer_systems, touch.pointer_paths) == ((), ("TOOL",), ("libs/tool",))


def test_code_is_relative_to_the_folder_of_the_settings() -> None:
    found = territory("[[system]]\nname = 'A'\ncode = ['./x']\n", base="sub")
    assert found.touched_by(commit(written("x/z.py"))).systems == ()
    assert found.touched_by(commit(written("sub/x/z.py"))).systems == ("A",)


def test_in_another_repository_a_system_without_paths_is_all_of_it() -> None:
    code = SystemCode(parse_settings(SETTINGS, "qms.toml"))
    found = other_territory(code, "tool")
    assert found.touched_by(commit(written("QMS/x.md"), written("a.py"))).systems == ("TOOL",)
    assert other_territory(code, "unknown").systems_of("a.py") == ()
