"""A build that cannot be made says why, in a sentence for the person at the terminal."""

from pathlib import Path

import pytest
from integration.sites import found_repository, run_host

BAD = """\
[project]
documnets = "QMS"
production = 7

[types.CR]
lifecycle = "exekutable"
"""


@pytest.mark.verifies("REQ-SET-003")
def test_settings_with_errors_stop_the_build_and_all_errors_are_said(tmp_path: Path) -> None:
    repository = found_repository(tmp_path / "repository", changes={"qms.toml": BAD})
    done = run_host(repository, tmp_path / "site")
    assert done.code != 0
    assert (
        f"{repository.path / 'qms.toml'}: project.documnets: there is no such key; did you mean 'documents'?"
        in done.output
    )
    assert "project.production: " in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "site").exists()


@pytest.mark.verifies("REQ-SET-003")
@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("as_of: yesterday", "option as_of: 'yesterday' is not a day, YYYY-MM-DD"),
        ("config: missing.toml", "missing.toml"),
        ("documents: QMS", "documents"),
    ],
)
def test_an_option_that_cannot_be_is_named(tmp_path: Path, option: str, message: str) -> None:
    host = f"site_name: x\ndocs_dir: QMS\ntheme: {{name: material, font: false}}\nplugins:\n  - qms:\n      {option}\n"
    done = run_host(
        found_repository(tmp_path / "repository", changes={"mkdocs.yml": host}), tmp_path / "site", "--strict"
    )
    assert done.code != 0
    assert message in done.output
    assert "Traceback" not in done.output


@pytest.mark.verifies("REQ-READ-006")
def test_a_finding_stops_a_strict_build_and_no_other(tmp_path: Path) -> None:
    changes = {"QMS/SOP/SOP-001.md": "# SOP-001: Change Control\n\n[gone](gone.md)\n"}
    repository = found_repository(tmp_path / "repository", changes=changes)
    strict = run_host(repository, tmp_path / "strict", "--strict")
    assert strict.code != 0
    assert "LNK101 QMS/SOP/SOP-001.md:3: link to 'gone.md', which is not in the repository" in strict.output
    lenient = run_host(repository, tmp_path / "lenient")
    assert lenient.code == 0
    assert (tmp_path / "lenient/QMS/SOP/SOP-001.html").is_file()
