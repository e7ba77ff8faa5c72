#include "report_subject.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "words.h"

#define NOT_GIVEN DAY_OPEN_LEFT

static day_t
first_of(day_t a, day_t b)
{
	return a != NOT_GIVEN ? a : b;
}

/* ORG/DAY/n: two offices that say the same day derive the same key. */
bool
report_subject_drive(const struct report_build *b, char ret[WIRE_DRIVE_BYTES_MAX + 1])
{
	struct drive_key key = {.day = b->day, .ordinal = b->ordinal};

	if (b->r.drive[0] != '\0')
		return text_copy(ret, WIRE_DRIVE_BYTES_MAX + 1, b->r.drive);
	if (b->org[0] == '\0' || b->day == NOT_GIVEN || b->collection != COLLECTION_NONE ||
	    !text_copy(key.org, sizeof(key.org), b->org))
		return false;
	drive_key_text(&key, ret);
	return true;
}

static bool
drive_of_day(struct report_build *b, struct err *err)
{
	char text[WIRE_DRIVE_BYTES_MAX + 1];

	if (!report_subject_drive(b, text))
		return err_set(err, ERR_SUBJECT_MISSING, "%s",
		    TR("chưa rõ nơi được tính chỉ tiêu", "the credited organisation is missing"));
	b->from = first_of(b->from, b->day); /* whatever the plan says by now */
	b->r.make_drive = true;
	return report_build_drive(b, text, err);
}

static bool
drive_held(struct report_build *b, struct err *err)
{
	struct drive_key key;

	if (!drive_key_parse(b->r.drive, &key, err))
		return false;
	if (b->org[0] != '\0' && strcmp(b->org, key.org) != 0)
		return err_set(err, ERR_USAGE,
		    TR("mã buổi là của %s, không phải %s", "the drive's key is of %s, not %s"),
		    key.org, b->org);
	if (b->r.day != 0) {
		b->r.held_from = b->r.held_to = b->r.day;
		return true;
	}
	b->r.held_from = first_of(b->from, b->plan.planned ? b->plan.from : key.day);
	b->r.held_to =
	    first_of(b->to, b->r.held_from + (b->plan.planned ? b->plan.to - b->plan.from : 0));
	return true;
}

/*
 * A date beside the drive's key is the first day on which it was held, as the sheet's template has
 * both, or the day that is named; it never makes a day's report of a whole one.
 */
static bool
date_fits(struct report_build *b, struct err *err)
{
	const struct rules_ground *plan = &b->plan;
	struct drive_key key;
	char date[DAY_TEXT_MAX];

	if (!drive_key_parse(b->r.drive, &key, err))
		return false;
	if (b->r.day != 0 ? b->day == b->r.day || b->day == key.day
			  : b->day == key.day ||
		    (plan->planned && (b->day <= plan->from || b->day > plan->to))) {
		b->from = first_of(b->from, b->day);
		return true;
	}
	return err_set(err, ERR_USAGE,
	    TR("ngày %s không phải ngày của mã buổi %s; một ngày của buổi nhiều ngày: MÃ-BUỔI@NGÀY (--day); tổ chức "
	       "vào ngày khác: từ ngày, đến ngày (--from, --to)",
		"%s is not the day of the drive's key %s; one day of a drive of several: KEY@DAY (--day); held on "
		"another day: from, to (--from, --to)"),
	    day_people(b->day, date), b->r.drive);
}

static bool
collection_held(struct report_build *b, struct err *err)
{
	if (b->org[0] == '\0' || b->from == NOT_GIVEN || b->to == NOT_GIVEN)
		return err_set(err, ERR_SUBJECT_MISSING, "%s",
		    TR("đợt thu cần nơi, ngày đầu và ngày cuối",
			"a collection needs its organisation, first and last day"));
	b->r.collection = (struct collection){.org = b->org,
	    .from = b->from,
	    .to = b->to,
	    .kind = (enum collection_kind)b->collection};
	b->r.held_from = b->from;
	b->r.held_to = b->to;
	return true;
}

static bool
subject_make(struct report_build *b, struct err *err)
{
	const int given =
	    (b->r.drive[0] != '\0') + (b->day != NOT_GIVEN) + (b->collection != COLLECTION_NONE);

	if (b->r.drive[0] != '\0' && b->day != NOT_GIVEN && b->collection == COLLECTION_NONE)
		return date_fits(b, err) && drive_held(b, err);
	if (given == 0)
		return err_set(err, ERR_SUBJECT_MISSING, "%s",
		    TR("không có buổi, ngày hoặc đợt thu", "no drive, date or collection"));
	if (given > 1)
		return err_set(err, ERR_USAGE, "%s",
		    TR("chỉ nêu một trong ba: buổi, ngày, đợt thu",
			"name only one of these: drive, date, collection"));
	if (b->collection != COLLECTION_NONE)
		return collection_held(b, err);
	if (b->day != NOT_GIVEN && !drive_of_day(b, err))
		return false;
	return drive_held(b, err);
}

