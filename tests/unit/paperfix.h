/*
 * paperfix - Tam Đường's half year as the aggregator answers it, and what a document of it says.
 */
#ifndef GH_TESTS_PAPERFIX_H
#define GH_TESTS_PAPERFIX_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "client/document_make.h"
#include "rules/catalogue.h"

#define PERIOD_FROM 19692 /* 2023-12-01 */
#define PERIOD_TO 19880   /* 2024-06-06 */
#define YEAR_TO 20057     /* 2024-11-30 */

static const uint32_t ind[] = {IND_ATTENDED, IND_BLOOD_UNITS, IND_COMMITTEES, IND_COMMUNES, 1200};
static const int64_t val[] = {532, 325, 13, 13, 400};
static const int64_t few[] = {60, 40};
static struct row children[2];
static const struct org_row silent = {.code = "106.B", .full_name = "Công an huyện"};
static struct document_data data;

static inline int
tam_duong(void **state)
{
	struct row total = {.key = "total",
	    .org = "106",
	    .name = "Huyện Tam Đường",
	    .kind = "district",
	    .state = "",
	    .counts = {ind, val, 5},
	    .has_target = true,
	    .target_units = 250,
	    .drives_planned = 1,
	    .drives_held = 1,
	    .drives_reported = 1};

	(void)state;
	(void)lang_set("en");
	children[0] = (struct row){.key = "7",
	    .org = "106.A",
	    .name = "Đoàn <Thanh niên> & Hội",
	    .kind = "body",
	    .state = "",
	    .counts = {ind, few, 2},
	    .has_target = true,
	    .target_units = 40,
	    .reports = 1};
	children[1] = (struct row){.key = "8",
	    .org = "106.B",
	    .name = "Công an huyện",
	    .kind = "body",
	    .state = "",
	    .has_target = true,
	    .target_units = 210};
	data = (struct document_data){.type = DOCUMENT_HALF_YEAR,
	    .year_number = 2024,
	    .campaign = "",
	    .drive = "",
	    .superior = "Tỉnh Lai Châu"};
	data.whole.all = (struct rows){.as_of_batch = 4812,
	    .root = {{0x1a, 0x2b}},
	    .period = {.text = "", .kind = "range", .from = PERIOD_FROM, .to = PERIOD_TO},
	    .org = "106",
	    .org_name = "Huyện Tam Đường",
	    .rows = children,
	    .rows_n = 2,
	    .total = total};
	data.whole.all.total.orgs_expected = 2;
	data.whole.all.total.orgs_silent = 1;
	data.silent.all.orgs = &silent;
	data.silent.all.orgs_n = 1;
	data.year.all = data.whole.all;
	data.year.all.period.to = YEAR_TO;
	data.year.all.total.target_units = 550;
	return 0;
}

/* All paragraphs and cells, a line each. */
static inline char *
text_of(const struct document *d)
{
	size_t n = 0;
	const struct document_block *blocks = document_blocks(d, &n);
	struct buf b = {0};
	char *ret;

	for (size_t i = 0; i < n; i++) {
		if (blocks[i].kind == DOCUMENT_PARAGRAPH)
			buf_printf(&b, "%s\n", blocks[i].text);
		if (blocks[i].kind == DOCUMENT_TABLE)
			for (size_t c = 0; c < blocks[i].table->rows_n * blocks[i].table->columns_n;
			     c++)
				buf_printf(&b, "%s|", blocks[i].table->cells[c]);
	}
	ret = strdup(buf_text(&b));
	buf_free(&b);
	assert_non_null(ret);
	return ret;
}

static inline struct document *
made(void)
{
	struct document *d = NULL;
	struct err err = {.code = ERR_OK};

	if (!document_make(&data, &d, &err))
		fail_msg("%s", err.text);
	return d;
}

static inline void
says(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no “%s” in: %s", part, text);
}

/* What ${data} makes has ${part}, or has it not. */
static inline void
says_of_data(const char *part, bool has)
{
	struct document *d = made();
	char *text = text_of(d);

	if ((strstr(text, part) != NULL) != has)
		fail_msg("“%s” %s in: %s", part, has ? "is not" : "is", text);
	free(text);
	document_tree_free(d);
}

#endif
