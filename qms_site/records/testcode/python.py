"""Python tests as pytest and unittest collect them, read from the syntax tree; nothing is imported."""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from qms_site.records.testcode.blocks import Block, CodeProblem, CodeScan, Comment
from qms_site.records.testcode.lines import count_code_lines, decode
from qms_site.records.testcode.markers import MAYBE_MARKER
from qms_site.text import split_list

MAX_TESTS = 10_000
"""Tests of one file; classes that inherit from each other multiply them."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_TEST_FILE = re.compile(r"test.*|.*_tests?|.*tests")
_TEST_CLASS = re.compile(r"Test.*|.*Tests?|.*TestCase")
# Bases that have no tests of their own.
_BARE_BASES = frozenset(
    {"object", "ABC", "Protocol", "Generic", "Enum", "NamedTuple", "TestCase", "IsolatedAsyncioTestCase"}
    | {"SimpleTestCase", "TransactionTestCase", "LiveServerTestCase", "StaticLiveServerTestCase"}
)


def scan_python(path: str, data: bytes) -> CodeScan:
    """Functions, classes and comments of a file; one that does not parse gives a problem with its line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a compiler says of odd escapes is not for the reader of a report
            tree = ast.parse(data)
    except SyntaxError as error:
        message = f"is not valid Python: {error.msg}"
        return CodeScan(problems=(CodeProblem(path=path, line=error.lineno or None, message=message),))
    except (ValueError, RecursionError, MemoryError) as error:
        return CodeScan(problems=(CodeProblem(path=path, message=f"is not valid Python: {error}"),))
    text = decode(data)
    reader = _Reader(path=path, marks=_read_marks(tree.body), is_test_file=_is_test_file(path))
    lines = text.count("\n") + 1
    blocks = [_module(tree, reader, lines), *reader.read(tree.body, (), is_collected=reader.is_test_file)]
    problem = CodeProblem(path=path, message=f"has more than {MAX_TESTS} tests; the rest is left out")
    return CodeScan(
        blocks=blocks,
        comments=[*_comments(data, text), *_docstrings(tree)],
        code_lines=count_code_lines(text, "#"),
        problems=(problem,) if reader.is_full else (),
        is_whole=not (reader.is_full or reader.is_open or (reader.is_test_file and _imports_all(tree.body))),
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    """Names that stand for ids, as text (``PUMP = "REQ-1"``) or as a mark (``pump = pytest.mark.verifies("REQ-1")``)."""

    texts: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, tuple[str, ...]]

    def verified_in(self, expressions: Iterable[ast.expr]) -> tuple[str, ...]:
        """Ids that marks in these expressions name, each once."""
        found = (id_ for expression in expressions for node in ast.walk(expression) for id_ in self._ids_of(node))
        return tuple(dict.fromkeys(found))

    def strings_in(self, node: ast.expr) -> Iterator[str]:
        """The ids that an argument of a mark gives."""
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield from split_list(part.value)
            elif isinstance(part, ast.Name):
                yield from self.texts.get(part.id, ())

    def _ids_of(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Call) and _last_name(node.func) == "verifies":
            for argument in node.args:
                yield from self.strings_in(argument)
        elif isinstance(node, ast.Name):
            yield from self.marks.get(node.id, ())


