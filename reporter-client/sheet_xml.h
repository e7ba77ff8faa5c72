/*
 * sheet_xml - the members of an Office file (a ZIP archive of XML), read within bounds: so many
 * members, so many bytes of one and of all when unpacked, whatever the archive says of itself; XML
 * without a document type, so deep and no deeper.  For sheet_xlsx.c alone.
 * Errors: ERR_CSV (no archive, no XML, encrypted), ERR_LIMIT, ERR_NOT_FOUND (no such member),
 * ERR_MEMORY.
 */
#ifndef GH_CLIENT_SHEET_XML_H
#define GH_CLIENT_SHEET_XML_H

#include "base/buf.h"
#include "base/err.h"

#define SHEET_XML_MEMBERS_MAX 4096U
#define SHEET_XML_MEMBER_BYTES_MAX ((uint64_t)256 << 20) /* unpacked */
#define SHEET_XML_ALL_BYTES_MAX ((uint64_t)384 << 20)    /* of all members that are read */
#define SHEET_XML_DEPTH_MAX 64U

struct sheet_archive;
/* ${bytes} is borrowed until sheet_archive_close(). */
bool sheet_archive_open(
    const uint8_t *bytes, size_t len, struct sheet_archive **ret, struct err *err) MUST_USE;
void sheet_archive_close(struct sheet_archive *a); /* NULL is a no-op */
bool sheet_archive_has(const struct sheet_archive *a, const char *member);

/*
 * What a reader of a member gets: names without their prefix; ${attributes} are name and value in
 * turn, ended by NULL.  A handler that returns false, with ${err} set, ends the reading.
 */
struct sheet_xml {
	bool (*begin)(void *cookie, const char *name, const char **attributes, struct err *err);
	bool (*end)(void *cookie, const char *name, struct err *err);
	bool (*text)(void *cookie, const char *text, size_t len, struct err *err);
	void *cookie;
};
bool sheet_xml_read(struct sheet_archive *a, const char *member, const struct sheet_xml *x,
    struct err *err) MUST_USE;
/* The value of an attribute, its prefix aside; NULL: there is none. */
const char *sheet_xml_attribute(const char **attributes, const char *name);

#endif
