#include <assert.h>

#include "giothong.pb-c.h"

#include "base/lang.h"
#include "wire/codec.h"
#include "wire/submission.h"

static_assert(offsetof(struct report, kind) == 0, "codec.h looks for a union's kind there");

#define PB Gh__Name
#define OURS struct name
static const struct codec_field name_fields[] = {
    BYTES_REQUIRED(stream),
    U64_REQUIRED(seq),
    U32_UP_TO(idx, WIRE_REPORTS_MAX - 1),
};
#undef PB
#undef OURS
const struct codec_message codec_report_name = {
    .name = "name", .pb = &gh__name__descriptor, FIELDS(name_fields), .size = sizeof(struct name)};

#define PB Gh__Collection
#define OURS struct collection
static const struct codec_field collection_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(from),
    I32(to),
    ENUM(kind, COLLECTION_COUNT_),
};
#undef PB
#undef OURS
static const struct codec_message collection_message = {.name = "collection",
    .pb = &gh__collection__descriptor,
    FIELDS(collection_fields),
    .size = sizeof(struct collection)};

#define PB Gh__Share
#define OURS struct share
static const struct codec_field share_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    I64(units),
};
#undef PB
#undef OURS
static const struct codec_message share_message = {.name = "share",
    .pb = &gh__share__descriptor,
    FIELDS(share_fields),
    .size = sizeof(struct share)};

#define PB Gh__Result
#define OURS struct result
static const struct codec_field result_fields[] = {
    STR(drive, WIRE_DRIVE_BYTES_MAX),
    MESSAGE(collection, struct collection, collection_message),
    I32(held_from),
    I32(held_to),
    ENUM(stage, STAGE_COUNT_),
    ENUM(witness, WITNESS_COUNT_),
    ENUM(source, SOURCE_COUNT_),
    STR(sector, WIRE_CODE_BYTES_MAX),
    STRINGS(campaigns, WIRE_CODE_BYTES_MAX),
    STR(place, WIRE_CODE_BYTES_MAX),
    LIST(executing, struct share, share_message, WIRE_LIST_MAX),
    STR(facility, WIRE_CODE_BYTES_MAX),
    STR(note, WIRE_NOTE_BYTES_MAX),
    COUNTS(),
    BOOL(make_drive),
    I32(day),
};
#undef PB
#undef OURS
const struct codec_message codec_report_result = {.name = "result",
    .pb = &gh__result__descriptor,
    FIELDS(result_fields),
    .size = sizeof(struct result)};

#define PB Gh__Schedule
#define OURS struct schedule
static const struct codec_field schedule_fields[] = {
    STR(drive, WIRE_DRIVE_BYTES_MAX),
    ENUM(state, DRIVE_COUNT_),
    I32(from),
    I32(to),
    STR(place, WIRE_CODE_BYTES_MAX),
    STR(venue, WIRE_NOTE_BYTES_MAX),
    STR(occasion, WIRE_NAME_BYTES_MAX),
    STRINGS(campaigns, WIRE_CODE_BYTES_MAX),
    STRINGS(directing, WIRE_CODE_BYTES_MAX),
    STRINGS(coordinating, WIRE_CODE_BYTES_MAX),
    STRINGS(executing, WIRE_CODE_BYTES_MAX),
    STRINGS(facilities, WIRE_CODE_BYTES_MAX),
    STR(plan, WIRE_CODE_BYTES_MAX),
    U32(number),
    STR(sector, WIRE_CODE_BYTES_MAX),
    STR(name, WIRE_NAME_BYTES_MAX),
    ENUM(source, SOURCE_COUNT_),
};
#undef PB
#undef OURS
const struct codec_message codec_report_schedule = {.name = "schedule",
    .pb = &gh__schedule__descriptor,
    FIELDS(schedule_fields),
    .size = sizeof(struct schedule)};

#define PB Gh__Registration
#define OURS struct registration
static const struct codec_field registration_fields[] = {
    STR(drive, WIRE_DRIVE_BYTES_MAX),
    I32(as_of),
    COUNTS(),
};
#undef PB
#undef OURS
static const struct codec_message registration_message = {.name = "registration",
    .pb = &gh__registration__descriptor,
    FIELDS(registration_fields),
    .size = sizeof(struct registration)};

#define PB Gh__Activity
#define OURS struct activity
static const struct codec_field activity_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(from),
    I32(to),
    BOOL(cumulative),
    COUNTS(),
    STR(note, WIRE_NOTE_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_report_activity = {.name = "activity",
    .pb = &gh__activity__descriptor,
    FIELDS(activity_fields),
    .size = sizeof(struct activity)};

#define PB Gh__Target
#define OURS struct target
static const struct codec_field target_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(from),
    I32(to),
    STR(drive, WIRE_DRIVE_BYTES_MAX),
    STR(sector, WIRE_CODE_BYTES_MAX),
    STR(campaign, WIRE_CODE_BYTES_MAX),
    ENUM(measure, MEASURE_COUNT_),
    ENUM(qualifier, QUALIFIER_COUNT_),
    I64(value),
    I64(value_max),
    ENUM(assigned, ASSIGNED_COUNT_),
    STR(plan, WIRE_CODE_BYTES_MAX),
    BOOL(draft),
    ENUM(source, SOURCE_COUNT_),
    U32(stated_share),
};
#undef PB
#undef OURS
const struct codec_message codec_report_target = {.name = "target",
    .pb = &gh__target__descriptor,
    FIELDS(target_fields),
    .size = sizeof(struct target)};

