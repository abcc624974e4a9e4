"""Repositories that are not as one wishes them: what cannot be had is said once, and everything else is built."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from integration.sites import Repository, run, texts_of
from integration.survival import SOUND, Outcome, found, put, survey

LIMIT = "has 51200 KiB, more than the 4096 that project.max-document-kib allows"
NOT_TO_BE_OPENED = """\
import sys

def refuse(event, arguments):
    if event == "open" and str(arguments[0]).endswith("SOP-002.md"):
        raise SystemExit(f"opened {arguments[0]}")

sys.addaudithook(refuse)
from qms_site.cli import main
sys.argv[1:] = ["facts"]
main()
"""
BUSY = SOUND.with_document("SOP-002", "# SOP-002: Title\n\nThe text.\n")


def notices_of(outcome: Outcome) -> list[str]:
    """What stands at the head of every page."""
    return texts_of(outcome.page("QMS/SOP/SOP-001.md"), ".qms-notice--edition")


@pytest.mark.verifies("REQ-READ-009")
@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("with a space.md", "<with a space.md>"),
        ("with a space.md", "with%20a%20space.md"),
        ("Prüfung 中 #1 100% & (x).md", "Pr%C3%BCfung%20中%20%231%20100%25%20&%20%28x%29.md"),
        ("Pru\u0308fung.md", "Prüfung.md"),
        ("Prüfung.md", "Pru%CC%88fung.md"),
        ("A\u0308rger/Prüfung.md", "Ärger/Pru\u0308fung.md"),
    ],
)
def test_a_file_of_any_name_has_a_page_to_which_links_lead(tmp_path: Path, name: str, link: str) -> None:
    path = f"QMS/SOP/{name}"
    project = SOUND.with_document("SOP-002", "# SOP-002: Named\n\nThe text.\n", path=path, id="SOP-002")
    outcome = survey(found(tmp_path / "repository", project.with_document("SOP-003", f"# Links\n\n[it]({link})\n")))
    assert outcome.findings == ()
    assert outcome.facts("SOP-002", "path") == (path,)
    assert outcome.text(path) == "SOP-002: Named The text."
    reference = outcome.page("QMS/SOP/SOP-003.md").css_first(".qms-body a.qms-link--page").attributes["href"]
    assert reference == f"{quote(name.removesuffix('.md'))}.html"
    assert texts_of(outcome.page(path), ".qms-panel .qms-list a") == ["SOP-003"]  # cited by


@pytest.mark.verifies("REQ-READ-009")
def test_an_id_with_a_letter_that_the_file_system_took_apart_is_that_id(tmp_path: Path) -> None:
    project = SOUND.with_settings("[types.PR]\npattern = 'PRÜ-\\d+'")
    named = project.with_document("PRÜ-7", "# Check\n\nThe text.\n", path="QMS/PRU\u0308-7.md")
    outcome = survey(found(tmp_path / "repository", named.with_document("SOP-003", "# Links\n\nSee PRÜ-7.\n")))
    assert outcome.findings == ()
    assert outcome.facts("PRÜ-7", "title", "status") == ("Check", "EFFECTIVE")
    assert outcome.text("QMS/PRU\u0308-7.md") == "Check The text."
    (link,) = outcome.page("QMS/SOP/SOP-003.md").css(".qms-body a.qms-ref")
    assert link.attributes["href"] == "../PRU%CC%88-7.html"


@pytest.mark.verifies("REQ-SEC-002", "REQ-READ-006")
@pytest.mark.parametrize("is_absolute", [True, False])
def test_a_link_out_of_the_repository_is_told_and_not_followed(tmp_path: Path, *, is_absolute: bool) -> None:
    (tmp_path / "secret.md").write_text("# SOP-009: Secret\n\nSecret.\n", encoding="utf-8")
    repository = found(tmp_path / "repository", BUSY)
    target = str(tmp_path / "secret.md") if is_absolute else "../../../secret.md"
    (repository.path / "QMS/SOP/SOP-009.md").symlink_to(target)
    (repository.path / "QMS/away").symlink_to(tmp_path)
    repository.commit("CR-001: Add links")
    outcome = survey(repository)
    assert outcome.findings == ("DOC103 warning QMS/SOP/SOP-009.md: not read: the file is a symbolic link",)
    assert sorted(outcome.documents) == ["SOP-001", "SOP-002"]
    assert outcome.text("QMS/SOP/SOP-002.md") == "SOP-002: Title The text."
    assert not [name for name, page in outcome.pages.items() if "Secret" in page]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A document of 50 MB that its metadata calls effective, and one that links to it."""
    project = (
        SOUND.with_file("QMS/SOP/SOP-002.md", "# SOP-002: Large\n\nThe text.\n".ljust(1024, "\n") * (50 * 1024))
        .with_sidecar("SOP-002", status="EFFECTIVE", version="3.0", effective_version="3.0")
        .with_document(
            "SOP-003", "# SOP-003: Links\n\n[it](SOP-002.md), which is SOP-002.\n", status=None, version=None
        )
        .with_sidecar("SOP-003", status="EFFECTIVE", version="1.0")
    )
    return found(tmp_path_factory.mktemp("large") / "repository", project)


