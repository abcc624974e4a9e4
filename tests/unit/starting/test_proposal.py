import tomllib
from dataclasses import replace

import pytest
import yaml

from qms_site.settings import parse_settings
from qms_site.starting.proposal import Surroundings, propose_host, propose_settings
from qms_site.starting.survey import Survey

NOTHING = Survey(
    profile="gmp",
    documents_root="QMS",
    document_count=0,
    outside=(),
    types={},
    new_types=(),
    folders={},
    aliases={},
    systems=(),
    has_sidecars=False,
    docs_folder=None,
    host_folder="QMS",
)
FOUND = Survey(
    profile="gmp",
    documents_root="docs/qms",
    document_count=3,
    outside=(),
    types={"QP": 2, "CR": 1},
    new_types=("QP",),
    folders={"CR": "records/changes"},
    aliases={"non-executable": {"approved": "EFFECTIVE", "In Kraft": None}},
    systems=("FLOW",),
    has_sidecars=True,
    docs_folder="docs",
    host_folder="docs/qms",
    patterns={"QP": r"QP-\d+(?:[.-]\d+)*"},
)
AROUND = Surroundings(
    name="Flow State",
    production="main",
    url="https://github.com/o/flow",
    submodules={"libs/tool": "https://github.com/o/tool", "local": None},
)
BARE = Surroundings(name="X", production="main", url=None, submodules={})


@pytest.mark.verifies("REQ-CLI-001")
def test_the_proposed_settings_say_what_was_found() -> None:
    settings = parse_settings(propose_settings(FOUND, AROUND), "qms.toml")
    assert (settings.project.name, settings.project.documents) == ("Flow State", "docs/qms")
    assert settings.project.url == "https://github.com/o/flow"
    assert settings.types["QP"].pattern == r"QP-\d+(?:[.-]\d+)*"
    assert settings.state_of("Approved", "SOP") == "EFFECTIVE"
    assert settings.state_of("Approved", "CR") == "APPROVED"
    assert settings.types["CR"].folder == "records/changes"
    assert [system.name for system in settings.system] == ["FLOW"]
    assert {name: entry.path for name, entry in settings.repositories.items()} == {
        "tool": "libs/tool",
        "local": "local",
    }


@pytest.mark.parametrize(("survey", "around"), [(NOTHING, BARE), (FOUND, AROUND)])
@pytest.mark.verifies("REQ-CLI-001")
def test_every_proposed_setting_has_a_comment(survey: Survey, around: Surroundings) -> None:
    for line in propose_settings(survey, around).splitlines():
        assert line == "" or "#" in line
    assert all("#" in line for line in propose_host(survey, around).splitlines())


@pytest.mark.verifies("REQ-CLI-001")
@pytest.mark.parametrize(
    ("written", "repository"),
    [("o/tool", "tool"), ("https://github.com/o/tool.git", "tool"), ("`tool`", "tool"), ("o/other", None), ("", None)],
)
def test_a_system_whose_matrix_names_a_submodule_is_in_it(written: str, repository: str | None) -> None:
    text = propose_settings(replace(FOUND, repositories={"FLOW": written}), AROUND)
    (system,) = parse_settings(text, "qms.toml").system
    assert system.repository == repository


@pytest.mark.verifies("REQ-CLI-015")
def test_what_nobody_can_tell_is_left_to_the_reader() -> None:
    text = propose_settings(FOUND, AROUND)
    assert '# "In Kraft" = "..."  # seen here; only you know what it means' in text.splitlines()
    assert "# Settings of qms-site. Found here: 3 documents, status from workflow sidecars." in text.splitlines()


@pytest.mark.parametrize(
    "text", ['quote " and \\', "line\nbreak", "del\x7f", "größe \N{TEST TUBE}", "nul\0", "a#b = 'c'"]
)
@pytest.mark.verifies("REQ-CLI-001")
def test_the_proposal_parses_whatever_was_found(text: str) -> None:
    aliases = {"non-executable": {text: "EFFECTIVE", f"{text}?": None}}
    survey = replace(
        FOUND, documents_root=text, types={text: 1}, new_types=(text,), folders={text: text}, aliases=aliases
    )
    around = replace(AROUND, name=text, production=text, submodules={text: None})
    parsed = tomllib.loads(propose_settings(survey, around))
    assert parsed["project"]["name"] == parsed["project"]["documents"] == parsed["project"]["production"] == text
    assert parsed["aliases"] == {text: "EFFECTIVE"}
    assert parsed["types"][text]["title"] == text
    assert parsed["repositories"][text]["path"] == text


@pytest.mark.parametrize(
    "name",
    [
        "Flow State",
        'quote " : #',
        "Größe",
        pytest.param(
            "Vessel \N{TEST TUBE}",
        ),
        "no",
        "1.10",
    ],
)
@pytest.mark.verifies("REQ-CLI-001")
def test_the_proposed_host_configuration_parses_whatever_was_found(name: str) -> None:
    parsed = yaml.safe_load(propose_host(FOUND, replace(BARE, name=name)))
    assert (parsed["site_name"], parsed["docs_dir"], parsed["plugins"]) == (
        name,
        "docs",
        ["search", "qms", "qms-trace", "qms-status"],
    )


@pytest.mark.parametrize(("docs_folder", "docs_dir"), [("docs", "docs"), (None, "QMS")])
def test_the_host_gets_the_folder_of_its_own_pages_or_that_of_the_documents(
    docs_folder: str | None, docs_dir: str
) -> None:
    survey = replace(NOTHING, docs_folder=docs_folder)
    assert yaml.safe_load(propose_host(survey, BARE))["docs_dir"] == docs_dir


def test_a_status_that_means_two_states_gets_a_table_for_the_second_lifecycle() -> None:
    aliases = {
        "executable": {"approved": "PRE_APPROVED", "done": "CLOSED"},
        "non-executable": {"approved": "EFFECTIVE", "done": None},
    }
    settings = parse_settings(propose_settings(replace(NOTHING, aliases=aliases), BARE), "qms.toml")
    assert [settings.state_of("Approved", type_) for type_ in ("SOP", "CR")] == ["EFFECTIVE", "PRE_APPROVED"]
    assert [settings.state_of("done", type_) for type_ in ("SOP", "CR")] == ["DONE", "CLOSED"]


def test_a_new_type_of_records_is_proposed_as_executable() -> None:
    found = replace(FOUND, types={"DEV": 2}, new_types=("DEV",), records=("DEV",), patterns={}, folders={})
    settings = parse_settings(propose_settings(found, AROUND), "qms.toml")
    assert (settings.types["DEV"].lifecycle, settings.types["DEV"].pattern) == ("executable", None)