@dataclass(slots=True)
class _Methods:
    """What a class hands down: its methods by name, each with the ids of the classes it comes through."""

    functions: dict[str, tuple[_Function, tuple[str, ...]]] = field(default_factory=dict)
    is_unittest: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads a module's statements; remembers the classes of the module, which others may inherit from."""

    path: str
    marks: _Marks
    is_test_file: bool
    classes: dict[str, _Methods] = field(default_factory=dict)
    tests: int = 0
    is_full: bool = False
    is_open: bool = False
    """Whether a class of tests has a base that is defined elsewhere, and may hand down tests."""

    def read(self, body: list[ast.stmt], outer: tuple[str, ...], *, is_collected: bool) -> Iterator[Block]:
        """Blocks of a module or of a class inside a class. A name that is bound again means what it meant last."""
        functions = {}
        for node in _definitions(body):
            if isinstance(node, ast.ClassDef):
                yield from self._read_class(node, outer, is_collected=is_collected)
            else:
                functions[node.name] = node
        for node in functions.values():
            yield from self._function(node, outer, is_collected=is_collected)

    def _read_class(self, node: ast.ClassDef, outer: tuple[str, ...], *, is_collected: bool) -> Iterator[Block]:
        names = (*outer, node.name)
        own = self.marks.verified_in((*node.decorator_list, *_values_of("pytestmark", node.body)))
        bases = [_last_name(base) for base in node.bases]
        parents = [self.classes[base] for base in bases if base in self.classes]
        is_foreign = any(base not in self.classes and base not in _BARE_BASES for base in bases)
        self.is_open |= is_collected and is_foreign and _TEST_CLASS.fullmatch(node.name) is not None
        methods = _Methods(
            is_unittest=any(base.endswith("TestCase") for base in bases)
            or any(parent.is_unittest for parent in parents)
        )
        inherited: dict[str, tuple[_Function, tuple[str, ...]]] = {}
        for parent in reversed(parents) if not self.is_full else ():
            inherited.update(parent.functions)
        inner = [found for found in _definitions(node.body) if isinstance(found, ast.ClassDef)]
        defined = {found.name: (found, ()) for found in _definitions(node.body) if not isinstance(found, ast.ClassDef)}
        bound = {**inherited, **defined}
        self.tests += len(inherited)
        if self.tests > MAX_TESTS:
            self.is_full, bound = True, dict(defined)
        methods.functions = {name: (function, (*ids, *own)) for name, (function, ids) in bound.items()}
        if not outer:
            self.classes[node.name] = methods
        collected = is_collected and self._is_collected(node, methods)
        yield Block(
            names=names,
            first=_first_line(node),
            line=node.lineno,
            last=node.end_lineno or node.lineno,
            is_function=False,
            verifies=own,
        )
        for function, ids in bound.values():
            yield from self._function(function, names, is_collected=collected, ids=ids)
        for found in inner:
            yield from self._read_class(found, names, is_collected=collected)

    def _is_collected(self, node: ast.ClassDef, methods: _Methods) -> bool:
        refused = any(
            isinstance(value, ast.Constant) and not value.value for value in _values_of("__test__", node.body)
        )
        return not refused and (
            methods.is_unittest
            or (node.name.startswith("Test") and methods.functions.keys().isdisjoint(("__init__", "__new__")))
        )

    def _function(
        self, node: _Function, outer: tuple[str, ...], *, is_collected: bool, ids: tuple[str, ...] = ()
    ) -> Iterator[Block]:
        is_test = is_collected and node.name.startswith("test") and not _is_fixture(node)
        self.tests += is_test
        if self.tests > MAX_TESTS:
            self.is_full = True
            return
        yield Block(
            names=(*outer, node.name),
            first=_first_line(node),
            line=node.lineno,
            last=node.end_lineno or node.lineno,
            is_test=is_test,
            verifies=tuple(dict.fromkeys((*self.marks.verified_in(node.decorator_list), *ids))),
            scope=(*PurePosixPath(self.path).with_suffix("").parts, *outer),
            titles=(node.name,),
        )


def _module(tree: ast.Module, reader: _Reader, lines: int) -> Block:
    verifies = reader.marks.verified_in(_values_of("pytestmark", tree.body))
    return Block(names=(), first=1, line=1, last=lines, is_function=False, verifies=verifies)


def _is_test_file(path: str) -> bool:
    return _TEST_FILE.fullmatch(PurePosixPath(path).stem) is not None


def _definitions(body: list[ast.stmt]) -> Iterator[_Function | ast.ClassDef]:
    """Functions and classes that a body binds, also under a condition; not those inside functions."""
    waiting: list[ast.AST] = [*reversed(body)]
    while waiting:
        match waiting.pop():
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as node:
                yield node
            case ast.If() | ast.Try() | ast.With() | ast.For() | ast.While() | ast.ExceptHandler() as node:
                parts = (getattr(node, part, ()) for part in ("body", "handlers", "orelse", "finalbody"))
                waiting += reversed([inner for part in parts for inner in part])
            case _:
                pass


def _values_of(name: str, body: list[ast.stmt]) -> Iterator[ast.expr]:
    for node in body:
        match node:
            case ast.Assign(targets=targets, value=value) if any(_last_name(target) == name for target in targets):
                yield value
            case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if found == name:
                yield value
            case _:
                pass


def _read_marks(body: list[ast.stmt]) -> _Marks:
    texts: dict[str, tuple[str, ...]] = {}
    verifies: dict[str, tuple[str, ...]] = {}
    marks = _Marks(texts, verifies)
    for node in body:
        if not isinstance(node, ast.Assign):
            continue
        names = [target.id for target in node.targets if isinstance(target, ast.Name) and target.id != "pytestmark"]
        if verified := marks.verified_in([node.value]):
            verifies.update(dict.fromkeys(names, verified))
        elif isinstance(node.value, ast.Constant | ast.Tuple | ast.List):
            texts.update(dict.fromkeys(names, tuple(marks.strings_in(node.value))))
    return marks


def _imports_all(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names) for node in body)


def _last_name(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _is_fixture(node: _Function) -> bool:
    return any(
        _last_name(decorator.func if isinstance(decorator, ast.Call) else decorator) == "fixture"
        for decorator in node.decorator_list
    )


def _first_line(node: _Function | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _comments(data: bytes, text: str) -> Iterator[Comment]:
    """Comments, if one of them may be a marker; to tell them from strings takes longer than all the rest."""
    if not any(MAYBE_MARKER.search(line, line.index("#")) for line in text.split("\n") if "#" in line):
        return
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT:
                yield Comment(token.start[0], token.string)
    except (tokenize.TokenError, SyntaxError):
        return


def _docstrings(tree: ast.Module) -> Iterator[Comment]:
    for node in (tree, *_documented(tree.body)):
        match node.body:
            case [ast.Expr(value=ast.Constant(value=str() as text, lineno=first)), *_] if MAYBE_MARKER.search(text):
                for number, line in enumerate(text.split("\n"), start=first):
                    yield Comment(number, line, is_doc=True)
            case _:
                pass


def _documented(body: list[ast.stmt]) -> Iterator[_Function | ast.ClassDef]:
    for node in _definitions(body):
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _documented(node.body)
