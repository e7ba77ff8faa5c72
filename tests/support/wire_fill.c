#include "support/wire_fill.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "wire/merkle.h"
#include "wire/report.h"

#define ITEMS 2
#define PAIRS 3
#define HASHES_N 3
#define TEXT_MAX 24
#define BLOB_BYTES 300

/* The recursion follows the tables, which are constant and four deep. */
/* NOLINTBEGIN(misc-no-recursion) */
static void fill(struct wire_fill *f, const struct codec_message *m, char *ours);

static void *
take(struct wire_fill *f, size_t bytes)
{
	void *at = arena_take_zero(f->arena, bytes);

	assert(at != NULL);
	return at;
}

static const char *
text(struct wire_fill *f, const struct codec_field *field)
{
	char *s = take(f, TEXT_MAX);

	assert(field->limit >= TEXT_MAX);
	(void)snprintf(s, TEXT_MAX, "Hà Nội-%llu", (unsigned long long)f->next++);
	return s;
}

static void
fill_bytes(struct wire_fill *f, char *at, size_t len)
{
	const uint64_t seed = f->next++;

	for (size_t i = 0; i < len; i++)
		at[i] = (char)(1 + (seed * 31 + i) % 250);
}

static void
fill_blob(struct wire_fill *f, char *at)
{
	char *bytes = take(f, BLOB_BYTES);
	const struct blob blob = {.at = (const uint8_t *)bytes, .len = BLOB_BYTES};

	fill_bytes(f, bytes, BLOB_BYTES);
	memcpy(at, &blob, sizeof(blob));
}

static void
fill_strings(struct wire_fill *f, const struct codec_field *field, char *at)
{
	const char **texts = take(f, ITEMS * sizeof(*texts));
	const struct strings strings = {.at = texts, .n = ITEMS};

	for (size_t i = 0; i < ITEMS; i++)
		texts[i] = text(f, field);
	memcpy(at, &strings, sizeof(strings));
}

static void
fill_counts(struct wire_fill *f, char *at)
{
	uint32_t *ind = take(f, PAIRS * sizeof(*ind));
	int64_t *val = take(f, PAIRS * sizeof(*val));
	const struct counts counts = {.ind = ind, .val = val, .n = PAIRS};

	for (uint32_t i = 0; i < PAIRS; i++) {
		ind[i] = 1 + 100 * i;
		val[i] = (int64_t)(f->next++) * (i == 1 ? -1 : 1000000007);
	}
	memcpy(at, &counts, sizeof(counts));
}

static void
fill_list(struct wire_fill *f, const struct codec_field *field, char *at)
{
	char *items = take(f, ITEMS * field->of->size);
	const uint32_t n = ITEMS;

	for (size_t i = 0; i < ITEMS; i++)
		fill(f, field->of, items + i * field->of->size);
	memcpy(at, &items, sizeof(items));
	memcpy(at + sizeof(items), &n, sizeof(n));
}

static uint32_t
number(struct wire_fill *f, const struct codec_message *m, const struct codec_field *field)
{
	const uint64_t seed = f->next++;

	if (m->kinds_n != 0 && field->at == 0)
		return m == &codec_registry_entry ? f->registry_kind : f->report_kind;
	if (field->type == CODEC_OPEN)
		return 7;
	if (field->type == CODEC_ENUM)
		return 1 + (uint32_t)(seed % (field->limit - 1));
	if (field->type == CODEC_I32)
		return (uint32_t)(-(int32_t)(seed % 20000) - 1);
	return 1 + (uint32_t)(seed % 200);
}

static bool
is_chosen(const struct codec_field *field, const char *ours)
{
	uint32_t kind;

	memcpy(&kind, ours, sizeof(kind));
	return kind < 32 && (field->kinds >> kind & 1U) != 0;
}

static void
fill_field(
    struct wire_fill *f, const struct codec_message *m, const struct codec_field *field, char *ours)
{
	char *at = ours + field->at;
	const char *s;
	uint32_t u32;
	int64_t i64;

	switch (field->type) {
	case CODEC_STR:
		s = text(f, field);
		memcpy(at, &s, sizeof(s));
		return;
	case CODEC_U32:
	case CODEC_I32:
	case CODEC_ENUM:
	case CODEC_OPEN:
		u32 = number(f, m, field);
		memcpy(at, &u32, sizeof(u32));
		return;
	case CODEC_I64:
	case CODEC_U64:
		i64 = (int64_t)f->next++ + INT64_C(5000000000);
		memcpy(at, &i64, sizeof(i64));
		return;
	case CODEC_BOOL:
		*(bool *)at = true;
		return;
	case CODEC_BYTES:
		fill_bytes(f, at, field->limit);
		return;
	case CODEC_BLOB:
		fill_blob(f, at);
		return;
	case CODEC_STRINGS:
		fill_strings(f, field, at);
		return;
	case CODEC_COUNTS:
		fill_counts(f, at);
		return;
	case CODEC_HASHES:
		for (uint32_t i = 0; i < HASHES_N; i++)
			fill_bytes(f, at + i * sizeof(struct hash), sizeof(struct hash));
		((struct merkle_path *)(void *)at)->n = HASHES_N;
		return;
	case CODEC_LIST:
		fill_list(f, field, at);
		return;
	case CODEC_MESSAGE:
		fill(f, field->of, at);
		return;
	case CODEC_ARM:
		if (is_chosen(field, ours))
			fill(f, field->of, at);
		return;
	}
}

