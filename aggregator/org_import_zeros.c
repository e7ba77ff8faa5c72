/* Codes that a spreadsheet took for numbers: their zeros at the left are gone. */
#include <string.h>

#include "base/lang.h"
#include "org_import_impl.h"

#define CODE_DIGITS_MAX 5

/* How many digits the authority's codes have. */
static const struct {
	const char *level;
	size_t digits;
} levels[] = {{"province", 2}, {"district", 3}, {"commune", CODE_DIGITS_MAX}};

static const struct {
	enum org_import_file file;
	const char *name; /* of the option that gives the file */
	const char *column;
	const char *level; /* the column that says of which level the code is; NULL: any */
} looked[] = {
    {IMPORT_UNITS, "--list", "code", "level"},
    {IMPORT_UNITS, "--list", "parent_code", NULL},
    {IMPORT_SUCCESSIONS, "--successions", "old_code", NULL},
    {IMPORT_SUCCESSIONS, "--successions", "new_code", NULL},
    {IMPORT_ALIASES, "--aliases", "code", NULL},
};

/* Digits that a code of ${len} must have had; ${len} itself when it is whole. */
static size_t
digits_whole(const char *level, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (strcmp(levels[i].level, level) == 0)
			return len < levels[i].digits ? levels[i].digits : len;
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (len <= levels[i].digits)
			return levels[i].digits;
	return len;
}

/* How many zeros the code lacks; 0: none, or it is no number. */
static size_t
zeros_lost(const char *code, const char *level)
{
	const size_t len = strlen(code);

	return len == 0 || code[strspn(code, "0123456789")] != '\0'
	    ? 0
	    : digits_whole(level, len) - len;
}

static bool
column_check(const struct csvfile *f, size_t at, struct err *err)
{
	static const char zeros[CODE_DIGITS_MAX + 1] = "00000";
	const int column = csvfile_column(f, looked[at].column);
	const int level = looked[at].level != NULL ? csvfile_column(f, looked[at].level) : -1;
	uint32_t first = 0, n = 0;
	const char *code;
	size_t lost;

	for (uint32_t row = 0; row < csvfile_rows(f); row++) {
		if (zeros_lost(csvfile_cell(f, row, column), csvfile_cell(f, row, level)) == 0)
			continue;
		first = n == 0 ? row : first;
		n++;
	}
	if (n == 0)
		return true;
	code = csvfile_cell(f, first, column);
	lost = zeros_lost(code, csvfile_cell(f, first, level));
	return err_set(err, ERR_CSV,
	    TR("%s, cột %s: %u mã đã mất số 0 ở đầu, như dòng %u: %s, đúng là %.*s%s (mã tỉnh 2 chữ số, "
	       "huyện 3, xã 5). Chưa nạp gì. Mở lại tệp gốc với cột mã là Văn bản (Text), lưu CSV "
	       "rồi nạp",
		"%s, column %s: %u codes have lost their zeros at the left, as in line %u: %s for "
		"%.*s%s (a province has 2 digits, a district 3, a commune 5).  Nothing was entered.  "
		"Open the original with its codes as Text, save CSV and import that"),
	    looked[at].name, looked[at].column, n, csvfile_line(f, first), code, (int)lost, zeros,
	    code);
}

bool
org_import_zeros_check(const struct org_import_input *in, struct err *err)
{
	const struct csvfile *const files[] = {[IMPORT_UNITS] = in->units,
	    [IMPORT_SUCCESSIONS] = in->successions,
	    [IMPORT_ALIASES] = in->aliases};

	for (size_t i = 0; i < ARRAY_LEN(looked); i++)
		if (files[looked[i].file] != NULL && !column_check(files[looked[i].file], i, err))
			return false;
	return true;
}
