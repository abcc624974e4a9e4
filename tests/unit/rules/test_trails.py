import pytest
from builders import LOG, META, ProjectBuilder, committed, findings_of

LONG = "A" * 100_000


def project(log: str, *more: dict[str, str | None]) -> ProjectBuilder:
    text: dict[str, str | None] = {"QMS/CR/CR-001.md": "# CR-001: X of src/\n", LOG: log}
    return committed(
        {"other": "x"}, text | {META: f'{{"doc_id": "CR-001", "status": "DRAFT{LONG}", "version": "1.0"}}'}, *more
    )


def line(when: str, kind: str = LONG, states: str = "") -> str:
    return f'{{"ts": "{when}", "event": "{kind}", "user": "{LONG}"{states}}}\n'


@pytest.mark.parametrize(
    "built",
    [
        project(line("2026-01-02T01:00:00Z") + line("2026-01-01T01:00:00Z") + line("2027-01-01T01:00:00Z")),
        project(line("2026-01-02T01:00:00Z", "CREATE") + line("2026-01-02T02:00:00Z", "APPROVE")),
        project(
            line("2026-01-02T01:00:00Z", "CREATE"), {META: f'{{"id": "CR-001", "status": "{LONG}", "version": "2"}}'}
        ),
        project(
            line("2026-01-02T01:00:00Z", "X", f', "from": "{LONG}", "to": "CLOSED"') + line("2026-01-02T01:00:00Z")
        ),
        project(line("2026-01-02T01:00:00Z"), {LOG: line("2026-01-02T01:00:00Z", "REJECT")}),
    ],
)
def test_what_somebody_wrote_at_length_is_cut_in_every_finding(built: ProjectBuilder) -> None:
    found = [finding for finding in findings_of(built) if finding.code.startswith("AUD")]
    assert found
    assert all(len(finding.message) + len(finding.hint or "") < 1000 for finding in found)
