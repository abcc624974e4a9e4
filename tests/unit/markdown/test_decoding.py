"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_site.markdown.decoding import decode_text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbf---\n", "---\n"),
        ("a\u2028b\x85c\x0cd".encode(), "a\u2028b\x85c\x0cd"),
    ],
)
def test_clean_bytes_have_no_problem(data: bytes, text: str) -> None:
    decoded = decode_text(data)
    assert (decoded.text, decoded.problem, decoded.problem_line) == (text, None, None)


@pytest.mark.parametrize(
    ("data", "text", "problem", "line"),
    [
        (b"a\r\nb\n\xff", "a\nb\n\ufffd", "The file is not valid UTF-8: byte 0xFF.", 3),
        (b"\xef\xbb\xbfa\rb\xe9\n", "a\nb\ufffd\n", "The file is not valid UTF-8: byte 0xE9.", 2),
        (b"a\n\0b", "a\n\ufffdb", "The file holds a NUL character.", 2),
    ],
)
def test_replaced_bytes_are_told_with_their_line(data: bytes, text: str, problem: str, line: int) -> None:
    decoded = decode_text(data)
    assert (decoded.text, decoded.problem, decoded.problem_line) == (text, problem, line)


@given(st.binary())
def test_any_bytes_become_text_without_carriage_returns_or_nul(data: bytes) -> None:
    decoded = decode_text(data)
    assert not {"\r", "\0"} & set(decoded.text)
    assert (decoded.problem is None) == (decoded.problem_line is None)


def test_utf_16_is_read_and_told() -> None:
    decoded = decode_text("für\r\nalle".encode("utf-16"))
    assert (decoded.text, decoded.problem) == ("für\nalle", "The file is UTF-16; save it as UTF-8.")
