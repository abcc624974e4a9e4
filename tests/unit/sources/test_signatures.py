"""Signed commits: who is believed, and which programs are asked."""

import shutil
import subprocess
from pathlib import Path

import pytest
from builders import LOG, GitRepository, lines

from qms_site.engine import Request, run
from qms_site.reports.trace_facts import execution_facts
from qms_site.sources.git import read_signatures
from qms_site.sources.snapshot import CommitSignature
from qms_site.timeline.assurance import Support, back_events

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


def signed(repository: GitRepository, files: dict[str, str], *, is_trusted: bool = True) -> str:
    """A commit that is signed with a new key of Ada's, which git is told to trust, or not."""
    key = repository.root.parent / "key"
    if not key.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", str(key)], check=True)
    allowed = repository.root.parent / "allowed"
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    allowed.write_text(f"ada@example.org {public}" if is_trusted else "", encoding="utf-8")
    for name, value in (
        ("gpg.format", "ssh"),
        ("user.signingKey", f"{key}.pub"),
        ("gpg.ssh.allowedSignersFile", str(allowed)),
    ):
        repository.git("config", name, value)
    repository.write(files)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-S", "--message=Signed")
    return repository.head


@pytest.mark.verifies("REQ-HIST-010")
def test_a_good_signature_is_told_with_its_signer(repository: GitRepository) -> None:
    plain = repository.commit({"a": "1"})
    head = signed(repository, {"a": "2"})
    assert read_signatures(repository.root, [head, plain]) == {head: CommitSignature("G", "ada@example.org")}


@pytest.mark.verifies("REQ-HIST-010")
def test_a_key_that_nobody_trusts_is_not_good(repository: GitRepository) -> None:
    head = signed(repository, {"a": "1"}, is_trusted=False)
    found = read_signatures(repository.root, [head])
    assert not found[head].is_good


def test_what_is_no_hash_in_full_is_never_given_to_git(repository: GitRepository) -> None:
    repository.commit({"a": "1"})
    assert read_signatures(repository.root, ["HEAD", "--all", "-c", "main", "a" * 39, f"{'a' * 40}\n--all"]) == {}
    assert read_signatures(repository.root, ["a" * 40]) == {}


def test_the_repository_cannot_choose_the_program(repository: GitRepository, tmp_path: Path) -> None:
    head = signed(repository, {"a": "1"})
    witness, program = tmp_path / "witness", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{witness}'\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    for name in ("gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program"):
        repository.git("config", name, str(program))
    assert read_signatures(repository.root, [head])[head].is_good
    assert not witness.exists()


def supports(repository: GitRepository, settings: str) -> list[tuple[str, str]]:
    """How well name and date of each event of CR-001 are supported."""
    repository.write({"qms.toml": settings})
    project = run(Request(folder=repository.root)).project
    document = project.documents_by_id["CR-001"]
    backings = back_events(document, project.timelines_by_id["CR-001"].events, project.sources)
    return [(backing.name, backing.day) for backing in backings if backing]


PEOPLE = "[people.ada]\nemails = ['ada@example.org']\nusers = ['ada']\n"
VERIFY = "[project]\nsignatures = 'verify'\n"


@pytest.mark.verifies("REQ-HIST-010")
def test_a_good_signature_of_the_same_person_authenticates_an_approval(repository: GitRepository) -> None:
    text = {"QMS/CR/CR-001.md": "# CR-001: X of src/\n"}
    signed(repository, {**text, LOG: lines("CREATE", "APPROVE") + lines("APPROVE", user="eve")})
    corroborated, asserted = Support.CORROBORATED, Support.ASSERTED
    assert supports(repository, PEOPLE) == [(corroborated, corroborated)] * 2 + [(asserted, corroborated)]
    authenticated = Support.AUTHENTICATED
    assert supports(repository, VERIFY + PEOPLE) == [(authenticated, authenticated)] * 2 + [(asserted, authenticated)]


def test_a_good_signature_of_who_filled_in_a_row_authenticates_the_performer(repository: GitRepository) -> None:
    def record(row: str) -> dict[str, str]:
        head = "---\nstatus: IN_EXECUTION\nversion: '1.0'\n---\n# CR-001: X of src/\n\n"
        return {"QMS/CR/CR-001.md": f"{head}| EI | Outcome | Performed By |\n|---|---|---|\n| EI-1 | {row} |\n"}

    repository.commit(record(" | "))
    signed(repository, record("Pass | ada"))
    told = []
    for settings in (PEOPLE, VERIFY + PEOPLE):
        repository.write({"qms.toml": settings})
        told += [item.performer_support for item in execution_facts(run(Request(folder=repository.root)).project)]
    assert told == ["corroborated", "authenticated"]
