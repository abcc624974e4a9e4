"""Line coverage of files, from Cobertura's XML, ``coverage json`` and LCOV."""

import json
import posixpath
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

import msgspec

from qms_site.records.xml_files import ReportProblem, check_size, parse_xml, tag_of

_MOST_PARTS = 40


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many lines of a file were run, of those that can be. A file that has none is not listed."""

    path: str
    covered: int
    total: int
    source: str
    """Path of the report."""


class _Lines(msgspec.Struct):
    """Lines of one file: run, or not; or just their numbers where the report does not list them."""

    hit: set[int] = msgspec.field(default_factory=set)
    all: set[int] = msgspec.field(default_factory=set)
    covered: int = 0
    total: int = 0


def read_coverage(path: str, data: bytes, *, known: Collection[str] = ()) -> Iterator[Coverage | ReportProblem]:
    """Coverage of each file, by path; the form is told by the first character. Never raises.

    ``known`` are the repository's paths: a file is placed at the one that ends as the report names it, or in which that
    ends, since reports name files from wherever they were written. Without, paths are as written, with ``/``.
    """
    if problem := check_size(path, data):
        yield problem
        return
    begin = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    reader = {b"<": _read_cobertura, b"{": _read_json}.get(begin, _read_lcov)
    places = _Places(known)
    found: dict[str, _Lines] = {}
    for entry in reader(path, data):
        if isinstance(entry, ReportProblem):
            yield entry
            continue
        names, lines = entry
        _merge(found.setdefault(places.of(names), _Lines()), lines)
    for name, lines in sorted(found.items()):
        covered, total = len(lines.hit) or lines.covered, len(lines.all) or lines.total
        if total > 0:
            yield Coverage(path=name, covered=min(covered, total), total=total, source=path)


_Entry = tuple[tuple[str, ...], _Lines]


class _Places:
    """Paths of the repository by each of their endings; an ending that two have is nobody's."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)
        self._by_ending: dict[str, str | None] = {}
        for path in known:
            for ending in _endings(path):
                self._by_ending[ending] = path if self._by_ending.get(ending, path) == path else None

    def of(self, names: tuple[str, ...]) -> str:
        """Where a file is that a report names in these ways, the fullest first; as last named if nobody knows."""
        for name in names:
            found = next((ending for ending in _endings(name) if ending in self._known), None)
            if found:
                return found
        return next((found for name in names if (found := self._by_ending.get(name))), names[-1])


def _endings(path: str) -> Iterator[str]:
    parts = [part for part in path.split("/") if part][-_MOST_PARTS:]
    return ("/".join(parts[place:]) for place in range(len(parts)))


def _merge(into: _Lines, lines: _Lines) -> None:
    into.hit |= lines.hit
    into.all |= lines.all
    into.covered, into.total = max(into.covered, lines.covered), max(into.total, lines.total)


def _clean(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/"))


def _read_cobertura(path: str, data: bytes) -> Iterator[_Entry | ReportProblem]:
    root = parse_xml(path, data)
    if isinstance(root, ReportProblem):
        yield root
        return
    if tag_of(root) != "coverage":
        yield ReportProblem(path=path, message=f"is no coverage report: it begins with <{tag_of(root)[:60]}>")
        return
    folders = [entry.text.strip() for entry in root.iterfind("sources/source") if entry.text and entry.text.strip()]
    for element in root.iter("class"):
        name = element.get("filename")
        if name:
            yield (
                (*(_clean(f"{folder}/{name}") for folder in folders[:_MOST_PARTS]), _clean(name)),
                _cobertura_lines(element),
            )


def _cobertura_lines(element: Element) -> _Lines:
    lines = _Lines()
    for entry in element.iterfind("lines/line"):
        number, hits = _number(entry.get("number")), _number(entry.get("hits"))
        if number is not None:
            lines.all.add(number)
            if hits:
                lines.hit.add(number)
    return lines


def _read_json(path: str, data: bytes) -> Iterator[_Entry | ReportProblem]:
    try:
        files = json.loads(data)["files"].items()
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        yield ReportProblem(path=path, line=line, message="is not valid JSON")
        return
    except (KeyError, TypeError, AttributeError):
        yield ReportProblem(path=path, message="is no coverage report: it lists no files")
        return
    for name, entry in files:
        try:
            hit = {int(line) for line in entry["executed_lines"]}
            lines = _Lines(hit=hit, all=hit | {int(line) for line in entry["missing_lines"]})
        except (KeyError, TypeError, ValueError, OverflowError):
            yield ReportProblem(path=path, message=f"does not say which lines of {name[:60]!r} were run")
            continue
        yield (_clean(name),), lines


def _read_lcov(path: str, data: bytes) -> Iterator[_Entry | ReportProblem]:
    name, lines, found = "", _Lines(), False
    for line in data.decode("utf-8-sig", "replace").splitlines():
        key, _, value = line.strip().partition(":")
        if key == "SF":
            name, lines, found = value, _Lines(), True
        elif key == "end_of_record" and name:
            yield (_clean(name),), lines
            name = ""
        else:
            _read_lcov_line(key, value, lines)
    if name:
        yield ReportProblem(path=path, message=f"ends in the middle of {name[:60]!r}")
    if not found:
        yield ReportProblem(path=path, message="is no coverage report: neither Cobertura, nor JSON, nor LCOV")


def _read_lcov_line(key: str, value: str, lines: _Lines) -> None:
    number, _, hits = value.partition(",")
    place = _number(number)
    if place is None:
        return
    match key:
        case "DA":
            lines.all.add(place)
            if _number(hits.partition(",")[0]):
                lines.hit.add(place)
        case "LF":
            lines.total = place
        case "LH":
            lines.covered = place
        case _:
            pass


def _number(written: str | None) -> int | None:
    text = (written or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**63)) else None
