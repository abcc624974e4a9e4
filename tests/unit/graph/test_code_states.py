from builders import ProjectBuilder, a_system, matrix

COMMIT = "c" * 40
BASELINE = f"\n## Baseline\n\n| What | Value |\n|---|---|\n| Branch | main |\n| Commit | {COMMIT[:8]} |\n"
SYSTEMS = '[[system]]\nname = "A"\ncode = ["a"]\n\n[[system]]\nname = "B"\ncode = ["b"]\n'
CODE = {f"{place}/test_{place}.py": f"def test_{place}():\n    pass\n" for place in ("a", "b", "shared")}


def read_at_commit(project: ProjectBuilder) -> list[str]:
    """The tests that were read of the commit that a baseline states."""
    (state,) = (state for state in project.build().verifications.states if state.commit == COMMIT)
    return [test.id for test in state.tests]


def test_code_that_is_another_systems_is_not_read_at_a_commit_of_its_own() -> None:
    project = a_system(("001",), matrix("001", more=BASELINE)).with_settings(SYSTEMS).with_code(CODE, COMMIT)
    other = project.with_document("SDLC-B-RTM", matrix(), path="QMS/SDLC-B/SDLC-B-RTM.md")
    assert read_at_commit(other) == ["a/test_a.py::test_a", "shared/test_shared.py::test_shared"]


def test_what_a_matrix_names_is_read_wherever_it_lies() -> None:
    rows = ("REQ-A-001 | test_b::test_b | PASS",)
    project = a_system(("001",), matrix(rows=rows, more=BASELINE)).with_settings(SYSTEMS).with_code(CODE, COMMIT)
    other = project.with_document("SDLC-B-RTM", matrix(), path="QMS/SDLC-B/SDLC-B-RTM.md")
    assert "b/test_b.py::test_b" in read_at_commit(other)


def test_without_paths_in_the_settings_all_code_is_read() -> None:
    project = a_system(("001",), matrix("001", more=BASELINE)).with_code(CODE, COMMIT)
    assert len(read_at_commit(project)) == 3
