from datetime import UTC, date, datetime

import pytest
from builders import committed
from msgspec import structs

from qms_site.settings import parse_settings
from qms_site.sources.snapshot import CommitRecord
from qms_site.timeline.people import People, Standing, join_people

DAY = date(2026, 1, 15)
SETTINGS = """
[people.ada]
name = "Ada Example"
emails = ["ada@example.org", "ada@home.example"]
users = ["qa"]
role = "quality"
until = 2026-01-31
delegate = "grace"

[people.ada-later]
users = ["qa"]
name = "Ada Example"
role = "head of quality"
from = 2026-02-01

[people.grace]
emails = ["grace@example.org"]
role = "engineering"

[people.robot]
kind = "agent"
users = ["robot"]
emails = ["grace@example.org", "robot@example.org"]
role = "initiator"
"""
COMMIT = committed({"a": "b"}).commits[0]


def people(*authors: tuple[str, str], text: str = SETTINGS) -> People:
    settings = parse_settings(text, "qms.toml")
    commits = [structs.replace(COMMIT, author=name, email=email) for name, email in authors]
    return join_people(settings.people, commits)


def commit(name: str, email: str, when: datetime = datetime(2026, 1, 15, tzinfo=UTC)) -> CommitRecord:
    return structs.replace(COMMIT, author=name, email=email, committed=when)


@pytest.mark.verifies("REQ-HIST-010")
def test_user_names_addresses_and_names_in_texts_are_one_person() -> None:
    known = people()
    found = {
        known.of_user("qa", DAY).identity,
        known.of_user("QA", DAY).identity,
        known.of_user("Ada  Example", DAY).identity,
        known.of_author("whoever", "ADA@home.example", DAY).identity,
        known.author_of(commit("Ada", "ada@example.org")).identity,
    }
    assert len(found) == 1


@pytest.mark.verifies("REQ-HIST-019")
@pytest.mark.parametrize(
    ("day", "roles", "acting"),
    [
        (date(2026, 1, 31), ("quality",), ()),
        (date(2026, 2, 1), ("head of quality",), ()),
        (None, ("quality", "head of quality"), ()),
    ],
)
def test_a_role_is_that_of_the_day(day: date | None, roles: tuple[str, ...], acting: tuple[str, ...]) -> None:
    standing = people().of_user("qa", day)
    assert (standing.name, standing.roles, standing.acting) == ("Ada Example", roles, acting)


@pytest.mark.verifies("REQ-HIST-019")
def test_a_delegate_acts_for_somebody_while_that_one_has_the_role() -> None:
    known = people()
    standing = known.of_user("grace", DAY)
    assert (standing.roles, standing.acting) == (("engineering",), (("quality", "Ada Example"),))
    assert known.of_user("grace", date(2026, 2, 1)).acting == ()


@pytest.mark.verifies("REQ-HIST-019")
def test_an_agent_is_told_and_is_not_the_person_whose_address_it_works_under() -> None:
    known = people()
    robot = known.of_user("robot", DAY)
    assert (robot.kind, robot.roles) == ("agent", ("initiator",))
    assert known.of_author("Robot", "robot@example.org", DAY).identity == robot.identity
    assert known.of_author("Robot", "grace@example.org", DAY).identity == known.of_user("grace", DAY).identity
    assert robot.identity != known.of_user("grace", DAY).identity


def test_an_address_that_belongs_to_nobody_is_not_somebody_by_its_name() -> None:
    known = people(("Ada Example", "mallory@example.org"))
    mallory = known.of_author("Ada Example", "mallory@example.org", DAY)
    assert not mallory.is_known
    assert mallory.identity != known.of_user("qa", DAY).identity
    nameless = people(text="[people.ada]\nusers = ['qa']\nrole = 'quality'\n")
    assert nameless.of_author("Ada", "ada@example.org", DAY).roles == ("quality",)


def test_those_whom_nobody_names_are_joined_by_what_they_have_in_common() -> None:
    known = people(
        ("Eve", "eve@example.org"), ("Eve Other", "eve@example.org"), ("Eve Other", "eve@home.example"), text=""
    )
    eve = known.of_author("Eve", "eve@example.org", DAY)
    assert eve == Standing(identity=eve.identity, name="Eve")
    assert known.of_author("E.", "eve@home.example", DAY).identity == eve.identity
    assert known.of_user("eve  other", DAY).identity == eve.identity
    assert known.of_user("somebody", DAY).identity != eve.identity


def test_the_address_of_a_hosting_site_joins_nobody() -> None:
    known = people(("Eve", "noreply@github.com"), ("Ada", "noreply@github.com"), text="")
    assert (
        known.of_author("Eve", "noreply@github.com", DAY).identity
        != known.of_author("Ada", "noreply@github.com", DAY).identity
    )


def test_very_many_authors_are_joined_in_one_go() -> None:
    known = people(*((f"Name {number}", f"{number // 2}@example.org") for number in range(20_000)), text="")
    assert known.of_user("name 10", DAY).identity == known.of_user("name 11", DAY).identity
