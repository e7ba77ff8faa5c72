/*
 * sample - reports that every rule holds for, to be bent by a test.
 * Everything lies in the struct or is static: nothing to free, and it must not be copied.
 */
#ifndef GH_SUPPORT_SAMPLE_H
#define GH_SUPPORT_SAMPLE_H

#include "wire/report.h"

#define SAMPLE_DAY 19120   /* 2022-05-08 */
#define SAMPLE_TODAY 19500 /* 2023-05-23 */
#define SAMPLE_PAIRS_MAX 14

struct pair {
	uint32_t ind; /* 0 ends a list */
	int64_t val;
};

struct sample {
	struct report r;
	uint32_t ind[SAMPLE_PAIRS_MAX];
	int64_t val[SAMPLE_PAIRS_MAX];
	struct share executing[2];
};

/* A first report of ${kind}: RESULT (365 units), SCHEDULE, REGISTRATION, ACTIVITY. */
void sample_make(struct sample *s, enum report_kind kind);
/* Its counts, up to ${ind} 0 or SAMPLE_PAIRS_MAX. */
void sample_pairs(struct sample *s, const struct pair *pairs);
/* Fail the test unless rules_accept() says so on SAMPLE_TODAY: of ${code}, with words. */
void sample_refused(const struct sample *s, enum err_code code);
void sample_accepted(const struct sample *s);

#endif