static void
fill(struct wire_fill *f, const struct codec_message *m, char *ours)
{
	for (size_t i = 0; i < m->fields_n; i++)
		fill_field(f, m, &m->fields[i], ours);
}

void *
wire_fill_make(struct wire_fill *f, const struct codec_message *m)
{
	void *ours = take(f, m->size);

	fill(f, m, ours);
	return ours;
}

static bool
are_same_blobs(const char *a, const char *b)
{
	const struct blob *ab = (const struct blob *)(const void *)a;
	const struct blob *bb = (const struct blob *)(const void *)b;

	return ab->len == bb->len && memcmp(ab->at, bb->at, ab->len) == 0;
}

static bool
are_same_strings(const char *a, const char *b)
{
	const struct strings *as = (const struct strings *)(const void *)a;
	const struct strings *bs = (const struct strings *)(const void *)b;

	if (as->n != bs->n)
		return false;
	for (uint32_t i = 0; i < as->n; i++) {
		if (strcmp(as->at[i], bs->at[i]) != 0)
			return false;
	}
	return true;
}

static bool
are_same_counts(const char *a, const char *b)
{
	const struct counts *ac = (const struct counts *)(const void *)a;
	const struct counts *bc = (const struct counts *)(const void *)b;

	return ac->n == bc->n && memcmp(ac->ind, bc->ind, ac->n * sizeof(*ac->ind)) == 0 &&
	    memcmp(ac->val, bc->val, ac->n * sizeof(*ac->val)) == 0;
}

static bool
are_same_lists(const struct codec_field *field, const char *a, const char *b)
{
	const char *a_items;
	const char *b_items;
	uint32_t a_n;
	uint32_t b_n;

	memcpy(&a_items, a, sizeof(a_items));
	memcpy(&b_items, b, sizeof(b_items));
	memcpy(&a_n, a + sizeof(a_items), sizeof(a_n));
	memcpy(&b_n, b + sizeof(b_items), sizeof(b_n));
	if (a_n != b_n)
		return false;
	for (size_t i = 0; i < a_n; i++) {
		const size_t at = i * field->of->size;

		if (wire_fill_difference(field->of, a_items + at, b_items + at) != NULL)
			return false;
	}
	return true;
}

static bool
is_same_field(const struct codec_field *field, const char *a, const char *b)
{
	const char *a_text;
	const char *b_text;

	switch (field->type) {
	case CODEC_STR:
		memcpy(&a_text, a, sizeof(a_text));
		memcpy(&b_text, b, sizeof(b_text));
		return strcmp(a_text, b_text) == 0;
	case CODEC_U32:
	case CODEC_I32:
	case CODEC_ENUM:
	case CODEC_OPEN:
		return memcmp(a, b, sizeof(uint32_t)) == 0;
	case CODEC_I64:
	case CODEC_U64:
		return memcmp(a, b, sizeof(uint64_t)) == 0;
	case CODEC_BOOL:
		return *(const bool *)a == *(const bool *)b;
	case CODEC_BYTES:
		return memcmp(a, b, field->limit) == 0;
	case CODEC_BLOB:
		return are_same_blobs(a, b);
	case CODEC_STRINGS:
		return are_same_strings(a, b);
	case CODEC_COUNTS:
		return are_same_counts(a, b);
	case CODEC_HASHES:
		return memcmp(a, b, sizeof(struct merkle_path)) == 0;
	case CODEC_LIST:
		return are_same_lists(field, a, b);
	case CODEC_MESSAGE:
	case CODEC_ARM:
		return wire_fill_difference(field->of, a, b) == NULL;
	}
	return false;
}

const char *
wire_fill_difference(const struct codec_message *m, const void *a, const void *b)
{
	static char where[64];

	for (size_t i = 0; i < m->fields_n; i++) {
		const struct codec_field *field = &m->fields[i];

		if (field->type == CODEC_ARM && !is_chosen(field, a))
			continue;
		if (!is_same_field(
			field, (const char *)a + field->at, (const char *)b + field->at)) {
			(void)snprintf(where, sizeof(where), "%s.%s", m->name, field->name);
			return where;
		}
	}
	return NULL;
}
/* NOLINTEND(misc-no-recursion) */
