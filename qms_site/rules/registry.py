"""The registry: every rule, named once. Adding a rule touches its own file, this list and its test."""

from dataclasses import replace

from qms_site.findings import Finding, Severity, sort_findings
from qms_site.project import Project
from qms_site.rules import (
    doc101_front_matter,
    doc102_encoding,
    doc103_file_left_out,
    doc104_sidecar_unreadable,
    doc105_nested_too_deep,
    doc106_rest_hidden,
    doc201_duplicate_id,
    doc202_metadata_without_document,
    doc203_ids_disagree,
    doc204_number_missing,
    doc205_id_used_again,
    doc206_document_without_metadata,
    doc207_child_without_parent,
    doc301_no_status,
    doc302_unknown_status,
    doc303_state_in_two_places,
    doc304_date_that_is_none,
    doc401_section_missing,
    doc402_placeholder_left,
    doc403_revision_without_record,
    doc501_code_among_documents,
    doc502_outside_its_folder,
    doc503_version_not_archived,
    git101_change_without_record,
    git102_change_outside_execution,
    lnk101_broken_link,
    lnk102_dangling_reference,
    rec101_outcome_missing,
    rec102_failure_without_variance,
    rec103_verification_missing,
    rec104_open_child,
    rec105_item_outside_execution,
    rec106_closed_without_substance,
    run101_shallow_clone,
    run102_repository_missing,
    run103_history_unavailable,
    run104_no_documents,
    run105_settings_reach_nothing,
    trc101_requirement_without_trace,
    trc102_trace_of_unknown_item,
    trc103_item_defined_twice,
    trc104_ambiguous_reference,
    trc105_requirement_without_design,
    trc201_trace_without_evidence,
    trc202_result_no_pass,
    trc203_summary_and_details_disagree,
    trc204_other_version_verified,
)
from qms_site.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    run101_shallow_clone.RULE,
    run102_repository_missing.RULE,
    run103_history_unavailable.RULE,
    run104_no_documents.RULE,
    run105_settings_reach_nothing.RULE,
    doc101_front_matter.RULE,
    doc102_encoding.RULE,
    doc103_file_left_out.RULE,
    doc104_sidecar_unreadable.RULE,
    doc105_nested_too_deep.RULE,
    doc106_rest_hidden.RULE,
    doc201_duplicate_id.RULE,
    doc202_metadata_without_document.RULE,
    doc203_ids_disagree.RULE,
    doc204_number_missing.RULE,
    doc205_id_used_again.RULE,
    doc206_document_without_metadata.RULE,
    doc207_child_without_parent.RULE,
    doc301_no_status.RULE,
    doc302_unknown_status.RULE,
    doc303_state_in_two_places.RULE,
    doc304_date_that_is_none.RULE,
    doc401_section_missing.RULE,
    doc402_placeholder_left.RULE,
    doc403_revision_without_record.RULE,
    doc501_code_among_documents.RULE,
    doc502_outside_its_folder.RULE,
    doc503_version_not_archived.RULE,
    rec101_outcome_missing.RULE,
    rec102_failure_without_variance.RULE,
    rec103_verification_missing.RULE,
    rec104_open_child.RULE,
    rec105_item_outside_execution.RULE,
    rec106_closed_without_substance.RULE,
    git101_change_without_record.RULE,
    git102_change_outside_execution.RULE,
    trc101_requirement_without_trace.RULE,
    trc102_trace_of_unknown_item.RULE,
    trc103_item_defined_twice.RULE,
    trc104_ambiguous_reference.RULE,
    trc105_requirement_without_design.RULE,
    trc201_trace_without_evidence.RULE,
    trc202_result_no_pass.RULE,
    trc203_summary_and_details_disagree.RULE,
    trc204_other_version_verified.RULE,
    lnk101_broken_link.RULE,
    lnk102_dangling_reference.RULE,
)


def check_project(project: Project) -> tuple[Finding, ...]:
    """Findings of all rules that are not switched off, with the severities that the settings give, sorted."""
    return sort_findings(tuple(finding for rule in RULES for finding in _run(rule, project)))


def _run(rule: Rule, project: Project) -> tuple[Finding, ...]:
    chosen = project.settings.rules.get(rule.code)
    if chosen is None:
        return tuple(rule.check(project))
    if chosen.level == "off":
        return ()
    return tuple(replace(finding, severity=Severity(chosen.level)) for finding in rule.check(project))
