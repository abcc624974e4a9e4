from itertools import pairwise

import pytest

from qms_site.settings import Lifecycle, Settings, Stage, parse_settings

GMP = parse_settings("", "qms.toml")
ISO = parse_settings("[project]\nprofile = 'iso13485'", "qms.toml")

NON_EXECUTABLE = ("DRAFT", "IN_REVIEW", "REVIEWED", "IN_APPROVAL", "APPROVED", "EFFECTIVE", "SUPERSEDED", "RETIRED")
EXECUTABLE = (
    *("DRAFT", "IN_PRE_REVIEW", "PRE_REVIEWED", "IN_PRE_APPROVAL", "PRE_APPROVED", "IN_EXECUTION"),
    *("IN_POST_REVIEW", "POST_REVIEWED", "IN_POST_APPROVAL", "POST_APPROVED", "CLOSED"),
)


@pytest.mark.parametrize(
    ("type_name", "way"),
    [("SOP", NON_EXECUTABLE), ("CR", EXECUTABLE)],
)
@pytest.mark.verifies("REQ-DOC-008", "REQ-DOC-009")
def test_the_usual_way_is_a_chain_of_allowed_steps(type_name: str, way: tuple[str, ...]) -> None:
    lifecycle = GMP.lifecycle_of(type_name)
    assert all(lifecycle.allows(before, after) for before, after in pairwise(way))
    assert tuple(state for state in lifecycle.states if state in way) == way


@pytest.mark.parametrize(
    ("type_name", "before", "after", "allowed"),
    [
        ("SOP", "DRAFT", "EFFECTIVE", False),
        ("SOP", "IN_REVIEW", "DRAFT", True),
        ("SOP", "IN_APPROVAL", "REVIEWED", True),
        ("SOP", "EFFECTIVE", "DRAFT", True),
        ("SOP", "EFFECTIVE", "REVIEW_DUE", True),
        ("SOP", "EFFECTIVE", "RETAINED", True),
        ("SOP", "RETIRED", "DRAFT", False),
        ("SOP", "CANCELLED", "DRAFT", False),
        ("SOP", "DRAFT", "CANCELLED", True),
        ("CR", "DRAFT", "IN_EXECUTION", False),
        ("CR", "PRE_APPROVED", "IN_EXECUTION", True),
        ("CR", "IN_POST_REVIEW", "IN_EXECUTION", True),
        ("CR", "IN_EXECUTION", "CLOSED", False),
        ("CR", "IN_EXECUTION", "ON_HOLD", True),
        ("CR", "ON_HOLD", "IN_EXECUTION", True),
        ("CR", "CLOSED", "IN_EXECUTION", False),
    ],
)
@pytest.mark.verifies("REQ-DOC-024")
def test_a_step_is_allowed_or_not(type_name: str, before: str, after: str, *, allowed: bool) -> None:
    assert GMP.lifecycle_of(type_name).allows(before, after) is allowed


@pytest.mark.parametrize("name", ["gmp", "iso13485"])
def test_every_state_of_a_profile_says_what_may_follow(name: str) -> None:
    for lifecycle in parse_settings(f"[project]\nprofile = '{name}'", "qms.toml").lifecycles.values():
        assert set(lifecycle.steps) == set(lifecycle.states)
        assert set(lifecycle.first) <= set(lifecycle.states)


@pytest.mark.verifies("REQ-DOC-009")
def test_a_verification_record_is_born_in_execution() -> None:
    assert [GMP.first_states_of(type_) for type_ in ("VR", "CR", "SOP", "UNHEARD")] == [
        ("IN_EXECUTION",),
        ("DRAFT",),
        ("DRAFT",),
        ("DRAFT",),
    ]


@pytest.mark.parametrize(
    ("type_name", "state", "stage"),
    [
        ("SOP", "CANCELLED", Stage.RETIRED),
        ("CR", "CANCELLED", Stage.RETIRED),
        ("SOP", "APPROVED", Stage.APPROVED),
        ("SOP", "ON_HOLD", Stage.HOLD),
        ("CR", "ON_HOLD", Stage.HOLD),
        ("SOP", "RETAINED", Stage.RETIRED),
        ("SOP", "REVIEW_DUE", Stage.EFFECTIVE),
    ],
)
@pytest.mark.verifies("REQ-DOC-010")
def test_states_that_real_systems_have_besides(type_name: str, state: str, stage: Stage) -> None:
    assert GMP.stage_of(type_name, state) is stage


def test_a_state_that_no_step_names_is_free() -> None:
    text = "[lifecycles.non-executable.states]\nTranslated = 'review'"
    lifecycle = parse_settings(text, "qms.toml").lifecycles["non-executable"]
    assert lifecycle.states["TRANSLATED"] is Stage.REVIEW
    assert lifecycle.allows("DRAFT", "TRANSLATED")
    assert lifecycle.allows("TRANSLATED", "EFFECTIVE")
    assert not lifecycle.allows("DRAFT", "EFFECTIVE")
    assert (lifecycle.following("TRANSLATED"), lifecycle.following("RETAINED")) == ((), ("RETIRED",))


def test_a_lifecycle_without_steps_allows_all_of_them() -> None:
    assert Lifecycle(states={"A": "draft", "B": "effective"}).allows("A", "B")


@pytest.mark.parametrize(
    ("settings", "type_name", "written", "state"),
    [
        (ISO, "SOP", "approved", "EFFECTIVE"),
        (ISO, "CR", "approved", "PRE_APPROVED"),
        (ISO, "SOP", "In Review", "IN_REVIEW"),
        (ISO, "CR", "In Review", "IN_PRE_REVIEW"),
        (ISO, "SRS", "obsolete", "RETIRED"),
        (ISO, "SOP", "Obsolete - retained", "RETAINED"),
        (GMP, "SOP", "approved", "APPROVED"),
        (GMP, "CR", "approved", "APPROVED"),
    ],
)
@pytest.mark.verifies("REQ-DOC-011")
def test_one_word_may_mean_two_states_in_two_lifecycles(
    settings: Settings, type_name: str, written: str, state: str
) -> None:
    assert settings.state_of(written, type_name) == state


def test_an_alias_for_all_counts_only_where_its_state_exists() -> None:
    settings = parse_settings("[aliases]\nvalid = 'EFFECTIVE'", "qms.toml")
    assert (settings.state_of("Valid", "SOP"), settings.state_of("Valid", "CR")) == ("EFFECTIVE", "VALID")
    own = parse_settings("[lifecycles.executable.aliases]\nvalid = 'closed'\n[aliases]\nvalid = 'EFFECTIVE'", "q")
    assert own.state_of("valid", "CR") == "CLOSED"
