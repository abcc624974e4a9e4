"""The two files that ``init`` proposes, with a comment for every line that says what it is and what was seen."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qms_site.markdown.yaml_writing import quote_yaml
from qms_site.starting.survey import Survey
from qms_site.text import count_of

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of the repository beside its documents: its name, branch, address, and submodules with theirs."""

    name: str
    production: str
    url: str | None
    submodules: Mapping[str, str | None]
    """Path to web address."""


def propose_settings(survey: Survey, around: Surroundings) -> str:
    """Text of a ``qms.toml``."""
    return (
        "\n".join(
            (
                *_project(survey, around),
                *_types(survey),
                *_aliases(survey),
                *_systems(survey, around),
                *_repositories(around),
            )
        )
        + "\n"
    )


def propose_host(survey: Survey, around: Surroundings) -> str:
    """Text of a ``mkdocs.yml``."""
    docs = survey.docs_folder or survey.host_folder
    what = (
        "pages of your own, beside the documents"
        if survey.docs_folder
        else "the host wants a folder; documents keep their addresses"
    )
    return f"""\
# The site's host, MkDocs. Build it with: mkdocs build; look at it with: mkdocs serve
site_name: {quote_yaml(around.name)}  # title of the site
docs_dir: {quote_yaml(docs)}  # {what}
theme:  # how pages look
  name: material  # the theme that the pages are drawn for
  font: false  # no fonts from elsewhere: the site works offline
  features:  # conveniences of the theme
    - navigation.indexes  # a section's own page opens with it
    - navigation.top  # a button back to the top of long documents
    - search.highlight  # marks what was searched for
  palette:  # colours by day and by night
    - media: "(prefers-color-scheme: light)"  # light where the reader's machine is light
      scheme: default  # dark on light
      toggle:  # the reader may choose otherwise
        icon: material/weather-night  # picture of the switch
        name: Switch to dark colours  # its label
    - media: "(prefers-color-scheme: dark)"  # dark where it is dark
      scheme: slate  # light on dark
      toggle:  # the reader may choose otherwise
        icon: material/weather-sunny  # picture of the switch
        name: Switch to light colours  # its label
plugins:  # in this order
  - search  # full text search
  - qms  # controlled documents, registers, overview, findings; reads qms.toml
  - qms-trace  # matrices, the register of items, links between requirements, tests and records
  - qms-status  # systems with their readiness, and badges
"""


def _project(survey: Survey, around: Surroundings) -> Iterator[str]:
    found = count_of(survey.document_count, "document")
    source = "workflow sidecars" if survey.has_sidecars else "front matter"
    yield f"# Settings of qms-site. Found here: {found}, status from {source}."
    yield ""
    yield "[project]  # the project as a whole"
    yield f"name = {_quote(around.name)}  # shown as the title of the overview"
    yield f"documents = {_quote(survey.documents_root)}  # root folder of the controlled documents"
    yield f'profile = "{survey.profile}"  # preset: document types, lifecycles, branch patterns'
    yield f"production = {_quote(around.production)}  # the production branch"
    if around.url:
        yield f"url = {_quote(around.url)}  # hosting site: links to code and commits go there"
    else:
        yield '# url = "https://..."  # hosting site: links to code and commits go there'


def _types(survey: Survey) -> Iterator[str]:
    for name in dict.fromkeys((*survey.new_types, *survey.folders)):
        is_new = name in survey.new_types
        seen = f"seen {count_of(survey.types[name], 'time')}"
        yield ""
        yield f"[types.{_key(name)}]  # {seen}" + ("; the profile does not know it" if is_new else "")
        if is_new:
            yield f"title = {_quote(name)}  # its name in words"
            if name in survey.patterns:
                yield f"pattern = {_quote(survey.patterns[name])}  # form of its ids"
            if name in survey.records:
                yield 'lifecycle = "executable"  # opened, carried out, then closed; or "non-executable": comes into force'
            else:
                yield 'lifecycle = "non-executable"  # or "executable": approved, executed, then closed'
        if name in survey.folders:
            yield f"folder = {_quote(survey.folders[name])}  # where all of them lie, below the documents root"


def _aliases(survey: Survey) -> Iterator[str]:
    for table, aliases in _alias_tables(survey).items():
        yield ""
        yield f"[{table}]  # statuses as written here, and the state that each means"
        for written, state in aliases.items():
            if state:
                yield f"{_key(written)} = {_quote(state)}  # proposed: please confirm"
            else:
                yield f'# {_key(written)} = "..."  # seen here; only you know what it means'


def _alias_tables(survey: Survey) -> Mapping[str, Mapping[str, str | None]]:
    """One table for all lifecycles, and one for each in which a status means something else than in the others."""
    general: dict[str, str | None] = {}
    tables: dict[str, dict[str, str | None]] = {"aliases": general}
    for lifecycle in sorted(survey.aliases, key=lambda name: (name != "non-executable", name)):
        for written, state in survey.aliases[lifecycle].items():
            if general.setdefault(written, state) != state:
                tables.setdefault(f"lifecycles.{_key(lifecycle)}.aliases", {})[written] = state
    return {table: aliases for table, aliases in tables.items() if aliases}


def _systems(survey: Survey, around: Surroundings) -> Iterator[str]:
    for name in survey.systems:
        repository = _submodule_called(survey.repositories.get(name, ""), around)
        yield ""
        yield "[[system]]  # a body of code that is governed and qualified as one"
        yield f"name = {_quote(name)}  # its documents are SDLC-{name}-RS, -DS, -RTM"
        if repository:
            yield f"repository = {_quote(repository)}  # its matrix names this submodule; all of it is its code, unless ..."
        yield '# code = ["src"]  # its governed paths'


def _submodule_called(written: str, around: Surroundings) -> str | None:
    """The name of the submodule that a text means by its last word, such as ``owner/tool``."""
    named = written.strip("` /").removesuffix(".git").rsplit("/", 1)[-1]
    return next((name for name in map(_name_of, sorted(around.submodules)) if name == named), None)


def _name_of(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _repositories(around: Surroundings) -> Iterator[str]:
    for path, url in sorted(around.submodules.items()):
        name = _name_of(path)
        yield ""
        yield f"[repositories.{_key(name)}]  # submodule"
        yield f"path = {_quote(path)}  # where its clone is"
        if url:
            yield f"url = {_quote(url)}  # only for links"


def _quote(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of its own, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _key(text: str) -> str:
    return text if _PLAIN_KEY.fullmatch(text) else _quote(text)
