"""``qms-site dossier``: what a package holds, that it is the same every time, and that any change to it is told."""

import json
import shutil
from pathlib import Path

import pytest
from builders.pumps import RS, Pumps, document, matrix
from click.testing import CliRunner, Result

from qms_site import __version__
from qms_site.cli import cli
from qms_site.text import digest_of

FILES = [
    "MANIFEST.json",
    "README.md",
    "documents/SDLC-PUMP-RS-1.0.md",
    "documents/SDLC-PUMP-RTM-1.0.md",
    "evidence/coverage-1-coverage.xml",
    "evidence/junit-1-junit.xml",
    "findings.json",
    "findings.md",
    "matrix.csv",
    "matrix.xlsx",
    "readiness.json",
    "readiness.md",
    "records/CR-001-1.0.md",
    "signatures.csv",
    "signatures.md",
]


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    """A qualified system, with reports beside it that are no part of a commit."""
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.close().status()
    (pumps.repository.root / "coverage.xml").write_text('<coverage line-rate="1" version="1"><packages/></coverage>')
    return pumps


def dossier(pumps: Pumps, *arguments: str | Path, output: Path | None = None, system: str = "PUMP") -> Result:
    root = pumps.repository.root
    reports = ("--junit", str(root / "junit.xml"), "--coverage", str(root / "coverage.xml"))
    target = output or root.parent / "package"
    return CliRunner().invoke(
        cli, ["dossier", "-C", str(root), *reports, system, "-o", str(target), *map(str, arguments)]
    )


def made(pumps: Pumps, name: str = "package", *arguments: str | Path) -> Path:
    folder = pumps.repository.root.parent / name
    done = dossier(pumps, *arguments, output=folder)
    assert done.exit_code == 0, done.output + str(done.exception)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verify(folder: Path) -> Result:
    return CliRunner().invoke(cli, ["dossier", "--verify", str(folder)])


@pytest.mark.verifies("REQ-QUA-014")
def test_a_package_holds_what_an_auditor_takes_away(pumps: Pumps) -> None:
    done = dossier(pumps)
    folder = pumps.repository.root.parent / "package"
    files = contents(folder)
    assert sorted(files) == FILES
    assert done.output.splitlines() == [
        f"wrote {len(FILES)} files to {folder}",
        f"MANIFEST.json  sha256 {digest_of(files['MANIFEST.json'])}",
    ]
    assert files["documents/SDLC-PUMP-RS-1.0.md"] == (pumps.repository.root / RS).read_bytes()
    assert files["evidence/junit-1-junit.xml"] == (pumps.repository.root / "junit.xml").read_bytes()
    assert b"## Pump controller: Qualification Complete" in files["readiness.md"]
    assert b"| SDLC-PUMP-RS | 1.0 | committed as effective | Ada Example |" in files["signatures.md"]
    assert files["matrix.csv"].startswith(b"requirement,document,")
    assert json.loads(files["findings.json"])["schema"] == "qms-site/dossier-findings/1"


@pytest.mark.verifies("REQ-QUA-014")
def test_the_manifest_has_every_file_and_every_commit(pumps: Pumps) -> None:
    files = contents(made(pumps))
    manifest = json.loads(files.pop("MANIFEST.json"))
    assert {entry["path"]: (entry["sha256"], entry["size"]) for entry in manifest["files"]} == {
        path: (digest_of(data), len(data)) for path, data in files.items()
    }
    head = pumps.repository.head
    assert manifest["repositories"] == [{"name": "Pumps", "commit": head, "pointer": None, "available": True}]
    assert (manifest["commit"], manifest["as_of"], manifest["previous"]) == (head, "2026-01-20", None)
    assert manifest["program"] == {"name": "qms-site", "version": __version__}
    assert (manifest["system"], manifest["qualified_commit"]) == ("PUMP", pumps.qualified)
    assert [(entry["id"], entry["version"], entry["path"]) for entry in manifest["documents"]] == [
        ("SDLC-PUMP-RS", "1.0", "documents/SDLC-PUMP-RS-1.0.md"),
        ("SDLC-PUMP-RTM", "1.0", "documents/SDLC-PUMP-RTM-1.0.md"),
        ("CR-001", "1.0", "records/CR-001-1.0.md"),
    ]


@pytest.mark.verifies("REQ-QUA-014")
def test_two_packages_of_one_commit_are_the_same_bytes_wherever_they_are_made(pumps: Pumps, tmp_path: Path) -> None:
    first = contents(made(pumps))
    assert contents(made(pumps, "again")) == first
    clone = pumps.repository.clone(tmp_path / "clone")
    for name in ("junit.xml", "coverage.xml"):
        shutil.copy(pumps.repository.root / name, clone.root / name)
    pumps.repository = clone
    assert contents(made(pumps, "elsewhere")) == first