/* A copy in the arena; NULL of nothing. */
static bool
kept(struct report_build *b, const void *from, size_t bytes, void **ret, struct err *err)
{
	*ret = NULL;
	if (bytes == 0)
		return true;
	*ret = arena_take(b->arena, bytes);
	if (*ret == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("một báo cáo", "a report"));
	memcpy(*ret, from, bytes);
	return true;
}

static bool
lists_make(struct report_build *b, struct err *err)
{
	void *ind = NULL, *val = NULL, *executing = NULL, *campaigns = NULL;

	if (!kept(b, b->ind, b->pairs_n * sizeof(b->ind[0]), &ind, err) ||
	    !kept(b, b->val, b->pairs_n * sizeof(b->val[0]), &val, err) ||
	    !kept(b, b->executing, b->executing_n * sizeof(b->executing[0]), &executing, err) ||
	    !kept(b, b->campaigns, b->campaigns_n * sizeof(b->campaigns[0]), &campaigns, err))
		return false;
	b->r.counts = (struct counts){.ind = ind, .val = val, .n = b->pairs_n};
	b->r.executing = executing;
	b->r.executing_n = b->executing_n;
	b->r.campaigns = (struct strings){.at = campaigns, .n = b->campaigns_n};
	return true;
}

bool
report_subject_make(struct report_build *b, struct report *ret, struct err *err)
{
	if (!b->has_subject && !subject_make(b, err))
		return false;
	if (!lists_make(b, err))
		return false;
	b->r.stage = b->interim ? STAGE_INTERIM : STAGE_FINAL;
	*ret = (struct report){
	    .kind = KIND_RESULT, .action = ACTION_FIRST, .reason = "", .u = {.result = b->r}};
	return true;
}

/* ---- what exists already */

static bool
texts_copy(struct report_build *b, const struct result *r, struct err *err)
{
	return report_build_copy(b->arena, r->drive,
		   (struct text_field){WIRE_DRIVE_BYTES_MAX, TR("mã buổi", "the drive's key")},
		   &b->r.drive, err) &&
	    report_build_org(b, r->collection.org, err) &&
	    report_build_text(b, REPORT_SECTOR, r->sector, err) &&
	    report_build_text(b, REPORT_PLACE, r->place, err) &&
	    report_build_text(b, REPORT_FACILITY, r->facility, err) &&
	    report_build_text(b, REPORT_NOTE, r->note, err);
}

static bool
lists_copy(struct report_build *b, const struct result *r, struct err *err)
{
	for (uint32_t i = 0; i < r->counts.n; i++)
		if (!report_build_pair(b, r->counts.ind[i], r->counts.val[i], false, err))
			return false;
	for (uint32_t i = 0; i < r->executing_n && i < WIRE_LIST_MAX; i++) {
		b->executing[i].units = r->executing[i].units;
		if (!report_build_copy(b->arena, r->executing[i].org,
			(struct text_field){
			    WIRE_CODE_BYTES_MAX, TR("mã nơi thực hiện", "the executing body")},
			&b->executing[i].org, err))
			return false;
		b->executing_n++;
	}
	for (uint32_t i = 0; i < r->campaigns.n; i++)
		if (!report_build_campaigns(b, r->campaigns.at[i], err))
			return false;
	return true;
}

bool
report_subject_from(
    struct report_build *b, struct arena *arena, const struct result *r, struct err *err)
{
	report_build_init(b, arena);
	if (!texts_copy(b, r, err) || !lists_copy(b, r, err))
		return false;
	b->has_subject = true;
	b->interim = r->stage == STAGE_INTERIM;
	b->r.collection = r->collection;
	b->r.collection.org = b->org;
	b->r.held_from = r->held_from;
	b->r.held_to = r->held_to;
	b->r.witness = r->witness;
	b->r.source = r->source;
	b->r.make_drive = r->make_drive;
	b->r.day = r->day;
	return true;
}

const char *
report_subject_text(const struct result *r, char buf[REPORT_SUBJECT_MAX])
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	if (r->drive[0] != '\0')
		(void)drive_key_text_day(r->drive, r->day, buf);
	else
		(void)snprintf(buf, REPORT_SUBJECT_MAX, "%s %s %s – %s", r->collection.org,
		    words_text(WORDS_COLLECTION, r->collection.kind),
		    day_people(r->collection.from, from), day_people(r->collection.to, to));
	return buf;
}
