"""Who stands behind user names of audit logs, authors of commits and names in texts, and in which role on a day."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Literal

import msgspec

from qms_site.settings import PersonSettings
from qms_site.sources.snapshot import CommitRecord
from qms_site.text import composed

Kind = Literal["person", "agent"]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is on a day: two are the same one if their ``identity`` is.

    ``roles`` are those of the settings on that day, ``acting`` those of others for whom they may act, with their names.
    """

    identity: str
    name: str
    kind: Kind = "person"
    is_known: bool = False
    """Whether the settings name them."""
    roles: tuple[str, ...] = ()
    acting: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of the settings, and all authors of commits, joined by what they have in common."""

    entries: Mapping[str, PersonSettings] = field(default_factory=lambda: MappingProxyType({}))
    identities: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By key of the settings, by ``n:`` and name, and by ``e:`` and address: one identity for all that belong together."""
    keys_by_user: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    keys_by_email: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    addressed: frozenset[str] = frozenset()
    """Identities of which the settings give addresses: nobody is one of them by a name alone."""

    def of_user(self, user: str, day: date | None) -> Standing:
        """Whom a user name, or a name in a text, means; one with an address means whoever has that address."""
        name = normal_name(user)
        keys = self.keys_by_user.get(name, ())
        address = None if keys else _ADDRESS.search(user)
        if address:
            return self.of_author(user[: address.start()].strip(), address["address"], day)
        return self._standing(keys, f"n:{name}", user, day)

    def of_author(self, name: str, email: str, day: date | None) -> Standing:
        """Whom name and address of a commit mean: the address decides, the name where settings give nobody an address."""
        keys = self.keys_by_email.get(email.strip().casefold(), ())
        if not keys:
            named = self.keys_by_user.get(normal_name(name), ())
            keys = tuple(key for key in named if self.identities[key] not in self.addressed)
        return self._standing(keys, _node_of(name, email), name or email, day)

    def author_of(self, commit: CommitRecord) -> Standing:
        """Who wrote a commit."""
        return self.of_author(commit.author, commit.email, _day_of(commit))

    def committer_of(self, commit: CommitRecord) -> Standing:
        """Who committed what the author wrote."""
        return self.of_author(commit.committer, commit.committer_email, _day_of(commit))

    def _standing(self, keys: tuple[str, ...], node: str, written: str, day: date | None) -> Standing:
        if not keys:
            return Standing(identity=self.identities.get(node, node), name=written)
        identity = self.identities[keys[0]]
        own = [key for key in self.entries if self.identities[key] == identity]
        present = [key for key in own if _holds(self.entries[key], day)]
        first = next((key for key in present if key in keys), keys[0])
        return Standing(
            identity=identity,
            name=self.entries[first].name or first,
            kind=self.entries[first].kind,
            is_known=True,
            roles=tuple(dict.fromkeys(role for key in present if (role := self.entries[key].role))),
            acting=tuple(self._acting(own, day)),
        )

    def _acting(self, own: list[str], day: date | None) -> Iterator[tuple[str, str]]:
        for key, entry in self.entries.items():
            if entry.delegate in own and key not in own and entry.role and _holds(entry, day):
                yield entry.role, entry.name or key


def join_people(settings: Mapping[str, PersonSettings], commits: Iterable[CommitRecord]) -> People:
    """The people of the settings with those who wrote commits.

    Entries with a name, a user name or an address in common are one person in several roles; an agent that works under
    the address of a person is not that person. Authors whom no entry names are joined by name and address.
    """
    joined = _Joined()
    keys_by_user: dict[str, list[str]] = defaultdict(list)
    keys_by_email: dict[str, list[str]] = defaultdict(list)
    for key, entry in settings.items():
        joined.find(key)
        for name in {normal_name(name) for name in (key, entry.name or key, *entry.users)}:
            keys_by_user[name].append(key)
            joined.join(key, f"n:{name}")
        for email in entry.emails:
            keys_by_email[email.strip().casefold()].append(key)
            if entry.kind == "person":
                joined.join(key, f"e:{email.strip().casefold()}")
    for email, keys in keys_by_email.items():  # a person comes first where agents work under the same address
        keys_by_email[email] = sorted(keys, key=lambda key: settings[key].kind != "person")
    addressed = frozenset(joined.find(key) for key, entry in settings.items() if entry.emails)
    for name, email in dict.fromkeys(_signed(commits)):
        node, address = f"n:{normal_name(name)}", email.strip().casefold()
        is_free = address not in keys_by_email and not address.startswith(_NOBODY)
        if normal_name(name) and is_free and joined.find(node) not in addressed:
            joined.join(node, f"e:{address}")
    return People(
        entries=MappingProxyType(dict(settings)),
        identities=MappingProxyType(joined.roots()),
        keys_by_user=MappingProxyType({name: tuple(keys) for name, keys in keys_by_user.items()}),
        keys_by_email=MappingProxyType({email: tuple(keys) for email, keys in keys_by_email.items()}),
        addressed=frozenset(joined.find(key) for key, entry in settings.items() if entry.emails),
    )


def normal_name(name: str) -> str:
    """``Ada  Example`` and ``ada example`` are one name, and so is one with signs that nobody sees."""
    plain = composed(name)
    if not plain.isascii():
        plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return " ".join(plain.split()).casefold()


def is_nobody(email: str) -> bool:
    """Whether an address stands for no person: that of a hosting site which merged at the click of one."""
    return email.strip().casefold().startswith(_NOBODY)


_ADDRESS = re.compile(
    r"(?:\A|[\s<(])(?P<address>[^\s<>()@,;]{1,100}@[^\s<>()@,;]{1,200}\.[^\s<>()@,;.]{1,60})[>)]?\s*\Z"
)
_NOBODY = ("noreply@", "no-reply@", "donotreply@")


_SIGNED = attrgetter("author", "email", "committer", "committer_email")


def _signed(commits: Iterable[CommitRecord]) -> Iterator[tuple[str, str]]:
    for author, email, committer, committer_email in dict.fromkeys(map(_SIGNED, commits)):
        yield author, email
        if committer:
            yield committer, committer_email


def _node_of(name: str, email: str) -> str:
    address = email.strip().casefold()
    return f"e:{address}" if address and not address.startswith(_NOBODY) else f"n:{normal_name(name)}"


def _holds(entry: PersonSettings, day: date | None) -> bool:
    return day is None or ((entry.from_ is None or entry.from_ <= day) and (entry.until is None or day <= entry.until))


def _day_of(commit: CommitRecord) -> date | None:
    return commit.committed.date() if commit.committed else None


class _Joined:
    """Sets of names that belong together; the first of a set stands for it."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, node: str) -> str:
        """The one that stands for a node's set."""
        self._above.setdefault(node, node)
        while self._above[node] != node:
            self._above[node] = self._above[self._above[node]]
            node = self._above[node]
        return node

    def join(self, node: str, other: str) -> None:
        """Make one set of two."""
        self._above[self.find(other)] = self.find(node)

    def roots(self) -> dict[str, str]:
        """Every node with the one that stands for it."""
        return {node: self.find(node) for node in list(self._above)}
