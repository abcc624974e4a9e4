"""Comparisons of approved texts that earlier runs kept: the same changes, and no text is read for them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from builders import ProjectBuilder, a_project

from qms_site.assembly import build_project
from qms_site.timeline.approved_texts import ApprovedTextChange

NUMBERS = range(1, 61)
STEPS = ("The pump runs.", "The pump stops.", "The pump rests.")


def path_of(number: int) -> str:
    return f"QMS/SOP/SOP-{number:03}.md"


def text_of(number: int, step: str) -> str:
    return f"---\nid: SOP-{number:03}\nstatus: EFFECTIVE\nversion: '1.0'\n---\n\n# SOP-{number:03}: A\n\n{step}\n"


@pytest.fixture(scope="module")
def edited() -> ProjectBuilder:
    """Sixty procedures whose texts were changed twice without a new version."""
    project = a_project()
    for step in STEPS:
        project = project.with_commit({path_of(number): text_of(number, step) for number in NUMBERS})
    return project


def find(
    project: ProjectBuilder, kept: dict[str, bytes] | None, lacking: frozenset[str] = frozenset()
) -> tuple[tuple[ApprovedTextChange, ...], Counter[str]]:
    """The changes, and how often each text was asked for."""
    snapshot, asked = project.snapshot(), Counter[str]()
    read_blobs = snapshot.history.read_blobs

    def read(names: frozenset[str]) -> Iterator[tuple[str, bytes]]:
        asked.update(names)
        return iter(read_blobs(names - lacking))

    history = replace(snapshot.history, read_blobs=read, kept=kept)
    built = build_project(
        replace(snapshot, read_history=lambda: history), project.settings, project.documents_root, project.as_of
    )
    return built.trails.text_changes, asked


def test_what_was_compared_is_not_read_again(edited: ProjectBuilder) -> None:
    kept: dict[str, bytes] = {}
    plain, _ = find(edited, None)
    first, asked = find(edited, kept)
    again, asked_again = find(edited, kept)
    assert len(plain) == 2 * len(NUMBERS)
    assert plain == first == again
    assert set(asked.values()) == {2}
    assert set(asked_again.values()) == {1}


def test_only_the_texts_of_a_document_that_went_on_are_read(edited: ProjectBuilder) -> None:
    kept: dict[str, bytes] = {}
    find(edited, kept)
    more = edited.with_commit({path_of(7): text_of(7, "The pump hums.")})
    found, asked = find(more, kept)
    assert found == find(more, None)[0]
    assert len(found) == 2 * len(NUMBERS) + 1
    assert sum(count == 2 for count in asked.values()) == len(STEPS) + 1


def test_nothing_is_kept_of_texts_that_git_lacked(edited: ProjectBuilder) -> None:
    kept: dict[str, bytes] = {}
    commit = edited.commits[1]
    lacking = frozenset(change.after for change in commit.changes[:20] if change.after)
    assert len(find(edited, kept, lacking)[0]) < 2 * len(NUMBERS)
    assert find(edited, kept)[0] == find(edited, None)[0]
