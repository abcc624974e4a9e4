import pytest
from builders import ProjectBuilder, a_project

from qms_site.views.matrix import Matrix, build_matrices
from qms_site.views.matrix_row import TraceState

RS = "# RS\n\n| ID | Requirement |\n|---|---|\n| REQ-A-001 | **First.** It shall. |\n| REQ-A-002 | **Second.** It shall. |\n"
DS = (
    "# DS\n\n| ID | Design | Requirements |\n|---|---|---|\n| DSN-A-001 | **Part.** Does it. | REQ-A-001, REQ-A-002 |\n"
)


def rtm(*rows: str) -> str:
    return "# RTM\n\n| Requirement | Method | Evidence | Result |\n|---|---|---|---|\n" + "".join(
        f"| {row} |\n" for row in rows
    )


def system(matrix: str | None = None) -> ProjectBuilder:
    project = a_project().with_document("SDLC-A-RS", RS)
    return project.with_document("SDLC-A-RTM", matrix) if matrix else project


def matrix(project: ProjectBuilder) -> Matrix:
    (found,) = build_matrices(project.build())
    return found


@pytest.mark.parametrize(
    ("row", "state", "missing"),
    [
        (None, TraceState.UNTRACED, "trace it in the matrix"),
        ("REQ-A-001 | Test | `test_a::test_b` | PASS", TraceState.STATED, ""),
        ("REQ-A-001 | Test | `test_a::test_b` |", TraceState.TRACED, "state or supply a result"),
        ("REQ-A-001 | Test | `test_a::test_b` | FAIL", TraceState.FAILING, "mend what gives FAIL"),
        ("REQ-A-001 | Test | |", TraceState.BARE, "name its evidence in the matrix"),
    ],
)
def test_a_requirement_says_how_far_it_is_traced_and_what_is_missing(
    row: str | None, state: TraceState, missing: str
) -> None:
    shown = matrix(system(rtm(*([row] if row else ["REQ-A-002 | Test | `test_a::test_c` | PASS"]))))
    first = shown.rows[0]
    assert (first.id, first.state, first.what_is_missing) == ("REQ-A-001", state, missing)


def test_without_a_matrix_everything_is_missing() -> None:
    shown = matrix(system())
    assert [row.what_is_missing for row in shown.rows] == ["write a matrix that traces it"] * 2
    assert shown.states == ((TraceState.UNTRACED, 2),)


def test_a_row_leads_to_design_records_and_other_documents() -> None:
    project = (
        system(rtm("REQ-A-001 | Test | `test_a::test_b` | PASS"))
        .with_document("SDLC-A-DS", DS)
        .with_document("CR-001", "# CR-001: X\n\nREQ-A-001, not <!-- REQ-A-002 -->.\n")
        .with_document("SOP-001", "# SOP-001: X\n\nREQ-A-001\n")
    )
    first, second = matrix(project).rows
    assert (first.design, second.design) == ((("SDLC-A-DS", "DSN-A-001"),), (("SDLC-A-DS", "DSN-A-001"),))
    assert (first.changed_in, first.cited_by) == (("CR-001",), ("SOP-001",))
    assert (second.changed_in, second.cited_by) == ((), ())
    assert ([test.name for test in first.tests], first.matrix, first.line) == (["test_a::test_b"], "SDLC-A-RTM", 9)


def test_systems_have_matrices_of_their_own() -> None:
    project = system(rtm("REQ-A-001 | Test | `test_a::test_b` | PASS")).with_document("SDLC-B-RS", RS)
    settings = "[[system]]\nname = 'A'\ntitle = 'The pump'\n"
    first, second = build_matrices(project.with_settings(settings).build())
    assert (first.name, first.title, first.matrices) == ("A", "The pump", ("SDLC-A-RTM",))
    assert (second.name, second.title, second.states) == ("B", "B", ((TraceState.UNTRACED, 2),))


def test_specifications_without_requirements_make_no_matrix() -> None:
    assert build_matrices(a_project().with_document("SDLC-A-RS", "# RS\n").with_document("SOP-001", RS).build()) == ()
