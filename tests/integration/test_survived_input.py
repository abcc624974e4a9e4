"""Documents that nobody should have written: each gives a clear finding or none, and every word of it stays readable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from integration.sites import Repository, texts_of
from integration.survival import SOUND, Outcome, found, publish, survey

MATTER = '---\nstatus: EFFECTIVE\nversion: "1.0"\n---\n'
BODY = "# Title\n\nThe text.\n"
NO_STATUS = "DOC301 warning {path}: {id} has no status"
UNAUTHORISED = "DOC403 note {{path}}: version {version} of {{id}} has no revision summary that names a record"
ALIAS = "The front matter uses a YAML anchor or alias; write the value out."
TAG = "The front matter uses a YAML tag; values are read as text."
TOO_DEEP = "Quotes or lists nest deeper than 100 levels; from here on their text is shown as it is written."
NOT_YAML = "The front matter is not valid YAML:"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
STRUCTURE = "---\nid: SOP-900\n---\n\n# SOP-901: No\n\n| a |\n|---|\n"
STEPS = "".join(f"{'  ' * step}- step {step}\n" for step in range(80))


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file's bytes, what must be found in it, what its page must show, and some facts about it."""

    data: str | bytes
    finds: tuple[str, ...] = ()
    """``{path}`` and ``{id}`` stand for the file's own."""
    shows: tuple[str, ...] = ("Title The text.",)
    facts: Mapping[str, object] = field(
        default_factory=lambda: {"title": "Title", "status": "EFFECTIVE", "version": "1.0", "in_force": "1.0"}
    )


def unreadable(block: str, line: int, message: str) -> Case:
    """Front matter that cannot be read: said with its line, and the text stays."""
    return Case(
        data=f"---\n{block}---\n{BODY}",
        finds=(f"DOC101 error {{path}}:{line}: {message}",),
        facts={"title": "Title", "status": None, "version": None, "in_force": None},
    )


def written(fields: str, finds: tuple[str, ...] = (), **facts: object) -> Case:
    """Front matter that can be read as it is, and the facts that come of it."""
    return Case(data=f"---\nstatus: EFFECTIVE\n{fields}\n---\n{BODY}", finds=finds, facts=facts)


CASES = {
    "empty front matter before a block that is no YAML": Case(
        data=f"---\n{{}}\n---\n---\nid: [\n---\n{BODY}",
        finds=(NO_STATUS,),
        shows=("id: [ Title The text.",),
        facts={"title": "Title", "status": None},
    ),
    "a list that is not closed": unreadable(
        "status: EFFECTIVE\nversion: [1\n", 4, f"{NOT_YAML} did not find expected ',' or ']'."
    ),
    "two colons": unreadable(
        "title: Cleaning: the vessel\n", 2, f"{NOT_YAML} mapping values are not allowed in this context."
    ),
    "a tab": unreadable(
        "status: EFFECTIVE\n\tversion: 1\n", 3, f"{NOT_YAML} found a tab character that violates indentation."
    ),
    "a key given twice": Case(
        data=f"---\nstatus: DRAFT\nstatus: EFFECTIVE\n---\n{BODY}",
        finds=('DOC101 error {path}:3: The key "status" is given more than once; the last one counts.',),
        facts={"status": "EFFECTIVE"},
    ),
    "an anchor": unreadable("status: &a EFFECTIVE\nversion: *a\n", 2, ALIAS),
    "a merge key": unreadable("base: &a {status: EFFECTIVE}\n<<: *a\n", 2, ALIAS),
    "aliases that grow without bound": unreadable(BOMB, 2, ALIAS),
    "a tag that makes an object": unreadable(
        "status: EFFECTIVE\ntitle: !!python/object/apply:os.system ['touch ran']\n", 3, TAG
    ),
    "a tag of one's own": unreadable("status: !mine EFFECTIVE\n", 2, TAG),
    "keys that the host would obey": written(
        "version: 1.0\ntemplate: no-such.html\nicon: no/such\nhide: 5\nsearch: 7", title="Title", version="1.0"
    ),
    "a version that looks like a fraction": written(
        "version: 1.10", version="1.10", in_force="1.10", finds=(UNAUTHORISED.format(version="1.10"),)
    ),
    "a version that looks octal": written(
        "version: 0012", version="0012", in_force="0012", finds=(UNAUTHORISED.format(version="0012"),)
    ),
    "a version that looks like a boolean": written("version: no", version="no", in_force="no"),
    "a day that no calendar has": Case(
        data=f"---\nstatus: EFFECTIVE\nversion: 1.0\neffective_date: 2026-02-30\n---\n{BODY}",
        finds=(
            "DOC304 warning {path}:4: effective_date '2026-02-30' of {id} is a day that no calendar has, so it is ignored",
        ),
        facts={"version": "1.0", "in_force": "1.0"},
    ),
    "an effective date in words": Case(
        data=f"---\nstatus: EFFECTIVE\nversion: 1.0\neffective: 1st of May 2026\n---\n{BODY}",
        finds=(
            "DOC304 note {path}:4: effective '1st of May 2026' of {id} is not written as YYYY-MM-DD, so it is ignored",
        ),
        facts={"version": "1.0", "in_force": "1.0"},
    ),
    "no heading": Case(data=f"{MATTER}The text.\n", shows=("{id}: {id} The text.",), facts={"title": "{id}"}),
    "nothing": Case(data="", finds=(NO_STATUS,), shows=("{id}: {id}",), facts={"title": "{id}", "status": None}),
    "line ends of Windows": Case(data=f"{MATTER}{BODY}".replace("\n", "\r\n")),
    "a byte order mark": Case(data=f"\ufeff{MATTER}{BODY}"),
    "bytes that are no UTF-8": Case(
        data=f"{MATTER}# Title\n\nThe text für alle.\n".encode("latin-1"),
        finds=("DOC102 warning {path}:7: The file is not valid UTF-8: byte 0xFC.",),
        shows=("Title The text f\ufffdr alle.",),
    ),
    "a replacement character of its own": Case(data=f"{MATTER}{BODY}\n\ufffd\n", shows=("Title The text. \ufffd",)),
    "a rule on the first line": Case(
        data=f"---\n\nA word before.\n\n---\n\n{BODY}",
        finds=(NO_STATUS,),
        shows=("A word before. Title The text.",),
        facts={"title": "Title", "status": None},
    ),
    "structure inside a fence": Case(
        data=f"{MATTER}{BODY}\n```text\n{STRUCTURE}```\n\nAfter.\n",
        shows=("Title The text. --- id: SOP-900 --- # SOP-901: No | a | |---| After.",),
    ),
    "structure inside a comment": Case(
        data=f"{MATTER}{BODY}\n<!--\n{STRUCTURE}-->\n\nAfter.\n", shows=("Title The text. After.",)
    ),
    "a fence that is not closed": Case(
        data=f"{MATTER}{BODY}\n```text\n# SOP-901: No\n\nThe end.\n",
        finds=(
            "DOC106 warning {path}:9: A code fence begins here and is never closed; what follows it is shown as code.",
        ),
        shows=("Title The text. # SOP-901: No The end.",),
    ),
    # What follows is hidden here as at every hosting site.
    "a comment that is not closed": Case(
        data=f"{MATTER}{BODY}\n<!-- a note\n# SOP-901: No\n\nThe end.\n",
        finds=("DOC106 warning {path}:9: A comment begins here and is never closed; what follows it is hidden.",),
    ),
    "quotes in quotes": Case(
        data=f"{MATTER}{BODY}\n{'> ' * 150}The depth.\n\nAfter.\n",
        finds=(f"DOC105 warning {{path}}:9: {TOO_DEEP}",),
        shows=(f"Title The text. {'> ' * 50}The depth. After.",),
    ),
    "lists in lists": Case(
        data=f"{MATTER}{BODY}\n{STEPS}\nAfter.\n",
        finds=(f"DOC105 warning {{path}}:58: {TOO_DEEP}",),
        shows=("step 0 step 1 step 2", "step 49 - step 50 - step 51", "- step 79 After."),
    ),
    "quotes and lists as deep as a person nests": Case(
        data=f"{MATTER}{BODY}\n{'> ' * 20}{'- ' * 30}The depth.\n", shows=("Title The text. The depth.",)
    ),
}
IDS = {name: f"SOP-{number}" for number, name in enumerate(CASES, start=100)}
PATHS = {name: f"QMS/SOP/{id_}.md" for name, id_ in IDS.items()}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """All of the files, in one repository."""
    project = SOUND
    for name, case in CASES.items():
        project = project.with_file(PATHS[name], case.data)
    return found(tmp_path_factory.mktemp("survived") / "repository", project)


