#include "drive_options.h"

#include <assert.h>
#include <string.h>

#include "base/lang.h"
#include "report_build.h"
#include "report_orgs.h"

#define NUMBER_MAX 9999

/* Texts, then lists, then the number. */
enum {
	KEY_TEXT = DRIVE_OPTIONS_FIRST,
	KEY_LIST = KEY_TEXT + DRIVE_TEXT_COUNT_,
	KEY_NUMBER = KEY_LIST + DRIVE_LIST_COUNT_
};

static const struct {
	const char *option;
	size_t max;
	const char *vi, *en;
	bool is_code;
} texts[DRIVE_TEXT_COUNT_] = {
    [DRIVE_TEXT_NAME] = {"name", WIRE_NAME_BYTES_MAX, "tên buổi", "its title", false},
    [DRIVE_TEXT_VENUE] = {"venue", WIRE_NOTE_BYTES_MAX, "địa điểm", "the venue", false},
    [DRIVE_TEXT_PLACE] = {"place", WIRE_CODE_BYTES_MAX, "xã, phường", "commune", true},
    [DRIVE_TEXT_OCCASION] = {"occasion", WIRE_NAME_BYTES_MAX, "nhân dịp", "the occasion", false},
    [DRIVE_TEXT_SECTOR] = {"sector", WIRE_CODE_BYTES_MAX, "khối: mã hoặc tên",
	"sector: code or name", false},
    [DRIVE_TEXT_PLAN] = {"plan", WIRE_CODE_BYTES_MAX, "số kế hoạch", "number of the plan", false},
};

static const struct {
	const char *option;
	const char *vi, *en;
} lists[DRIVE_LIST_COUNT_] = {
    [DRIVE_LIST_CAMPAIGN] = {"campaign", "chiến dịch; nhiều lần được", "campaign; may be repeated"},
    [DRIVE_LIST_DIRECTING] = {"directing", "chỉ đạo; nhiều lần được", "directing; may be repeated"},
    [DRIVE_LIST_COORDINATING] = {"coordinating", "phối hợp; nhiều lần được",
	"coordinating; may be repeated"},
    [DRIVE_LIST_EXECUTING] = {"executing", "thực hiện; nhiều lần được",
	"executing; may be repeated"},
    [DRIVE_LIST_FACILITY] = {"facility", "nơi tiếp nhận máu; nhiều lần được",
	"collecting facility; may be repeated"},
};

void
drive_options_make(const struct argp_option *own, struct argp_option ret[DRIVE_OPTIONS_MAX])
{
	size_t n = 0;

	memset(ret, 0, DRIVE_OPTIONS_MAX * sizeof(*ret));
	for (; own[n].name != NULL; n++)
		ret[n] = own[n];
	assert(n + DRIVE_TEXT_COUNT_ + DRIVE_LIST_COUNT_ + 1 < DRIVE_OPTIONS_MAX);
	for (int i = 0; i < DRIVE_TEXT_COUNT_; i++)
		ret[n++] = (struct argp_option){.name = texts[i].option,
		    .key = KEY_TEXT + i,
		    .arg = texts[i].is_code ? TR("MÃ", "CODE") : TR("LỜI", "TEXT"),
		    .doc = TR(texts[i].vi, texts[i].en)};
	for (int i = 0; i < DRIVE_LIST_COUNT_; i++)
		ret[n++] = (struct argp_option){.name = lists[i].option,
		    .key = KEY_LIST + i,
		    .arg = TR("MÃ", "CODE"),
		    .doc = TR(lists[i].vi, lists[i].en)};
	ret[n] = (struct argp_option){.name = "number",
	    .key = KEY_NUMBER,
	    .arg = "N",
	    .doc = TR("đợt số, theo kế hoạch", "the plan's own label")};
}

bool
drive_options_has(int key)
{
	return key >= KEY_TEXT && key <= KEY_NUMBER;
}

static bool
one_more(struct drive_options *o, int list, const char *arg, struct err *err)
{
	struct drive_options_list *l = &o->list[list];
	const char *copy = "";

	if (!report_build_copy(o->arena, arg,
		(struct text_field){WIRE_CODE_BYTES_MAX, TR(lists[list].vi, lists[list].en)}, &copy,
		err))
		return false;
	if (l->n == WIRE_LIST_MAX)
		return err_set(err, ERR_LIMIT, TR("--%s: nhiều hơn %d mục", "--%s: more than %d"),
		    lists[list].option, WIRE_LIST_MAX);
	l->given = true;
	if (copy[0] != '\0')
		l->at[l->n++] = copy;
	return true;
}

bool
drive_options_take(struct drive_options *o, int key, const char *arg, struct err *err)
{
	if (key == KEY_NUMBER) {
		o->has_number = true;
		return cli_u64(arg, NUMBER_MAX, &o->number, err);
	}
	if (key >= KEY_LIST)
		return one_more(o, key - KEY_LIST, arg, err);
	key -= KEY_TEXT;
	return report_build_copy(o->arena, arg,
	    (struct text_field){texts[key].max, TR(texts[key].vi, texts[key].en)}, &o->text[key],
	    err);
}

bool
drive_options_resolve(struct drive_options *o, const struct profile *p, day_t day, struct err *err)
{
	struct org_find f;
	bool ok = true;

	org_find_open(&f, p);
	if (o->text[DRIVE_TEXT_PLACE] != NULL)
		ok = report_orgs_one(&f, o->arena, day, &o->text[DRIVE_TEXT_PLACE], err);
	for (int i = DRIVE_LIST_DIRECTING; i < DRIVE_LIST_COUNT_ && ok; i++)
		for (uint32_t k = 0; k < o->list[i].n && ok; k++)
			ok = report_orgs_one(&f, o->arena, day, &o->list[i].at[k], err);
	org_find_close(&f);
	return ok;
}

void
drive_options_apply(const struct drive_options *o, struct schedule *s)
{
	const char **const text[DRIVE_TEXT_COUNT_] = {
	    [DRIVE_TEXT_NAME] = &s->name,
	    [DRIVE_TEXT_VENUE] = &s->venue,
	    [DRIVE_TEXT_PLACE] = &s->place,
	    [DRIVE_TEXT_OCCASION] = &s->occasion,
	    [DRIVE_TEXT_SECTOR] = &s->sector,
	    [DRIVE_TEXT_PLAN] = &s->plan,
	};
	struct strings *const list[DRIVE_LIST_COUNT_] = {
	    [DRIVE_LIST_CAMPAIGN] = &s->campaigns,
	    [DRIVE_LIST_DIRECTING] = &s->directing,
	    [DRIVE_LIST_COORDINATING] = &s->coordinating,
	    [DRIVE_LIST_EXECUTING] = &s->executing,
	    [DRIVE_LIST_FACILITY] = &s->facilities,
	};

	for (int i = 0; i < DRIVE_TEXT_COUNT_; i++)
		if (o->text[i] != NULL)
			*text[i] = o->text[i];
	for (int i = 0; i < DRIVE_LIST_COUNT_; i++)
		if (o->list[i].given)
			*list[i] = (struct strings){.at = o->list[i].at, .n = o->list[i].n};
	if (o->has_number)
		s->number = (uint32_t)o->number;
}
