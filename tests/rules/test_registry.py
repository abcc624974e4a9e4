import re
from pathlib import Path

import pytest
from builders import a_project, assert_findings, findings_of

from qms_site import rules
from qms_site.findings import Severity
from qms_site.rules.registry import RULES
from qms_site.rules.rule import Rule

HERE = Path(__file__).parent
MODULES = {path.stem for path in Path(rules.__file__).parent.glob("[a-z][a-z][a-z][0-9][0-9][0-9]_*.py")}
FAMILIES = {"RUN", "DOC", "TRC", "REC", "GIT", "AUD", "ENV", "QUA", "REL", "LNK"}
TWO_RULES = a_project().with_document("SOP-001", "[a](no.md)", status=None).with_document("TEMPLATE-A", "[a](no.md)")


def by_code(rule: Rule) -> str:
    return rule.code


@pytest.mark.verifies("REQ-FND-001")
def test_codes_are_unique_and_of_a_known_family() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert {code[:3] for code in codes} <= FAMILIES
    assert all(re.fullmatch(r"[A-Z]{3}[0-9]{3}", code) for code in codes)


def test_every_rule_is_one_file_in_the_registry_with_a_test_of_its_own() -> None:
    assert {rule.check.__module__.rsplit(".", 1)[-1] for rule in RULES} == MODULES
    assert {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")} - {"registry"} == MODULES


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_is_filed_under_its_code(rule: Rule) -> None:
    assert rule.check.__module__.rsplit(".", 1)[-1].startswith(f"{rule.code.lower()}_")


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_the_page_of_a_rule_says_what_why_bad_good_and_how_to_fix(rule: Rule) -> None:
    what, *parts = re.split(r"\n\n(?=\*\*)", rule.page.strip())
    assert [part.split("**")[1].rstrip(".") for part in parts] == ["Why", "Bad", "Good", "Fix"]
    assert what.endswith(".")
    assert all(len(part.split("**", 2)[2].strip(" .")) > 5 for part in parts)


def test_findings_of_all_rules_come_sorted() -> None:
    assert [(finding.severity, finding.code) for finding in findings_of(TWO_RULES)] == [
        (Severity.ERROR, "LNK101"),
        (Severity.WARNING, "DOC301"),
        (Severity.NOTE, "LNK101"),
    ]


def test_a_rule_that_is_off_finds_nothing() -> None:
    assert_findings(TWO_RULES.with_settings("[rules]\nLNK101 = 'off'"), "DOC301@QMS/SOP/SOP-001.md")


def test_the_settings_decide_how_much_a_finding_matters() -> None:
    changed = findings_of(TWO_RULES.with_settings("[rules]\nLNK101 = 'warning'\nDOC301 = { level = 'error' }"))
    assert [(finding.severity, finding.code) for finding in changed] == [
        (Severity.ERROR, "DOC301"),
        (Severity.WARNING, "LNK101"),
        (Severity.WARNING, "LNK101"),
    ]


@pytest.mark.verifies("REQ-FND-007")
@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_is_shown_to_fire_and_to_be_silent(rule: Rule) -> None:
    module = rule.check.__module__.rsplit(".", 1)[-1]
    text = (HERE / f"test_{module}.py").read_text(encoding="utf-8")
    assert rule.code in text, "no finding of the rule is asserted"
    assert re.search(r"\bassert_clean\(|== \[\]", text), "no project is asserted to be clean"
