#include "import_rows.h"

bool
import_rows_read(struct sheet *s, const struct columns *columns, const struct import_rows *how,
    struct import_set *ret, struct err *err)
{
	struct report report;
	struct err why;

	for (size_t row = 0; row < sheet_rows(s); row++) {
		if (columns_is_remark(columns, s, row))
			continue;
		if (how->read(how->cookie, row, ret->arena, &report, &why)) {
			if (!import_set_add(ret, &report, row, err))
				return false;
		} else if (why.code == ERR_MEMORY) {
			return err_set(err, why.code, "%s", why.text);
		} else if (!import_set_refuse(ret, row, &why, err)) {
			return false;
		}
	}
	return true;
}

bool
import_rows_counts(struct sheet *s, const struct columns *columns, size_t row,
    struct report_build *b, struct err *err)
{
	for (size_t i = 0; i < columns->n; i++) {
		const uint32_t field = columns->field[i];
		const char *text = sheet_cell(s, row, i);

		if (field == COLUMNS_NONE || field < COLUMNS_COUNT || text[0] == '\0')
			continue;
		if (!report_build_count(b, field - COLUMNS_COUNT, text, false, err))
			return false;
	}
	return true;
}
