"""What ``qms.toml`` may say. Every key has a default, its field's description is its line in the reference."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from qms_site.settings.base import SettingsTable, normalise_status
from qms_site.settings.lifecycles import Lifecycle, Stage, State, StatesByAlias
from qms_site.settings.values import (
    CodePath,
    FindingCode,
    FolderPattern,
    HostingKind,
    HttpUrl,
    InsidePath,
    LinePattern,
    MovedPath,
    Pattern,
    ProfileName,
)


class ProjectSettings(SettingsTable):
    """The project as a whole."""

    name: str = Field("Quality management system", description="Name shown on the site.")
    documents: InsidePath = Field("QMS", description="Root folder of the controlled documents, relative to this file.")
    profile: ProfileName = Field(
        "gmp", description="Preset of document types, lifecycles, aliases, items, rules and branch patterns."
    )
    production: str = Field("main", description="Name of the production branch.")
    url: HttpUrl | None = Field(
        None, description="Web address of this repository at its hosting site; links to code go there."
    )
    hosting: HostingKind | None = Field(
        None,
        description="Kind of the hosting site, which says how its addresses are formed; omitted: by the name of the host.",
    )
    html: Literal["clean", "keep"] = Field(
        "clean", description="Raw HTML in documents: passed through the allow list, or kept as it is."
    )
    governance_start: date | None = Field(
        None,
        description="Day from which the rules bind; what came before is history.",
    )
    governance_start_commit: Annotated[str, Field(pattern=r"^[0-9a-f]{7,64}$")] | None = Field(
        None, description="Commit from which the rules bind, instead of a day."
    )
    open_child_days: int = Field(
        90,
        ge=0,
        description="How long a child may stay open under a closed record: a variance whose plan is approved, an addendum.",
    )
    grace_days: float = Field(
        1.0,
        ge=0,
        le=3650,
        description="How long after its execution a record may still be cited by a commit: late, which is no violation.",
    )
    lead_days: float = Field(
        0.0,
        ge=0,
        le=3650,
        description="How long before its execution a record may be cited by a commit already, without a violation.",
    )
    execution_branches: Literal["required", "optional"] = Field(
        "optional",
        description="Whether governed code may change on production only through the merge of an execution branch.",
    )
    require_merges: bool = Field(
        default=False,
        description="Whether production may change only through merges, so that a commit made on it is a finding.",
    )
    production_level: str = Field("controlled and qualified", description="Governance level of production, in words.")
    max_document_kib: int = Field(4096, ge=1, le=65536, description="Larger documents are listed, but not read.")
    signatures: Literal["off", "verify"] = Field(
        "off",
        description="Whether git is asked if the commits that carry approvals, or speak for names in tables, are signed; "
        "it runs a program for each.",
    )


class RepositorySettings(SettingsTable):
    """Another repository that documents speak of: a submodule, or any clone."""

    path: InsidePath = Field(description="Where its clone is, relative to this file.")
    url: HttpUrl | None = Field(None, description="Web address at its hosting site, only for links.")
    hosting: HostingKind | None = Field(
        None,
        description="Kind of its hosting site, which says how addresses are formed; omitted: by the name of the host.",
    )
    production: str | None = Field(None, description="Name of its production branch; omitted: that of the project.")


class Exemption(SettingsTable):
    """Files that may differ between what was tested and production; they stay listed, with the reason."""

    pattern: FolderPattern = Field(description="Pattern of the files, by their paths in production.")
    reason: str = Field(min_length=1, description="Why they may differ.")


class SystemSettings(SettingsTable):
    """A body of code that is governed and qualified as one."""

    name: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*$")] = Field(
        description="Namespace: `QMS` has SDLC-QMS-RS, -DS and -RTM."
    )
    title: str | None = Field(None, description="Name in words.")
    release_name: str | None = Field(
        None,
        pattern=r"^[A-Za-z][\w-]{0,60}$",
        description="What its releases are called, where not by its name: `CLI` for CLI-1.0.",
    )
    owner: str | None = Field(None, description="Who answers for it, as the inventory of systems shows it.")
    criticality: str | None = Field(None, description="How much depends on it, in words, as the inventory shows it.")
    repository: str | None = Field(None, description="Key of a configured repository; omitted: this one.")
    code: tuple[CodePath, ...] = Field(
        (),
        description="Governed paths, relative to this file or to the repository named: files, and folders with all they hold.",
    )
    environments: tuple[str, ...] = Field(
        (),
        description="Patterns of its test environments' branches; `*` stands for any part of a name. Without any, "
        "`test/<package>-NNN` is one of the system that is called like the package.",
    )
    moved: dict[MovedPath, MovedPath] = Field(
        {},
        description="Where code that was tested at one path lies in production: before to after, files or folders, relative to "
        "this file or to the repository named, whose own folder may stand before the path. `/` behind the path after says that a "
        "file keeps its name in that folder. Acceptance compares through it, and wants nothing left in production at the path "
        "before.",
    )
    exempt: tuple[Exemption, ...] = Field(
        (),
        description="Files that may differ between what was tested and production: tables with `pattern` (of paths in production, "
        "relative to this file or to the repository named; `*` stands for any part of a name, `**` for any folders) and `reason`.",
    )
    artefacts: tuple[FolderPattern, ...] = Field(
        (),
        description="Built artefacts and lock files whose digests records may state: patterns of files, relative to this file or "
        "to the repository named, whether git knows them or not. Acceptance holds what lies there against the digest. Packages and "
        "lock files with usual names (`*.whl`, `*.lock`) are known without an entry, and can be given with `--artefact`.",
    )


class AuditSettings(SettingsTable):
    """What audit logs are like where they are kept as the work goes on."""

    most_per_second: int = Field(
        4, ge=1, description="Events that a tool may write in one second into one log; more were written afterwards."
    )
    clock_skew_minutes: int = Field(
        5,
        ge=0,
        description="How far two clocks may differ: how much later than the commit that brought it an event may be dated, and "
        "how long before its release a record may be cited by a commit without a violation.",
    )
    left_out: tuple[State, ...] = Field(
        ("CHECKOUT", "CHECKIN"),
        description="Kinds of events that may change the state of a document without the log telling it.",
    )


class ResultsSettings(SettingsTable):
    """Where results of tests and coverage are found: patterns of files, relative to this file."""

    junit: tuple[FolderPattern, ...] = Field(
        (), description="JUnit XML files; `*` stands for any part of a name, `**` for any folders."
    )
    coverage: tuple[FolderPattern, ...] = Field(
        (), description="Coverage reports: Cobertura XML, `coverage json` or LCOV."
    )


class TestPattern(SettingsTable):
    """Tests of a language that is not known: which files, and what a test looks like in one of their lines."""

    files: FolderPattern = Field(
        description="Pattern of the files; `*` stands for any part of a name, `**` for any folders."
    )
    pattern: LinePattern = Field(
        description="Regular expression that is searched in each line; its group `name`, else its first, is the test's name."
    )


class DocumentType(SettingsTable):
    """A kind of controlled document."""

    title: str | None = Field(None, description="Name in words, singular.")
    plural: str | None = Field(None, description="Name in words, plural.")
    pattern: Pattern | None = Field(
        None, description="Regular expression that the whole id (or a child's last part) matches."
    )
    lifecycle: str = Field("non-executable", description="Name of its lifecycle.")
    first: tuple[State, ...] = Field(
        (),
        description="States in which its documents begin, where they are not those of the lifecycle.",
    )
    folder: FolderPattern | None = Field(
        None,
        description="Folder of its documents below the documents root; `*` stands for any part of a folder's name.",
    )
    role: Literal["requirements", "design", "matrix"] | None = Field(
        None,
        description="What its documents are to a system: they define what it must do, how it is made, or trace what shows it.",
    )
    template: str | None = Field(
        None, description="Document whose sections its documents must have; omitted: `TEMPLATE-` and the type."
    )
    sections: tuple[str, ...] = Field(
        (), description="Headings that its documents must have, instead of those of the template."
    )
    required_reviewers: tuple[str, ...] = Field(
        (),
        description="Roles, people or user names that must have reviewed or approved what is approved; none: any will do.",
    )


class ItemKind(SettingsTable):
    """A kind of statement with an id of its own: requirement, design item, hazard and so on."""

    title: str = Field(description="Name in words, singular.")
    pattern: Pattern = Field(description="Regular expression that the whole id matches.")
    types: tuple[str, ...] = Field((), description="Document types that define such items; none named: any.")


class BranchRule(SettingsTable):
    """What a branch is, by its name."""

    pattern: Pattern = Field(description="Regular expression that the whole branch name matches.")
    role: Literal["test", "genesis", "execution", "other"] = Field(description="Role of such a branch.")
    title: str = Field(description="Name of the role in words.")
    level: str | None = Field(None, description="Governance level of such a branch, in words.")
    max_days: int | None = Field(None, ge=1, description="Days after which a branch that is not merged is a finding.")
    merges_into: tuple[LinePattern, ...] = Field(
        (),
        description="Where it may be merged: roles (also `production`), or regular expressions of whole names; none: anywhere.",
    )
    merge: Literal["merge-commit", "any"] = Field(
        "any", description="How it may be merged; `merge-commit` keeps its commits reachable under their own hashes."
    )


class Approach(SettingsTable):
    """A row of the decision table: which approach is meant for which kind of change."""

    change: str = Field(min_length=1, description="The kind of change.")
    approach: str = Field(min_length=1, description="What to do.")
    branch: str | None = Field(None, description="What its branch is called, where it has one.")
    note: str | None = Field(None, description="Why, or what to mind.")


class PersonSettings(SettingsTable):
    """Who stands behind audit users and git authors. Whoever changes roles has an entry for each, with the same addresses."""

    name: str | None = Field(None, description="Name as shown.")
    emails: tuple[str, ...] = Field((), description="Addresses in git commits.")
    users: tuple[str, ...] = Field((), description="User names in audit logs.")
    role: str | None = Field(None, description="Role in the quality system.")
    kind: Literal["person", "agent"] = Field("person", description="A human being, or a program that acts.")
    delegate: str | None = Field(None, description="Key of the person who may act instead.")
    from_: date | None = Field(None, alias="from", description="First day in this role.")
    until: date | None = Field(None, description="Last day in this role.")


Level = Literal["off", "note", "warning", "error"]


class RuleSettings(SettingsTable):
    """How much findings of one rule matter, and since which version of a procedure its duty binds; a level alone will do."""

    level: Level = Field(description="Severity, or off.")
    since: Annotated[str, Field(pattern=r"^\S+ \S+$")] | None = Field(
        None,
        description='Procedure and version that state the duty: "SOP-005 7.0". Nothing is judged that happened before that version '
        "took effect.",
    )


def _from_level(rule: object) -> object:
    """`GIT401 = "error"` is short for `GIT401 = { level = "error" }`."""
    return {"level": rule} if isinstance(rule, str) else rule


WrittenRule = Annotated[RuleSettings, BeforeValidator(_from_level, json_schema_input_type=Level | RuleSettings)]


class Suppression(SettingsTable):
    """The tool is wrong here: a finding that is not counted, but stays visible."""

    rule: FindingCode = Field(description="Code of the finding.")
    subject: str = Field(min_length=1, description="Record or item concerned, as the finding names it.")
    reason: str = Field(min_length=1, description="Why the tool is wrong.")


class ExceptionSettings(SettingsTable):
    """Reality is wrong, and an approved record accepted it."""

    rule: FindingCode = Field(description="Code of the finding.")
    subject: str = Field(min_length=1, description="Record or item concerned, as the finding names it.")
    reason: str = Field("", description="In a sentence.")
    record: str = Field(description="The approved record that accepts it.")
    until: date | None = Field(None, description="Last day on which it holds.")


_MATRIX = re.compile(r"\btrac(?:e|eability|ing)[ _-]*(?:matrix|table)\b", re.IGNORECASE)


class Settings(SettingsTable):
    """A whole ``qms.toml`` over its profile; immutable."""

    project: ProjectSettings = ProjectSettings()
    system: tuple[SystemSettings, ...] = ()
    repositories: dict[str, RepositorySettings] = Field({})
    types: dict[str, DocumentType] = Field({})
    lifecycles: dict[str, Lifecycle] = Field({})
    aliases: StatesByAlias = Field(
        {},
        description="Status as documents write it (any case), to the state it means, in lifecycles that have that state.",
    )
    items: dict[str, ItemKind] = Field({})
    branches: tuple[BranchRule, ...] = ()
    approach: tuple[Approach, ...] = ()
    audit: AuditSettings = AuditSettings()
    results: ResultsSettings = ResultsSettings()
    test_pattern: tuple[TestPattern, ...] = ()
    people: dict[str, PersonSettings] = Field({})
    rules: dict[FindingCode, WrittenRule] = Field({})
    suppression: tuple[Suppression, ...] = ()
    exception: tuple[ExceptionSettings, ...] = ()

    def state_of(self, written: str, type_name: str) -> str:
        """The state that a status means for a type, in capitals: through the aliases, without case; unknown ones as written.

        An alias of the lifecycle comes first; one for all lifecycles counts only where its state exists.
        """
        return self.state_in(self.lifecycle_of(type_name), written)

    def state_in(self, lifecycle: Lifecycle, written: str) -> str:
        """The state that a status means in a lifecycle."""
        status = normalise_status(written)
        meant = lifecycle.aliases.get(status) or self.aliases.get(status)
        return meant if meant in lifecycle.states else status

    def lifecycle_of(self, type_name: str) -> Lifecycle:
        """The lifecycle of a document type; a type that no profile knows has the non-executable one."""
        known = self.types.get(type_name)
        return self.lifecycles[known.lifecycle if known else "non-executable"]

    def is_executable(self, type_name: str) -> bool:
        """Whether documents of this type are executed (they have a state that means execution)."""
        return Stage.EXECUTION in self.lifecycle_of(type_name).states.values()

    def role_of(self, type_name: str) -> str | None:
        """What documents of a type are to a system: ``requirements``, ``design``, ``matrix``, or None.

        A type that no profile knows is a matrix if its name says so (``Traceability Matrix``).
        """
        known = self.types.get(type_name)
        if known:
            return known.role
        return "matrix" if _MATRIX.search(type_name) else None

    def production_of(self, repository: str | None) -> str:
        """The production branch of a repository; None is this one."""
        other = self.repositories.get(repository) if repository else None
        return (other.production if other else None) or self.project.production

    def stage_of(self, type_name: str, state: str | None) -> Stage | None:
        """What a state means for a type; None where the lifecycle does not have it."""
        return self.lifecycle_of(type_name).states.get(state) if state else None

    def first_states_of(self, type_name: str) -> tuple[str, ...]:
        """States in which a document of this type may begin; none where neither type nor lifecycle says."""
        known = self.types.get(type_name)
        return (known.first if known else ()) or self.lifecycle_of(type_name).first
