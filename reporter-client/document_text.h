/*
 * document_text - the free text of a document's parts: what somebody entered for it, else a default
 * that states nothing but intentions.  A text is lines, a paragraph each: "## " begins a titled
 * clause. Parts are named as they stand in the document ("I.1"), besides "can-cu" (grounds), and of
 * every document:
 *   "co-quan"   who issues it; lines before an empty one are who stands above ("UBND tỉnh …")
 *   "ky-hieu"   the mark behind the number: "BCĐ.HMTN" of 112/BC-BCĐ.HMTN
 *   "dia-danh"  the place before the day
 *   "kinh-gui"  to whom, a line each
 *   "noi-nhan"  copies, a line each
 *   "ky"        who signs: the last line is the name
 * Numbers are never in here.  Static, pure.
 */
#ifndef GH_CLIENT_DOCUMENT_TEXT_H
#define GH_CLIENT_DOCUMENT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "wire/query.h"

enum document_type {
	DOCUMENT_HALF_YEAR,
	DOCUMENT_YEAR,
	DOCUMENT_CAMPAIGN,
	DOCUMENT_PLAN,
	DOCUMENT_DRIVE_PLAN,
	DOCUMENT_DRIVE_RESULT,
	DOCUMENT_CAMPAIGN_RESULT,
	DOCUMENT_TYPE_COUNT_
};

/* "half-year" …: the command's word, and the ${document} of an entry. */
const char *document_type_name(enum document_type type);

/* Back from that word; ERR_USAGE names those that there are. */
bool document_text_type(const char *word, enum document_type *ret, struct err *err) MUST_USE;
bool document_text_is_of_drive(enum document_type type);
bool document_text_is_of_campaign(enum document_type type); /* the others are of a period */

/* One document of a type: of the drive or campaign ${of}, or of the days. */
struct document_which {
	enum document_type type;
	const char *of; /* "": of the days */
	day_t from, to;
};
#define DOCUMENT_WHICH_MAX (WIRE_CODE_BYTES_MAX + 1)
/*
 * The ${document} of an entry that is for that one alone: "half-year:2023-12-01..2024-05-31",
 * "campaign:HE-2022", "drive-plan:019_2020-10-24_1".  ERR_LIMIT: the key is too long for one.
 */
bool document_text_which(
    const struct document_which *w, char ret[DOCUMENT_WHICH_MAX], struct err *err) MUST_USE;
/*
 * Of the entries of ${texts} (REFERENCE_TEXTS) in force that of ${which}, as above ("": of none),
 * else that of all of its type, else the default; "" when the part has no text.
 */
const char *document_text(
    const struct reference *texts, const char *which, enum document_type type, const char *part);
/* A document of that type has such a part. */
bool document_text_is_part(enum document_type type, const char *part);
/*
 * The parts of a type: those that have a default, in the document's order, then those of every one.
 */
void document_text_parts(enum document_type type, struct buf *out);

#endif
