"""Text that came from documents or from git, as Markdown reports may write it."""

from qms_site.text import printable


def escape_cell(text: str) -> str:
    """One line, as a cell or a part of a sentence that can neither end nor begin anything."""
    plain = " ".join(printable(text).split())
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>|#!~" else character for character in plain)
