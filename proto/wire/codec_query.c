#include "giothong.pb-c.h"

#include "base/lang.h"
#include "wire/codec.h"
#include "wire/query.h"

static bool
interval_holds(const void *ours, struct err *err)
{
	const struct interval *i = ours;

	if (i->from > i->to)
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("khoảng số kết thúc trước khi bắt đầu",
			"an interval ends before it begins"));
	return true;
}

#define PB Gh__Interval
#define OURS struct interval
static const struct codec_field interval_fields[] = {
    U64_REQUIRED(from),
    U64_REQUIRED(to),
};
#undef PB
#undef OURS
static const struct codec_message interval_message = {.name = "interval",
    .pb = &gh__interval__descriptor,
    FIELDS(interval_fields),
    .size = sizeof(struct interval),
    .holds = interval_holds};

#define PB Gh__EpochFork
#define OURS struct epoch_fork
static const struct codec_field epoch_fork_fields[] = {
    U32(epoch),
    U64(batch),
};
#undef PB
#undef OURS
static const struct codec_message epoch_fork_message = {.name = "epoch_fork",
    .pb = &gh__epoch_fork__descriptor,
    FIELDS(epoch_fork_fields),
    .size = sizeof(struct epoch_fork)};

#define PB Gh__Hello
#define OURS struct hello
static const struct codec_field hello_fields[] = {
    U32(version_min),
    U32(version_max),
    BYTES_REQUIRED(stream),
    STR(program, WIRE_NAME_BYTES_MAX),
    I64(clock_ms),
    BYTES_REQUIRED(sign_key),
    U32(seen_epoch),
    U64(seen_batch),
};
#undef PB
#undef OURS
const struct codec_message codec_query_hello = {.name = "hello",
    .pb = &gh__hello__descriptor,
    FIELDS(hello_fields),
    .size = sizeof(struct hello),
    .bytes_max = WIRE_REQUEST_BYTES_MAX,
    .arena_at = offsetof(struct hello, arena)};

#define PB Gh__Evidence
#define OURS struct evidence
static const struct codec_field evidence_fields[] = {
    BLOB(receipt, WIRE_REPLY_BYTES_MAX),
    BLOB(body, WIRE_BODY_BYTES_MAX),
    BYTES_REQUIRED(signature),
    BYTES_REQUIRED(sign_key),
};
#undef PB
#undef OURS
const struct codec_message codec_query_evidence = {.name = "evidence",
    .pb = &gh__evidence__descriptor,
    FIELDS(evidence_fields),
    .size = sizeof(struct evidence),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct evidence, arena)};

#define PB Gh__HelloOk
#define OURS struct hello_ok
static const struct codec_field hello_ok_fields[] = {
    U32(version),
    U32(window),
    U32(reports_max),
    U32(body_bytes_max),
    LIST(held, struct interval, interval_message, WIRE_HELD_MAX),
    MESSAGE(head, struct signed_head, codec_receipt_head),
    I64(clock_ms),
    STR(org, WIRE_CODE_BYTES_MAX),
    ENUM(role, ROLE_COUNT_),
    BYTES(server_sign_key),
    U32(realm),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    BOOL(pending),
    U64(note_batch),
    STR(note, WIRE_NOTE_BYTES_MAX),
    LIST(handovers, struct evidence, codec_query_evidence, WIRE_HANDOVERS_MAX),
    I64(old_doors_until_ms),
    LIST(forks, struct epoch_fork, epoch_fork_message, WIRE_FORKS_MAX),
    MESSAGE(seen, struct signed_head, codec_receipt_head),
};
#undef PB
#undef OURS
const struct codec_message codec_query_hello_ok = {.name = "hello_ok",
    .pb = &gh__hello_ok__descriptor,
    FIELDS(hello_ok_fields),
    .size = sizeof(struct hello_ok),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct hello_ok, arena)};

