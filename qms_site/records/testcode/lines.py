"""Text of a source file and its lines."""

from itertools import accumulate


def decode(data: bytes) -> str:
    """Text whose lines end in a line feed alone; what is no UTF-8 is replaced, which changes no line."""
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def count_code_lines(text: str, leader: str | tuple[str, ...]) -> list[int]:
    """How many lines with code there are up to each line, from 0; blank lines and those of comments alone have none."""
    stripped = (line.strip() for line in text.split("\n"))
    return [0, *accumulate(bool(line) and not line.startswith(leader) for line in stripped)]
