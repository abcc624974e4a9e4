"""Bytes that are kept between runs in one SQLite file, in a folder of the repository's root that ignores itself.

Whatever is wrong with the file (damaged, foreign, locked, read-only) means only that nothing is kept.
"""

import contextlib
import hashlib
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator, MutableMapping
from functools import cache
from pathlib import Path

FOLDER = ".cache"
"""At the root of a repository; the one other programs keep such things in too."""
_PLACE = f"{FOLDER}/qms-site"
_NAME = "kept.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS kept (form TEXT, key TEXT, check_sum INTEGER, data BLOB, PRIMARY KEY (form, key))"
_MOST_SECONDS = 1.0
"""How long another run may write before this one goes on without."""
# No database, a damaged one, or tables that are not ours.
_FOREIGN = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})


class KeptBytes(MutableMapping[str, bytes]):
    """Bytes by key. What is damaged is not there; what cannot be written is not kept, and nobody is told.

    What another state of the program kept is not there either, and goes when something is written. ``is_own`` says whether
    the folder is nobody else's; it is asked once, and not before there is something to read or to write.
    """

    def __init__(self, root: Path, is_own: Callable[[], bool]) -> None:
        self._file = root / _PLACE / _NAME
        self._ask_whether_own = is_own
        self._is_own: bool | None = None

    def __getitem__(self, key: str) -> bytes:
        row = next(self._select("SELECT check_sum, data FROM kept WHERE form = ? AND key = ?", key), None)
        match row:
            case (int(check_sum), bytes(data)) if zlib.crc32(data) == check_sum:
                return data
            case _:
                raise KeyError(key)

    def __setitem__(self, key: str, data: bytes) -> None:
        self._write("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", key, zlib.crc32(data), data)

    def __delitem__(self, key: str) -> None:
        self._write("DELETE FROM kept WHERE form = ? AND key = ?", key)

    def __iter__(self) -> Iterator[str]:
        rows = self._select("SELECT key FROM kept WHERE form = ? ORDER BY key")
        return (key for (key,) in rows if isinstance(key, str))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _select(self, statement: str, *values: object) -> Iterator[tuple[object, ...]]:
        if not self._file.is_file() or not self._may_use():
            return iter(())
        try:
            with self._connect() as connection:
                return iter(connection.execute(statement, (form_of_program(), *values)).fetchall())
        except (sqlite3.Error, OSError):
            return iter(())

    def _write(self, statement: str, *values: object) -> None:
        if not self._may_use():
            return
        with contextlib.suppress(sqlite3.Error, OSError):
            _make_folder(self._file.parent)
            try:
                self._execute(statement, values)
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _FOREIGN:
                    raise
                self._file.unlink()
                self._execute(statement, values)

    def _execute(self, statement: str, values: tuple[object, ...]) -> None:
        with self._connect() as connection:
            connection.execute(_TABLE)
            connection.execute("DELETE FROM kept WHERE form <> ?", (form_of_program(),))
            connection.execute(statement, (form_of_program(), *values))

    @contextlib.contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._file, timeout=_MOST_SECONDS, isolation_level=None)
        try:
            # Damage is noticed when the bytes are read; waiting for the disk would buy nothing.
            connection.execute("PRAGMA synchronous = OFF")
            yield connection
        finally:
            connection.close()

    def _may_use(self) -> bool:
        if self._is_own is None:
            self._is_own = self._ask_whether_own()
        return self._is_own


@cache
def form_of_program() -> str:
    """A digest of the program's own text, and of the Python that runs it: another may read the same bytes otherwise."""
    place = Path(__file__).parent.parent
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(place.rglob("*.py")):
        digest.update(file.relative_to(place).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _make_folder(folder: Path) -> None:
    """A folder with all that it holds is none of the repository's business."""
    folder.mkdir(parents=True, exist_ok=True)
    ignoring = folder / ".gitignore"
    if not ignoring.exists():
        ignoring.write_text("*\n", encoding="ascii")