#define PB Gh__SummaryRequest
#define OURS struct summary_request
static const struct codec_field summary_request_fields[] = {
    STR(org, WIRE_NAME_BYTES_MAX),
    STR(period, WIRE_NAME_BYTES_MAX),
    ENUM(by, BY_COUNT_),
    STR(basis, WIRE_CODE_BYTES_MAX),
    U64(as_of_batch),
    U32(page),
    BOOL(drafts),
    ENUM(level, ORG_COUNT_),
};
#undef PB
#undef OURS
const struct codec_message codec_query_summary_request = {.name = "summary_request",
    .pb = &gh__summary_request__descriptor,
    FIELDS(summary_request_fields),
    .size = sizeof(struct summary_request),
    .bytes_max = WIRE_REQUEST_BYTES_MAX,
    .arena_at = offsetof(struct summary_request, arena)};

#define PB Gh__WatchRequest
#define OURS struct watch_request
static const struct codec_field watch_request_fields[] = {
    STR(org, WIRE_NAME_BYTES_MAX),
    STR(period, WIRE_NAME_BYTES_MAX),
    ENUM(by, BY_COUNT_),
    STR(basis, WIRE_CODE_BYTES_MAX),
    U32(lease_ms),
    BOOL(stop),
};
#undef PB
#undef OURS
const struct codec_message codec_query_watch_request = {.name = "watch_request",
    .pb = &gh__watch_request__descriptor,
    FIELDS(watch_request_fields),
    .size = sizeof(struct watch_request),
    .bytes_max = WIRE_REQUEST_BYTES_MAX,
    .arena_at = offsetof(struct watch_request, arena)};

#define PB Gh__TargetRow
#define OURS struct target_row
static const struct codec_field target_row_fields[] = {
    MESSAGE(target, struct target, codec_report_target),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    MESSAGE(name, struct name, codec_report_name),
    U32(revision),
    I64(previous),
    I64(previous_max),
    BOOL(has_done),
    I64(done),
    I64(whole),
};
#undef PB
#undef OURS
static const struct codec_message target_row_message = {.name = "target_row",
    .pb = &gh__target_row__descriptor,
    FIELDS(target_row_fields),
    .size = sizeof(struct target_row)};

#define PB Gh__Period
#define OURS struct period_row
static const struct codec_field period_fields[] = {
    STR(text, WIRE_NAME_BYTES_MAX),
    STR(kind, WIRE_CODE_BYTES_MAX),
    I32(from),
    I32(to),
    BOOL(open),
};
#undef PB
#undef OURS
static const struct codec_message period_message = {.name = "period",
    .pb = &gh__period__descriptor,
    FIELDS(period_fields),
    .size = sizeof(struct period_row)};

#define PB Gh__Unsplit
#define OURS struct unsplit
static const struct codec_field unsplit_fields[] = {
    I64(inside),
    I64(outside),
};
#undef PB
#undef OURS
static const struct codec_message unsplit_message = {.name = "unsplit",
    .pb = &gh__unsplit__descriptor,
    FIELDS(unsplit_fields),
    .size = sizeof(struct unsplit)};

#define PB Gh__Row
#define OURS struct row
static const struct codec_field row_fields[] = {
    STR(key, WIRE_NAME_BYTES_MAX),
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(valid_from),
    STR(name, WIRE_NAME_BYTES_MAX),
    STR(kind, WIRE_CODE_BYTES_MAX),
    COUNTS(),
    BOOL(has_target),
    I64(target_units),
    BOOL(target_own),
    BOOL(has_control),
    I64(control_units),
    ENUM(control_qualifier, QUALIFIER_COUNT_),
    BOOL(target_draft),
    U32(drives_planned),
    U32(drives_held),
    U32(drives_reported),
    U32(drives_late),
    I64(interim_units),
    I64(returned_units),
    U32(reports),
    I64(last_report_ms),
    I64(outside_units),
    BOOL(demo),
    I32(day),
    STR(state, WIRE_CODE_BYTES_MAX),
    I64(approved_units),
    I64(after_lock_units),
    BOOL(locked),
    U32(conflicts),
    U32(drives_missing),
    U32(orgs_expected),
    U32(orgs_silent),
    MESSAGE(unsplit, struct unsplit, unsplit_message),
    U32(drives_moved),
    LIST(targets, struct target_row, target_row_message, WIRE_ROW_TARGETS_MAX),
    ENUM(target_qualifier, QUALIFIER_COUNT_),
    I64(target_max),
    I64(control_max),
    BOOL(target_self),
    BOOL(has_self),
    I64(self_units),
    ENUM(self_qualifier, QUALIFIER_COUNT_),
    I64(self_max),
};
#undef PB
#undef OURS
static const struct codec_message row_message = {
    .name = "row", .pb = &gh__row__descriptor, FIELDS(row_fields), .size = sizeof(struct row)};