def test_it_is_made_from_the_commit_and_not_from_the_work_tree(pumps: Pumps) -> None:
    first = contents(made(pumps))
    pumps.repository.write({RS: "changed", "QMS/SDLC-PUMP/new.md": "new"})
    assert contents(made(pumps, "again")) == first


@pytest.mark.verifies("REQ-QUA-014")
def test_a_document_under_revision_is_packed_at_the_version_in_force(pumps: Pumps) -> None:
    before = (pumps.repository.root / RS).read_bytes()
    pumps.commit({RS: document("SDLC-PUMP-RS", "DRAFT", "Nothing yet.", "2.0")}, "CR-001: revise", 21)
    files = contents(made(pumps))
    assert files["documents/SDLC-PUMP-RS-1.0.md"] == before
    assert "documents/SDLC-PUMP-RS-2.0.md" not in files


def test_a_document_that_is_not_in_force_is_said_to_be_missing(pumps: Pumps) -> None:
    pumps.commit(matrix(pumps.qualified, "DRAFT"), "CR-001: begin anew", 21)
    early = made(pumps, "early", "--rev", f"{pumps.qualified}")
    files = contents(early)
    manifest = json.loads(files["MANIFEST.json"])
    assert [entry["id"] for entry in manifest["documents"] if entry["path"]] == ["SDLC-PUMP-RS"]
    assert (
        b"records of the changes that the baseline holds: no matrix states the qualified commit" in files["README.md"]
    )


@pytest.mark.verifies("REQ-QUA-015")
def test_an_unaltered_package_verifies_without_a_repository(pumps: Pumps, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(made(pumps), moved)
    shutil.rmtree(pumps.repository.root)
    done = verify(moved)
    assert (done.exit_code, done.output) == (0, f"{moved} is unaltered\n")


@pytest.mark.verifies("REQ-QUA-015")
def test_each_file_that_was_changed_added_or_removed_is_named(pumps: Pumps) -> None:
    folder = made(pumps)
    (folder / "matrix.csv").write_bytes((folder / "matrix.csv").read_bytes()[:-1] + b"x")
    (folder / "evidence" / "junit-1-junit.xml").unlink()
    (folder / "notes\u202e.txt").write_text("x")
    (folder / "readiness.md").unlink()
    (folder / "readiness.md").symlink_to(pumps.repository.root / "qms.toml")
    done = verify(folder)
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "evidence/junit-1-junit.xml was removed",
        "matrix.csv was changed",
        "notes\\x202e.txt was added",
        "readiness.md is no plain file any more",
    ]


@pytest.mark.verifies("REQ-QUA-015")
@pytest.mark.parametrize(
    ("written", "message"),
    [
        (None, "is no evidence package: it has no MANIFEST.json"),
        ("{", "MANIFEST.json cannot be read: "),
        ('{"schema": "x"}', "MANIFEST.json cannot be read: "),
    ],
)
def test_a_folder_without_a_manifest_cannot_be_verified(tmp_path: Path, written: str | None, message: str) -> None:
    if written is not None:
        (tmp_path / "MANIFEST.json").write_text(written)
    assert message in str(verify(tmp_path).exception)


@pytest.mark.verifies("REQ-QUA-030")
@pytest.mark.parametrize("given_as", ["folder", "commit"])
def test_a_package_names_the_one_before(pumps: Pumps, given_as: str) -> None:
    before, commit = made(pumps, "before"), pumps.repository.head
    pumps.commit({"notes.txt": "1\n"}, "CR-001: notes", 21)
    after = made(pumps, "after", "--after", before if given_as == "folder" else commit[:10])
    digest = digest_of((before / "MANIFEST.json").read_bytes()) if given_as == "folder" else None
    manifest = json.loads((after / "MANIFEST.json").read_bytes())
    assert manifest["previous"] == {"commit": commit, "manifest_sha256": digest}


@pytest.mark.verifies("REQ-QUA-030")
def test_a_package_cannot_come_after_one_that_does_not_lead_to_it(pumps: Pumps) -> None:
    before, commit = made(pumps, "before"), pumps.repository.head
    pumps.repository.git("reset", "--quiet", "--hard", "HEAD~1")
    other = pumps.commit({"notes.txt": "1\n"}, "CR-001: notes", 21)
    for given in (str(before), commit):
        done = dossier(pumps, "--after", given)
        assert str(done.exception) == (
            f"the package before was made at {commit[:10]}, which is no ancestor of {other[:10]}"
        )
    assert not (pumps.repository.root.parent / "package").exists()


