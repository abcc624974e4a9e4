"""A name beside an event: who that is, in which role on that day, and how well it is supported, in words."""

from dataclasses import dataclass

from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.assurance import Backing, Sources, back_author


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    """A name as shown; ``written`` is how the source gives it, where that is something else."""

    name: str
    written: str | None
    roles: str
    """In words, empty for none: ``quality; for Grace: engineering``."""
    is_agent: bool
    support: str
    why: str
    day_support: str
    why_day: str

    @property
    def title(self) -> str:
        """The support of name and date with the reasons, in one line."""
        day = f"; date {self.day_support}: {self.why_day}" if self.why_day else ""
        return f"name {self.support}: {self.why}{day}"


SUPPORTS_EXPLAINED = {
    "asserted": "one source alone says so",
    "corroborated": "a second source agrees: the person who committed it, the audit log, or the text",
    "authenticated": "a good signature of the commit stands for it",
}


def view_author(commit: CommitRecord, sources: Sources) -> NameView:
    """Who wrote a commit."""
    return view_name(back_author(commit, sources), commit.author or commit.email)


def view_name(backing: Backing, written: str) -> NameView:
    """The view of one name."""
    standing = backing.standing
    acting = (f"for {name}: {role}" for role, name in standing.acting)
    return NameView(
        name=standing.name,
        written=written if written.casefold() != standing.name.casefold() else None,
        roles="; ".join((*standing.roles, *acting)),
        is_agent=standing.kind == "agent",
        support=backing.name.value,
        why=backing.why_name,
        day_support=backing.day.value,
        why_day=backing.why_day,
    )
