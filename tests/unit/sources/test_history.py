from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.sources.history import is_own_folder, limits_of


@pytest.mark.verifies("REQ-SEC-004")
def test_a_folder_is_our_own_unless_the_repository_tracks_something_in_it(repository: GitRepository) -> None:
    repository.commit({"a.md": "a", "cached/b.md": "b", ".cached": "c"})
    assert is_own_folder(repository.root, ".cache")
    repository.write({".cache/qms-site/kept.sqlite": "ours"})
    assert is_own_folder(repository.root, ".cache")
    repository.commit({".cache/other": "theirs"})
    assert not is_own_folder(repository.root, ".cache")
    repository.git("rm", "-r", "--quiet", "--cached", ".cache")
    assert is_own_folder(repository.root, ".cache")


def test_what_is_tracked_and_not_checked_out_is_not_our_own(repository: GitRepository) -> None:
    repository.commit({".cache/qms-site/kept.sqlite": "theirs"})
    (repository.root / ".cache/qms-site/kept.sqlite").unlink()
    (repository.root / ".cache/qms-site").rmdir()
    (repository.root / ".cache").rmdir()
    assert not is_own_folder(repository.root, ".cache")


def test_a_folder_that_leads_elsewhere_or_has_two_names_is_not_our_own(
    repository: GitRepository, tmp_path: Path
) -> None:
    (repository.root / ".cache").symlink_to(tmp_path)
    assert not is_own_folder(repository.root, ".cache")
    (repository.root / ".cache").unlink()
    (repository.root / ".cache").mkdir()
    repository.write({"Cache/qms-site/kept.sqlite": "theirs"}).git("add", "Cache")
    (repository.root / "Cache/qms-site/kept.sqlite").unlink()
    (repository.root / "Cache/qms-site").rmdir()
    (repository.root / "Cache").rmdir()
    (repository.root / "Cache").symlink_to(".cache")  # as a file system does that takes both names for one
    assert not is_own_folder(repository.root, ".cache")


def test_limits_change_with_what_ends_a_history(repository: GitRepository, tmp_path: Path) -> None:
    for number in range(3):
        repository.commit({"a.md": f"{number}"})
    found = [limits_of(repository.root)]
    shallow = repository.clone(tmp_path / "shallow", "--depth", "1")
    found.append(limits_of(shallow.root))
    shallow.git("fetch", "--quiet", "--deepen", "1")
    found.append(limits_of(shallow.root))
    grafts = repository.root / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{repository.head}\n", encoding="ascii")
    found.append(limits_of(repository.root))
    assert len(set(found)) == 4
    shallow.git("fetch", "--quiet", "--unshallow")
    assert limits_of(shallow.root) == found[0]
