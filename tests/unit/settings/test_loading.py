from pathlib import Path

import pytest

from qms_site.errors import SettingsError
from qms_site.settings import find_settings, load_settings, parse_settings


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, "qms.toml")
    return caught.value.problems


@pytest.mark.verifies("REQ-SET-002")
def test_without_a_file_the_profile_stands() -> None:
    settings = load_settings(None)
    assert settings.project.documents == "QMS"
    assert settings.project.production == "main"
    assert list(settings.types)[:3] == ["POL", "SOP", "WI"]


@pytest.mark.verifies("REQ-SET-001")
def test_the_nearest_file_upwards_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = tmp_path / "qms.toml"
    outer.write_text("", encoding="utf-8")
    assert find_settings(inner) == outer
    nearer = tmp_path / "a" / "qms.toml"
    nearer.write_text("", encoding="utf-8")
    assert find_settings(inner) == nearer


def test_a_folder_of_that_name_is_no_settings_file(tmp_path: Path) -> None:
    (tmp_path / "a" / "qms.toml").mkdir(parents=True)
    (tmp_path / "qms.toml").write_text("", encoding="utf-8")
    assert find_settings(tmp_path / "a") == tmp_path / "qms.toml"


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "qms.toml"
    path.write_bytes(b'\xef\xbb\xbf[project]\nname = "Marked"\n')
    assert load_settings(path).project.name == "Marked"


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "qms.toml"
    path.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match=r"qms\.toml: cannot be read: 'utf-8' codec can't decode byte 0xff"):
        load_settings(path)


def test_text_that_is_no_toml_is_named_with_its_place() -> None:
    assert problems_of("[project\n") == (
        "qms.toml: is not TOML: Expected ']' at the end of a table declaration (at line 1, column 9)",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[project]\nnmae = 'x'", "project.nmae: there is no such key; did you mean 'name'?"),
        ("[[systems]]\nname = 'A'", "systems: there is no such key; did you mean 'system'?"),
        (
            "[[system]]\nname = 'A'\nenvironment = []",
            "system[0].environment: there is no such key; did you mean 'environments'?",
        ),
        ("[types.CR]\nlifecycel = 'executable'", "types.CR.lifecycel: there is no such key; did you mean 'lifecycle'?"),
        ("[people.a]\nfrm = 2026-01-01", "people.a.frm: there is no such key; did you mean 'from'?"),
        (
            "[project]\nmax-documents-kib = 3",
            "project.max-documents-kib: there is no such key; did you mean 'max-document-kib'?",
        ),
        (
            "[rules]\nGIT401 = { level = 'error', sicne = 'SOP-005 7.0' }",
            "rules.GIT401.sicne: there is no such key; did you mean 'since'?",
        ),
        ("[rules.GIT401]\nlevel = 'error'\nzzz = 1", "rules.GIT401.zzz: there is no such key; known are level, since"),
    ],
)
@pytest.mark.verifies("REQ-SET-003")
def test_an_unknown_key_names_the_nearest(text: str, problem: str) -> None:
    assert problems_of(text) == (f"qms.toml: {problem}",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[project]\nprofile = 'iso'", "project.profile: Input should be 'gmp' or 'iso13485'"),
        ("project = 5", "project: Input should be a table"),
        (
            "[project]\ndocuments = '../elsewhere'",
            "project.documents: must be a path inside the repository, relative to this file",
        ),
        (
            "[project]\ndocuments = '\\share'",
            "project.documents: must be a path inside the repository, relative to this file",
        ),
        (
            "[project]\ndocuments = '/etc'",
            "project.documents: must be a path inside the repository, relative to this file",
        ),
        (
            "[project]\ndocuments = 'C:\\QMS'",
            "project.documents: must be a path inside the repository, relative to this file",
        ),
        (
            "[repositories.a]\npath = 'b\\..\\..'",
            "repositories.a.path: must be a path inside the repository, relative to this file",
        ),
        (
            "[project]\nurl = 'javascript:alert(1)'",
            "project.url: String should match pattern '^https?://[^\\s<>\\\"']+$'",
        ),
        ("[project]\nmax-document-kib = 0", "project.max-document-kib: Input should be greater than or equal to 1"),
        (
            "[types.X]\npattern = '('",
            "types.X.pattern: is not a regular expression: missing ), unterminated subpattern at position 0",
        ),
        (
            "[types.X]\nlifecycle = 'y'",
            "types.X.lifecycle: there is no lifecycle 'y'; there are executable, non-executable",
        ),
        ("[people.ada]\ndelegate = 'eve'", "people.ada.delegate: there is no [people.eve]"),
        ("[[system]]\nname = 'A'\nrepository = 'b'", "system[0].repository: there is no [repositories.b]"),
        (
            "[[system]]\nname = 'A'\ncode = ['/src']",
            "system[0].code[0]: must be a path inside the repository, relative to this file",
        ),
        (
            "[[system]]\nname = 'A'\ncode = ['src', 'lib/*.py']",
            "system[0].code[1]: must be a file or a folder, which holds all below it, and no pattern",
        ),
        ("[rules]\nGIT401 = 'loud'", "rules.GIT401.level: Input should be 'off', 'note', 'warning' or 'error'"),
        (
            "[[suppression]]\nrule = 'TRC204'\nsubject = 'CR-034'\nreason = ''",
            "suppression[0].reason: String should have at least 1 character",
        ),
        ("[[exception]]\nrule = 'REC302'\nsubject = 'CR-061'", "exception[0].record: Field required"),
    ],
)
def test_a_wrong_value_is_named_with_its_key(text: str, problem: str) -> None:
    assert problems_of(text) == (f"qms.toml: {problem}",)


