import hashlib
import os
from pathlib import Path

import pytest
from builders import GitRepository

from qms_site.errors import SourceError
from qms_site.sources.given import ReportPlan
from qms_site.sources.place import Place, find_place
from qms_site.sources.reports import commit_of_results, read_reports


def plan(**chosen: object) -> ReportPlan:
    return ReportPlan(**chosen)  # type: ignore[arg-type]


def test_patterns_find_files_below_their_folder_and_say_what_they_miss(tmp_path: Path) -> None:
    for name in ("part/build/a.xml", "part/build/deep/b.xml", "build/c.xml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    reports = read_reports(
        tmp_path, plan(base="part", junit_patterns=("build/**/*.xml", "x/*.xml", "**a"), coverage_patterns=("*.info",))
    )
    assert [(report.path, report.data) for report in reports.junit] == [
        ("part/build/a.xml", b"part/build/a.xml"),
        ("part/build/deep/b.xml", b"part/build/deep/b.xml"),
    ]
    assert reports.coverage == ()
    assert reports.unmatched == ("x/*.xml", "**a", "*.info")


def test_a_file_that_is_named_may_lie_anywhere_and_must_be_there(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (tmp_path / "out.xml").write_text("out")
    reports = read_reports(root, plan(junit=(tmp_path / "out.xml", tmp_path / "out.xml")))
    assert [(report.path, report.data) for report in reports.junit] == [("out.xml", b"out")]
    with pytest.raises(SourceError, match=r"lost\.xml cannot be read: No such file"):
        read_reports(root, plan(coverage=(tmp_path / "lost.xml",)))


def test_a_pattern_does_not_follow_a_link(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (tmp_path / "secret.xml").write_text("secret")
    (root / "junit.xml").symlink_to(tmp_path / "secret.xml")
    assert read_reports(root, plan(junit_patterns=("*.xml",))).junit == ()


def test_the_commit_of_results_is_any_name_or_a_hash_of_another_repository(
    repository: GitRepository, tmp_path: Path
) -> None:
    head = repository.commit({"a": "1"})
    place = find_place(repository.root)
    assert commit_of_results(place, "HEAD") == head
    assert commit_of_results(place, "abcdef0") == "abcdef0"
    for wrong in ("nothing", "--help", "abc"):
        with pytest.raises(SourceError, match="is no commit that results could belong to"):
            commit_of_results(place, wrong)
    assert commit_of_results(Place(root=tmp_path, has_git=False), "abcdef0") == "abcdef0"


@pytest.mark.verifies("REQ-QUA-024")
def test_artefacts_are_digested_and_what_is_no_file_is_an_error(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    (root / "dist").mkdir(parents=True)
    (root / "dist" / "a.whl").write_bytes(b"a")
    (tmp_path / "b.whl").write_bytes(b"b" * 3_000_000)
    (root / "dist" / "link.whl").symlink_to(tmp_path / "b.whl")
    (tmp_path / "c.whl").symlink_to(tmp_path / "b.whl")
    found = read_reports(
        root, plan(artefact_patterns=((".", "dist/*.whl"),), artefacts=(tmp_path / "c.whl",))
    ).artefacts
    assert [(one.path, one.digests["sha256"], one.is_named) for one in found] == [
        ("c.whl", hashlib.sha256(b"b" * 3_000_000).hexdigest(), True),
        ("dist/a.whl", hashlib.sha256(b"a").hexdigest(), False),
    ]
    assert found[1].digests["sha512"] == hashlib.sha512(b"a").hexdigest()
    (tmp_path / "gone.whl").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.whl").symlink_to(tmp_path / "loop.whl")
    os.mkfifo(tmp_path / "pipe.whl")
    for name, why in (
        ("dist", "Is a directory"),
        ("lost.whl", "No such file"),
        ("gone.whl", "No such file"),
        ("loop.whl", r"Symlink loop|Too many levels"),
        ("pipe.whl", "it is no regular file"),
    ):
        place = root / name if name == "dist" else tmp_path / name
        with pytest.raises(SourceError, match=rf"artefact .*{name} cannot be read: .*(?:{why})"):
            read_reports(root, plan(artefacts=(place,)))
