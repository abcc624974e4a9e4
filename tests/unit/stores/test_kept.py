import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qms_site.stores.kept import FOLDER, KeptBytes, form_of_program

CONTENTS = {"log/1": b"one\0\xff", "log/2": b"", "other": b"x" * 100_000}
FILE = ".cache/qms-site/kept.sqlite"


def opened(root: Path, *, is_own: bool = True) -> KeptBytes:
    return KeptBytes(root, lambda: is_own)


def filled(root: Path) -> Path:
    opened(root).update(CONTENTS)
    return root / FILE


def damage(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data.replace(b"one\0", b"two\0"))


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def fill_with_words(file: Path) -> None:
    file.write_bytes(b"these are words, and no database " * 100)


def change_the_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript("DROP TABLE kept; CREATE TABLE kept (name TEXT, data TEXT);")
    connection.close()


def put_other_types(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET data = 'text', check_sum = 1.5")
    connection.close()


def test_what_is_kept_is_there_in_the_next_run(tmp_path: Path) -> None:
    filled(tmp_path)
    assert dict(opened(tmp_path)) == CONTENTS
    kept = opened(tmp_path)
    del kept["other"]
    kept["log/2"] = b"another"
    assert dict(opened(tmp_path)) == {"log/1": b"one\0\xff", "log/2": b"another"}
    assert len(kept) == 2


def test_the_folder_ignores_itself(tmp_path: Path) -> None:
    file = filled(tmp_path)
    assert FOLDER == ".cache"
    assert sorted(path.name for path in file.parent.iterdir()) == [".gitignore", "kept.sqlite"]
    assert (file.parent / ".gitignore").read_text(encoding="ascii") == "*\n"


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    assert dict(opened(tmp_path)) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    assert filled(tmp_path).exists()
    kept = opened(tmp_path, is_own=False)
    kept["more"] = b"more"
    assert dict(kept) == {}
    assert dict(opened(tmp_path)) == CONTENTS


def test_whose_it_is_is_asked_once_and_only_where_there_is_something(tmp_path: Path) -> None:
    asked: list[str] = []

    def is_own() -> bool:
        asked.append("asked")
        return True

    kept = KeptBytes(tmp_path, is_own)
    assert "a" not in kept
    assert asked == []
    kept["a"] = b"1"
    assert kept["a"] == b"1"
    assert asked == ["asked"]


@pytest.mark.parametrize("spoil", [damage, cut_short, fill_with_words, change_the_table, put_other_types])
def test_what_is_damaged_or_foreign_is_not_there_and_can_be_kept_again(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(filled(tmp_path))
    assert "log/1" not in opened(tmp_path)
    filled(tmp_path)
    assert dict(opened(tmp_path)) == CONTENTS


def test_damage_in_one_place_is_no_damage_in_others(tmp_path: Path) -> None:
    damage(filled(tmp_path))
    assert opened(tmp_path).get("other") == CONTENTS["other"]


@pytest.mark.parametrize("path", [".cache", ".cache/qms-site"])
def test_where_no_folder_can_be_made_nothing_is_kept(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("a file\n", encoding="ascii")
    kept = opened(tmp_path)
    kept["a"] = b"1"
    assert dict(kept) == {}


def test_a_file_that_another_run_writes_to_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(filled(tmp_path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    kept = opened(tmp_path)
    kept["a"] = b"1"
    assert kept.get("log/1") is None
    other.execute("ROLLBACK")
    other.close()
    assert dict(kept) == CONTENTS


def test_what_another_state_of_the_program_kept_is_not_there_and_goes(tmp_path: Path) -> None:
    file = filled(tmp_path)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET form = 'another' WHERE key <> 'other'")
    connection.close()
    kept = opened(tmp_path)
    assert list(kept) == ["other"]
    kept["more"] = b"more"
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT DISTINCT form FROM kept").fetchall() == [(form_of_program(),)]
    connection.close()