#define PB Gh__Review
#define OURS struct review
static const struct codec_field review_fields[] = {
    MESSAGE(report, struct name, codec_report_name),
    ENUM(state, REVIEW_COUNT_),
    STR(reason, WIRE_NOTE_BYTES_MAX),
    STR(other_drive, WIRE_DRIVE_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message review_message = {.name = "review",
    .pb = &gh__review__descriptor,
    FIELDS(review_fields),
    .size = sizeof(struct review)};

#define PB Gh__Lock
#define OURS struct lock_entry
static const struct codec_field lock_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(from),
    I32(to),
    BOOL(locked),
    STR(reason, WIRE_NOTE_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_report_lock = {.name = "lock",
    .pb = &gh__lock__descriptor,
    FIELDS(lock_fields),
    .size = sizeof(struct lock_entry)};

#define PB Gh__Text
#define OURS struct text_entry
static const struct codec_field text_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    STR(document, WIRE_CODE_BYTES_MAX),
    STR(part, WIRE_CODE_BYTES_MAX),
    STR(text, WIRE_TEXT_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_report_text = {.name = "text",
    .pb = &gh__text__descriptor,
    FIELDS(text_fields),
    .size = sizeof(struct text_entry)};

#define PB Gh__Key
#define OURS struct key_entry
static const struct codec_field key_fields[] = {
    ENUM(state, KEY_COUNT_),
    STR(org, WIRE_CODE_BYTES_MAX),
    ENUM(role, ROLE_COUNT_),
    BYTES(invitation),
    BYTES(once_key),
    BYTES(secret_hash),
    BYTES(secret),
    BYTES(curve_key),
    BYTES(sign_key),
    I64(not_after_ms),
    STR(label, WIRE_NAME_BYTES_MAX),
    STR(reason, WIRE_NOTE_BYTES_MAX),
    STR(intake, WIRE_ADDRESS_BYTES_MAX),
    STR(query, WIRE_ADDRESS_BYTES_MAX),
    BYTES(old_sign_key),
    BYTES(signature),
};
#undef PB
#undef OURS
static const struct codec_message key_message = {.name = "key",
    .pb = &gh__key__descriptor,
    FIELDS(key_fields),
    .size = sizeof(struct key_entry)};

/* A withdrawal names what it withdraws; it needs no content. */
static bool
is_withdrawal(const void *ours)
{
	return ((const struct report *)ours)->action == ACTION_WITHDRAWAL;
}

#define PB Gh__Report
#define OURS struct report
static const struct codec_field report_fields[] = {
    OPEN_ENUM(kind),
    ENUM(action, ACTION_COUNT_),
    MESSAGE(replaces, struct name, codec_report_name),
    STR(reason, WIRE_NOTE_BYTES_MAX),
    ARM(result, 1U << KIND_RESULT, struct result, codec_report_result),
    ARM(schedule, 1U << KIND_SCHEDULE, struct schedule, codec_report_schedule),
    ARM(registration, 1U << KIND_REGISTRATION, struct registration, registration_message),
    ARM(activity, 1U << KIND_ACTIVITY, struct activity, codec_report_activity),
    ARM(target, 1U << KIND_TARGET, struct target, codec_report_target),
    ARM(review, 1U << KIND_REVIEW, struct review, review_message),
    ARM(lock, 1U << KIND_LOCK, struct lock_entry, codec_report_lock),
    ARM(text, 1U << KIND_TEXT, struct text_entry, codec_report_text),
    ARM(key, 1U << KIND_KEY, struct key_entry, key_message),
    ARM(registry, 1U << KIND_REGISTRY, struct registry_entry, codec_registry_entry),
};
#undef PB
#undef OURS
const struct codec_message codec_report_report = {.name = "report",
    .pb = &gh__report__descriptor,
    FIELDS(report_fields),
    .size = sizeof(struct report),
    .bytes_max = WIRE_BODY_BYTES_MAX,
    .kinds_n = KIND_COUNT_,
    .may_lack = is_withdrawal};

static bool
submission_holds(const void *ours, struct err *err)
{
	const struct submission *s = ours;

	if (s->reports_n == 0)
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("không có báo cáo nào", "there is no report inside"));
	return true;
}

#define PB Gh__Submission
#define OURS struct submission
static const struct codec_field submission_fields[] = {
    BYTES_REQUIRED(stream),
    U64_REQUIRED(seq),
    U32(realm),
    I64(saved_at_ms),
    LIST(reports, struct report, codec_report_report, WIRE_REPORTS_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_report_submission = {.name = "submission",
    .pb = &gh__submission__descriptor,
    FIELDS(submission_fields),
    .size = sizeof(struct submission),
    .bytes_max = WIRE_BODY_BYTES_MAX,
    .arena_at = offsetof(struct submission, arena),
    .holds = submission_holds};