@pytest.mark.verifies("REQ-READ-008")
def test_a_document_of_50_mb_is_told_and_keeps_its_page_and_the_links_to_it(large: Repository) -> None:
    outcome = survey(large)
    assert outcome.findings == (f"DOC103 warning QMS/SOP/SOP-002.md: not read: the file {LIMIT}",)
    assert outcome.facts("SOP-002", "title", "status", "version", "in_force") == (
        "SOP-002",
        "EFFECTIVE",
        "3.0",
        "3.0",
    )
    assert outcome.text("QMS/SOP/SOP-002.md") == (
        f"SOP-002: SOP-002 The text is left out here. The file QMS/SOP/SOP-002.md {LIMIT}."
    )
    links = outcome.page("QMS/SOP/SOP-003.md").css(".qms-body a")
    assert [link.attributes["href"] for link in links] == ["SOP-002.html", "SOP-002.html"]
    assert texts_of(outcome.page("registers/SOP.md"), "tbody tr td:first-child") == ["SOP-001", "SOP-002", "SOP-003"]
    assert f"not read: the file {LIMIT}" in texts_of(outcome.page("QMS/SOP/SOP-002.md"), ".qms-panel .qms-list li")[0]


@pytest.mark.verifies("REQ-READ-008")
def test_a_document_of_50_mb_is_not_even_opened(large: Repository) -> None:
    done = run(sys.executable, "-c", NOT_TO_BE_OPENED, cwd=large.path)
    assert (done.code, done.stderr) == (0, "")
    assert '"id": "SOP-002"' in done.stdout
    small = NOT_TO_BE_OPENED.replace("SOP-002.md", "SOP-003.md")  # the trap itself can close
    assert "opened " in run(sys.executable, "-c", small, cwd=large.path).stderr


@pytest.mark.verifies("REQ-READ-011")
def test_a_folder_without_git_is_published_without_history(tmp_path: Path) -> None:
    outcome = survey(put(tmp_path / "repository", BUSY))
    assert outcome.findings == ()
    assert outcome.text("QMS/SOP/SOP-002.md") == "SOP-002: Title The text."
    assert notices_of(outcome) == ["Built without git: where these documents come from is not known."]


@pytest.mark.verifies("REQ-READ-011")
def test_a_repository_without_a_commit_is_published(tmp_path: Path) -> None:
    repository = put(tmp_path / "repository", BUSY)
    repository.git("init", "--quiet", "--initial-branch", "main")
    outcome = survey(repository)
    assert outcome.findings == ()
    assert outcome.text("QMS/SOP/SOP-002.md") == "SOP-002: Title The text."
    assert notices_of(outcome) == [
        "Built before the first commit. Built from a work tree with uncommitted changes (6 files)."
    ]
    assert repository.git("for-each-ref") == ""


