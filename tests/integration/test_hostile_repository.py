"""A repository can neither run a program, nor show a file from elsewhere, nor be read amiss for the caller's surroundings."""

import os
import time
from pathlib import Path

import pytest
from integration.commands import qms_site
from integration.sites import Repository, Site, build, digests_of, found_repository, run, run_host

PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8'/>{more}</svg>"


def with_trap(path: Path, key: str, attributes: str = "") -> tuple[Repository, Path]:
    """A repository whose configuration names a program, and the file that exists once the program ran."""
    repository, mark = found_repository(path, changes={".gitattributes": attributes}), path.parent / "ran"
    trap = path.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    repository.git("config", key, str(trap))
    # Equal size and another time: git has to look into the file to know whether it differs.
    moment = time.time() - 5000
    os.utime(path / "QMS/SOP/SOP-002.md", (moment, moment))
    return repository, mark


@pytest.mark.verifies("REQ-SEC-003")
@pytest.mark.parametrize(
    "key", ["core.fsmonitor", "core.pager", "core.sshCommand", "gpg.program", "diff.external", "core.editor"]
)
def test_a_program_named_in_the_configuration_is_not_run(tmp_path: Path, key: str) -> None:
    repository, mark = with_trap(tmp_path / "repository", key)
    assert qms_site(repository, "check").code == 0
    assert qms_site(repository, "facts", "--rev", "HEAD").code == 0
    assert not mark.exists()


@pytest.mark.verifies("REQ-SEC-003")
def test_a_filter_named_in_the_configuration_is_not_run(tmp_path: Path) -> None:
    repository, mark = with_trap(tmp_path / "repository", "filter.trap.clean", "*.md filter=trap\n")
    assert qms_site(repository, "check").code == 0
    assert not mark.exists()


@pytest.mark.verifies("REQ-SEC-003")
def test_a_hook_is_not_run(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository")
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        hook = repository.path / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n", encoding="utf-8")
        hook.chmod(0o755)
    build(repository, tmp_path / "site")
    assert not (tmp_path / "ran").exists()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A document that shows a picture, a drawing with a script in it, and a link that leads out of the repository."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "secret.png").write_text("secret", encoding="utf-8")
    body = "# SOP-002: Cleaning\n\n![a](a.svg) ![b](b.svg) ![c](c.png) [d](../../src/pump.py)\n"
    changes = {
        "QMS/SOP/SOP-002.md": body,
        "QMS/SOP/a.svg": PICTURE.format(more=""),
        "QMS/SOP/b.svg": PICTURE.format(more="<script>alert(1)</script>"),
    }
    repository = found_repository(folder / "repository", changes=changes)
    (repository.path / "QMS/SOP/c.png").symlink_to("../../../secret.png")
    (repository.path / "QMS/SOP/SOP-009.md").symlink_to("../../../secret.png")
    repository.commit("CR-010: Add a picture")
    done = run_host(repository, folder / "site")
    assert "DOC103 QMS/SOP/SOP-009.md: not read: the file is a symbolic link" in done.output
    return Site(folder=folder / "site", log=done.output)


def test_a_picture_is_published_beside_its_document(pictures: Site) -> None:
    assert pictures.page("QMS/SOP/SOP-002.html").css_first(".qms-body img").attributes["src"] == "a.svg"
    assert (pictures.folder / "QMS/SOP/a.svg").is_file()


@pytest.mark.verifies("REQ-SEC-001")
def test_a_drawing_that_would_run_is_not_published(pictures: Site) -> None:
    assert not (pictures.folder / "QMS/SOP/b.svg").exists()


@pytest.mark.verifies("REQ-SEC-002")
def test_a_link_out_of_the_repository_is_not_followed(pictures: Site) -> None:
    assert [path for path in pictures.folder.rglob("*") if path.is_file() and b"secret" in path.read_bytes()] == []


@pytest.mark.verifies("REQ-READ-009")
def test_line_ends_marks_and_odd_names_change_nothing(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository")
    plain = repository.path / "QMS/SOP/SOP-001.md"
    text = plain.read_bytes()
    odd = repository.path / "QMS/SOP/Änderung & #1 100%/SOP-001.md"
    odd.parent.mkdir()
    plain.rename(odd)
    odd.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n").replace(b"../TEMPLATE", b"../../TEMPLATE"))
    (repository.path / "QMS/CR/CR-002/CR-002.md").write_text(
        "# CR-002: See SOP-001\n\n## Plan\n\nSOP-001.\n", encoding="utf-8"
    )
    repository.commit("CR-010: Move SOP-001")
    site = build(repository, tmp_path / "site")
    page = site.page("QMS/SOP/Änderung & #1 100%/SOP-001.html")
    assert page.css_first(".qms-panel__head .qms-status").text() == "Effective"
    assert page.css_first(".qms-body a.qms-link--page").attributes["href"] == "../../TEMPLATE/TEMPLATE-CR.html"
    link = site.page("QMS/CR/CR-002/CR-002.html").css_first(".qms-body a.qms-ref").attributes["href"]
    assert link == "../../SOP/%C3%84nderung%20%26%20%231%20100%25/SOP-001.html"


@pytest.mark.verifies("REQ-READ-005")
def test_variables_that_hooks_set_do_not_lead_elsewhere(pump: Repository, pump_site: Site, tmp_path: Path) -> None:
    other = found_repository(tmp_path / "other", "front_matter")
    elsewhere = {"GIT_DIR": f"{other.path}/.git", "GIT_WORK_TREE": str(other.path), "GIT_INDEX_FILE": "/nowhere"}
    assert build(pump, tmp_path / "site", **elsewhere).digests() == pump_site.digests()


@pytest.mark.verifies("REQ-READ-005", "REQ-READ-002")
def test_a_second_work_tree_is_a_repository_too(pump_site: Site, tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository")
    repository.git("switch", "--quiet", "--detach")
    repository.git("worktree", "add", "--quiet", str(tmp_path / "second"), "main")
    before = digests_of(repository.path)
    site = build(Repository(path=tmp_path / "second"), tmp_path / "site")
    assert site.digests() == pump_site.digests()
    assert digests_of(repository.path) == before


@pytest.mark.verifies("REQ-READ-011", "REQ-FND-006")
def test_a_missing_submodule_is_said_once(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository")
    modules = '[submodule "valve"]\n\tpath = valve\n\turl = https://git.example.org/valve\n'
    repository.write(
        {".gitmodules": modules, "QMS/SOP/SOP-002.md": "# SOP-002: Cleaning\n\n[code](../../valve/a.py)\n"}
    )
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{repository.git('rev-parse', 'HEAD')},valve")
    repository.git("add", "QMS", ".gitmodules")
    repository.git("commit", "--quiet", "--message", "CR-010: Add the valve")
    done = qms_site(repository, "check", "--fail-on", "warning")
    assert done.code == 0, done.output
    assert done.stdout.count("valve") == done.stdout.splitlines()[0].count("valve")
    assert "note RUN102 repository 'valve' is not available at valve" in done.stdout


@pytest.mark.verifies("REQ-READ-011")
def test_a_repository_of_another_owner_is_read_without_history(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    repository = found_repository(tmp_path / "repository")
    run("chown", "--recursive", "12345", repository.path, cwd=tmp_path)
    done = qms_site(repository, "check")
    assert done.code == 0, done.output
    assert done.stdout.count("RUN103 this repository belongs to another user") == 1
    assert "7 documents checked" in done.stdout
