#include "base/setting.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/os.h"
#include "base/text.h"

static bool
set_u32(const struct setting *row, const char *text, uint32_t *at, struct err *err)
{
	const uint32_t max = row->max != 0 ? row->max : UINT32_MAX;
	uint64_t value = 0;
	size_t len = 0;

	while (text[len] >= '0' && text[len] <= '9' && value <= UINT32_MAX)
		value = value * 10 + (uint64_t)(text[len++] - '0');
	if (len == 0 || text[len] != '\0' || value < row->min || value > max)
		return err_set(err, ERR_CONFIG,
		    TR("%s: cần một số từ %" PRIu32 " đến %" PRIu32,
			"%s: a number from %" PRIu32 " to %" PRIu32 " is needed"),
		    row->name, row->min, max);
	*at = (uint32_t)value;
	return true;
}

static bool
set_bool(const struct setting *row, const char *text, bool *at, struct err *err)
{
	static const struct {
		const char *text;
		bool value;
	} words[] = {
	    {"yes", true},
	    {"no", false},
	    {"true", true},
	    {"false", false},
	    {"on", true},
	    {"off", false},
	    {"1", true},
	    {"0", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].text, text) == 0) {
			*at = words[i].value;
			return true;
		}
	}
	return err_set(
	    err, ERR_CONFIG, TR("%s: cần yes hoặc no", "%s: yes or no is needed"), row->name);
}

static bool
set_text(const struct setting *row, const char *text, char **at, struct err *err)
{
	const size_t max = row->max != 0 ? row->max : SETTING_TEXT_MAX - 1;
	char path[OS_PATH_MAX];
	char *copy;

	if (row->type == SETTING_PATH && strncmp(text, "~/", 2) == 0) {
		char home[OS_PATH_MAX];

		if (!os_home_dir(home, err) || !os_path_join(home, text + 2, path, err))
			return false;
		text = path;
	}
	if (!text_is_valid(text, strlen(text)) || strchr(text, '\n') != NULL)
		return err_set(err, ERR_CONFIG,
		    TR("%s: không phải UTF-8 trên một dòng", "%s: not UTF-8 on one line"),
		    row->name);
	if (strlen(text) < row->min || strlen(text) > max || strlen(text) >= SETTING_TEXT_MAX)
		return err_set(err, ERR_CONFIG,
		    TR("%s: cần từ %" PRIu32 " đến %zu byte",
			"%s: from %" PRIu32 " to %zu bytes are needed"),
		    row->name, row->min, max);
	copy = strdup(text);
	if (copy == NULL)
		return err_set(err, ERR_MEMORY, "%s", row->name);
	free(*at);
	*at = copy;
	return true;
}

bool
setting_set(const struct setting *row, void *values, const char *text, struct err *err)
{
	void *at = (char *)values + row->offset;

	switch (row->type) {
	case SETTING_U32:
		return set_u32(row, text, at, err);
	case SETTING_BOOL:
		return set_bool(row, text, at, err);
	case SETTING_STR:
	case SETTING_SECRET:
	case SETTING_PATH:
		return set_text(row, text, at, err);
	}
	return err_set(err, ERR_BUG, "%s: type %d", row->name, (int)row->type);
}

const char *
setting_text(const struct setting *row, const void *values, char buf[SETTING_TEXT_MAX])
{
	const void *at = (const char *)values + row->offset;
	const char *text = "";

	if (row->type == SETTING_U32) {
		(void)snprintf(buf, SETTING_TEXT_MAX, "%" PRIu32, *(const uint32_t *)at);
		return buf;
	}
	if (row->type == SETTING_BOOL)
		text = *(const bool *)at ? "yes" : "no";
	else if (*(char *const *)at != NULL)
		text = *(char *const *)at;
	if (row->type == SETTING_SECRET && text[0] != '\0')
		text = "***";
	(void)text_copy(buf, SETTING_TEXT_MAX, text);
	return buf;
}

const char *
setting_default(const struct setting *row)
{
	if (row->def != NULL)
		return row->def;
	switch (row->type) {
	case SETTING_U32:
		return "0";
	case SETTING_BOOL:
		return "no";
	case SETTING_STR:
	case SETTING_SECRET:
	case SETTING_PATH:
		break;
	}
	return "";
}

void
setting_free(const struct setting *row, void *values)
{
	char **text = (char **)(void *)((char *)values + row->offset);

	if (row->type == SETTING_U32 || row->type == SETTING_BOOL)
		return;
	free(*text);
	*text = NULL;
}
