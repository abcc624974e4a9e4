"""What the name of a branch says: its role, the system that it is of, the record that it belongs to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

import msgspec

from qms_site.records.documents import Document
from qms_site.records.ids import IdScheme
from qms_site.settings import Settings
from qms_site.settings.model import BranchRule, SystemSettings
from qms_site.text import natural_key
from qms_site.timeline.messages import MessageReader

PRODUCTION = "production"
_LONGEST_NAME = 250
_MOST_PARTS = 12
_PARTS_OF_ID = 8
_MOST_MESSAGES = 50
_BETWEEN = re.compile(r"[-_/]")
_PACKAGE = re.compile(r"(?:.*/)?(?P<package>[^/]+?)(?:-\d+)?")
_NO_LETTER = re.compile(r"[^a-z0-9]+")


class BranchRole(msgspec.Struct, frozen=True, kw_only=True):
    """The role of a branch with its title and governance level in words.

    ``rule`` is the entry of the settings that it follows, None for production and where no pattern fits.
    """

    name: str
    title: str
    level: str | None
    rule: BranchRule | None = None

    @property
    def is_known(self) -> bool:
        """Whether the settings say what such a branch is."""
        return self.name == PRODUCTION or self.rule is not None

    def may_go_into(self, role: str, name: str) -> bool:
        """Whether the settings let such a branch be merged into one of this role and name; where they say nothing, anywhere."""
        allowed = self.rule.merges_into if self.rule else ()
        return not allowed or role in allowed or any(re.fullmatch(pattern, name) for pattern in allowed)


class BranchNames:
    """Reads names of branches by these settings; ``documents`` are those whose ids names may write in another way.

    Messages are read as they are for the ledger.
    """

    def __init__(
        self, settings: Settings, scheme: IdScheme, documents: Iterable[Document], read_message: MessageReader
    ) -> None:
        self._settings = settings
        self._scheme = scheme
        self._read_message = read_message
        self._rules = [(re.compile(rule.pattern), rule) for rule in settings.branches]
        self._called = {word: system.name for system in settings.system for word in _words_for(system, settings)}
        self._written: Mapping[tuple[tuple[int, int, str], ...], str] = {
            natural_key(document.id): document.id for document in documents if settings.is_executable(document.type)
        }

    def role_of(self, name: str, production: str) -> BranchRole:
        """The role of a branch in a repository whose production is called so."""
        if name == production:
            return BranchRole(name=PRODUCTION, title="production", level=self._settings.project.production_level)
        rule = next((rule for form, rule in self._rules if form.fullmatch(name[:_LONGEST_NAME])), None)
        if self._by_pattern(name) and (rule is None or rule.role == "other"):
            rule = next((rule for rule in self._settings.branches if rule.role == "test"), rule)
        if rule is None:
            return BranchRole(name="other", title="branch", level=None)
        return BranchRole(name=rule.role, title=rule.title, level=rule.level, rule=rule)

    def system_of(self, name: str) -> str | None:
        """The system whose environment a branch is by its name: by its patterns, or by the package that it names."""
        by_pattern = self._by_pattern(name)
        package = _PACKAGE.fullmatch(name[:_LONGEST_NAME].lower())
        return by_pattern or (self._called.get(package["package"]) if package else None)

    def record_of(self, name: str) -> str | None:
        """The id of a record that a name has in it, in whichever case, as the record itself writes it if it exists."""
        parts = [part for part in _BETWEEN.split(name[:_LONGEST_NAME].upper()) if part][:_MOST_PARTS]
        for start in range(len(parts)):
            for end in range(min(len(parts), start + _PARTS_OF_ID), start + 1, -1):
                id_ = self._scheme.parse("-".join(parts[start:end]))
                if id_ and self._settings.is_executable(id_.type):
                    return self._written.get(natural_key(id_.text), id_.text)
        return None

    def cited_in(self, messages: Iterable[str]) -> str | None:
        """The record that most of some messages cite, of several the first; the first messages have to do."""
        counts: dict[str, int] = {}
        for message, _ in zip(messages, range(_MOST_MESSAGES), strict=False):
            for id_ in self.records_in(message):
                counts[id_] = counts.get(id_, 0) + 1
        return max(counts, key=counts.__getitem__, default=None)

    def ids_in(self, message: str) -> tuple[str, ...]:
        """Ids of documents that a message cites, each once, also as people type them."""
        found = self._read_message(message)
        return (*found.cites, *found.typed)

    def records_in(self, message: str) -> Iterator[str]:
        """Ids of records in a message."""
        for written in self.ids_in(message):
            id_ = self._scheme.parse(written)
            if id_ and self._settings.is_executable(id_.type):
                yield written

    def _by_pattern(self, name: str) -> str | None:
        systems = self._settings.system
        return next(
            (entry.name for entry in systems if any(fnmatchcase(name, form) for form in entry.environments)), None
        )


def _words_for(system: SystemSettings, settings: Settings) -> Iterator[str]:
    """How a package of a system may be called: like the system, its title, its repository or the folder of that."""
    yield system.name.lower()
    if system.title:
        yield _NO_LETTER.sub("-", system.title.lower()).strip("-")
    if system.repository:
        yield system.repository.lower()
        known = settings.repositories.get(system.repository)
        if known:
            yield known.path.rsplit("/", 1)[-1].lower()
