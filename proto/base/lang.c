#include "base/lang.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static bool english;

/* The first locale variable that is set decides, as setlocale(3) says. */
static bool
locale_is_english(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return strncmp(value, "en", 2) == 0 &&
			    (value[2] == '\0' || value[2] == '_' || value[2] == '.' ||
				value[2] == '@');
	}
	return false;
}

static bool
lang_set_named(const char *name)
{
	if (strcmp(name, "vi") == 0)
		english = false;
	else if (strcmp(name, "en") == 0)
		english = true;
	else
		return false;
	return true;
}

bool
lang_set(const char *name)
{
	if (name != NULL)
		return lang_set_named(name);
	name = getenv("GIOTHONG_LANG");
	if (name == NULL || !lang_set_named(name))
		english = locale_is_english();
	return true;
}

bool
lang_is_english(void)
{
	return english;
}