@pytest.mark.verifies("REQ-SET-003")
def test_all_problems_come_at_once() -> None:
    text = "[project]\nnmae = 'x'\nprofile = 'iso'\n[rules]\nGIT401 = 'loud'\n[types.X]\npattern = '('\n"
    assert [problem.split(": ")[1] for problem in problems_of(text)] == [
        "project.profile",
        "project.nmae",
        "types.X.pattern",
        "rules.GIT401.level",
    ]


@pytest.mark.verifies("REQ-SET-003")
def test_a_name_that_leads_nowhere_is_told_beside_an_unknown_key() -> None:
    text = "[project]\nnmae = 'x'\n[types.X]\nlifecycle = 'y'\n[[system]]\nname = 'A'\nrepository = 'b'\n"
    assert {problem.split(": ")[1] for problem in problems_of(text)} == {
        "project.nmae",
        "types.X.lifecycle",
        "system[0].repository",
    }


@pytest.mark.parametrize("pattern", ["^(?P<name>Test .+)$", "(?i)^(test .+)$"])
def test_a_pattern_of_tests_may_name_its_group(pattern: str) -> None:
    text = "[[test-pattern]]\nfiles = 't/*'\npattern = '{}'"
    (entry,) = parse_settings(text.format(pattern), "qms.toml").test_pattern
    assert entry.pattern == pattern
    (problem,) = problems_of(text.format("("))
    assert problem.startswith("qms.toml: test-pattern[0].pattern: is not a regular expression: ")


@pytest.mark.parametrize("pattern", ["(?i)x-\\d+", "(?P<part>X)-\\d+", "(X)-\\1"])
def test_a_pattern_that_cannot_stand_inside_another_is_a_problem(pattern: str) -> None:
    (problem,) = problems_of(f"[types.X]\npattern = '{pattern}'")
    assert problem.startswith("qms.toml: types.X.pattern: ")


@pytest.mark.verifies("REQ-SET-003")
def test_an_alias_must_mean_a_state() -> None:
    assert problems_of("[aliases]\napproved = 'EFFECTIV'\ndone = 'closed'\n") == (
        "qms.toml: aliases.approved: there is no state 'EFFECTIV'; did you mean 'EFFECTIVE'?",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[lifecycles.executable.aliases]\ndone = 'CLOSD'",
            "lifecycles.executable.aliases.done: there is no state 'CLOSD'; did you mean 'CLOSED'?",
        ),
        (
            "[lifecycles.executable.steps]\nCLOSED = ['RETIRED', 'EFFECTIVE']",
            "lifecycles.executable.steps.CLOSED: there is no state 'EFFECTIVE'",
        ),
        (
            "[lifecycles.executable.steps]\nEFFECTIVE = []",
            "lifecycles.executable.steps.EFFECTIVE: there is no state 'EFFECTIVE'",
        ),
        (
            "[lifecycles.executable]\nfirst = ['BORN']",
            "lifecycles.executable.first: there is no state 'BORN'",
        ),
        ("[types.SOP]\nfirst = ['CLOSED']", "types.SOP.first: there is no state 'CLOSED'"),
    ],
)
def test_a_state_that_the_lifecycle_lacks_is_named_with_its_key(text: str, problem: str) -> None:
    assert problems_of(text) == (f"qms.toml: {problem}",)


@pytest.mark.verifies("REQ-SET-007")
def test_a_profile_that_extends_another_has_all_of_it() -> None:
    iso, gmp = parse_settings("[project]\nprofile = 'iso13485'", "qms.toml"), parse_settings("", "qms.toml")
    assert {*gmp.types} < {*iso.types}
    assert {*gmp.items} < {*iso.items}
    assert iso.lifecycles["executable"].states == gmp.lifecycles["executable"].states
    assert iso.types["SRS"].title == "Software requirements specification"


@pytest.mark.verifies("REQ-DOC-011")
def test_an_alias_of_the_project_overrules_one_of_the_profile() -> None:
    text = '[project]\nprofile = "iso13485"\n[aliases]\nApproved = "APPROVED"\n'
    settings = parse_settings(text, "qms.toml")
    assert [settings.state_of("approved", type_) for type_ in ("SOP", "CR")] == ["APPROVED", "PRE_APPROVED"]
    own = text + '[lifecycles.non-executable.aliases]\napproved = "EFFECTIVE"\n'
    assert parse_settings(own, "qms.toml").state_of("approved", "SOP") == "EFFECTIVE"
