/*
 * lang - Vietnamese first, English on request.  Both texts stand side by side where they are used,
 * so neither can be missing, and the compiler checks both formats.  gettext is not used: it does
 * not translate in the C locale, which is what a fresh server has.
 * The language is set once at start (--lang, else GIOTHONG_LANG, else the locale: en* is English).
 */
#ifndef GH_BASE_LANG_H
#define GH_BASE_LANG_H

#include <stdbool.h>

/*
 * ${name}: "vi", "en" or NULL for the environment's choice; false: unknown name, nothing changes.
 */
bool lang_set(const char *name);
bool lang_is_english(void);

#define TR(vi, en) (lang_is_english() ? (en) : (vi))

#endif
