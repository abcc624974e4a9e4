"""Exceptions: each one means "I could not run". What is wrong with the documents is a finding, not an exception."""

from collections.abc import Iterable


class QmsSiteError(Exception):
    """The run is impossible; the message says why and what to do, in a sentence or two for the person at the terminal."""


class SettingsError(QmsSiteError):
    """``qms.toml`` cannot be used. Carries every problem of the file, not only the first."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class SourceError(QmsSiteError):
    """The repository, revision or folder that was asked for cannot be read."""
