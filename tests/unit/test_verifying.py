from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.errors import SettingsError
from qms_site.verifying import DefinedItems, defined_items, suggest

MATTER = "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n"
ROWS = "| ID | Requirement |\n|---|---|\n| REQ-A-001 | **One.** The pump shall stop. |\n"
FILES = {
    "qms.toml": "[project]\ndocuments = 'docs'\n",
    "docs/SDLC-A-RS.md": f"{MATTER}# SDLC-A-RS: Pump\n\n{ROWS}",
    "docs/SDLC-A-DS.md": f"{MATTER}# SDLC-A-DS: Pump\n\n| ID | Design |\n|---|---|\n| DSN-A-001 | A valve. REQ-A-009 |\n",
    "docs/deep/heading.md": "# SDLC-B-RS: Known by its heading\n\n### REQ-B-001: Flow\n\nIt shall flow.\n",
    "docs/SDLC-A-RTM.md": f"{MATTER}# SDLC-A-RTM: Pump\n\n| REQ-A-008 | Test |\n|---|---|\n| REQ-A-007 | Test |\n",
    "docs/CR/CR-001.md": f"{MATTER}# CR-001: Adds REQ-A-006\n\n{ROWS.replace('001', '005')}",
    "docs/.archive/SDLC-A-RS-v0.1.md": f"{MATTER}# SDLC-A-RS: Pump\n\n{ROWS.replace('001', '004')}",
    "docs/note.md": ROWS.replace("001", "003"),
    "other/SDLC-C-RS.md": f"{MATTER}# SDLC-C-RS: Elsewhere\n\n{ROWS.replace('REQ-A', 'REQ-C')}",
}
DEFINED = DefinedItems(documents="docs", ids=frozenset({"REQ-A-001", "DSN-A-001", "REQ-B-001"}))


@pytest.mark.parametrize("folder", [".", "other"])
def test_items_are_those_that_documents_define(repository: GitRepository, folder: str) -> None:
    repository.write(FILES)
    assert defined_items(repository.root / folder) == DEFINED


def test_they_are_the_same_without_git(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert defined_items(tmp_path) == DEFINED


def test_what_git_ignores_is_no_document(repository: GitRepository) -> None:
    repository.write({**FILES, ".gitignore": "deep/\n"})
    assert defined_items(repository.root) == DefinedItems(documents="docs", ids=DEFINED.ids - {"REQ-B-001"})


def test_without_settings_nobody_says_that_there_are_documents(tmp_path: Path) -> None:
    assert defined_items(tmp_path) is None


def test_settings_that_cannot_be_used_stop_it(tmp_path: Path) -> None:
    (tmp_path / "qms.toml").write_text("[projekt]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="projekt: there is no such key; did you mean 'project'"):
        defined_items(tmp_path)


@pytest.mark.parametrize(
    ("id_", "ending"),
    [
        ("REQ-A-01", "; did you mean REQ-A-001 or REQ-B-001?"),
        ("req-b-001", "; did you mean REQ-B-001?"),
        ("REQ-QUITE-DIFFERENT-001", ""),
        ("through", ""),
    ],
)
def test_an_id_that_is_not_known_is_met_with_those_close_to_it(id_: str, ending: str) -> None:
    assert suggest(id_, {"REQ-A-001", "REQ-A-002", "REQ-B-001"}) == ending
