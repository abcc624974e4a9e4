"""The site of one project in Chromium, from disk and from a server, by the host and by ``qms-site pages``."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

pytest.register_assert_rewrite("integration.sites", "integration.commands")

from integration.commands import qms_site  # noqa: E402 - after its asserts explain themselves
from integration.sites import PROJECTS, Repository, found_repository, run_host  # noqa: E402

CHROMIUM = Path("/usr/bin/chromium")
PHONE = {"width": 375, "height": 720}
# Adds what the findings page is about: a broken link, and a status that nobody knows.
WRONG = "---\ntitle: Oiling\nstatus: Unsure\nversion: 0.1\n---\n\n# SOP-003: Oiling\n\n[gone](gone.md)\n"
# The theme draws diagrams where nobody can look; here everybody may.
OPEN_SHADOWS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page in the browser, what it asked for from elsewhere, and what it complained about."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSite:
    """A site at an address; ``has_folders`` where a page's address ends in ``/``, ``has_host`` within a host's theme."""

    root: str
    has_folders: bool
    has_host: bool
    browser: Browser

    def address(self, name: str) -> str:
        """Address of a page: ``registers/CR``, or ``""`` for the home page."""
        name = name.removesuffix("/index") if self.has_folders else name
        if not name:
            return f"{self.root}/" if self.has_folders else f"{self.root}/index.html"
        return f"{self.root}/{name}/" if self.has_folders else f"{self.root}/{name}.html"

    @contextmanager
    def visit(self, name: str, **context: Any) -> Iterator[Visit]:  # noqa: ANN401 - the browser's own options
        """Open a page in a fresh browser window."""
        window = self.browser.new_context(reduced_motion="reduce", **context)
        try:
            page = window.new_page()
            page.set_default_timeout(10_000)
            page.add_init_script(OPEN_SHADOWS)
            visit = Visit(page=page)
            page.on("request", functools.partial(self._note_request, visit))
            page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: visit.complaints.append(str(error)))
            page.goto(self.address(name), wait_until="load")
            yield visit
        finally:
            window.close()

    def _note_request(self, visit: Visit, request: Request) -> None:
        if not request.url.startswith((self.root, "data:", "blob:")):
            visit.foreign.append(request.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    settings = (PROJECTS / "sidecars" / "qms.toml").read_text(encoding="utf-8")
    repository = found_repository(
        tmp_path_factory.mktemp("browser") / "repository",
        changes={
            **TRACED,
            **LONG,
            "QMS/SDLC-PUMP/SDLC-PUMP-RS.md": RS.format(version="1.0", alarm="tell"),
            "QMS/SOP/SOP-003.md": WRONG,
            "mkdocs.yml": HOST.format(urls="false", more="  - offline\n"),
            "qms.toml": f'{settings}\n[results]\njunit = ["junit.xml"]\n',
            ".gitignore": "junit.xml\n",
        },
    )
    repository.write({"QMS/SDLC-PUMP/SDLC-PUMP-RS.md": RS.format(version="1.1", alarm="cry out")})
    commit = repository.commit("CR-002: A louder alarm", day="2026-02-10")
    repository.write({"junit.xml": RESULTS.format(commit=commit)})
    return repository


RS = """\
---
status: EFFECTIVE
version: "{version}"
---

# SDLC-PUMP-RS: What the pump must do

| ID | Requirement |
|---|---|
| REQ-PUMP-001 | **Start.** The pump shall start after the valve. |
| REQ-PUMP-002 | **Stop.** The pump shall stop before the valve. |
| REQ-PUMP-003 | **Alarm.** The pump shall {alarm} when it is dry. |

## Others

### REQ-PUMP-004: Colour

The pump shall be blue, unlike REQ-TANK-001.
"""
TRACED = {
    "QMS/SDLC-PUMP/SDLC-PUMP-RTM.md": """\
---
status: EFFECTIVE
version: "1.0"
---

# SDLC-PUMP-RTM: What shows it

| Requirement | Test | Result |
|---|---|---|
| REQ-PUMP-001 | `test_pump::test_start`, `test_pump::test_wait`, `test_pump::test_valve`, `test_pump::test_twice` | PASS |
| REQ-PUMP-002 | `test_pump::test_stop` | FAIL |
""",
}
# A system of many requirements, and an id that two systems own.
MANY = 450
FAILED = 3
LONG = {
    "QMS/SDLC-TANK/SDLC-TANK-RS.md": "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n\n# SDLC-TANK-RS: Tanks\n\n"
    "| ID | Requirement |\n|---|---|\n"
    + "".join(f"| REQ-TANK-{n:03} | **Tank {n}.** It shall hold {n} litres. |\n" for n in range(1, MANY + 1)),
    "QMS/SDLC-TANK/SDLC-TANK-RTM.md": "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n\n# SDLC-TANK-RTM: Tanks\n\n"
    "| Requirement | Test | Result |\n|---|---|---|\n"
    + "".join(f"| REQ-TANK-{n:03} | `test_tank::test_{n}` | PASS |\n" for n in range(1, MANY - 20)),
    "QMS/SDLC-VALVE/SDLC-VALVE-RS.md": "---\nstatus: EFFECTIVE\nversion: '1.0'\n---\n\n# SDLC-VALVE-RS: Valves\n\n"
    "**REQ-TANK-001**: The valve shall close.\n",
    "tests/test_tank.py": "".join(f"def test_{n}(): ...\n\n\n" for n in range(1, MANY - 20)),
    "tests/test_pump.py": "".join(
        f"def test_{name}(): ...\n\n\n" for name in ("start", "wait", "valve", "twice", "stop")
    ),
}
RESULTS = (
    '<testsuite><properties><property name="commit" value="{commit}"/></properties>'
    + "".join(
        f'<testcase classname="tests.test_tank" name="test_{n}">{"<failure/>" if n == FAILED else ""}</testcase>'
        for n in range(1, MANY - 20)
    )
    + "</testsuite>"
)
HOST = """\
site_name: Pump House
use_directory_urls: {urls}
docs_dir: QMS
theme:
  name: material
  font: false
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
plugins:
  - search
{more}  - qms
  - qms-trace
  - qms-status
"""


def _from_disk(project: Repository, folder: Path) -> Iterator[str]:
    _assert_built(project, folder / "site")
    yield (folder / "site").as_uri()


def _from_server(project: Repository, folder: Path) -> Iterator[str]:
    config = project.path / "mkdocs-http.yml"
    config.write_text(HOST.format(urls="true", more=""), encoding="utf-8")
    _assert_built(project, folder / "site", "--config-file", config.name)
    handler = functools.partial(_Quiet, directory=str(folder / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _without_host(project: Repository, folder: Path) -> Iterator[str]:
    done = qms_site(project, "pages", folder / "site")
    assert done.code == 0, done.output
    yield (folder / "site").as_uri()


def _assert_built(project: Repository, target: Path, *options: str) -> None:
    done = run_host(project, target, *options)
    assert done.code == 0, done.output


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


WAYS: dict[str, Callable[[Repository, Path], Iterator[str]]] = {
    "disk": _from_disk,
    "server": _from_server,
    "without host": _without_host,
}


@pytest.fixture(scope="session", params=WAYS)
def site(
    request: pytest.FixtureRequest, project: Repository, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PublishedSite]:
    """The site, published in each of the ways."""
    way = request.param
    for root in WAYS[way](project, tmp_path_factory.mktemp("published")):
        yield PublishedSite(root=root, has_folders=way == "server", has_host=way != "without host", browser=browser)
