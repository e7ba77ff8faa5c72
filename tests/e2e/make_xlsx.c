/* make_xlsx [AFTER] <ROWS >FILE.xlsx: a workbook of one page, as support/xlsxfix.h has it. */
#include <stdio.h>

#include "support/xlsxfix.h"

#define ROWS_BYTES_MAX 1000000

int
main(int argc, char **argv)
{
	static char rows[ROWS_BYTES_MAX + 1];
	struct buf file = {0};
	bool ok;

	rows[fread(rows, 1, ROWS_BYTES_MAX, stdin)] = '\0';
	xlsxfix_book(rows, argc > 1 ? argv[1] : "", &file);
	ok = buf_ok(&file) && fwrite(file.at, 1, file.len, stdout) == file.len;
	buf_free(&file);
	return ok ? 0 : 1;
}
