/*
 * verify_list - can a server's list of counting reports answer the question that was asked?  What
 * is looked at is the question, what the answer says it is of, and the signed reports themselves.
 * Pure.
 */
#ifndef GH_CLIENT_VERIFY_LIST_H
#define GH_CLIENT_VERIFY_LIST_H

#include "wire/query.h"

/*
 * ${said} is the code that was asked for: ${asked}, of CODE@DATE the code, of "" the office's own.
 * A name is read by the server alone: *${ret_untold}.  ERR_SIGNATURE: it is another one.
 */
bool verify_list_org(const char *asked, const char *own, const char *said, bool *ret_untold,
    struct err *err) MUST_USE;

/*
 * The days of ${said} are those of ${asked}.  *${ret_untold}: a campaign's and a round's are the
 * registry's, and a plan year of an organisation's own begins as the server says.  ${today} by the
 * server's clock and this one's may be a day apart.
 */
struct verify_list_period {
	const char *asked;
	day_t today;
	day_t answered; /* the server's today, as it says */
	const struct period_row *said;
};
bool verify_list_period(
    const struct verify_list_period *p, bool *ret_untold, struct err *err) MUST_USE;

/* What one line of the list counts as, by its signed report. */
struct verify_list_item {
	struct name name;
	struct name replaces;           /* seq 0: nothing */
	uint8_t about[WIRE_HASH_BYTES]; /* its drive or collection */
	day_t day;                      /* of a drive reported day by day; 0: the whole */
};
void verify_list_about(const struct result *r, struct verify_list_item *ret);
/* The day by which it counts. */
day_t verify_list_day(const struct result *r);
/*
 * Each counts once: no name twice, none that another replaces, no drive, day or collection twice,
 * and no drive beside a day of it.  ${items} are put in another order.  ERR_SIGNATURE.
 */
bool verify_list_once(struct verify_list_item *items, uint32_t n, struct err *err) MUST_USE;

#endif
