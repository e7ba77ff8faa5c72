/*
 * codec - one table a message, and the two functions that walk it: generated protobuf-c structs on
 * one side, the plain structs of report.h, receipt.h and query.h on the other.  Internal to
 * proto/wire. Decoding: length before unpack, then counts, ranges, UTF-8 (NFC after) and what
 * belongs together. Encoding refuses what decoding would refuse.  Numbers of organisations, days
 * and sums are not judged here.  Errors: ERR_LIMIT, ERR_MALFORMED, ERR_TEXT, ERR_MEMORY.  Threads:
 * none shared.
 */
#ifndef GH_WIRE_CODEC_H
#define GH_WIRE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "base/buf.h"
#include "base/err.h"

enum codec_type {
	CODEC_STR,   /* at most ${limit} bytes */
	CODEC_BYTES, /* exactly ${limit} bytes; absent is zeros, unless required */
	CODEC_BLOB,  /* struct blob of at most ${limit} bytes */
	CODEC_U32,   /* at most ${limit}; 0: any */
	CODEC_I32,
	CODEC_I64,
	CODEC_U64, /* below 2^63, as PostgreSQL's bigint */
	CODEC_BOOL,
	CODEC_ENUM,    /* below ${limit} */
	CODEC_OPEN,    /* an enum whose unknown numbers are kept */
	CODEC_STRINGS, /* struct strings of at most ${limit} bytes each */
	CODEC_COUNTS,  /* struct counts from two packed fields */
	CODEC_HASHES,  /* struct merkle_path */
	CODEC_MESSAGE, /* a struct inside ours; absent is empty */
	CODEC_LIST,    /* pointer and uint32_t count; at most ${limit} */
	CODEC_ARM,     /* a member of ours' union, there for the kinds in the bits of ${kinds} */
};

struct codec_message;

struct codec_field {
	const char *name;
	const struct codec_message *of; /* MESSAGE, LIST, ARM */
	uint32_t limit;
	uint32_t kinds;
	uint16_t pb_at; /* offset in the generated struct; of the count where there is one */
	uint16_t at;    /* offset in ours */
	enum codec_type type;
	bool required; /* BYTES: never absent; U32, U64: never 0 */
};

struct codec_message {
	const char *name;
	const ProtobufCMessageDescriptor *pb;
	const struct codec_field *fields;
	size_t fields_n;
	size_t size;      /* of ours */
	size_t bytes_max; /* of the outermost message */
	size_t arena_at;  /* of ${arena} in the outermost message's struct */
	uint32_t kinds_n; /* kinds of the union; 0: no union.  The kind is ours' first member. */
	bool (*may_lack)(const void *ours);               /* the union's content may be absent */
	bool (*holds)(const void *ours, struct err *err); /* what spans several fields */
};

/* *${ret} is ours, inside its own ${arena}: codec_free() that one. */
bool codec_decode(const struct codec_message *m, const uint8_t *bytes, size_t len, void **ret,
    struct err *err) MUST_USE;
/* Appends to ${out}, which is unchanged on failure. */
bool codec_encode(
    const struct codec_message *m, const void *ours, struct buf *out, struct err *err) MUST_USE;
/* What codec_encode() would refuse, but for the encoded length. */
bool codec_check(const struct codec_message *m, const void *ours, struct err *err) MUST_USE;
void codec_free(void *arena);

/*
 * Rows of a table.  PB and OURS name the two structs; a member of another type than the row's does
 * not compile.
 */
/* NOLINTBEGIN(bugprone-macro-parentheses): types */
#define CODEC_IS(T, m, type) (_Generic(((T *)0)->m, type : 0U))
#define CODEC_IS_ENUM(T, m) (_Generic(((T *)0)->m, unsigned int : 0U, int : 0U))
#define CODEC_FOLLOWS(T, first, second) \
	(0U * sizeof(char[offsetof(T, second) == offsetof(T, first) + 8 ? 1 : -1]))
#define CODEC_PB(m, is) .pb_at = (uint16_t)(offsetof(PB, m) + (is))
#define CODEC_OURS(m, is) .at = (uint16_t)(offsetof(OURS, m) + (is))
#define CODEC_PLAIN(kind, m, path, pb_type, our_type) \
	.name = #m, .type = (kind), CODEC_PB(m, CODEC_IS(PB, m, pb_type)), \
	CODEC_OURS(path, CODEC_IS(OURS, path, our_type))

/* clang-format off */
#define STR(m, max) {CODEC_PLAIN(CODEC_STR, m, m, char *, const char *), .limit = (max)}
#define BYTES_AT(m, path) {.name = #m, .type = CODEC_BYTES, \
	CODEC_PB(m, CODEC_IS(PB, m, ProtobufCBinaryData)), CODEC_OURS(path, 0U), \
	.limit = sizeof(((OURS *)0)->path)}
#define BYTES(m) BYTES_AT(m, m)
#define BYTES_REQUIRED(m) {.name = #m, .type = CODEC_BYTES, \
	CODEC_PB(m, CODEC_IS(PB, m, ProtobufCBinaryData)), CODEC_OURS(m, 0U), \
	.limit = sizeof(((OURS *)0)->m), .required = true}
