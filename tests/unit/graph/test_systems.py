import pytest
from builders import a_project, junit

from qms_site.views.matrix import build_matrices

SRS = "# SRS\n\n| ID | Requirement | User need |\n|---|---|---|\n| SR-001 | It shall stop. | UN-001 |\n"
RTM = "# Matrix\n\n| Need | Requirement | Test case | Result |\n|---|---|---|---|\n| UN-001 | SR-001 | test_x::test_stop | Pass |\n"
COMMIT = "c" * 40
PROJECT = (
    a_project()
    .with_settings('[project]\nname = "Pump"\nprofile = "iso13485"\n')
    .with_document("SRS-001", SRS)
    .with_document("RTM-001", RTM)
    .with_file("tests/test_x.py", "def test_stop():\n    pass\n")
    .with_revision(commit=COMMIT)
)


@pytest.mark.parametrize("id_", ["RTM-001", "TM-001"])
def test_specifications_that_name_no_system_are_of_the_project(id_: str) -> None:
    project = PROJECT.with_document(id_, RTM).with_junit(
        "j.xml", junit("tests.test_x::test_stop failure", commit=COMMIT)
    )
    (matrix,) = build_matrices(project.build())
    assert (matrix.name, matrix.rows[0].state.value, matrix.specifications) == ("Pump", "failing", ("SRS-001",))
    assert "TRC303" in {judged.finding.code for judged in project.run().findings}


def test_the_only_system_of_the_settings_gives_its_name_and_its_code() -> None:
    settings = '[[system]]\nname = "PMP"\ntitle = "The pump"\ncode = ["src"]\n'
    (matrix,) = build_matrices(PROJECT.with_settings(settings).build())
    assert (matrix.name, matrix.title) == ("PMP", "The pump")


def test_a_type_that_says_in_words_that_it_is_a_matrix_is_one() -> None:
    project = PROJECT.with_document("LIST-9", RTM, type="Traceability Matrix")
    traced = [(document.id, len(document.file.contents.traces)) for document in project.build().documents]
    assert traced == [("LIST-9", 1), ("RTM-001", 1), ("SRS-001", 0)]
