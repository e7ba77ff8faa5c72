/*
 * document_data - what an official document is made of: answers of the aggregator as of one batch,
 * none of them typed.  What is late, due or the present plan year is so on that batch's day, so
 * that the same batch makes the same document whenever it is asked for.
 */
#ifndef GH_CLIENT_DOCUMENT_DATA_H
#define GH_CLIENT_DOCUMENT_DATA_H

#include "ask.h"
#include "document_text.h"

#define DOCUMENT_DRIVES_MAX 500U  /* beyond that a document has no list of drives */
#define DOCUMENT_DETAILS_MAX 100U /* beyond that nobody is asked who carries out each drive */
#define DOCUMENT_MONTHS_MAX 13U   /* of a campaign */

struct document_data {
	enum document_type type;
	int year_number;        /* of the plan year */
	struct ask_rows whole;  /* the period, by child; of a drive: the plan year up to it */
	bool year_targets;      /* the targets in ${whole} are those of the whole plan year */
	struct ask_rows drives; /* the period, by drive; none when there are too many */
	bool has_drives;
	struct ask_rows year; /* the plan year that the period ends in, by drive or month */
	bool year_has_drives;
	struct ask_rows
	    before; /* the same days a year earlier, by month; of a campaign the one then */
	char before_name[WIRE_NAME_BYTES_MAX + 1]; /* of that campaign; "": none had those days */
	struct ask_rows next;                      /* the plan year after that, by month */
	struct ask_rows sectors;
	struct ask_rows months[DOCUMENT_MONTHS_MAX]; /* each by child */
	size_t months_n;
	struct ask_reference drive_rows;
	struct ask_reference targets; /* of the organisation and below, in the period */
	struct ask_reference campaigns;
	struct ask_reference orgs; /* under the organisation, itself first */
	struct ask_reference texts;
	char which[DOCUMENT_WHICH_MAX]; /* this one among the documents of its type; "" */
	struct ask_reference silent;    /* who owes a report of the period and sent none */
	struct ask_reference rounds;    /* that touch the period */
	struct ask_reference populations;
	struct ask_reference
	    details[DOCUMENT_DETAILS_MAX]; /* of single drives, with their schedules */
	size_t details_n;
	char superior[WIRE_NAME_BYTES_MAX + 1]; /* full name of the one above; "": not known */
	const char *campaign;                   /* code; "" */
	const char *drive;                      /* key; "" */
};

/* What document_ask() has filled. */
void document_data_free(struct document_data *d);

/* The part of ${row}'s units that the year's target does not count; false: nobody can tell. */
bool document_data_outside(const struct row *year, const struct row *row, int64_t *ret);
/* Give the rows of ${whole} the targets that they have in ${year}, found by their keys. */
void document_data_targets(struct document_data *d, const struct rows *year);

/* NULL: not there. */
const struct drive_row *document_data_drive(const struct document_data *d, const char *key);
/* The same with its schedule; NULL: not asked for. */
const struct drive_row *document_data_detail(const struct document_data *d, const char *key);
const struct campaign_entry *document_data_campaign(
    const struct document_data *d, const char *code);
/* The reporting round of just the document's days; NULL: none. */
const struct round_entry *document_data_round(const struct document_data *d);
/* Of the organisation, the newest year up to that of the period; NULL: none was entered. */
const struct population_entry *document_data_population(const struct document_data *d);
/* Of those at and under the organisation; NULL: none has the code. */
const struct org_row *document_data_org(const struct document_data *d, const char *code);
/* The row of a drive in ${rows}; NULL: none. */
const struct row *document_data_row(const struct rows *rows, const char *key);

#endif
