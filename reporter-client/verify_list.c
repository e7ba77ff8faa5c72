#include "verify_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <sodium.h>

#include "base/lang.h"
#include "base/num.h"
#include "rules/period.h"
#include "wire/submission.h"

#define MONTHS 12
#define START_DAYS 28 /* that a plan year may begin on */

/* ---- whose */

/* As codes are written: people's names of places have spaces, marks or small letters. */
static bool
is_code(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!(text[i] >= 'A' && text[i] <= 'Z') && !(text[i] >= '0' && text[i] <= '9') &&
		    strchr(".-_", text[i]) == NULL)
			return false;
	return len > 0;
}

static bool
has_digit(const char *text, size_t len)
{
	return strcspn(text, "0123456789") < len;
}

bool
verify_list_org(
    const char *asked, const char *own, const char *said, bool *ret_untold, struct err *err)
{
	const char *text = asked[0] == '\0' ? own : asked;
	const size_t len = strcspn(text, "@");

	*ret_untold = false;
	if (strlen(said) == len && strncasecmp(text, said, len) == 0)
		return true;
	*ret_untold = true;
	if (!is_code(text, len) && !has_digit(text, len) && text[len] == '\0')
		return true;
	return err_set(err, ERR_SIGNATURE,
	    TR("hỏi %s, máy chủ trả lời cho %s; nếu muốn hỏi %s thì dùng --org %s",
		"asked for %s, and the server answers for %s; if that is meant, say --org %s"),
	    text, said, said, said);
}

/* ---- of which days */

/* A campaign's and a round's days are the registry's: those behind "@" bound them. */
static bool
fits(const struct period *own, const struct period_row *said)
{
	if (own->kind != PERIOD_CAMPAIGN && own->kind != PERIOD_ROUND)
		return own->from == said->from && own->to == said->to;
	return (own->from == 0 && own->to == 0) || (said->from >= own->from && said->to <= own->to);
}

static bool
is_of_days(const struct verify_list_period *p, struct plan_year_start start, day_t today)
{
	struct period own;

	return period_parse(p->asked, start, today, &own, NULL) && fits(&own, p->said);
}

static bool
is_of_a_day(const struct verify_list_period *p, struct plan_year_start start)
{
	return is_of_days(p, start, p->today) || is_of_days(p, start, p->today - 1) ||
	    is_of_days(p, start, p->today + 1) || is_of_days(p, start, p->answered);
}

static bool
is_of_a_start(const struct verify_list_period *p)
{
	for (int month = 1; month <= MONTHS; month++)
		for (int day = 1; day <= START_DAYS; day++)
			if (is_of_a_day(p, (struct plan_year_start){.month = month, .day = day}))
				return true;
	return false;
}

bool
verify_list_period(const struct verify_list_period *p, bool *ret_untold, struct err *err)
{
	const bool is_default = is_of_a_day(p, PLAN_YEAR_DEFAULT);
	struct period own;

	*ret_untold = false;
	if (!period_parse(p->asked, PLAN_YEAR_DEFAULT, p->today, &own, err))
		return false;
	*ret_untold = !is_default || own.kind == PERIOD_CAMPAIGN || own.kind == PERIOD_ROUND;
	return is_default || is_of_a_start(p) ||
	    err_set(err, ERR_SIGNATURE, "%s",
		TR("máy chủ trả lời cho những ngày khác kỳ đã hỏi",
		    "the server answers for other days than those of the period"));
}

/* ---- each once */

day_t
verify_list_day(const struct result *r)
{
	return r->drive[0] != '\0' ? r->held_to : r->collection.to;
}

void
verify_list_about(const struct result *r, struct verify_list_item *ret)
{
	char text[WIRE_CODE_BYTES_MAX + WIRE_DRIVE_BYTES_MAX + 64];
	int len;

	if (r->drive[0] != '\0')
		len = snprintf(text, sizeof(text), "%s", r->drive);
	else
		len = snprintf(text, sizeof(text), "%s/%d/%d/%u", r->collection.org,
		    r->collection.from, r->collection.to, (unsigned)r->collection.kind);
	if (len < 0 || (size_t)len >= sizeof(text))
		len = (int)sizeof(text) - 1; /* the codec's limits keep it shorter */
	(void)crypto_hash_sha256(ret->about, (const uint8_t *)text, (unsigned long long)len);
	ret->day = r->drive[0] != '\0' ? r->day : 0;
}

static int
names_compare(const struct name *a, const struct name *b)
{
	const int stream = memcmp(a->stream, b->stream, WIRE_STREAM_BYTES);

	if (stream != 0)
		return stream;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return a->idx < b->idx ? -1 : a->idx > b->idx;
}

static int
by_name(const void *a, const void *b)
{
	const struct verify_list_item *x = a, *y = b;

	return names_compare(&x->name, &y->name);
}

static int
by_about(const void *a, const void *b)
{
	const struct verify_list_item *x = a, *y = b;
	const int about = memcmp(x->about, y->about, sizeof(x->about));

	if (about != 0)
		return about;
	return x->day < y->day ? -1 : x->day > y->day;
}

static bool
names_once(struct verify_list_item *items, uint32_t n, struct err *err)
{
	qsort(items, n, sizeof(*items), by_name);
	for (uint32_t i = 0; i < n; i++) {
		const struct verify_list_item replaced = {.name = items[i].replaces};

		if (i > 0 && by_name(&items[i - 1], &items[i]) == 0)
			return err_set(err, ERR_SIGNATURE, "%s",
			    TR("một báo cáo được tính hai lần", "a report is counted twice"));
		if (replaced.name.seq != 0 &&
		    bsearch(&replaced, items, n, sizeof(*items), by_name) != NULL)
			return err_set(err, ERR_SIGNATURE, "%s",
			    TR("một báo cáo được tính bên cạnh báo cáo thay nó",
				"a report is counted beside the one that replaces it"));
	}
	return true;
}

bool
verify_list_once(struct verify_list_item *items, uint32_t n, struct err *err)
{
	if (n == 0)
		return true;
	if (!names_once(items, n, err))
		return false;
	qsort(items, n, sizeof(*items), by_about);
	/* The whole of a drive comes before its days. */
	for (uint32_t i = 1; i < n; i++)
		if (memcmp(items[i - 1].about, items[i].about, sizeof(items[i].about)) == 0 &&
		    (items[i - 1].day == 0 || items[i - 1].day == items[i].day))
			return err_set(err, ERR_SIGNATURE, "%s",
			    TR("một đợt hiến máu được tính hai lần", "a drive is counted twice"));
	return true;
}
