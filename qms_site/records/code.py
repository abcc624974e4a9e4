"""Code as far as it speaks of requirements: which files are read, and the tests and markers in them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

import msgspec
from msgspec import structs
from pathspec.gitignore import GitIgnoreSpec

from qms_site.paths import is_inside
from qms_site.records.item_ids import written_item_ids
from qms_site.records.testcode.blocks import CodeProblem
from qms_site.records.testcode.document_paths import find_opened_paths
from qms_site.records.testcode.reading import CODE_SUFFIXES, MAX_CODE_BYTES, CodeFile, read_code
from qms_site.settings import Settings
from qms_site.sources.snapshot import Wanted
from qms_site.text import digest_of

# What a file must hold somewhere to hold a test; Python's are told by the names of their files.
_MAYBE_TEST = re.compile(rb"test|describe|\bit\b", re.IGNORECASE)
_PYTHON_TEST = re.compile(r"test.*|.*tests?")


class _Pattern(msgspec.Struct, frozen=True):
    files: GitIgnoreSpec
    test: re.Pattern[str]


class CodeReader:
    """Reads the code of any repository by these settings; built once, since patterns are compiled."""

    def __init__(self, settings: Settings, documents_root: str) -> None:
        self._read: dict[tuple[str, str], CodeFile | None] = {}
        self._wanted: dict[str | None, Wanted] = {}
        self._documents_root = documents_root
        self._documents = PurePosixPath(documents_root).name.encode("utf-8", "surrogateescape")
        self._patterns = [
            _Pattern(GitIgnoreSpec.from_lines([entry.files]), re.compile(entry.pattern))
            for entry in settings.test_pattern
        ]
        forms = "|".join(f"(?:{kind.pattern})" for kind in settings.items.values()) or r"(?!)"
        self._ids = re.compile(forms)
        self._named = written_item_ids(settings)

    def wanted(self, repository: str | None) -> Wanted:
        """Which paths of a repository are read: source files, in this one only those that lie outside the documents."""
        if repository not in self._wanted:
            self._wanted[repository] = self._make_wanted(repository)
        return self._wanted[repository]

    def _make_wanted(self, repository: str | None) -> Wanted:
        root = self._documents_root if repository is None else None

        @cache
        def is_wanted(path: str) -> bool:
            is_document = root is not None and root != "." and is_inside(path, root)
            return not is_document and (self._is_source(path) or self._pattern_for(path) is not None)

        return is_wanted

    def read(self, files: Mapping[str, bytes]) -> Iterator[CodeFile]:
        """What the files say, by path; those that can say nothing are passed over."""
        for path, data in sorted(files.items()):
            # Systems whose evidence is at commits of their own have most files in common.
            key = (path, digest_of(data))
            if key not in self._read:
                self._read[key] = self._read_file(path, data)
            if (file := self._read[key]) is not None:
                yield file

    def _read_file(self, path: str, data: bytes) -> CodeFile | None:
        pattern = self._pattern_for(path)
        if pattern is None and not self._may_speak(path, data):
            return None
        file = read_code(path, data, ids=self._ids, pattern=pattern)
        is_test = bool(file.tests) or PurePosixPath(path).stem == "conftest"
        return (
            structs.replace(file, opened=tuple(find_opened_paths(path, data)))
            if is_test and self._documents in data
            else file
        )

    def left_out(self, paths: Iterable[str]) -> Iterator[CodeProblem]:
        """What is told of files that are too large to be read, if they are called like tests: data may be of any size."""
        for path in sorted(paths):
            name = PurePosixPath(path).name.lower()
            if self._pattern_for(path) is not None or "test" in name or "spec" in name:
                message = f"has more than the {MAX_CODE_BYTES // 1024} KiB up to which code is read"
                yield CodeProblem(path=path, message=message)

    def _is_source(self, path: str) -> bool:
        return PurePosixPath(path).suffix.lower() in CODE_SUFFIXES

    def _pattern_for(self, path: str) -> re.Pattern[str] | None:
        return next((entry.test for entry in self._patterns if entry.files.match_file(path)), None)

    def _may_speak(self, path: str, data: bytes) -> bool:
        """Whether a file may hold a test or an id; reading a language costs a hundred times as much as asking this."""
        is_python = path.lower().endswith((".py", ".pyi"))
        if is_python and _PYTHON_TEST.fullmatch(PurePosixPath(path).stem.lower()):
            return True
        if not is_python and _MAYBE_TEST.search(data):
            return True
        return self._named.search(data.decode("utf-8", "replace")) is not None
