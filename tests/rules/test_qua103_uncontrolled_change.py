from pathlib import Path

import pytest
from builders.pumps import Pumps, document, matrix

from qms_site.engine import ReportRequest, Request, run


def told(pumps: Pumps) -> list[str]:
    pumps.status()
    reports = ReportRequest(junit=(pumps.repository.root / "junit.xml",))
    outcome = run(Request(folder=pumps.repository.root, reports=reports))
    return [
        f"{one.finding.severity}: {one.finding.message}" for one in outcome.findings if one.finding.code == "QUA103"
    ]


@pytest.fixture
def pumps(tmp_path: Path) -> Pumps:
    pumps = Pumps(tmp_path / "pumps").merge()
    pumps.commit(matrix(pumps.qualified), "CR-001: the matrix", 10)
    return pumps.close()


@pytest.mark.verifies("REQ-QUA-009")
def test_a_qualified_system_that_was_changed_without_authority_is_told(pumps: Pumps) -> None:
    pumps.commit({"src/pump.py": "2\n"}, "Nobody asked", 23)
    assert told(pumps) == [
        "warning: production is no longer what CR-001 declares as PUMP-1.0: 1 commit changed its code since, 1 without authority"
    ]


@pytest.mark.verifies("REQ-QUA-009")
def test_a_change_under_a_record_in_execution_and_none_at_all_are_clean(pumps: Pumps) -> None:
    assert told(pumps) == []
    pumps.commit({"QMS/CR/CR-002/CR-002.md": document("CR-002", "IN_EXECUTION", "More.\n")}, "CR-002: release", 22)
    pumps.commit({"src/pump.py": "2\n"}, "CR-002: change", 23)
    assert told(pumps) == []
