import pytest

from qms_site.settings import parse_settings
from qms_site.sources.snapshot import Change, CommitRecord
from qms_site.timeline.system_code import SystemCode

SETTINGS = parse_settings(
    "[[system]]\nname = 'PUMP'\ncode = ['src', 'setup.py']\n[[system]]\nname = 'ALL'\ncode = ['.']\n"
    "[[system]]\nname = 'NONE'\n"
    "[[system]]\nname = 'TOOL'\nrepository = 'tool'\n[[system]]\nname = 'PART'\nrepository = 'tool'\ncode = ['part']\n"
    "[repositories.tool]\npath = 'tool'\n",
    "qms.toml",
)


@pytest.mark.parametrize(
    ("repository", "path", "systems"),
    [
        (None, "src/a.py", ("PUMP", "ALL")),
        (None, "src/deep/er/a.py", ("PUMP", "ALL")),
        (None, "setup.py", ("PUMP", "ALL")),
        (None, "source/a.py", ("ALL",)),
        (None, "a/" * 2_000 + "a.py", ("ALL",)),
        ("tool", "cli.py", ("TOOL",)),
        ("tool", "part/cli.py", ("PART", "TOOL")),
        ("other", "src/a.py", ()),
    ],
)
def test_a_file_is_code_of_the_systems_whose_folders_hold_it(
    repository: str | None, path: str, systems: tuple[str, ...]
) -> None:
    assert SystemCode(SETTINGS).of_path(repository, path) == systems


def test_paths_are_relative_to_the_settings() -> None:
    code = SystemCode(SETTINGS, "below")
    assert (code.of_path(None, "below/src/a.py"), code.of_path(None, "src/a.py")) == (("PUMP", "ALL"), ())


def test_what_merges_brought_is_of_others() -> None:
    change = Change("src/a.py", None, "b", is_pointer=False)
    work = CommitRecord("a", ("p",), "Ada", "", None, None, "work", (change,))
    merge = CommitRecord("m", ("p", "a"), "Ada", "", None, None, "merge", (change,))
    assert SystemCode(SETTINGS).touched(None, [work, merge]) == ("ALL", "PUMP")
    assert SystemCode(SETTINGS).touched(None, [merge]) == ()
    assert SystemCode(SETTINGS).touched("other", [work]) == ()
