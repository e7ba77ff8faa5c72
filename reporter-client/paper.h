/*
 * paper - what all official documents share: the head, the foot, the sentences about results and
 * their completeness, the tables.  For document_make.c and the files of each type alone.
 */
#ifndef GH_CLIENT_PAPER_H
#define GH_CLIENT_PAPER_H

#include "document_data.h"
#include "document_tree.h"
#include "document_words.h"

struct paper {
	struct document *d;
	const struct document_data *data;
	char place[DOCUMENT_WORDS_MAX]; /* "huyện Tam Đường" */
	bool is_body;                   /* a body, not a territory */
	unsigned annexes;               /* that there will be */
	unsigned annex;                 /* begun so far */
	const char *kind;               /* "Báo cáo", "Kế hoạch" */
};

struct document_head {
	const char *kind;    /* "BÁO CÁO" */
	const char *mark;    /* "BC" */
	const char *subject; /* "Kết quả …" */
};

/* ---- around the text */
void paper_head(struct paper *p, const struct document_head *h);
void paper_foot(struct paper *p);
/* The lines of a part's free text, a paragraph each. */
void paper_text(struct paper *p, const char *part);
/* Begin the next annex: its number, title, and what it goes with. */
void paper_annex(struct paper *p, bool wide, const char *title);
/* "Phụ lục II", as it will be numbered; "" when there is no such annex. */
const char *paper_annex_name(const struct paper *p, unsigned n, char buf[DOCUMENT_WORDS_MAX]);
/* Which batch, which root: at the end of the last annex, or of the text when there is none. */
void paper_source(struct paper *p);

/* ---- sentences */
/*
 * The committee that issues: "Ban Chỉ đạo vận động hiến máu tình nguyện huyện Tam Đường", or the
 * body.
 */
const char *paper_issuer(const struct paper *p, char buf[DOCUMENT_WORDS_MAX]);
/* Count of an indicator; false: not reported. */
bool paper_count(const struct row *row, uint32_t ind, int64_t *ret);
/* Units that stand against the target; false: nothing reported. */
bool paper_units(const struct row *row, int64_t *ret);
/* A province, district or commune, and no body. */
bool paper_is_place(const struct row *row);
/* Of blood units, as a plan writes it: "250", "tối thiểu 250", "200 - 300". */
const char *paper_target(const struct row *row, char buf[DOCUMENT_WORDS_MAX]);
/* "325/250 đơn vị máu, đạt 130%, vượt 30%"; false: no target, or nothing reported. */
bool paper_reached(const struct row *row, char buf[DOCUMENT_WORDS_MAX]);
/* A row's name within a sentence; the organisation's own row is named by its level. */
const char *paper_row_name(
    const struct paper *p, const struct row *row, char buf[DOCUMENT_WORDS_MAX]);
/*
 * Each bag is of somebody who came, was examined and donated: a sum of these people below the bags
 * is what some reports have, and is said so.  "": it is not.
 */
const char *paper_partial(const struct row *row, uint32_t ind, int64_t value);
/* Counts of a result beyond units: who came, how much of it was taken, volumes, donors. */
void paper_counts(struct paper *p, const struct row *row);
/* Drives planned, held, reported, late; who has not reported; what is interim, returned, demo. */
void paper_completeness(struct paper *p, const struct rows *r);
/* Who reached the target and who did not, by name; nothing when no row has one. */
void paper_who_reached(struct paper *p, const struct rows *r);
/* "hưởng ứng X và Y"; "" when the drive has no campaign or occasion. */
const char *paper_occasion(const struct paper *p, const char *key, char buf[DOCUMENT_WORDS_MAX]);
/* A drive's name, or what a row of drives is that has none. */
const char *paper_drive_name(
    const struct paper *p, const struct row *row, char buf[DOCUMENT_WORDS_MAX]);

/* "- Thực hiện: A; B." of organisations' codes; nothing when there are none. */
void paper_names(struct paper *p, const char *what, const struct strings *codes);

/* ---- tables */
/* Targets and results of the rows below an organisation. */
void paper_children_table(struct paper *p, const struct rows *r);
/* Drives of a report: days, targets, results. */
void paper_drives_table(struct paper *p, const struct rows *r);
/* Drives of a plan: days, places, targets. */
void paper_schedule_table(struct paper *p, const struct rows *r);
/* The sum of the rows' targets; false: none has one. */
bool paper_targets_of(const struct rows *r, int64_t *ret);
/* A draft's among what was issued: of a document that is a draft whole its head says so. */
bool paper_is_draft_part(const struct rows *r, const struct row *row);
/* Targets of the rows, and their sum. */
void paper_targets_table(
    struct paper *p, const struct rows *r, const char *caption, const char *what);
/* Months beside each other, organisations below each other. */
void paper_months_table(struct paper *p);

/* ---- the types */
void paper_report(struct paper *p); /* half-year, year */
void paper_campaign_result(struct paper *p);
void paper_campaign(struct paper *p);
void paper_plan(struct paper *p);
void paper_drive_plan(struct paper *p);
void paper_drive_result(struct paper *p);

#endif