@pytest.mark.verifies("REQ-QUA-030")
def test_a_package_of_another_system_is_not_the_one_before(pumps: Pumps) -> None:
    before = made(pumps, "before")
    told = json.loads((before / "MANIFEST.json").read_text())
    (before / "MANIFEST.json").write_text(json.dumps({**told, "system": "VALVE"}))
    assert str(dossier(pumps, "--after", before).exception) == "the package before is of VALVE, and not of PUMP"


def test_a_folder_that_is_not_empty_or_holds_documents_is_left_alone(pumps: Pumps, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "file").write_text("x")
    assert "is no empty folder" in str(dossier(pumps, output=full).exception)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    assert "is no empty folder" in str(dossier(pumps, output=link).exception)
    inside = pumps.repository.root / "QMS" / "package"
    assert "lies among the documents themselves" in str(dossier(pumps, output=inside).exception)
    assert not inside.exists()
    assert sorted(path.name for path in full.iterdir()) == ["file"]


def test_what_is_asked_wrongly_is_said(pumps: Pumps, tmp_path: Path) -> None:
    assert str(dossier(pumps, system="PUMPS").exception) == "there is no system 'PUMPS'; there is: PUMP"
    assert CliRunner().invoke(cli, ["dossier", "PUMP"]).exit_code == 2
    assert CliRunner().invoke(cli, ["dossier", "PUMP", "--verify", str(tmp_path)]).exit_code == 2


META, LOG = "QMS/.meta/CR/CR-001.json", "QMS/.audit/CR/CR-001.jsonl"


@pytest.mark.verifies("REQ-QUA-014")
def test_metadata_and_audit_logs_are_packed_as_they_are_in_the_commit(pumps: Pumps) -> None:
    meta = '{"doc_id": "CR-001", "status": "CLOSED", "version": "1.0"}\n'
    log = '{"ts": "2026-01-05T09:00:00+00:00", "event": "CREATE", "user": "ada"}\nnot json\n'
    others = {
        "QMS/.meta/CR/CR-999.json": meta,
        "QMS/.meta/.other/CR-001.json": "{}",
        "other/.audit/CR/CR-001.jsonl": log,
    }
    pumps.commit(
        {META: meta, LOG: log, "QMS/.meta/SDLC-PUMP/SDLC-PUMP-RS.json": "broken", **others}, "CR-001: logs", 21
    )
    folder = made(pumps)
    pumps.repository.write({LOG: "changed since"})
    files = contents(folder)
    assert {path: data.decode() for path, data in files.items() if path.startswith("trail/")} == {
        "trail/CR-001.json": meta,
        "trail/CR-001.jsonl": log,
        "trail/SDLC-PUMP-RS.json": "broken",
    }
    manifest = json.loads(files["MANIFEST.json"])
    assert {entry["id"]: entry["trail"] for entry in manifest["documents"]} == {
        "SDLC-PUMP-RS": ["trail/SDLC-PUMP-RS.json"],
        "SDLC-PUMP-RTM": [],
        "CR-001": ["trail/CR-001.json", "trail/CR-001.jsonl"],
    }
    assert b"- `trail`: metadata and audit logs" in files["README.md"]
    assert contents(made(pumps, "again")) == files
    (folder / "trail" / "CR-001.jsonl").write_text("altered")
    assert (verify(folder).exit_code, verify(folder).output) == (1, "trail/CR-001.jsonl was changed\n")


@pytest.mark.verifies("REQ-QUA-014")
def test_a_log_that_is_a_link_or_too_large_is_not_packed_and_that_is_said(pumps: Pumps, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    settings = (pumps.repository.root / "qms.toml").read_text()
    line = '{"ts": "2026-01-05T09:00:00+00:00", "event": "CREATE", "user": "ada"}\n'
    large = line * 25_000
    pumps.repository.write(
        {"qms.toml": settings.replace("[project]", "[project]\nmax-document-kib = 3000"), LOG: large}
    )
    (pumps.repository.root / "QMS/.meta/CR").mkdir(parents=True)
    (pumps.repository.root / META).symlink_to(tmp_path / "secret")
    pumps.commit({}, "CR-001: logs", 21)
    files = contents(made(pumps))
    assert sorted(path for path in files if path.startswith("trail/")) == ["trail/CR-001.jsonl"]
    assert files["trail/CR-001.jsonl"] == large.encode()
    assert b"- QMS/.meta/CR/CR-001.json: it is a symbolic link" in files["README.md"]
    pumps.commit({LOG: large * 2}, "CR-001: more logs", 22)
    files = contents(made(pumps, "again"))
    assert not [path for path in files if path.startswith("trail/")]
    told = f"- {LOG}: it has {-(-len(large) * 2 // 1024)} KiB, more than the 3000 that project.max-document-kib allows"
    assert told in files["README.md"].decode()
