#include "document_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"
#include "base/os.h"
#include "document_write.h"

#define PART_SUFFIX ".part"
#define CONVERTER "soffice"

typedef bool write_fn(const struct document *d, struct buf *out, struct err *err);

static const struct format {
	const char *ending;
	write_fn *write; /* NULL: through LibreOffice */
} formats[] = {
    {".odt", document_write_odt},
    {".docx", document_write_docx},
    {".html", document_write_html},
    {".pdf", NULL},
};

static const struct format *
format_of(const char *path)
{
	const size_t len = strlen(path);

	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		const size_t ending = strlen(formats[i].ending);

		if (len > ending && strcmp(path + len - ending, formats[i].ending) == 0)
			return &formats[i];
	}
	return NULL;
}

bool
document_file_check(const char *path, struct err *err)
{
	const struct format *f = format_of(path);

	if (f == NULL)
		return err_set(err, ERR_USAGE,
		    TR("-o %s: văn bản ghi được .odt .docx .html .pdf",
			"-o %s: documents are written as .odt .docx .html .pdf"),
		    path);
	return f->write != NULL || os_program_find(CONVERTER) ||
	    err_set(err, ERR_USAGE, "%s",
		TR(".pdf cần LibreOffice (soffice), máy này chưa có; hãy ghi .odt rồi in ra PDF",
		    ".pdf needs LibreOffice (soffice), which is not here; write .odt and print that to "
		    "PDF"));
}

static bool
bytes_write(const struct buf *bytes, const char *path, struct err *err)
{
	char part[OS_PATH_MAX];
	FILE *out;
	bool ok;

	if (strlen(path) + sizeof(PART_SUFFIX) > sizeof(part))
		return err_set(err, ERR_LIMIT, "%s", path);
	(void)snprintf(part, sizeof(part), "%s%s", path, PART_SUFFIX);
	out = fopen(part, "wbe");
	if (out == NULL)
		return err_set_errno(err, TR("ghi %s", "write %s"), path);
	ok = fwrite(bytes->at, 1, bytes->len, out) == bytes->len;
	ok = fclose(out) == 0 && ok;
	ok = ok && rename(part, path) == 0;
	if (!ok) {
		(void)err_set_errno(err, TR("ghi %s", "write %s"), path);
		(void)remove(part);
	}
	return ok;
}

/* Through a folder of its own: LibreOffice wants a place for its settings, too. */
static bool
convert(const char *dir, const char *path, struct err *err)
{
	char settings[OS_PATH_MAX + 40], odt[OS_PATH_MAX], pdf[OS_PATH_MAX];
	struct buf bytes = {0};
	bool ok;

	if (!os_path_join(dir, "document.odt", odt, err) ||
	    !os_path_join(dir, "document.pdf", pdf, err))
		return false;
	(void)snprintf(settings, sizeof(settings), "-env:UserInstallation=file://%s/settings", dir);
	const char *const argv[] = {
	    CONVERTER, settings, "--headless", "--convert-to", "pdf", "--outdir", dir, odt, NULL};

	ok = os_run(argv, DOCUMENT_PDF_WAIT_MS, err) &&
	    os_file_read(pdf, DOCUMENT_BYTES_MAX, &bytes, err) && bytes_write(&bytes, path, err);
	buf_free(&bytes);
	return ok;
}

static bool
pdf_write(const struct document *d, const char *path, struct err *err)
{
	char dir[OS_PATH_MAX], odt[OS_PATH_MAX];
	struct buf bytes = {0};
	bool ok;

	if (!os_temp_dir(dir, err))
		return false;
	ok = os_path_join(dir, "document.odt", odt, err) && document_write_odt(d, &bytes, err) &&
	    bytes_write(&bytes, odt, err) && convert(dir, path, err);
	buf_free(&bytes);
	os_tree_remove(dir);
	return ok;
}

bool
document_file_write(const struct document *d, const char *path, struct err *err)
{
	const struct format *f = format_of(path);
	struct buf bytes = {0};
	bool ok;

	if (!document_file_check(path, err))
		return false;
	if (f->write == NULL)
		return pdf_write(d, path, err);
	ok = f->write(d, &bytes, err) && bytes_write(&bytes, path, err);
	buf_free(&bytes);
	return ok;
}
