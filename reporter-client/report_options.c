#include "report_options.h"

#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "rules/catalogue.h"

#define KEY_COUNT 0x100000 /* and the indicator's number */

enum key {
	KEY_SET = 0x80000,
	KEY_EXECUTING,
	KEY_INTERIM,
	KEY_SOURCE,
	KEY_NOTE,
	KEY_SECTOR,
	KEY_CAMPAIGN,
	KEY_PLACE,
	KEY_FACILITY,
};

#define FIXED_MAX 9

static void
fixed_fill(struct argp_option ret[FIXED_MAX])
{
	const struct argp_option options[FIXED_MAX] = {
	    {"set", KEY_SET, TR("MÃ=SỐ", "CODE=N"), 0,
		TR("một chỉ số khác, theo mã hoặc tên", "any other count, by code or name"), 0},
	    {"executing", KEY_EXECUTING, TR("MÃ=SỐ", "ORG=N"), 0,
		TR("đơn vị máu của một nơi thực hiện; nêu nhiều lần được",
		    "blood units of an executing body; may be repeated"),
		0},
	    {"interim", KEY_INTERIM, NULL, 0,
		TR("số tạm tính: hiện ngay, chưa tính là đã báo cáo",
		    "interim: shown at once, does not count as reported"),
		0},
	    {"source", KEY_SOURCE, TR("NGUỒN", "SOURCE"), 0,
		TR("own, telephone, paper, facility (tự báo khi không ghi)",
		    "own (when left out), telephone, paper, facility"),
		0},
	    {"note", KEY_NOTE, TR("LỜI", "TEXT"), 0, TR("ghi chú", "a note"), 0},
	    {"sector", KEY_SECTOR, TR("KHỐI", "SECTOR"), 0,
		TR("khối: mã, tên hoặc tên khác", "its sector: code, name or alias"), 0},
	    {"campaign", KEY_CAMPAIGN, TR("MÃ", "CODE"), 0,
		TR("chiến dịch; nhiều mã cách nhau bằng “|”", "campaigns, parted by “|”"), 0},
	    {"place", KEY_PLACE, TR("MÃ", "CODE"), 0,
		TR("xã, phường nơi tổ chức", "commune where it was held"), 0},
	    {"facility", KEY_FACILITY, TR("MÃ", "CODE"), 0,
		TR("nơi tiếp nhận máu", "collecting facility"), 0},
	};

	memcpy(ret, options, sizeof(options));
}

struct argp_option *
report_options_make(const struct argp_option *own)
{
	struct argp_option fixed[FIXED_MAX];
	struct argp_option *all;
	size_t own_n = 0, counts_n = 0, n = 0;
	const struct indicator *counts = catalogue_all(&counts_n);

	fixed_fill(fixed);
	while (own[own_n].name != NULL)
		own_n++;
	all = calloc(own_n + FIXED_MAX + counts_n + 1, sizeof(*all));
	if (all == NULL)
		return NULL;
	memcpy(all, own, own_n * sizeof(*all));
	n = own_n;
	for (size_t i = 0; i < counts_n; i++)
		if (counts[i].option != NULL)
			all[n++] = (struct argp_option){.name = counts[i].option,
			    .key = KEY_COUNT + (int)counts[i].ind,
			    .arg = TR("SỐ", "N"),
			    .doc = TR(counts[i].vi, counts[i].en)};
	memcpy(all + n, fixed, sizeof(fixed));
	return all;
}

bool
report_options_apply(
    struct report_build *b, bool replace, int key, const char *arg, struct err *err)
{
	switch (key) {
	case KEY_SET:
		return report_build_set(b, arg, replace, err);
	case KEY_EXECUTING:
		return report_build_share(b, arg, replace, err);
	case KEY_INTERIM:
		b->interim = true;
		return true;
	case KEY_SOURCE:
		return report_build_source(b, arg, err);
	case KEY_NOTE:
		return report_build_text(b, REPORT_NOTE, arg, err);
	case KEY_SECTOR:
		return report_build_text(b, REPORT_SECTOR, arg, err);
	case KEY_CAMPAIGN:
		b->campaigns_n = replace ? 0 : b->campaigns_n;
		return report_build_campaigns(b, arg, err);
	case KEY_PLACE:
		return report_build_text(b, REPORT_PLACE, arg, err);
	case KEY_FACILITY:
		return report_build_text(b, REPORT_FACILITY, arg, err);
	default:
		return report_build_count(b, (uint32_t)(key - KEY_COUNT), arg, replace, err);
	}
}

bool
report_options_has(int key)
{
	return (key >= KEY_SET && key <= KEY_FACILITY) ||
	    (key >= KEY_COUNT && key < KEY_COUNT + (int)IND_SYSTEM_FIRST);
}

error_t
report_options_take(
    struct report_build *b, bool replace, int key, const char *arg, struct argp_state *state)
{
	struct err why;

	if (!report_options_has(key))
		return ARGP_ERR_UNKNOWN;
	if (report_options_apply(b, replace, key, arg, &why))
		return 0;
	return cli_refuse(state, why.code, "%s", why.text);
}
