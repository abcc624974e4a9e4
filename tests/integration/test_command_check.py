"""``qms-site check``: findings as text, and the exit codes that continuous integration goes by."""

from pathlib import Path

import pytest
from integration.commands import assert_one_sentence, qms_site
from integration.sites import Repository, found_repository

BROKEN = "---\ntitle: Cleaning\n---\n\n# SOP-002: Cleaning\n\n[gone](gone.md)\n"
LINE = "QMS/SOP/SOP-002.md:7: error LNK101 link to 'gone.md', which is not in the repository"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One error: a broken link. Two commits, the first of which is clean."""
    repository = found_repository(tmp_path_factory.mktemp("check") / "repository")
    repository.git("tag", "clean")
    repository.write({"QMS/SOP/SOP-002.md": BROKEN})
    repository.commit("CR-010: Break a link")
    return repository


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One warning: a document without metadata."""
    changes = {"QMS/SOP/SOP-003.md": "# SOP-003: Nobody knows\n"}
    return found_repository(tmp_path_factory.mktemp("check") / "repository", changes=changes)


@pytest.mark.verifies("REQ-CLI-004")
def test_a_clean_repository_ends_with_zero(pump: Repository) -> None:
    done = qms_site(pump, "check", "--fail-on", "note")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == "7 documents checked: 0 errors, 0 warnings, 0 notes\n"


@pytest.mark.verifies("REQ-CLI-003", "REQ-CLI-004", "REQ-READ-007")
def test_a_finding_is_printed_with_its_place_and_the_end_is_one(broken: Repository) -> None:
    done = qms_site(broken, "check")
    assert (done.code, done.stderr) == (1, "")
    assert done.stdout == f"{LINE}\n\n7 documents checked: 1 error, 0 warnings, 0 notes\n"


@pytest.mark.verifies("REQ-CLI-004")
@pytest.mark.parametrize(("threshold", "code"), [("note", 1), ("warning", 1), ("error", 0), ("never", 0)])
def test_the_threshold_decides_about_a_warning(warned: Repository, threshold: str, code: int) -> None:
    done = qms_site(warned, "check", "--fail-on", threshold)
    assert done.code == code
    assert "QMS/SOP/SOP-003.md: warning DOC206 SOP-003 has no workflow metadata" in done.stdout


def test_never_is_never(broken: Repository) -> None:
    assert qms_site(broken, "check", "--fail-on", "never").code == 0


@pytest.mark.verifies("REQ-READ-001")
@pytest.mark.parametrize(("revision", "code"), [("clean", 0), ("main", 1), ("HEAD~1", 0)])
def test_any_revision_can_be_checked(broken: Repository, revision: str, code: int) -> None:
    done = qms_site(broken, "check", "--rev", revision)
    assert done.code == code, done.output
    assert broken.status() == []


@pytest.mark.verifies("REQ-FND-004")
def test_what_is_accepted_stays_visible_and_does_not_count(tmp_path: Path) -> None:
    settings = (
        '[[suppression]]\nrule = "LNK101"\nsubject = "SOP-002"\nreason = "The file comes with the next change."\n'
    )
    repository = found_repository(tmp_path / "repository", changes={"qms.toml": settings, "QMS/SOP/SOP-002.md": BROKEN})
    done = qms_site(repository, "check")
    assert done.code == 0, done.output
    assert f"{LINE} [accepted: suppression]\n" in done.stdout
    assert done.stdout.endswith("0 errors, 0 warnings, 0 notes; 1 accepted\n")


@pytest.mark.verifies("REQ-CLI-004", "REQ-READ-001", "REQ-SEC-004")
@pytest.mark.parametrize("revision", ["no-such-branch", "--upload-pack=x", "-h", "main..clean", "HEAD:QMS", "@{-1}"])
def test_a_revision_that_is_none_could_not_run(broken: Repository, revision: str) -> None:
    done = qms_site(broken, "check", f"--rev={revision}")
    assert_one_sentence(done, f"qms-site: there is no revision {revision!r} in this repository")


@pytest.mark.verifies("REQ-SET-003", "REQ-CLI-004")
def test_settings_that_cannot_be_used_could_not_run(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository", changes={"qms.toml": "[project]\nname = 7\ndokuments = 1\n"})
    done = qms_site(repository, "check")
    assert (done.code, done.stdout) == (2, "")
    assert "project.name: " in done.stderr
    assert "project.dokuments: there is no such key; did you mean 'documents'?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.verifies("REQ-SET-001")
def test_settings_are_found_upwards_or_named(broken: Repository, tmp_path: Path) -> None:
    assert qms_site(broken, "check", "-C", "src").code == 1
    (tmp_path / "lenient.toml").write_text('[rules]\nLNK101 = "off"\n', encoding="utf-8")
    done = qms_site(broken, "check", "--config", tmp_path / "missing.toml")
    assert_one_sentence(done, "missing.toml' does not exist")


@pytest.mark.verifies("REQ-READ-011")
def test_a_folder_without_git_is_checked_all_the_same(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository", changes={"QMS/SOP/SOP-002.md": BROKEN})
    (repository.path / ".git").rename(tmp_path / "elsewhere")
    done = qms_site(repository, "check")
    assert done.code == 1
    assert LINE in done.stdout
    refused = qms_site(repository, "check", "--rev", "main")
    assert_one_sentence(refused, "revision 'main' cannot be read: this folder is not a git repository")


@pytest.mark.verifies("REQ-READ-011")
def test_a_shallow_clone_is_said_once(broken: Repository, tmp_path: Path) -> None:
    broken.git("clone", "--quiet", "--depth", "1", f"file://{broken.path}", str(tmp_path / "shallow"))
    done = qms_site(Repository(path=tmp_path / "shallow"), "check")
    assert done.stdout.count("RUN101") == 1
    assert LINE in done.stdout


@pytest.mark.verifies("REQ-SEC-001")
def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    changes = {"QMS/SOP/SOP-002.md": "# SOP-002: Cleaning\n\n[gone](<\x1b[31mgone\u202e.md>)\n"}
    done = qms_site(found_repository(tmp_path / "repository", changes=changes), "check")
    assert done.code == 1
    assert "LNK101" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


@pytest.mark.verifies("REQ-CLI-012")
def test_nothing_is_coloured_and_nothing_moves_off_a_terminal(broken: Repository) -> None:
    done = qms_site(broken, "check", FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b" not in done.output
    assert not done.stderr
