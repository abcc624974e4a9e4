"""The gates of the system release and of its declaration, each as it is met, not met and not known."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders.pumps import DONE, RTM, SETTINGS, Pumps, document, matrix, record

from qms_site.qualification.gates import GateName
from qms_site.qualification.systems import SystemState, SystemStatus

CR = "QMS/CR/CR-001/CR-001.md"
ARCHIVED = "QMS/.archive/SDLC-PUMP/SDLC-PUMP-RTM-v0.9.md"
PEOPLE = """
[people.ada]
name = "Ada"
role = "Head of quality"
[people.robot]
name = "Build robot"
kind = "agent"
"""


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    return Pumps(tmp_path / "pumps").merge()


def qualify(pumps: Pumps, release: str = "PUMP-1.0", more: Mapping[str, str] | None = None) -> SystemStatus:
    """The system with a matrix that states this release, and the record that declares it closed."""
    pumps.commit(matrix(pumps.qualified, release=release), "CR-001: the matrix", 10)
    texts = {path: text.replace("PUMP-1.0", release) for path, text in record("CLOSED", DONE).items()}
    pumps.commit({**texts, **(more or {})}, "CR-001: close", 20)
    return pumps.status()


def gate(status: SystemStatus, name: GateName) -> str:
    (found,) = (one for one in status.gates if one.name is name)
    return f"{found.state.value}: {found.reason}"


def archived(pumps: Pumps, release: str, commit: str | None = None) -> Mapping[str, str]:
    return {ARCHIVED: matrix(commit or pumps.qualified, release=release)[RTM]}


@pytest.mark.verifies("REQ-QUA-018")
def test_releases_are_called_as_the_settings_say(tmp_path: Path) -> None:
    named = SETTINGS.replace('name = "PUMP"', 'name = "PUMP"\nrelease-name = "FLOW"')
    pumps = Pumps(tmp_path / "pumps", {"qms.toml": named}).merge()
    status = qualify(pumps, "FLOW-2.0")
    assert gate(status, GateName.RELEASE) == "met: FLOW-2.0 is stated"
    assert gate(status, GateName.DECLARATION) == "met: CR-001 declares FLOW-2.0, by Ada on 2026-01-20"
    assert gate(qualify(pumps), GateName.RELEASE) == (
        "not-met: no specification and no matrix states a release such as FLOW-1.0"
    )


@pytest.mark.verifies("REQ-QUA-018")
@pytest.mark.parametrize(
    ("release", "before", "told"),
    [
        ("PUMP-1.10", "PUMP-1.9", "met: PUMP-1.10 is stated"),
        ("PUMP-1.9", "PUMP-1.10", "not-met: PUMP-1.9 is stated, after PUMP-1.10"),
        ("PUMP-2.0", "PUMP-1.99", "met: PUMP-2.0 is stated"),
        ("PUMP-1.0", "PUMP-1.0", "met: PUMP-1.0 is stated"),
        ("PUMP-1.0", "VALVE-3.0", "met: PUMP-1.0 is stated"),
        ("PUMP-1.0", "MY-PUMP-3.0", "met: PUMP-1.0 is stated"),
        ("PUMP-1.0", "PUMP-3.0.1", "met: PUMP-1.0 is stated"),
    ],
)
def test_a_release_is_not_lower_than_those_that_archived_versions_stated(
    pumps: Pumps, release: str, before: str, told: str
) -> None:
    status = qualify(pumps, release, archived(pumps, before))
    assert gate(status, GateName.RELEASE) == told
    assert (status.state is SystemState.COMPLETE) is told.startswith("met")


@pytest.mark.verifies("REQ-QUA-018")
def test_the_release_of_another_commit_is_not_stated_again(pumps: Pumps) -> None:
    status = qualify(pumps, more=archived(pumps, "PUMP-1.0", "0123456789"))
    assert gate(status, GateName.RELEASE) == (
        "not-met: PUMP-1.0 is stated, which version 0.9 of SDLC-PUMP-RTM stated for 0123456789"
    )


@pytest.mark.verifies("REQ-QUA-018")
@pytest.mark.parametrize(
    ("release", "told"),
    [
        ("", "not-met: no specification and no matrix states a release such as PUMP-1.0"),
        ("VALVE-1.0", "not-met: no specification and no matrix states a release such as PUMP-1.0"),
        ("PUMP-1.0.1", "not-met: no specification and no matrix states a release such as PUMP-1.0"),
        ("PUMP-1", "not-met: no specification and no matrix states a release such as PUMP-1.0"),
    ],
)
def test_a_release_has_the_name_of_its_system_and_two_numbers(pumps: Pumps, release: str, told: str) -> None:
    pumps.commit(matrix(pumps.qualified, release=release), "CR-001: the matrix", 10)
    assert gate(pumps.close().status(), GateName.RELEASE) == told


@pytest.mark.verifies("REQ-QUA-018")
def test_front_matter_states_release_and_qualified_commit_too(pumps: Pumps) -> None:
    facts = f"owner: Ada\nSystem Release: PUMP-1.0\nQualified Commit: {pumps.qualified[:12]}\n"
    written = matrix("", release="")[RTM].replace("owner: Ada\n", facts)
    pumps.commit({RTM: written}, "CR-001: the matrix", 10)
    before = written.replace("PUMP-1.0", "PUMP-1.2").replace(pumps.qualified[:12], "0123456789")
    status = pumps.close().status()
    (found,) = (one for one in status.gates if one.name is GateName.RELEASE)
    assert (found.reason, [(one.document, one.line) for one in found.proofs]) == (
        "PUMP-1.0 is stated",
        [("SDLC-PUMP-RTM", 6)],
    )
    assert (status.commit, status.state) == (pumps.qualified, SystemState.COMPLETE)
    pumps.commit({ARCHIVED: before}, "CR-001: archive", 21)
    assert gate(pumps.status(), GateName.RELEASE) == "not-met: PUMP-1.0 is stated, after PUMP-1.2"


@pytest.mark.verifies("REQ-QUA-018")
def test_documents_that_state_different_releases_state_none(pumps: Pumps) -> None:
    design = {"QMS/SDLC-PUMP/SDLC-PUMP-DS.md": document("SDLC-PUMP-DS", "EFFECTIVE", "System release: PUMP-0.9\n")}
    assert gate(qualify(pumps, more=design), GateName.RELEASE) == (
        "not-met: its documents state different releases: PUMP-0.9, PUMP-1.0"
    )


@pytest.mark.verifies("REQ-QUA-005")
@pytest.mark.parametrize(
    ("status", "outcome", "told"),
    [
        ("CLOSED", DONE, "met: CR-001 declares PUMP-1.0, by Ada on 2026-01-20"),
        ("CLOSED", "Released | Pass | - ", "not-met: CR-001 declares PUMP-1.0, and names nobody who does"),
        ("CLOSED", "Released | Pass | TBD", "not-met: CR-001 declares PUMP-1.0, and names nobody who does"),
        (
            "CLOSED",
            "Released | Pass | Quality lead - 2026-01-20",
            "not-met: CR-001 declares PUMP-1.0, by Quality lead, which is a role, and no person",
        ),
        (
            "CLOSED",
            "Released | Pass | Head of quality - 2026-01-20",
            "not-met: CR-001 declares PUMP-1.0, by Head of quality, which is a role, and no person",
        ),
        (
            "CLOSED",
            "Released | Pass | Build robot - 2026-01-20",
            "not-met: CR-001 declares PUMP-1.0, by Build robot, which is a program",
        ),
        ("CLOSED", " | | ", "not-met: no record declares a release of it"),
        ("CLOSED", "Not done | N/A | Ada - 2026-01-20", "not-met: no record declares a release of it"),
        ("DRAFT", DONE, "not-met: no record declares a release of it"),
        ("IN_PRE_APPROVAL", DONE, "not-met: no record declares a release of it"),
        ("CANCELLED", DONE, "not-met: no record declares a release of it"),
    ],
)
def test_a_release_is_declared_by_a_person_in_a_record_that_was_released(
    pumps: Pumps, status: str, outcome: str, told: str
) -> None:
    pumps.commit({"qms.toml": SETTINGS + PEOPLE}, "CR-001: people", 9)
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.commit(record(status, outcome), "CR-001: on", 20)
    found = pumps.status()
    assert gate(found, GateName.DECLARATION) == told
    assert (found.state is SystemState.COMPLETE) is told.startswith("met")


@pytest.mark.verifies("REQ-QUA-005")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("PUMP-1.0 is released.\n\nDeclared by: Ada\n", "met: CR-001 declares PUMP-1.0, by Ada"),
        ("PUMP-1.0 is released.\n\nDeclared by: [NAME]\n", "not-met: no record declares a release of it"),
        ("PUMP-1.0 is released.\n\nDeclared by: <name>\n", "not-met: no record declares a release of it"),
        ("PUMP-1.0 is released.\n\nDeclared by: nobody\n", "not-met: no record declares a release of it"),
        ("PUMP-1.0 is released.\n\nDeclared by: to be named\n", "not-met: no record declares a release of it"),
        (
            "PUMP-1.1 is released.\n\nDeclared by: Ada\n",
            "not-met: CR-001 declares PUMP-1.1, and its documents state PUMP-1.0",
        ),
        ("VALVE-1.0 is released.\n\nDeclared by: Ada\n", "not-met: no record declares a release of it"),
        ("PUMP-1.0 is released.\nDeclared by: Ada\n\nMore.\n", "met: CR-001 declares PUMP-1.0, by Ada"),
        (
            "`<!--` begins a comment.\n\nPUMP-1.0 is released. Declared by: Ada\n\n`-->` ends it.\n",
            "met: CR-001 declares PUMP-1.0, by Ada",
        ),
        ("> [!NOTE]\n> x\n\nPUMP-1.0 is released. Declared by: Ada\n", "met: CR-001 declares PUMP-1.0, by Ada"),
        *(
            (text, "not-met: no record declares a release of it")
            for text in (
                "```\nPUMP-1.0 is released.\nDeclared by: Ada,\n```\n",
                "- x\n\n  ~~~ text\n  PUMP-1.0 is released. Declared by: Ada,\n  ~~~\n",
                "x\n\n    PUMP-1.0 is released. Declared by: Ada\n",
                "- x\n\n  > PUMP-1.0 is released. Declared by: Ada\n",
                "<!--\nPUMP-1.0 is released.\nDeclared by: Ada,\n-->\n",
                "> PUMP-1.0 is released. Declared by: Ada\n",
                "~~PUMP-1.0 is released. Declared by: Ada~~\n",
                "<del>PUMP-1.0 is released. Declared by: Ada,</del>\n",
                "PUMP-1.0 is not yet released. Declared by: Ada\n",
                "PUMP-1.0 will be released by Ada.\n",
                "PUMP-1.0+dev is released. Declared by: Ada\n",
            )
        ),
    ],
)
def test_a_release_is_declared_in_a_sentence_too(pumps: Pumps, text: str, told: str) -> None:
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.commit({CR: document("CR-001", "CLOSED", text)}, "CR-001: close", 20)
    assert gate(pumps.status(), GateName.DECLARATION) == told


@pytest.mark.verifies("REQ-QUA-005")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Declare the release of PUMP-1.0",
            "~~Declare the release of PUMP-1.0~~",
            "not-met: no record declares a release of it",
        ),
        (
            "Declare the release of PUMP-1.0",
            "Test <!-- declare PUMP-1.0 -->",
            "not-met: no record declares a release of it",
        ),
        ("| Released |", "| PUMP-1.0 was not released |", "not-met: no record declares a release of it"),
        (
            "Ada - 2026-01-20",
            "Ada - 2031-01-20",
            "not-met: CR-001 declares PUMP-1.0, by Ada on 2031-01-20, which is after 2026-01-20",
        ),
        ("Ada - 2026-01-20", "Ada - 2026-01-21", "met: CR-001 declares PUMP-1.0, by Ada on 2026-01-21"),
        ("Ada - 2026-01-20", "Ada - 2026-01-05", "met: CR-001 declares PUMP-1.0, by Ada on 2026-01-05"),
    ],
)
def test_a_row_declares_what_it_shows_and_on_a_day_that_can_be(pumps: Pumps, old: str, new: str, told: str) -> None:
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.commit({CR: record("CLOSED", DONE)[CR].replace(old, new)}, "CR-001: close", 20)
    assert gate(pumps.status(), GateName.DECLARATION) == told


@pytest.mark.verifies("REQ-QUA-005")
def test_what_was_declared_before_its_commit_was_written_is_not_known(pumps: Pumps) -> None:
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    pumps.close(DONE.replace("2026-01-20", "2025-01-20"))
    assert gate(pumps.status(), GateName.DECLARATION) == (
        f"unknown: CR-001 declares PUMP-1.0, by Ada on 2025-01-20, and {pumps.qualified[:10]} is of 2026-01-06"
    )


@pytest.mark.verifies("REQ-QUA-018")
@pytest.mark.parametrize("text", ["```\nRelease PUMP-1.0\n```\n", "<!-- Release PUMP-1.0 -->\n"])
def test_what_illustrates_states_no_release(pumps: Pumps, text: str) -> None:
    pumps.commit(matrix(pumps.qualified, release="TBD", more=f"\n{text}"), "CR-001: the matrix", 10)
    assert gate(pumps.close().status(), GateName.RELEASE) == (
        "not-met: no specification and no matrix states a release such as PUMP-1.0"
    )


@pytest.mark.verifies("REQ-QUA-001", "REQ-QUA-003")
def test_a_record_that_was_too_large_to_be_read_may_declare_it(pumps: Pumps) -> None:
    settings = {"qms.toml": SETTINGS.replace("[[system]]", "max-document-kib = 1\n[[system]]")}
    pumps.commit({**matrix(pumps.qualified), **settings}, "CR-001: the matrix", 10)
    pumps.commit({CR: record("CLOSED", DONE)[CR] + "More words.\n" * 100}, "CR-001: close", 20)
    status = pumps.status()
    assert gate(status, GateName.DECLARATION) == "unknown: the text of CR-001 was not read, which may declare one"
    assert status.state is not SystemState.COMPLETE
