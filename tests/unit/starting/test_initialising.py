from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.errors import QmsSiteError
from qms_site.settings import load_settings
from qms_site.starting.initialising import initialise, web_address, write_files


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/o/r.git", "https://github.com/o/r"),
        ("https://user:secret@github.com/o/r", "https://github.com/o/r"),
        ("http://gitea.local:3000/o/r/", "https://gitea.local:3000/o/r"),
        ("git@github.com:o/r.git", "https://github.com/o/r"),
        ("ssh://git@github.com/o/r.git", "https://github.com/o/r"),
        pytest.param(
            "ssh://git@gitlab.example.org:2222/g/s/r.git",
            "https://gitlab.example.org/g/s/r",
        ),
        ("/srv/git/r.git", None),
        ("file:///srv/git/r.git", None),
        ("../r", None),
        ("", None),
        ("https://github.com/o/r' x='", None),
    ],
)
def test_the_web_address_of_a_remote_has_no_credentials(remote: str, address: str | None) -> None:
    assert web_address(remote) == address


@pytest.mark.verifies("REQ-CLI-001")
def test_a_repository_is_surveyed_and_both_files_are_written(repository: GitRepository) -> None:
    repository.commit({"QMS/SOP/SOP-001.md": "---\nstatus: Approved\n---\n", "notes.txt": ""})
    repository.git("remote", "add", "origin", "git@github.com:example/flow-state.git")
    repository.git("branch", "--move", "master")
    proposal = initialise(repository.root / "QMS")
    assert [path.name for path in write_files(proposal)] == ["qms.toml", "mkdocs.yml"]
    settings = load_settings(repository.root / "qms.toml")
    assert (settings.project.name, settings.project.production) == ("Repository", "master")
    assert (settings.project.documents, settings.project.url) == ("QMS", "https://github.com/example/flow-state")
    assert settings.aliases["APPROVED"] == "EFFECTIVE"


@pytest.mark.verifies("REQ-CLI-002")
def test_a_file_that_exists_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "qms.toml").write_text("mine", encoding="utf-8")
    proposal = initialise(tmp_path)
    assert (proposal.existing, list(proposal.files)) == (("qms.toml",), ["mkdocs.yml"])
    (tmp_path / "mkdocs.yml").write_text("appeared meanwhile", encoding="utf-8")
    with pytest.raises(QmsSiteError, match=r"mkdocs\.yml cannot be written: File exists"):
        write_files(proposal)
    assert (tmp_path / "qms.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("folder", "name"), [("flow-state", "Flow State"), ("QMS_site", "QMS Site"), ("---", "Quality management system")]
)
def test_the_project_is_called_after_its_folder(tmp_path: Path, folder: str, name: str) -> None:
    root = tmp_path / folder
    root.mkdir()
    assert f'name = "{name}"' in initialise(root).files["qms.toml"]
