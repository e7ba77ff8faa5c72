/*
 * make_corpus - writes the starting corpora of the wire's fuzz targets under the folder given:
 * every message and kind with every field filled, and a few that are refused.  Run again after a
 * change of giothong.proto; crashes that were found stay beside them.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "support/wire_bytes.h"
#include "support/wire_fill.h"
#include "support/wire_golden.h"
#include "wire/query.h"
#include "wire/submission.h"

#define ARENA_BYTES ((size_t)1 << 20)

static const char *root;

static void
save(const char *target, const char *name, const struct buf *b)
{
	char folder[OS_PATH_MAX];
	char path[OS_PATH_MAX];
	struct err err = {0};
	FILE *file;

	if (!os_path_join(root, target, folder, &err) || !os_mkdir_p(folder, 0755, &err) ||
	    !os_path_join(folder, name, path, &err) || (file = fopen(path, "wb")) == NULL) {
		(void)fprintf(stderr, "%s/%s: %s\n", target, name, err.text);
		exit(1);
	}
	assert(buf_ok(b));
	if (fwrite(b->at, 1, b->len, file) != b->len || fclose(file) != 0)
		exit(1);
}

/* One filled message, behind ${first} when that is not negative. */
static void
save_filled(const char *target, const char *name, const struct codec_message *m,
    const struct wire_fill *kinds, int first)
{
	struct wire_fill f = *kinds;
	struct buf b = {0};
	struct err err = {0};

	f.arena = arena_make(ARENA_BYTES, ARENA_BYTES);
	assert(f.arena != NULL);
	if (first >= 0)
		buf_u8(&b, (uint8_t)first);
	if (!codec_encode(m, wire_fill_make(&f, m), &b, &err)) {
		(void)fprintf(stderr, "%s: %s\n", m->name, err.text);
		exit(1);
	}
	save(target, name, &b);
	arena_free(f.arena);
	buf_free(&b);
}

static void
make_submissions(void)
{
	struct buf b = {0};
	char name[64];

	for (uint32_t kind = KIND_RESULT; kind <= KIND_COUNT_; kind++) {
		(void)snprintf(name, sizeof(name), "kind-%u", kind);
		save_filled("submission", name, &codec_report_submission,
		    &(struct wire_fill){
			.next = kind, .report_kind = kind, .registry_kind = REGISTRY_ORG},
		    -1);
	}
	for (uint32_t kind = REGISTRY_ORG; kind < REGISTRY_COUNT_; kind++) {
		(void)snprintf(name, sizeof(name), "registry-%u", kind);
		save_filled("submission", name, &codec_report_submission,
		    &(struct wire_fill){
			.next = kind, .report_kind = KIND_REGISTRY, .registry_kind = kind},
		    -1);
	}
	wire_bytes_hex(&b, GOLDEN_BODY);
	save("submission", "golden", &b);
	wire_bytes_text(&b, 900, "a field of a later version");
	save("submission", "golden-and-more", &b);
	buf_clear(&b);
	for (int i = 0; i < 300; i++)
		wire_bytes_block(&b, 5, "", 0);
	save("submission", "empty-reports", &b);
	buf_free(&b);
}

static void
make_queries(void)
{
	static const struct codec_message *const messages[] = {
#define ENTRY(m) &codec_query_##m,
	    QUERY_MESSAGES(ENTRY)
#undef ENTRY
	};

	for (size_t i = 0; i < ARRAY_LEN(messages); i++)
		save_filled("query", messages[i]->name, messages[i],
		    &(struct wire_fill){.next = i + 1}, (int)i);
}

static void
make_receipts(void)
{
	struct buf b = {0};

	wire_bytes_hex(&b, GOLDEN_RECEIPT);
	save("receipt", "golden", &b);
	buf_free(&b);
	save_filled(
	    "receipt", "filled", &codec_receipt_receipt, &(struct wire_fill){.next = 1}, -1);
}

static void
make_others(void)
{
	struct buf b = {0};

	wire_bytes_hex(&b, GOLDEN_HEADER);
	save("header", "golden", &b);
	buf_put(&b, "", 1);
	save("header", "too-long", &b);
	buf_clear(&b);
	buf_str(&b, "GET / HTTP/1.1\r\n");
	save("header", "http", &b);
	buf_clear(&b);
	buf_str(&b, GOLDEN_INVITATION);
	save("invitation", "golden", &b);
	buf_str(&b, "\r\n  ");
	save("invitation", "with-blanks", &b);
	buf_clear(&b);
	buf_str(&b, "gh1-AAAA");
	save("invitation", "too-short", &b);
	buf_clear(&b);
	buf_str(&b, "# mẫu\nlisten = tcp://*:7431\nbatch-wait-ms=10 ; chờ\n\ndemo = yes\n");
	save("settings", "good", &b);
	buf_str(&b, "listen = twice\n[section]\nunknown = 1\n");
	save("settings", "bad", &b);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	root = argv[1];
	make_submissions();
	make_queries();
	make_receipts();
	make_others();
	return 0;
}
