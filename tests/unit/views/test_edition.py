from datetime import date

import pytest
from builders import ProjectBuilder, a_project

from qms_site import __version__
from qms_site.views.edition import build_edition

CLEAN = a_project().with_revision()


@pytest.mark.parametrize(
    ("project", "role", "notices"),
    [
        (CLEAN, "production (main)", ()),
        (
            CLEAN.with_revision(is_production_tip=False),
            "earlier state of production (main)",
            ("Not the latest state of production: built from commit aaaaaaaaaa, as of 2026-06-01.",),
        ),
        (
            CLEAN.with_revision(on_production=False, is_production_tip=False, branch="test/qms-cli-001"),
            "test environment test/qms-cli-001",
            ("Not from production: built from test environment test/qms-cli-001.",),
        ),
        (
            CLEAN.with_revision(on_production=False, is_production_tip=False, branch="genesis/flow"),
            "genesis sandbox genesis/flow",
            ("Not from production: built from genesis sandbox genesis/flow.",),
        ),
        (
            CLEAN.with_revision(on_production=False, is_production_tip=False, branch="cr-007-cleaning"),
            "execution branch cr-007-cleaning",
            ("Not from production: built from execution branch cr-007-cleaning.",),
        ),
        (
            CLEAN.with_revision(on_production=None, is_production_tip=False, branch="topic"),
            "branch topic",
            ("Not from production: built from branch topic.",),
        ),
        (
            CLEAN.with_revision(on_production=None, is_production_tip=False, branch=None),
            "commit that is not known to be on production",
            ("Not from production: built from commit that is not known to be on production.",),
        ),
        (
            CLEAN.with_revision(on_production=False, is_production_tip=False, branch=None),
            "commit outside production",
            ("Not from production: built from commit outside production.",),
        ),
        (
            CLEAN.with_revision(uncommitted=1),
            "production (main)",
            ("Built from a work tree with uncommitted changes (1 file).",),
        ),
        (a_project(), "no history", ("Built without git: where these documents come from is not known.",)),
        (
            CLEAN.with_revision(commit=None, committed=None, on_production=None, is_production_tip=False),
            "no commit yet",
            ("Built before the first commit.",),
        ),
        (CLEAN.with_settings("[project]\nproduction = 'trunk'"), "production (trunk)", ()),
    ],
)
@pytest.mark.verifies("REQ-SITE-006")
def test_an_edition_says_what_was_read_and_warns_where_it_must(
    project: ProjectBuilder, role: str, notices: tuple[str, ...]
) -> None:
    edition = build_edition(project.build())
    assert (edition.role, edition.notices) == (role, notices)


def test_an_edition_names_commit_day_and_tool() -> None:
    edition = build_edition(CLEAN.build())
    assert (edition.commit, edition.as_of, edition.tool) == ("a" * 40, date(2026, 6, 1), f"qms-site {__version__}")
