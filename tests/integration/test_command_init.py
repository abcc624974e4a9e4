"""``qms-site init``: two files that fit, never one that was there."""

import tomllib
from pathlib import Path

import pytest
import yaml
from integration.commands import assert_one_sentence, qms_site
from integration.sites import Repository, build, found_repository, run_host


@pytest.fixture(params=["sidecars", "front_matter"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    """A repository of either kind, without the two files."""
    repository = found_repository(tmp_path / "pump-house", request.param)
    repository.git("rm", "--quiet", "qms.toml", "mkdocs.yml")
    repository.commit("CR-001: No settings yet")
    return repository


@pytest.mark.verifies("REQ-CLI-001")
def test_the_two_files_are_written_and_the_site_can_be_built(bare: Repository) -> None:
    done = qms_site(bare, "init")
    assert done.code == 0, done.output
    assert not done.stderr
    assert bare.status() == ["?? mkdocs.yml", "?? qms.toml"]
    site = build(bare, bare.path / "site")
    assert any("SOP-001" in file for file in site.html_files())
    assert bare.status() == ["?? mkdocs.yml", "?? qms.toml"]


@pytest.mark.verifies("REQ-CLI-001")
def test_every_setting_has_a_comment_and_is_right(bare: Repository) -> None:
    qms_site(bare, "init")
    text = (bare.path / "qms.toml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if " = " in line and "  # " not in line] == []
    project = tomllib.loads(text)["project"]
    assert project == {"name": "Pump House", "documents": "QMS", "profile": "gmp", "production": "main"}


@pytest.mark.verifies("REQ-CLI-002")
@pytest.mark.parametrize("name", ["qms.toml", "mkdocs.yml"])
def test_a_file_that_exists_is_left_as_it_is(bare: Repository, name: str) -> None:
    bare.write({name: "# mine\n"})
    done = qms_site(bare, "init")
    assert done.code == 0, done.output
    assert f"{name} exists and is left as it is" in done.stdout
    assert (bare.path / name).read_text(encoding="utf-8") == "# mine\n"
    assert sorted(bare.status()) == ["?? mkdocs.yml", "?? qms.toml"]


@pytest.mark.verifies("REQ-CLI-002")
def test_a_second_time_changes_nothing(bare: Repository) -> None:
    qms_site(bare, "init")
    before = bare.digests()
    done = qms_site(bare, "init")
    assert done.code == 0
    assert "wrote" not in done.stdout
    assert bare.digests() == before


def test_a_dry_run_prints_what_would_be_written(bare: Repository) -> None:
    before = bare.digests()
    done = qms_site(bare, "init", "--dry-run")
    assert done.code == 0, done.output
    assert bare.digests() == before
    head, _, rest = done.stdout.partition("# ---- mkdocs.yml\n")
    assert tomllib.loads(head.removeprefix("# ---- qms.toml\n"))["project"]["documents"] == "QMS"
    assert {"search", "qms"} <= set(yaml.safe_load(rest)["plugins"])
    assert "Found " in done.stderr


def test_from_a_folder_inside_the_files_go_to_the_root(bare: Repository) -> None:
    done = qms_site(bare, "init", "-C", "QMS/SOP")
    assert done.code == 0, done.output
    assert bare.status() == ["?? mkdocs.yml", "?? qms.toml"]


def test_a_repository_without_documents_gets_files_that_build(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "empty", "front_matter")
    repository.git("rm", "--quiet", "-r", "QMS", "qms.toml", "mkdocs.yml")
    repository.commit("CR-001: Nothing is left")
    done = qms_site(repository, "init")
    assert done.code == 0, done.output
    assert "Found 0 documents" in done.stdout
    built = run_host(repository, tmp_path / "site")
    assert built.code == 0, built.output
    assert "RUN104" in built.output


@pytest.mark.verifies("REQ-CLI-001")
def test_statuses_of_another_house_get_a_proposal(tmp_path: Path) -> None:
    changes = {
        "QMS/SOP/SOP-001.md": "---\nstatus: Released\nversion: 1\n---\n\n# SOP-001: Descaling\n",
        "QMS/SOP/SOP-002.md": "---\nstatus: In Quarantine\nversion: 1\n---\n\n# SOP-002: Storage\n",
    }
    repository = found_repository(tmp_path / "kettle", "front_matter", changes)
    repository.git("rm", "--quiet", "qms.toml")
    done = qms_site(repository, "init")
    assert done.code == 0, done.output
    text = (repository.path / "qms.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["aliases"] == {"Released": "EFFECTIVE"}
    assert '# "In Quarantine" = "..."' in text


def test_a_folder_that_is_none_is_named(bare: Repository) -> None:
    assert_one_sentence(qms_site(bare, "init", "-C", "nowhere"), "'nowhere' does not exist")
