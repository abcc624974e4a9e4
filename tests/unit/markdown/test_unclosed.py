"""What is never closed, and on which line it begins."""

import pytest

from qms_site.markdown.parsing import parse_body
from qms_site.markdown.unclosed import unclosed_comments, unclosed_fence


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<!-- a\nb", [0]),
        ("text\n<!-- a\n\nb\n", [1]),
        ("> <!-- a\n> b\n\n- <!-- c\n  d\n\nend\n", [0, 3]),
        ("<!-- a -->\n<!-- b\nc\n", [1]),
        ("<p>one\n<!-- b\nc\n\nend", [1]),
        ("<!-- a --> b <!-- c\nd\n", []),
        ("<!-- a\n \n", []),
        ("a <!-- b\nc\n", []),
        ("<!--->\na\n", []),
        ("<script>\n'<!--'\n</script>\n", []),
        ("    <!-- a\n    b\n", []),
        ("[^a]\n\n[^a]: x\n\n    <!-- a\n    b\n", [4]),
    ],
)
def test_comments(body: str, lines: list[int]) -> None:
    assert list(unclosed_comments(parse_body(body))) == lines


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("```\na", 0),
        ("a\n\n  ```\n  b\n  ", 2),
        ("```\na\n    ```\n", 0),
        ("```\na\n``` b\n", 0),
        ("````\na\n```\n", 0),
        ("```\na\n~~~\n", 0),
        ("> ```\n> a\n>", 0),
        ("1. a\n   ```\n   b\n\n   c", 1),
        ("```\na\n```\n\n```\nb\n", 4),
        ("```\na\n```", None),
        ("~~~\na\n~~~~~  \n\n", None),
        ("> ```\n> a\n> ```\n", None),
        ("> ```\n> a\n\nb\n", None),
        ("- ```\n  a\n- b\n", None),
        ("```", None),
        ("```\n\n \n", None),
        ("a ``` b\n", None),
        ("", None),
    ],
)
def test_fences(body: str, line: int | None) -> None:
    assert unclosed_fence(parse_body(body), body) == line
