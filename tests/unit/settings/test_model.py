from datetime import date

import pytest

from qms_site.errors import SettingsError
from qms_site.settings import Exemption, Stage, parse_settings
from qms_site.settings.model import RuleSettings, Settings

DESIGN_EXAMPLE = r"""
[project]
name = "Flow State"
documents = "QMS"
profile = "gmp"
production = "main"
governance-start = 2026-01-03

[[system]]
name = "QMS"
title = "QMS CLI"
repository = "qms-cli"
code = ["."]
environments = ["test/qms-cli-*"]
moved = { "tools/qms.py" = "qms-cli/" }

[repositories.qms-cli]
path = "qms-cli"
url = "https://github.com/example/qms-cli"

[types.CR]
pattern = "CR-\\d{3,}"
lifecycle = "executable"

[people.quality-lead]
emails = ["quality@example.org"]
role = "quality"

[rules]
GIT401 = "error"
REC302 = { level = "error", since = "SOP-005 7.0" }

[[suppression]]
rule = "TRC204"
subject = "CR-034"
reason = "..."
[[exception]]
rule = "REC302"
subject = "CR-061#EI-6"
record = "INV-009"
until = 2027-01-01
"""


def test_the_example_of_the_design_loads() -> None:
    settings = parse_settings(DESIGN_EXAMPLE, "qms.toml")
    assert settings.project.governance_start == date(2026, 1, 3)
    assert settings.system[0].moved == {"tools/qms.py": "qms-cli/"}
    assert settings.repositories["qms-cli"].path == "qms-cli"
    assert settings.people["quality-lead"].kind == "person"
    assert settings.suppression[0].subject == "CR-034"
    assert settings.exception[0].until == date(2027, 1, 1)


def test_a_table_merges_into_the_profile_key_by_key() -> None:
    changed = parse_settings(DESIGN_EXAMPLE, "qms.toml").types["CR"]
    assert (changed.pattern, changed.title, changed.plural) == (r"CR-\d{3,}", "Change record", "Change records")


def test_a_list_replaces_the_one_of_the_profile() -> None:
    text = "[[branches]]\npattern = 'try/.+'\nrole = 'test'\ntitle = 'trial'"
    assert [rule.title for rule in parse_settings(text, "qms.toml").branches] == ["trial"]


def test_a_type_may_be_added_with_a_lifecycle_of_its_own() -> None:
    text = "[types.FORM]\npattern = 'FORM-\\d+'\nlifecycle = 'short'\n[lifecycles.short.states]\nVALID = 'effective'"
    settings = parse_settings(text, "qms.toml")
    assert settings.stage_of("FORM", "VALID") is Stage.EFFECTIVE
    assert settings.stage_of("FORM", "DRAFT") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"error"', RuleSettings(level="error")),
        ('{ level = "off", since = "SOP-005 7.0" }', RuleSettings(level="off", since="SOP-005 7.0")),
    ],
)
def test_a_bare_level_is_short_for_a_table(written: str, meant: RuleSettings) -> None:
    assert parse_settings(f"[rules]\nGIT401 = {written}", "qms.toml").rules == {"GIT401": meant}


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("EFFECTIVE", "EFFECTIVE"),
        ("effective", "EFFECTIVE"),
        (" In review ", "IN_REVIEW"),
        ("in-pre-review", "IN_PRE_REVIEW"),
        ("Obsolete", "RETIRED"),
        ("canceled", "CANCELLED"),
        ("freigegeben", "EFFECTIVE"),
        ("Unheard of", "UNHEARD_OF"),
    ],
)
@pytest.mark.verifies("REQ-DOC-011")
def test_a_status_means_a_state_without_case_and_through_aliases(written: str, state: str) -> None:
    assert parse_settings('[aliases]\nFreigegeben = "effective"', "qms.toml").state_of(written, "SOP") == state


@pytest.mark.parametrize(
    ("type_name", "state", "stage"),
    [
        ("SOP", "EFFECTIVE", Stage.EFFECTIVE),
        ("SOP", "IN_EXECUTION", None),
        ("CR", "IN_EXECUTION", Stage.EXECUTION),
        ("CR", "EFFECTIVE", None),
        ("UNHEARD", "EFFECTIVE", Stage.EFFECTIVE),
        ("SOP", None, None),
    ],
)
def test_the_stage_of_a_state_goes_by_the_lifecycle_of_the_type(
    type_name: str, state: str | None, stage: Stage | None
) -> None:
    assert parse_settings("", "qms.toml").stage_of(type_name, state) is stage


@pytest.mark.parametrize(("type_name", "expected"), [("CR", True), ("VAR", True), ("SOP", False), ("UNHEARD", False)])
def test_a_type_is_executable_when_its_lifecycle_has_an_execution(type_name: str, *, expected: bool) -> None:
    assert parse_settings("", "qms.toml").is_executable(type_name) is expected


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("QMS", "QMS"),
        ("QMS/", "QMS"),
        ("docs\\qms", "docs/qms"),
        (".", "."),
        ("", "."),
        ("./QMS", "QMS"),
        ("a//b", "a/b"),
    ],
)
def test_a_path_is_kept_in_one_spelling(written: str, path: str) -> None:
    assert parse_settings(f"[project]\ndocuments = '{written}'", "qms.toml").project.documents == path


@pytest.mark.parametrize(
    ("written", "path"),
    [("src", "src"), ("./src/", "src/"), ("src\\", "src/"), ("a//b/", "a/b/"), ("./", "."), ("", ".")],
)
def test_a_path_of_the_migration_map_keeps_the_slash_that_makes_it_a_folder(written: str, path: str) -> None:
    settings = parse_settings(f"[[system]]\nname = 'A'\nmoved = {{ '{written}' = '{written}' }}", "qms.toml")
    assert settings.system[0].moved == {path: path}


def test_a_path_of_the_migration_map_stays_inside() -> None:
    with pytest.raises(SettingsError, match=r"system\[0\].moved.*must be a path inside the repository"):
        parse_settings("[[system]]\nname = 'A'\nmoved = { '../a' = 'b' }", "qms.toml")


def test_a_system_has_an_owner_a_criticality_and_exemptions_with_their_reasons() -> None:
    (system,) = parse_settings(
        "[[system]]\nname = 'A'\nowner = 'Ada'\ncriticality = 'high'\nexempt = [{ pattern = 'docs/**', reason = 'no code' }]",
        "qms.toml",
    ).system
    assert (system.owner, system.criticality) == ("Ada", "high")
    assert system.exempt == (Exemption(pattern="docs/**", reason="no code"),)
    with pytest.raises(SettingsError, match="reason"):
        parse_settings("[[system]]\nname = 'A'\nexempt = [{ pattern = 'a' }]", "qms.toml")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        parse_settings("", "qms.toml").project = None  # type: ignore[misc, assignment]


def test_the_schema_knows_the_short_form_of_a_rule() -> None:
    (entry,) = Settings.model_json_schema(by_alias=True)["properties"]["rules"]["patternProperties"].values()
    short, whole = entry["anyOf"]
    assert (short["enum"], whole) == (["off", "note", "warning", "error"], {"$ref": "#/$defs/RuleSettings"})
