from datetime import UTC, datetime

import pytest
from builders import ProjectBuilder, a_commit, a_system, matrix, told_by
from msgspec import structs

from qms_site.sources.snapshot import CommitRecord

DAY = datetime(2026, 1, 10, tzinfo=UTC)
SYSTEM = "[[system]]\nname = 'A'\nrepository = 'pump'\n[repositories.pump]\npath = 'pump'\n"
BASELINE = """
## Qualified baseline

| Attribute | Value |
|---|---|
| Commit | bbbbbbb |
| Branch | main |
| Requirements | 1.0 |
"""


def commit(name: str, *before: CommitRecord) -> CommitRecord:
    made, _ = a_commit((), {}, {f"{name}.py": name}, DAY, message=name, author="Ada Example")
    return structs.replace(made, hash=name * 40, parents=tuple(entry.hash for entry in before))


FIRST = commit("a")
SECOND = commit("b", FIRST)
THIRD = commit("c", SECOND)
BESIDE = commit("d", FIRST)
ALL = (BESIDE, THIRD, SECOND, FIRST)


def held_at(pointer: CommitRecord, baseline: str = BASELINE, known: tuple[CommitRecord, ...] = ALL) -> ProjectBuilder:
    project = a_system(["001"], matrix("001", more=baseline)).with_settings(SYSTEM)
    project = project.with_repository("pump", pointer=pointer.hash).with_history("pump", *known)
    for entry in known:
        project = project.with_code({"tests/test_x.py": "def test_001(): pass\n"}, entry.hash, "pump")
    return project


@pytest.mark.verifies("REQ-HIST-015")
@pytest.mark.parametrize(
    ("pointer", "how"),
    [(THIRD, "1 commit ahead of"), (FIRST, "1 commit behind"), (BESIDE, "1 commit ahead of and 1 commit behind")],
)
def test_a_pointer_beside_the_qualified_commit_is_told(pointer: CommitRecord, how: str) -> None:
    assert told_by("GIT303", held_at(pointer)) == [
        f"note pump pump: the pointer of submodule pump is {how} bbbbbbbbbb, at which A is qualified"
    ]


def test_a_pointer_at_the_qualified_commit_is_clean() -> None:
    assert told_by("GIT303", held_at(SECOND)) == []


def test_where_no_commit_is_stated_or_known_nothing_is_said() -> None:
    assert told_by("GIT303", held_at(THIRD, "")) == []
    assert told_by("GIT303", held_at(THIRD, BASELINE, (THIRD,))) == []
