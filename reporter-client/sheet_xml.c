#include "sheet_xml.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>
#include <zip.h>

#include "base/lang.h"

#define CHUNK_BYTES 16384

struct sheet_archive {
	zip_t *zip;
	uint64_t read; /* unpacked bytes so far */
};

/* A member being read. */
struct reading {
	const struct sheet_xml *x;
	XML_Parser parser;
	unsigned depth;
	bool failed;
	struct err *err;
};

bool
sheet_archive_open(const uint8_t *bytes, size_t len, struct sheet_archive **ret, struct err *err)
{
	struct sheet_archive *a = calloc(1, sizeof(*a));
	zip_source_t *source = NULL;
	zip_error_t why;

	if (a == NULL)
		return err_set(err, ERR_MEMORY, "xlsx");
	zip_error_init(&why);
	source = zip_source_buffer_create(bytes, len, 0, &why);
	if (source != NULL)
		a->zip = zip_open_from_source(source, ZIP_RDONLY, &why);
	if (a->zip == NULL) {
		(void)err_set(err, ERR_CSV, TR("tệp Excel hỏng: %s", "a damaged Excel file: %s"),
		    zip_error_strerror(&why));
		zip_source_free(source);
	} else if (zip_get_num_entries(a->zip, 0) > (zip_int64_t)SHEET_XML_MEMBERS_MAX) {
		(void)err_set(err, ERR_LIMIT,
		    TR("tệp Excel có hơn %u phần", "an Excel file of more than %u parts"),
		    SHEET_XML_MEMBERS_MAX);
		sheet_archive_close(a);
		a = NULL;
	} else {
		*ret = a;
	}
	zip_error_fini(&why);
	if (a != NULL && a->zip == NULL) {
		free(a);
		a = NULL;
	}
	return a != NULL;
}

void
sheet_archive_close(struct sheet_archive *a)
{
	if (a == NULL)
		return;
	zip_discard(a->zip);
	free(a);
}

bool
sheet_archive_has(const struct sheet_archive *a, const char *member)
{
	return zip_name_locate(a->zip, member, 0) >= 0;
}

/* ---- XML */

static const char *
local_name(const char *name)
{
	const char *mark = strrchr(name, ':');

	return mark == NULL ? name : mark + 1;
}

const char *
sheet_xml_attribute(const char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i] != NULL && attributes[i + 1] != NULL; i += 2)
		if (strcmp(local_name(attributes[i]), name) == 0)
			return attributes[i + 1];
	return NULL;
}

static void
stop(struct reading *r)
{
	r->failed = true;
	(void)XML_StopParser(r->parser, XML_FALSE);
}

static void
on_begin(void *cookie, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = cookie;

	if (r->failed)
		return;
	if (++r->depth > SHEET_XML_DEPTH_MAX) {
		(void)err_set(r->err, ERR_LIMIT,
		    TR("tệp Excel lồng quá %u tầng", "an Excel file more than %u deep"),
		    SHEET_XML_DEPTH_MAX);
		stop(r);
	} else if (!r->x->begin(r->x->cookie, local_name(name), attributes, r->err)) {
		stop(r);
	}
}

static void
on_end(void *cookie, const XML_Char *name)
{
	struct reading *r = cookie;

	if (r->failed)
		return;
	r->depth--;
	if (r->x->end != NULL && !r->x->end(r->x->cookie, local_name(name), r->err))
		stop(r);
}

static void
on_text(void *cookie, const XML_Char *text, int len)
{
	struct reading *r = cookie;

	if (!r->failed && r->x->text != NULL && len > 0 &&
	    !r->x->text(r->x->cookie, text, (size_t)len, r->err))
		stop(r);
}

/* Nothing of ours declares a document type: what does wants to grow. */
static void
on_doctype(void *cookie, const XML_Char *name, const XML_Char *system, const XML_Char *public,
    int has_internal)
{
	struct reading *r = cookie;

	(void)name;
	(void)system;
	(void)public;
	(void)has_internal;
	(void)err_set(r->err, ERR_CSV, "%s",
	    TR("tệp Excel có DOCTYPE, không đọc", "an Excel file with a DOCTYPE is not read"));
	stop(r);
}

static bool
parse(struct reading *r, const char *bytes, size_t len, bool is_last)
{
	if (XML_Parse(r->parser, bytes, (int)len, is_last) == XML_STATUS_OK)
		return !r->failed;
	if (!r->failed)
		(void)err_set(r->err, ERR_CSV, TR("tệp Excel hỏng: %s", "a damaged Excel file: %s"),
		    XML_ErrorString(XML_GetErrorCode(r->parser)));
	return false;
}

static bool
read_all(struct sheet_archive *a, zip_file_t *file, struct reading *r)
{
	char chunk[CHUNK_BYTES];
	uint64_t member = 0;
	zip_int64_t got;

	while ((got = zip_fread(file, chunk, sizeof(chunk))) > 0) {
		member += (uint64_t)got;
		a->read += (uint64_t)got;
		if (member > SHEET_XML_MEMBER_BYTES_MAX || a->read > SHEET_XML_ALL_BYTES_MAX)
			return err_set(r->err, ERR_LIMIT,
			    TR("tệp Excel bung ra quá %u MiB",
				"an Excel file that unpacks to more than %u MiB"),
			    (unsigned)(SHEET_XML_ALL_BYTES_MAX >> 20));
		if (!parse(r, chunk, (size_t)got, false))
			return false;
	}
	if (got < 0)
		return err_set(r->err, ERR_CSV, "%s",
		    TR("tệp Excel hỏng, hoặc có mật khẩu",
			"an Excel file that is damaged or has a password"));
	return parse(r, chunk, 0, true);
}

bool
sheet_xml_read(
    struct sheet_archive *a, const char *member, const struct sheet_xml *x, struct err *err)
{
	struct reading r = {.x = x, .err = err};
	zip_file_t *file;
	bool ok;

	if (!sheet_archive_has(a, member))
		return err_set(err, ERR_NOT_FOUND, "%.100s", member);
	file = zip_fopen(a->zip, member, 0);
	if (file == NULL)
		return err_set(err, ERR_CSV, "%s",
		    TR("tệp Excel hỏng, hoặc có mật khẩu",
			"an Excel file that is damaged or has a password"));
	r.parser = XML_ParserCreate(NULL);
	ok = r.parser != NULL || err_set(err, ERR_MEMORY, "xlsx");
	if (ok) {
		XML_SetUserData(r.parser, &r);
		XML_SetElementHandler(r.parser, on_begin, on_end);
		XML_SetCharacterDataHandler(r.parser, on_text);
		XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
		ok = read_all(a, file, &r);
		XML_ParserFree(r.parser);
	}
	(void)zip_fclose(file);
	return ok;
}