#define BLOB(m, max) \
	{CODEC_PLAIN(CODEC_BLOB, m, m, ProtobufCBinaryData, struct blob), .limit = (max)}
#define U32_AT(m, path) {CODEC_PLAIN(CODEC_U32, m, path, uint32_t, uint32_t)}
#define U32(m) U32_AT(m, m)
#define U32_UP_TO(m, max) {CODEC_PLAIN(CODEC_U32, m, m, uint32_t, uint32_t), .limit = (max)}
#define CODE(m) {.name = #m, .type = CODEC_U32, CODEC_PB(m, CODEC_IS(PB, m, uint32_t)), \
	CODEC_OURS(m, CODEC_IS_ENUM(OURS, m)), .limit = UINT16_MAX}
#define I32(m) {CODEC_PLAIN(CODEC_I32, m, m, int32_t, int32_t)}
#define I64_AT(m, path) {CODEC_PLAIN(CODEC_I64, m, path, int64_t, int64_t)}
#define I64(m) I64_AT(m, m)
#define U64(m) {CODEC_PLAIN(CODEC_U64, m, m, uint64_t, uint64_t)}
#define U64_REQUIRED(m) {CODEC_PLAIN(CODEC_U64, m, m, uint64_t, uint64_t), .required = true}
#define BOOL(m) {CODEC_PLAIN(CODEC_BOOL, m, m, protobuf_c_boolean, bool)}
#define ENUM(m, count) {.name = #m, .type = CODEC_ENUM, CODEC_PB(m, CODEC_IS_ENUM(PB, m)), \
	CODEC_OURS(m, CODEC_IS_ENUM(OURS, m)), .limit = (count)}
#define OPEN_ENUM(m) {.name = #m, .type = CODEC_OPEN, CODEC_PB(m, CODEC_IS_ENUM(PB, m)), \
	CODEC_OURS(m, CODEC_IS_ENUM(OURS, m))}
#define STRINGS(m, max) {.name = #m, .type = CODEC_STRINGS, \
	CODEC_PB(n_##m, CODEC_FOLLOWS(PB, n_##m, m) + CODEC_IS(PB, m, char **)), \
	CODEC_OURS(m, CODEC_IS(OURS, m, struct strings)), .limit = (max)}
#define COUNTS() {.name = "ind", .type = CODEC_COUNTS, \
	CODEC_PB(n_ind, CODEC_FOLLOWS(PB, n_ind, ind) + CODEC_FOLLOWS(PB, ind, n_val) + \
		CODEC_FOLLOWS(PB, n_val, val)), \
	CODEC_OURS(counts, CODEC_IS(OURS, counts, struct counts))}
#define HASHES(m) {.name = #m, .type = CODEC_HASHES, \
	CODEC_PB(n_##m, CODEC_FOLLOWS(PB, n_##m, m) + CODEC_IS(PB, m, ProtobufCBinaryData *)), \
	CODEC_OURS(m, CODEC_IS(OURS, m, struct merkle_path))}
#define MESSAGE(m, struct_type, table) {.name = #m, .type = CODEC_MESSAGE, CODEC_PB(m, 0U), \
	CODEC_OURS(m, CODEC_IS(OURS, m, struct_type)), .of = &(table)}
#define LIST(m, struct_type, table, max) {.name = #m, .type = CODEC_LIST, \
	CODEC_PB(n_##m, CODEC_FOLLOWS(PB, n_##m, m)), \
	CODEC_OURS(m, CODEC_FOLLOWS(OURS, m, m##_n) + CODEC_IS(OURS, m, const struct_type *)), \
	.of = &(table), .limit = (max)}
#define ARM(m, kinds_bits, struct_type, table) {.name = #m, .type = CODEC_ARM, CODEC_PB(m, 0U), \
	CODEC_OURS(u.m, CODEC_IS(OURS, u.m, struct_type)), .of = &(table), .kinds = (kinds_bits)}
/* NOLINTEND(bugprone-macro-parentheses) */
/* clang-format on */

#define FIELDS(table) .fields = (table), .fields_n = ARRAY_LEN(table)

/* The tables that other files use; each stands in the file of its name. */
extern const struct codec_message codec_report_name;
extern const struct codec_message codec_report_result;
extern const struct codec_message codec_report_target;
extern const struct codec_message codec_report_schedule;
extern const struct codec_message codec_report_activity;
extern const struct codec_message codec_report_lock;
extern const struct codec_message codec_report_text;
extern const struct codec_message codec_report_report;
extern const struct codec_message codec_report_submission;
extern const struct codec_message codec_registry_other_days, codec_registry_campaign,
    codec_registry_round, codec_registry_population;
extern const struct codec_message codec_registry_entry;
extern const struct codec_message codec_receipt_head;
extern const struct codec_message codec_receipt_receipt;
extern const struct codec_message codec_query_hello, codec_query_hello_ok,
    codec_query_summary_request, codec_query_watch_request, codec_query_rows, codec_query_beat,
    codec_query_reference_request, codec_query_reference, codec_query_status_request,
    codec_query_status, codec_query_proof_request, codec_query_evidence, codec_query_wire_error,
    codec_query_grounds_request, codec_query_grounds;

#endif
