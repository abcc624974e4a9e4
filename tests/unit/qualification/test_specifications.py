from builders import a_project

from qms_site.qualification.specifications import Specification, judge_specifications

SYSTEMS = "[[system]]\nname = 'QMS'\ntitle = 'QMS CLI'\n[[system]]\nname = 'FLOW'\n"


def test_a_system_s_specifications_are_named_with_the_version_in_force() -> None:
    project = (
        a_project()
        .with_settings(SYSTEMS)
        .with_document("SDLC-QMS-RS", version="2.0")
        .with_document("SDLC-QMS-RTM", status="DRAFT")
    )
    first, second = judge_specifications(project.build())
    assert (first.name, first.title, second.name, second.title) == ("QMS", "QMS CLI", "FLOW", "FLOW")
    assert first.specifications == (
        Specification(type="RS", document="SDLC-QMS-RS", in_force="2.0"),
        Specification(type="DS", document=None, in_force=None),
        Specification(type="RTM", document="SDLC-QMS-RTM", in_force=None),
    )
    assert [entry.document for entry in second.specifications] == [None, None, None]