#define PB Gh__Rows
#define OURS struct rows
static const struct codec_field rows_fields[] = {
    U64(as_of_batch),
    BYTES(root),
    U32(epoch),
    MESSAGE(period, struct period_row, period_message),
    STR(basis, WIRE_CODE_BYTES_MAX),
    STR(org, WIRE_CODE_BYTES_MAX),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    LIST(rows, struct row, row_message, WIRE_ROWS_PAGE),
    MESSAGE(total, struct row, row_message),
    U32(next_page),
    BOOL(snapshot),
    I64(at_ms),
    LIST(other_days, struct other_days, codec_registry_other_days, WIRE_OTHER_DAYS_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_query_rows = {.name = "rows",
    .pb = &gh__rows__descriptor,
    FIELDS(rows_fields),
    .size = sizeof(struct rows),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct rows, arena)};

#define PB Gh__Beat
#define OURS struct beat
static const struct codec_field beat_fields[] = {
    U64(as_of_batch),
    I64(at_ms),
    I64(clock_ms),
};
#undef PB
#undef OURS
const struct codec_message codec_query_beat = {.name = "beat",
    .pb = &gh__beat__descriptor,
    FIELDS(beat_fields),
    .size = sizeof(struct beat),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct beat, arena)};

#define PB Gh__ReferenceRequest
#define OURS struct reference_request
static const struct codec_field reference_request_fields[] = {
    ENUM(kind, REFERENCE_COUNT_),
    STR(org, WIRE_NAME_BYTES_MAX),
    STR(period, WIRE_NAME_BYTES_MAX),
    STR(search, WIRE_NAME_BYTES_MAX),
    U32(page),
    U64(as_of_batch),
};
#undef PB
#undef OURS
const struct codec_message codec_query_reference_request = {.name = "reference_request",
    .pb = &gh__reference_request__descriptor,
    FIELDS(reference_request_fields),
    .size = sizeof(struct reference_request),
    .bytes_max = WIRE_REQUEST_BYTES_MAX,
    .arena_at = offsetof(struct reference_request, arena)};

