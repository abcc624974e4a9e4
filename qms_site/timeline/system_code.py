"""Which systems a path, or a commit, belongs to by the settings, in this repository and in others."""

import posixpath
from collections.abc import Iterable

from qms_site.settings import Settings
from qms_site.sources.snapshot import CommitRecord


class SystemCode:
    """The code of the configured systems by its places; ``base`` is the folder of the settings.

    A system that has a repository of its own, and says no more, has all of it.
    """

    def __init__(self, settings: Settings, base: str = ".") -> None:
        self._places: dict[str | None, dict[str, tuple[str, ...]]] = {}
        self._found: dict[tuple[str | None, str], tuple[str, ...]] = {}
        for system in settings.system:
            folder = base if system.repository is None else "."
            own = self._places.setdefault(system.repository, {})
            for written in system.code or (() if system.repository is None else (".",)):
                place = posixpath.normpath(posixpath.join(folder, written))
                own[place] = (*own.get(place, ()), system.name)

    def of_path(self, repository: str | None, path: str) -> tuple[str, ...]:
        """Names of the systems whose code a file is."""
        own = self._places.get(repository)
        if not own:
            return ()
        above = self._of_folder(repository, path.rpartition("/")[0])
        return (*own[path], *above) if path in own else above

    def touched(self, repository: str | None, commits: Iterable[CommitRecord]) -> tuple[str, ...]:
        """Names of the systems whose code these commits changed; what merges brought is that of others."""
        if repository not in self._places:
            return ()
        paths = {change.path for commit in commits if len(commit.parents) <= 1 for change in commit.changes}
        return tuple(sorted({name for path in paths for name in self.of_path(repository, path)}))

    def _of_folder(self, repository: str | None, folder: str) -> tuple[str, ...]:
        """The systems of a folder and of all above it; paths may be deeper than functions may call themselves."""
        known = self._found.get((repository, folder))
        if known is None:
            own = self._places[repository]
            found: list[str] = []
            place = folder
            while place:
                found += own.get(place, ())
                place = place.rpartition("/")[0]
            known = self._found[repository, folder] = (*found, *own.get(".", ()))
        return known