@pytest.fixture(scope="module")
def together(repository: Repository) -> Outcome:
    return survey(repository)


@pytest.mark.verifies("REQ-READ-006", "REQ-READ-008", "REQ-READ-010", "REQ-SEC-005")
@pytest.mark.parametrize("name", CASES)
def test_a_file_is_told_of_and_shown_and_its_neighbour_is_as_before(name: str) -> None:
    outcome = publish(SOUND.with_file(PATHS[name], CASES[name].data))
    assert sorted(outcome.documents) == ["SOP-001", IDS[name]]
    assert_survived(name, outcome)


@pytest.mark.verifies("REQ-READ-006", "REQ-READ-009")
@pytest.mark.parametrize("name", CASES)
def test_a_file_among_all_the_others_is_told_of_and_shown_by_the_host(name: str, together: Outcome) -> None:
    assert_survived(name, together)
    page = together.page(PATHS[name])
    assert page.css_first(".md-sidebar--secondary") is not None
    assert page.css_first(".qms-panel__head .qms-id").text() == IDS[name]


@pytest.mark.verifies("REQ-READ-002")
def test_a_build_of_them_all_writes_nothing_and_runs_nothing(repository: Repository, together: Outcome) -> None:
    assert len(together.documents) == len(CASES) + 1
    assert repository.status() == []
    assert repository.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert not list(repository.path.parent.rglob("ran"))


@pytest.mark.verifies("REQ-READ-010")
def test_what_stands_in_fences_and_comments_is_no_structure(together: Outcome) -> None:
    for name in ("structure inside a fence", "structure inside a comment", "a fence that is not closed"):
        page = together.page(PATHS[name])
        assert [heading.text() for heading in page.css(".qms-document h1, .qms-body h2")] == ["Title#"]
        assert page.css(".qms-body table, .qms-body hr") == []
        assert page.css(".md-sidebar--secondary .md-nav__link") == []


def test_a_day_that_no_calendar_has_is_shown_as_it_is_written(together: Outcome) -> None:
    assert "2026-02-30" in texts_of(together.page(PATHS["a day that no calendar has"]), ".qms-panel dd")


def assert_survived(name: str, outcome: Outcome) -> None:
    """What is found in the file is just this, its page shows its text, and the facts about it are these."""
    case, own = CASES[name], {"id": IDS[name], "path": PATHS[name]}
    found_here = [finding for finding in outcome.findings if own["path"] in finding]
    assert found_here == [finding.format(**own) for finding in case.finds]
    for words in case.shows:
        assert words.format(**own) in outcome.text(own["path"])
    facts = {key: value.format(**own) if isinstance(value, str) else value for key, value in case.facts.items()}
    assert dict(zip(facts, outcome.facts(own["id"], *facts), strict=True)) == facts