#define PB Gh__OrgRow
#define OURS struct org_row
static const struct codec_field org_row_fields[] = {
    STR(code, WIRE_CODE_BYTES_MAX),
    STR(name, WIRE_NAME_BYTES_MAX),
    STR(full_name, WIRE_NAME_BYTES_MAX),
    ENUM(kind, ORG_COUNT_),
    STR(parent, WIRE_CODE_BYTES_MAX),
    I32(valid_from),
    I32(valid_to),
    ENUM(relation, ORG_RELATION_COUNT_),
    I32(day),
    ENUM(succession, SUCCESSION_COUNT_),
    ENUM(people, EXTENT_COUNT_),
    STR(basis, WIRE_NOTE_BYTES_MAX),
    U32(year),
    I64(persons),
    STR(moved_from, WIRE_CODE_BYTES_MAX),
    STR(moved_from_name, WIRE_NAME_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message org_row_message = {.name = "org_row",
    .pb = &gh__org_row__descriptor,
    FIELDS(org_row_fields),
    .size = sizeof(struct org_row)};

#define PB Gh__DriveRow
#define OURS struct drive_row
static const struct codec_field drive_row_fields[] = {
    STR(drive, WIRE_DRIVE_BYTES_MAX),
    ENUM(state, DRIVE_COUNT_),
    I32(from),
    I32(to),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    STR(name, WIRE_NAME_BYTES_MAX),
    STR(venue, WIRE_NOTE_BYTES_MAX),
    STR(plan, WIRE_CODE_BYTES_MAX),
    BOOL(has_target),
    I64(target_units),
    BOOL(reported),
    BOOL(interim),
    I64(units),
    MESSAGE(report, struct name, codec_report_name),
    STRINGS(campaigns, WIRE_CODE_BYTES_MAX),
    BOOL(planned),
    U64(batch),
    I64(registered),
    BOOL(has_registered),
    I32(registered_day),
    MESSAGE(schedule, struct schedule, codec_report_schedule),
    MESSAGE(schedule_name, struct name, codec_report_name),
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(due),
    BOOL(owed),
    BOOL(late),
    I64(final_ms),
    U32(executing),
    U32(days_reported),
    STR(overlaps, WIRE_DRIVE_BYTES_MAX),
    STR(place, WIRE_CODE_BYTES_MAX),
    U32(counted_year),
    BOOL(elsewhere),
};
#undef PB
#undef OURS
static const struct codec_message drive_row_message = {.name = "drive_row",
    .pb = &gh__drive_row__descriptor,
    FIELDS(drive_row_fields),
    .size = sizeof(struct drive_row)};

#define PB Gh__InstallRow
#define OURS struct install_row
static const struct codec_field install_row_fields[] = {
    BYTES(sign_key),
    STR(org, WIRE_CODE_BYTES_MAX),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    ENUM(role, ROLE_COUNT_),
    ENUM(state, KEY_COUNT_),
    STR(label, WIRE_NAME_BYTES_MAX),
    I64(at_ms),
    STR(fingerprint, WIRE_NAME_BYTES_MAX),
    BYTES(invitation),
    BOOL(pending),
};
#undef PB
#undef OURS
static const struct codec_message install_row_message = {.name = "install_row",
    .pb = &gh__install_row__descriptor,
    FIELDS(install_row_fields),
    .size = sizeof(struct install_row)};

#define PB Gh__ReportRow
#define OURS struct report_row
static const struct codec_field report_row_fields[] = {
    MESSAGE(name, struct name, codec_report_name),
    OPEN_ENUM(kind),
    ENUM(action, ACTION_COUNT_),
    U64(batch),
    I64(at_ms),
    STR(subject, WIRE_NAME_BYTES_MAX),
    STR(by_org, WIRE_CODE_BYTES_MAX),
    BOOL(current),
    MESSAGE(result, struct result, codec_report_result),
    STR(state, WIRE_CODE_BYTES_MAX),
    STR(other, WIRE_NAME_BYTES_MAX),
    STR(reason, WIRE_NOTE_BYTES_MAX),
    ENUM(by_role, ROLE_COUNT_),
    MESSAGE(activity, struct activity, codec_report_activity),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    MESSAGE(replaces, struct name, codec_report_name),
};
#undef PB
#undef OURS
static const struct codec_message report_row_message = {.name = "report_row",
    .pb = &gh__report_row__descriptor,
    FIELDS(report_row_fields),
    .size = sizeof(struct report_row)};

#define PB Gh__LockRow
#define OURS struct lock_row
static const struct codec_field lock_row_fields[] = {
    MESSAGE(lock, struct lock_entry, codec_report_lock),
    MESSAGE(name, struct name, codec_report_name),
    U64(batch),
    I64(at_ms),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    STR(by_org, WIRE_CODE_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message lock_row_message = {.name = "lock_row",
    .pb = &gh__lock_row__descriptor,
    FIELDS(lock_row_fields),
    .size = sizeof(struct lock_row)};

#define PB Gh__TextRow
#define OURS struct text_row
static const struct codec_field text_row_fields[] = {
    MESSAGE(text, struct text_entry, codec_report_text),
    MESSAGE(name, struct name, codec_report_name),
    U64(batch),
    I64(at_ms),
    STR(by_org, WIRE_CODE_BYTES_MAX),
    BOOL(current),
};
#undef PB
#undef OURS
static const struct codec_message text_row_message = {.name = "text_row",
    .pb = &gh__text_row__descriptor,
    FIELDS(text_row_fields),
    .size = sizeof(struct text_row)};

#define PB Gh__Reference
#define OURS struct reference
static const struct codec_field reference_fields[] = {
    ENUM(kind, REFERENCE_COUNT_),
    LIST(orgs, struct org_row, org_row_message, WIRE_ROWS_PAGE),
    LIST(drives, struct drive_row, drive_row_message, WIRE_ROWS_PAGE),
    LIST(targets, struct target_row, target_row_message, WIRE_ROWS_PAGE),
    LIST(installs, struct install_row, install_row_message, WIRE_ROWS_PAGE),
    LIST(reports, struct report_row, report_row_message, WIRE_ROWS_PAGE),
    LIST(campaigns, struct campaign_entry, codec_registry_campaign, WIRE_ROWS_PAGE),
    LIST(rounds, struct round_entry, codec_registry_round, WIRE_ROWS_PAGE),
    LIST(populations, struct population_entry, codec_registry_population, WIRE_ROWS_PAGE),
    U32(next_page),
    U64(as_of_batch),
    LIST(locks, struct lock_row, lock_row_message, WIRE_ROWS_PAGE),
    LIST(texts, struct text_row, text_row_message, WIRE_ROWS_PAGE),
};
#undef PB
#undef OURS
const struct codec_message codec_query_reference = {.name = "reference",
    .pb = &gh__reference__descriptor,
    FIELDS(reference_fields),
    .size = sizeof(struct reference),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct reference, arena)};

#define PB Gh__StatusRequest
#define OURS struct status_request
static const struct codec_field status_request_fields[] = {
    BOOL(detail),
};
#undef PB
#undef OURS
const struct codec_message codec_query_status_request = {.name = "status_request",
    .pb = &gh__status_request__descriptor,
    FIELDS(status_request_fields),
    .size = sizeof(struct status_request),
    .bytes_max = WIRE_REQUEST_BYTES_MAX,
    .arena_at = offsetof(struct status_request, arena)};

#define PB Gh__Status
#define OURS struct status
static const struct codec_field status_fields[] = {
    MESSAGE(head, struct signed_head, codec_receipt_head),
    STR(program, WIRE_NAME_BYTES_MAX),
    U64(reports),
    U64(submissions),
    U64(orgs),
    U64(drives),
    U32(offices),
    U32(watches),
    BOOL(database),
    I64(clock_ms),
    U64(memory_bytes),
    U64(checkpoint),
    U64(fork),
};
#undef PB
#undef OURS
const struct codec_message codec_query_status = {.name = "status",
    .pb = &gh__status__descriptor,
    FIELDS(status_fields),
    .size = sizeof(struct status),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct status, arena)};

#define PB Gh__ProofRequest
#define OURS struct proof_request
static const struct codec_field proof_request_fields[] = {
    BYTES_REQUIRED(stream),
    U64_REQUIRED(seq),
};
#undef PB
#undef OURS
const struct codec_message codec_query_proof_request = {.name = "proof_request",
    .pb = &gh__proof_request__descriptor,
    FIELDS(proof_request_fields),
    .size = sizeof(struct proof_request),
    .bytes_max = WIRE_REQUEST_BYTES_MAX,
    .arena_at = offsetof(struct proof_request, arena)};

#define PB Gh__GroundsRequest
#define OURS struct grounds_request
static const struct codec_field grounds_request_fields[] = {
    BYTES(sign_key),
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(day),
};
#undef PB
#undef OURS
const struct codec_message codec_query_grounds_request = {.name = "grounds_request",
    .pb = &gh__grounds_request__descriptor,
    FIELDS(grounds_request_fields),
    .size = sizeof(struct grounds_request),
    .bytes_max = WIRE_REQUEST_BYTES_MAX,
    .arena_at = offsetof(struct grounds_request, arena)};

#define PB Gh__Grounds
#define OURS struct grounds
static const struct codec_field grounds_fields[] = {
    LIST(entries, struct name, codec_report_name, WIRE_GROUNDS_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_query_grounds = {.name = "grounds",
    .pb = &gh__grounds__descriptor,
    FIELDS(grounds_fields),
    .size = sizeof(struct grounds),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct grounds, arena)};

#define PB Gh__Error
#define OURS struct wire_error
static const struct codec_field wire_error_fields[] = {
    CODE(code),
    STR(detail, WIRE_NOTE_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_query_wire_error = {.name = "wire_error",
    .pb = &gh__error__descriptor,
    FIELDS(wire_error_fields),
    .size = sizeof(struct wire_error),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct wire_error, arena)};