@pytest.mark.verifies("REQ-READ-011")
def test_a_detached_head_is_published_as_the_commit_that_it_is(tmp_path: Path) -> None:
    repository = found(tmp_path / "repository", BUSY)
    first = repository.git("rev-parse", "HEAD")
    repository.write({"QMS/SOP/SOP-002.md": "# SOP-002: Later\n"})
    repository.commit("CR-002: Change", "2026-02-04")
    repository.git("checkout", "--quiet", "--detach", first)
    outcome = survey(repository)
    assert outcome.findings == ()
    assert outcome.text("QMS/SOP/SOP-002.md") == "SOP-002: Title The text."
    assert notices_of(outcome) == [
        f"Not the latest state of production: built from commit {first[:10]}, as of 2026-02-03."
    ]
    assert repository.git("rev-parse", "HEAD") == first
    assert repository.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"


@pytest.mark.verifies("REQ-READ-011")
def test_a_shallow_clone_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    origin = found(tmp_path / "origin", BUSY)
    origin.write({"QMS/notes.md": "# Notes\n"})
    origin.commit("CR-002: Add notes", "2026-02-04")
    run("git", "clone", "--quiet", "--depth=1", f"file://{origin.path}", tmp_path / "repository", cwd=tmp_path)
    outcome = survey(Repository(path=tmp_path / "repository"))
    assert outcome.findings == ("RUN101 warning this clone is shallow: history before its boundary is unknown",)
    assert outcome.text("QMS/SOP/SOP-002.md") == "SOP-002: Title The text."
    assert "git fetch --unshallow" in outcome.pages["findings.html"]


@pytest.mark.verifies("REQ-READ-011")
def test_a_repository_of_another_user_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    repository = found(tmp_path / "repository", BUSY)
    git = shutil.which("git")
    (tmp_path / "bin").mkdir()
    # git's own switch for its own tests; it is set here, since no variable of git's reaches the git that is run.
    (tmp_path / "bin/git").write_text(
        f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "{git}" "$@"\n', encoding="utf-8"
    )
    (tmp_path / "bin/git").chmod(0o755)
    outcome = survey(repository, PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (finding,) = outcome.findings
    assert finding.startswith("RUN103 warning this repository belongs to another user, so git does not answer;")
    assert finding.endswith(" To trust it: git config --global --add safe.directory <its path>")
    assert outcome.text("QMS/SOP/SOP-002.md") == "SOP-002: Title The text."


@pytest.mark.verifies("REQ-READ-011")
def test_a_submodule_that_is_empty_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    tool = found(tmp_path / "tool")
    body = "# SOP-002: Title\n\nThe text of [code](../../libs/tool/a.py) at `libs/tool/a.py @ abcdef1`.\n"
    origin = found(tmp_path / "origin", SOUND.with_document("SOP-002", body))
    allowed = ("-c", "protocol.file.allow=always")
    origin.git(*allowed, "submodule", "--quiet", "add", f"file://{tool.path}", "libs/tool")
    origin.commit("CR-001: Add the tool")
    run("git", "clone", "--quiet", f"file://{origin.path}", tmp_path / "repository", cwd=tmp_path)
    repository = Repository(path=tmp_path / "repository")
    assert list((repository.path / "libs/tool").iterdir()) == []
    outcome = survey(repository)
    assert outcome.findings == (
        "RUN102 note libs/tool: repository 'tool' is not available at libs/tool: what depends on it is unknown",
    )
    assert outcome.text("QMS/SOP/SOP-002.md") == "SOP-002: Title The text of code at libs/tool/a.py @ abcdef1."
    assert "git submodule update --init libs/tool" in outcome.pages["findings.html"]
