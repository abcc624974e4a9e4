"""A repository with a system whose code is in ``src``, and what happens to it until its acceptance."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import GitRepository, junit

from qms_site.engine import Request, run
from qms_site.project import Project

TEST = "def test_001():\n    pass\n"


@dataclass(frozen=True)
class Pump:
    """``repository`` holds system A; what is committed on the way to its qualification is said in steps."""

    repository: GitRepository

    def begin(self, settings: str = "", code: str = "src") -> str:
        """The first commit on production."""
        return self.repository.commit(
            {
                "qms.toml": "[project]\nname = 'Pump'\n[results]\njunit = ['junit.xml']\n"
                f"[[system]]\nname = 'A'\ncode = ['{code}']\n{settings}\n",
                ".gitignore": "junit.xml\n",
                "src/a.py": "A = 1\n",
                "src/b.py": "B = 1\n",
                "tests/test_x.py": TEST,
            },
            "Begin",
        )

    def test_environment(self, files: dict[str, str | bytes | None], name: str = "test/a-001") -> str:
        """A test environment with one commit, left for production."""
        self.repository.branch(name)
        made = self.repository.commit(files, f"Work in {name}")
        self.repository.checkout("main")
        return made

    def qualify(self, commit: str) -> str:
        """The matrix, with a baseline that states a commit."""
        body = (
            "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n# Matrix\n\n| Requirement | Test | Result |\n|---|---|---|\n"
            "| REQ-A-001 | test_x::test_001 | PASS |\n\n## Baseline\n\n| What | Value |\n|---|---|\n"
            f"| Branch | main |\n| Commit | {commit[:10]} |\n"
        )
        return self.repository.commit({"QMS/SDLC-A/SDLC-A-RTM.md": body}, "State the qualified commit")

    def report(self, commit: str | None, *cases: str) -> None:
        """A report of the functional tests on a commit."""
        self.repository.write({"junit.xml": junit(*(cases or ("tests.test_x::test_001",)), commit=commit)})

    @property
    def project(self) -> Project:
        return run(Request(folder=self.repository.root)).project


@pytest.fixture
def pump(tmp_path: Path) -> Pump:
    return Pump(GitRepository.create(tmp_path / "pump"))
