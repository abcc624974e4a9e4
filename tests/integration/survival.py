"""The whole way for an input that nobody should have written, beside a document that is sound: findings, facts, pages."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from builders import ProjectBuilder, a_project
from integration.commands import qms_site
from integration.sites import Repository, run_host, texts_of
from selectolax.lexbor import LexborHTMLParser

from qms_site.pages.writing import site_files
from qms_site.reports.facts import render_facts

HOST = """\
site_name: Survivors
docs_dir: QMS
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, qms]
"""
SOUND_ID = "SOP-001"
_ALONE = "AUD303"
"""One person makes all commits of these tests, of which each of them would be told."""
# Numbers are given to the inputs as they come; gaps are not what these tests are about.
SOUND = (
    a_project()
    .with_settings("[rules]\nDOC204 = 'off'\n")
    .with_document(SOUND_ID, "# SOP-001: Sound\n\nIt stands.\n", status=None, version=None)
    .with_sidecar(SOUND_ID, status="EFFECTIVE", version="1.0", effective_version="1.0")
    .with_event(SOUND_ID, "CREATE", "2026-01-01T10:00:00Z", version="0.1")
    .with_event(SOUND_ID, "STATUS_CHANGE", "2026-01-02T10:00:00Z", to_status="EFFECTIVE", version="1.0")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run; each finding as ``CODE severity place: message``, documents by id, pages by their files."""

    findings: tuple[str, ...]
    documents: Mapping[str, Mapping[str, Any]]
    pages: Mapping[str, str]

    def page(self, path: str) -> LexborHTMLParser:
        """The page of a file of the repository."""
        return LexborHTMLParser(self.pages[PurePosixPath(path).with_suffix(".html").as_posix()])

    def text(self, path: str) -> str:
        """What a reader sees of a file's own text, with single spaces; marks that link to a section left out."""
        page = self.page(path)
        for link in page.css(".qms-permalink"):
            link.decompose()
        return " ".join(" ".join(part.text() for part in page.css(".qms-document > h1, .qms-body")).split())

    def facts(self, id_: str, *keys: str) -> tuple[object, ...]:
        """Some facts about one document."""
        return tuple(self.documents[id_][key] for key in keys)


def publish(project: ProjectBuilder) -> Outcome:
    """Findings, facts and every page of a project in memory; its sound document must be as it is by itself."""
    outcome = _publish(project)
    assert_sound(outcome)
    return outcome


def found(path: Path, project: ProjectBuilder = SOUND) -> Repository:
    """A project in memory as a repository with one commit, and a host beside it."""
    repository = put(path, project)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.commit("CR-001: Found the quality system")
    return repository


def put(path: Path, project: ProjectBuilder = SOUND) -> Repository:
    """A project in memory as a folder without git, and a host beside it."""
    for name, content in {"mkdocs.yml": HOST, "qms.toml": project.settings_text, **project.files}.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return Repository(path=path)


def survey(repository: Repository, **more: str) -> Outcome:
    """Findings and facts by the command, pages by the host; every byte of the repository must stay, and its sound document."""
    before, site = repository.digests(), repository.path.parent / "site"
    facts = qms_site(repository, "facts", **more)
    built = run_host(repository, site, **more)
    assert (facts.code, facts.stderr, built.code) == (0, "", 0), facts.output + built.output
    assert repository.digests() == before  # git's own folder lies in it, with index, refs and objects
    pages = {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in site.rglob("*.html")}
    outcome = _outcome(json.loads(facts.stdout), pages)
    assert_sound(outcome)
    said = texts_of(LexborHTMLParser(pages["findings.html"]), "article")[0]
    assert all(finding["message"] in said for finding in json.loads(facts.stdout)["findings"])
    return outcome


def assert_sound(outcome: Outcome) -> None:
    """The sound document has the facts, the panel and the text that it has where there is nothing else."""
    alone = _alone()
    assert outcome.documents[SOUND_ID] == alone.documents[SOUND_ID]
    shown, wanted = (LexborHTMLParser(site.pages["QMS/SOP/SOP-001.html"]) for site in (outcome, alone))
    for part in (".qms-document > h1", ".qms-panel", ".qms-body"):
        assert _timeless(shown.css_first(part).html) == _timeless(wanted.css_first(part).html)
    assert not [finding for finding in outcome.findings if SOUND_ID in finding]


def _timeless(html: str | None) -> str:
    """Without the width of what is still in force, which grows with the day of the run."""
    return re.sub(r"flex-grow: \d+", "", html or "")


@cache
def _alone() -> Outcome:
    return _publish(SOUND)


def _publish(project: ProjectBuilder) -> Outcome:
    files = dict(site_files(project.site()))
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".html")}
    return _outcome(json.loads(render_facts(project.run())), pages)


def _outcome(facts: Mapping[str, Any], pages: Mapping[str, str]) -> Outcome:
    return Outcome(
        findings=tuple(_in_one_line(finding) for finding in facts["findings"] if finding["code"] != _ALONE),
        documents={document["id"]: document for document in facts["documents"]},
        pages=pages,
    )


def _in_one_line(finding: Mapping[str, Any]) -> str:
    place = f"{finding['path']}:{finding['line']}" if finding["line"] else finding["path"]
    return f"{finding['code']} {finding['severity']} {f'{place}: ' if place else ''}{finding['message']}"
