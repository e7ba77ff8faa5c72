/*
 * catalogue - the indicators, one row each: number (wire value, never reused), code, names, and how
 * a total of it is made.  Source: domain.md 2.  The same table serves the client offline, the
 * aggregator, exports and --help.  A new indicator is one row.
 * Numbers from 20000 on are the system's own: they ride in postings and cells so that they roll up
 * as any other, and are refused from the wire.
 */
#ifndef GH_RULES_CATALOGUE_H
#define GH_RULES_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How a total is made: of all counts; of each organisation's newest; from sums; of distinct things.
 */
enum rollup_class { ROLLUP_ADDITIVE, ROLLUP_STOCK, ROLLUP_RATIO, ROLLUP_COVERAGE };

struct indicator {
	uint32_t ind;
	enum rollup_class rollup;
	const char *code;   /* "blood_units": JSON key, CSV header, --set CODE=N */
	const char *option; /* long option of submit without dashes ("units"), or NULL */
	const char *vi;
	const char *en;
	const char *aliases; /* further CSV headers, folded, separated by '|'; may be "" */
};

/* Indicators that the code itself names. */
#define IND_REGISTERED 1   /* B2 */
#define IND_ATTENDED 2     /* B3 lượt tham gia */
#define IND_EXAMINED 3     /* B4 */
#define IND_DEFERRED 4     /* B5 */
#define IND_LEFT 5         /* B6 */
#define IND_DONATED 6      /* B7 lượt hiến */
#define IND_UNSUCCESSFUL 7 /* B8 */
#define IND_WALK_INS 8
#define IND_BLOOD_UNITS 20 /* C1 bags of whole blood */
#define IND_UNITS_250 21
#define IND_UNITS_350 22
#define IND_UNITS_450 23
#define IND_UNITS_OTHER 24
#define IND_PLATELETS 25 /* C2 */
#define IND_PLASMA 26    /* C3 */
#define IND_VOLUME_ML 27 /* C4 */
#define IND_VOLUME_OTHER_ML 29
#define IND_DONORS_FIRST 60
#define IND_DONORS_REPEAT 61
#define IND_GROUP_A 70
#define IND_GROUP_B 71
#define IND_GROUP_O 72
#define IND_GROUP_AB 73
#define IND_RH_POSITIVE 80
#define IND_RH_NEGATIVE 81
#define IND_RESERVE_DONORS 1000 /* F1 */
#define IND_RARE_DONORS 1003    /* F2 */
#define IND_VOLUNTEERS 1020     /* F5 */
#define IND_COMMITTEES 1100     /* G1 */
#define IND_COMMUNES 1101
#define IND_STAFF 1105 /* G4 */
#define IND_STAFF_DONORS 1106

/* Below: counts of a drive or collection (B-E). From here: of an organisation's activity (F-J). */
#define IND_ACTIVITY_FIRST 1000

#define IND_SYSTEM_FIRST 20000
#define IND_SYS_APPROVED_UNITS 20000 /* the part of blood_units that the committee approved */
#define IND_SYS_REPORTS 20001        /* final reports that count */
#define IND_SYS_INTERIM_REPORTS 20002
#define IND_SYS_INTERIM_UNITS 20003  /* the part of blood_units that is interim */
#define IND_SYS_DEMO 20004           /* reports that are labelled demo */
#define IND_SYS_DRIVES_PLANNED 20005 /* drives of an issued plan, at their planned last day */
#define IND_SYS_DRIVES_HELD 20006    /* drives with a result, planned or not, at the day held */
/*
 * Of the planned ones, at the same place: with a final result, and that the first came after the
 * deadline.
 */
#define IND_SYS_DRIVES_REPORTED 20007
#define IND_SYS_DRIVES_LATE 20008
/*
 * Of the planned ones, at the same place: whose result is owed (the org is live); of those,
 * reported.
 */
#define IND_SYS_DRIVES_OWED 20009
#define IND_SYS_DRIVES_OWED_DONE 20010 /* overdue = owed - done on days past due */
#define IND_SYS_DRIVES_DRAFT 20011     /* drives of a draft plan, at their planned last day */
/* Not inside blood_units: of reports that were returned, and that came after a lock. */
#define IND_SYS_RETURNED_UNITS 20012
#define IND_SYS_AFTER_LOCK_UNITS 20013
#define IND_SYS_WITNESSES_DIFFER 20014 /* results whose two witnesses count differently */

/* NULL: no such indicator. */
const struct indicator *catalogue_by_ind(uint32_t ind);
const struct indicator *catalogue_by_code(const char *code);
/* By a CSV header as people write it ("Đơn vị máu", "blood_units"); NULL: none. */
const struct indicator *catalogue_by_header(const char *header);
/* The whole table without the system's rows, in order of ${ind}. */
const struct indicator *catalogue_all(size_t *ret_n);
/* The letter of domain.md 2 that it stands under, 'B' to 'J'; 'S' for the system's own. */
char catalogue_letter(uint32_t ind);
/* true when reports may carry it. */
bool catalogue_is_reportable(uint32_t ind);

#endif
