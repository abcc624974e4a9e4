"""The registry: every rule, named once. Adding a rule touches its own file, this list and its test."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from qms_site.findings import Finding, Severity, sort_findings
from qms_site.project import Project
from qms_site.records.documents import Document
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
    env101_unknown_branch,
    env102_environment_number,
    env103_document_in_test_environment,
    env104_test_opens_document,
    env201_genesis_touches_system,
    env202_genesis_after_adoption,
    env203_execution_branch_without_record,
    env204_execution_before_approval,
    env205_long_lived_branch,
    env301_merged_against_path,
    env302_squashed_branch,
    env303_direct_commit,
    env304_merged_before_specifications,
    env305_code_of_no_system,
    git101_change_without_record,
    git102_change_outside_execution,
    git103_change_out_of_scope,
    git104_recorded_late,
    git105_record_without_scope,
    git201_commit_of_no_repository,
    git202_code_that_is_not_there,
    git203_commit_of_several,
    git301_pointer_off_production,
    git302_pointer_moved_without_record,
    git303_pointer_beside_qualified_commit,
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
    run106_report_not_read,
    run107_source_not_read,
    run108_duty_unknown,
    trc101_requirement_without_trace,
    trc102_trace_of_unknown_item,
    trc103_item_defined_twice,
    trc104_ambiguous_reference,
    trc105_requirement_without_design,
    trc201_trace_without_evidence,
    trc202_result_no_pass,
    trc203_summary_and_details_disagree,
    trc204_other_version_verified,
    trc205_stated_count,
    trc206_more_named_than_run,
    trc207_evidence_at_another_commit,
    trc208_requirement_changed,
    trc301_named_test_missing,
    trc302_test_without_result,
    trc303_test_not_passed,
    trc304_result_of_another_commit,
    trc305_code_names_unknown_item,
    trc306_test_not_in_matrix,
    trc307_no_results_given,
)
from qms_site.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    run101_shallow_clone.RULE,
    run102_repository_missing.RULE,
    run103_history_unavailable.RULE,
    run104_no_documents.RULE,
    run105_settings_reach_nothing.RULE,
    run106_report_not_read.RULE,
    run107_source_not_read.RULE,
    run108_duty_unknown.RULE,
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
    git103_change_out_of_scope.RULE,
    git104_recorded_late.RULE,
    git105_record_without_scope.RULE,
    git201_commit_of_no_repository.RULE,
    git202_code_that_is_not_there.RULE,
    git203_commit_of_several.RULE,
    git301_pointer_off_production.RULE,
    git302_pointer_moved_without_record.RULE,
    git303_pointer_beside_qualified_commit.RULE,
    env101_unknown_branch.RULE,
    env102_environment_number.RULE,
    env103_document_in_test_environment.RULE,
    env104_test_opens_document.RULE,
    env201_genesis_touches_system.RULE,
    env202_genesis_after_adoption.RULE,
    env203_execution_branch_without_record.RULE,
    env204_execution_before_approval.RULE,
    env205_long_lived_branch.RULE,
    env301_merged_against_path.RULE,
    env302_squashed_branch.RULE,
    env303_direct_commit.RULE,
    env304_merged_before_specifications.RULE,
    env305_code_of_no_system.RULE,
    trc101_requirement_without_trace.RULE,
    trc102_trace_of_unknown_item.RULE,
    trc103_item_defined_twice.RULE,
    trc104_ambiguous_reference.RULE,
    trc105_requirement_without_design.RULE,
    trc201_trace_without_evidence.RULE,
    trc202_result_no_pass.RULE,
    trc203_summary_and_details_disagree.RULE,
    trc204_other_version_verified.RULE,
    trc205_stated_count.RULE,
    trc206_more_named_than_run.RULE,
    trc207_evidence_at_another_commit.RULE,
    trc208_requirement_changed.RULE,
    trc301_named_test_missing.RULE,
    trc302_test_without_result.RULE,
    trc303_test_not_passed.RULE,
    trc304_result_of_another_commit.RULE,
    trc305_code_names_unknown_item.RULE,
    trc306_test_not_in_matrix.RULE,
    trc307_no_results_given.RULE,
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
    found = rule.check(project)
    if chosen.since and project.duty_start(rule.code):
        by_path = {file.path: document for file, document in project.current_files() if document}
        found = (finding for finding in found if project.binds(rule.code, _moment_of(finding, by_path, project)))
    return tuple(replace(finding, severity=Severity(chosen.level)) for finding in found)


def _moment_of(finding: Finding, by_path: Mapping[str, Document], project: Project) -> datetime | None:
    """When that happened which is wrong: for a document, when its text was approved, or it last changed its state."""
    if finding.when or finding.location is None:
        return finding.when
    document = by_path.get(finding.location.path)
    if document is None:
        return None
    return project.approved_when(document.id) or project.timelines_by_id[document.id].last_event
