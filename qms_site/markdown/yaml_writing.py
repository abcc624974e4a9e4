"""Text as YAML, for front matter and configuration that the engine proposes or writes."""

import sys

import yaml


def quote_yaml(text: str) -> str:
    """A text as a double-quoted scalar on one line, whatever is in it."""
    written: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=sys.maxsize)
    return written.strip()
