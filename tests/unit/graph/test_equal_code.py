import pytest

from qms_site.graph.equal_code import Apart, equal_but_for, places_of_tests
from qms_site.sources.memory import read_memory

OWN, OTHER = "a" * 40, "b" * 40
CODE = {"src/a.py": "1", "src/QMS/x.md": "1", "QMS/.meta/x.json": "1", "docs/deep/x.md": "1"}


def is_equal(changed: dict[str, str | None], documents_root: str | None) -> bool:
    other = {path: text for path, text in {**CODE, **changed}.items() if text is not None}
    code = read_memory({}, code={(None, OWN): CODE, (None, OTHER): other}).code
    return [*equal_but_for(code, None, OWN, [OTHER], Apart(documents_root=documents_root))] == [OTHER]


@pytest.mark.verifies("REQ-TRC-008")
@pytest.mark.parametrize(
    ("changed", "roots"),
    [
        ({}, {"src/QMS", "QMS", ".", None}),
        ({"src/QMS/x.md": "2"}, {"src/QMS", "."}),
        ({"src/QMS/x.md": None}, {"src/QMS", "."}),
        ({"src/QMS/new/y.py": "2"}, {"src/QMS"}),
        ({"src/a.py": "2"}, set()),
        ({"src/b.py": "2"}, set()),
        ({"lib/b.py": "2"}, set()),
        ({"QMS/.meta/x.json": "2"}, {"QMS", "."}),
        ({"docs/deep/x.md": "2", "docs/deep/y.md": "2"}, {"."}),
    ],
)
def test_commits_are_equal_but_for_documents(changed: dict[str, str | None], roots: set[str | None]) -> None:
    assert {root for root in ("src/QMS", "QMS", ".", None) if is_equal(changed, root)} == roots


@pytest.mark.parametrize(
    ("test", "place"),
    [
        ("tests/unit/test_x.py", {"tests"}),
        ("product/integration_tests/test_x.py", {"product/integration_tests"}),
        ("web/__tests__/x.ts", {"web/__tests__"}),
        ("test_x.py", {"test_x.py"}),
        ("src/tests/test_x.py", set()),
    ],
)
def test_tests_lie_in_the_outermost_folder_of_tests(test: str, place: set[str]) -> None:
    assert places_of_tests([test], ["src"]) == place
