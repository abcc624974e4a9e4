"""The development server rebuilds once for one change, and never by itself."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from integration.sites import Repository, environment, found_repository

TURN = 0.05
QUIET = 1.2
"""Seconds in which a second rebuild would begin: the server waits a quarter of a second for changes to settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running ``mkdocs serve``."""

    repository: Repository
    log: Path
    address: str

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def rebuilds(self) -> int:
        return len(re.findall("Detected file changes", self.said()))

    def page(self, name: str) -> str:
        with urllib.request.urlopen(f"{self.address}/{name}", timeout=5) as answer:
            return answer.read().decode()


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it came about in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(TURN)
    return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    repository = found_repository(folder / "repository")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=repository.path,
            env=environment(folder, PYTHONUNBUFFERED="1"),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            assert wait_until(lambda: "Serving on" in log.read_text(encoding="utf-8")), log.read_text(encoding="utf-8")
            address = re.findall(r"Serving on (\S+?)/?\s", log.read_text(encoding="utf-8"))[-1]
            yield Server(repository=repository, log=log, address=address)
        finally:
            process.terminate()
            process.wait(timeout=10)


def change_and_count(server: Server, file: str, text: str) -> int:
    """Write a file; how many rebuilds follow."""
    before = server.rebuilds()
    reloads = server.said().count("Reloading browsers")
    server.repository.write({file: text})
    assert wait_until(lambda: server.said().count("Reloading browsers") > reloads), server.said()
    time.sleep(QUIET)
    return server.rebuilds() - before


@pytest.mark.verifies("REQ-SITE-008")
def test_saving_one_document_is_one_rebuild_and_no_loop(server: Server) -> None:
    text = "---\ntitle: Cleaning, changed\n---\n\n# SOP-002: Cleaning, changed\n\nRinse three times.\n"
    assert change_and_count(server, "QMS/SOP/SOP-002.md", text) == 1
    assert "Rinse three times." in server.page("QMS/SOP/SOP-002.html")
    assert set(server.repository.status()) <= {" M QMS/SOP/SOP-002.md", " M qms.toml"}


@pytest.mark.verifies("REQ-SITE-008")
def test_saving_the_settings_is_one_rebuild(server: Server) -> None:
    settings = (server.repository.path / "qms.toml").read_text(encoding="utf-8")
    assert change_and_count(server, "qms.toml", settings.replace("Pump House", "Pump Station")) == 1
    assert "Pump Station" in server.page("index.html")
