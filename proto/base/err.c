#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"

#undef err_set /* the analyzer's, of the header */
#undef err_set_errno
#undef err_next

struct row {
	enum err_code code;
	int exit_status;
	bool retry;
	const char *name;
	const char *vi, *en;
	const char *next_vi, *next_en;
};

static const struct row rows[] = {
#define ERR_ROW(name, number, exit, retry, vi, en, next_vi, next_en) \
	{ERR_##name, exit, retry, #name, vi, en, next_vi, next_en},
    ERR_CODES(ERR_ROW)
#undef ERR_ROW
};

/* NULL: not one of ours. */
static const struct row *
row_of(enum err_code code)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].code == code)
			return &rows[i];
	return NULL;
}

static void text_fill(struct err *e, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

/* vsnprintf() cuts anywhere: the rest of a character that lost its end goes too. */
static void
text_fill(struct err *e, const char *fmt, va_list args)
{
	const int whole = vsnprintf(e->text, sizeof(e->text), fmt, args);
	size_t start;

	if (whole < 0)
		e->text[0] = '\0';
	if (whole < (int)sizeof(e->text))
		return;
	start = sizeof(e->text) - 2;
	while (start > 0 && ((unsigned char)e->text[start] & 0xc0U) == 0x80U)
		start--;
	if (((unsigned char)e->text[start] & 0x80U) != 0)
		e->text[start] = '\0';
}

bool
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list args;

	if (e == NULL)
		return false;
	va_start(args, fmt);
	text_fill(e, fmt, args);
	va_end(args);
	e->code = code;
	e->next = NULL;
	return false;
}

static enum err_code
code_of_errno(int number)
{
	switch (number) {
	case ENOSPC:
	case EDQUOT:
		return ERR_DISK_FULL;
	case ENOMEM:
		return ERR_MEMORY;
	default:
		return ERR_IO;
	}
}

bool
err_set_errno(struct err *e, const char *fmt, ...)
{
	const int number = errno;
	char what[ERR_TEXT_MAX];
	va_list args;

	if (e == NULL)
		return false;
	va_start(args, fmt);
	text_fill(e, fmt, args);
	va_end(args);
	memcpy(what, e->text, sizeof(what));
	return err_set(e, code_of_errno(number), "%s: %s", what, strerror(number));
}

const char *
err_name(enum err_code code)
{
	const struct row *row = row_of(code);

	return row != NULL ? row->name : "UNKNOWN";
}

const char *
err_sentence(enum err_code code)
{
	const struct row *row = row_of(code);

	if (row == NULL)
		return TR("lỗi không rõ", "an unknown error");
	return TR(row->vi, row->en);
}

const char *
err_next_step(enum err_code code)
{
	const struct row *row = row_of(code);

	return row != NULL ? TR(row->next_vi, row->next_en) : "";
}

const char *
err_next_of(const struct err *e)
{
	return e->next != NULL ? e->next : err_next_step(e->code);
}

bool
err_next(struct err *e, const char *next)
{
	if (e != NULL)
		e->next = next;
	return false;
}

int
err_exit_status(enum err_code code)
{
	const struct row *row = row_of(code);

	return row != NULL ? row->exit_status : 70; /* EX_SOFTWARE */
}

bool
err_is_retry(enum err_code code)
{
	const struct row *row = row_of(code);

	return row != NULL && row->retry;
}

bool
err_from_number(uint32_t number, enum err_code *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if ((uint32_t)rows[i].code == number) {
			*ret = rows[i].code;
			return true;
		}
	}
	return false;
}
