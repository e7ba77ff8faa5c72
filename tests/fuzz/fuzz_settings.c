#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/settings.h"
#include "fuzz.h"

struct config {
	char *listen;
	char *database;
	char *state;
	uint32_t wait_ms;
	bool demo;
};

static const struct setting rows[] = {
    {"listen", SETTING_STR, offsetof(struct config, listen), "tcp://*:7431", 1, 60, "địa chỉ",
	"address"},
    {"database", SETTING_SECRET, offsetof(struct config, database), NULL, 0, 0, "cơ sở dữ liệu",
	"the database"},
    {"state-dir", SETTING_PATH, offsetof(struct config, state), "/var/lib/giothong", 0, 0,
	"thư mục", "the folder"},
    {"batch-wait-ms", SETTING_U32, offsetof(struct config, wait_ms), "200", 1, 60000, "chờ",
	"wait"},
    {"demo", SETTING_BOOL, offsetof(struct config, demo), NULL, 0, 0, "chạy thử",
	"a demonstration"},
};

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct config config = {0};
	const struct settings s = {.rows = rows, .row_count = ARRAY_LEN(rows), .values = &config};
	struct err err = {0};

	assert(settings_defaults(&s, &err));
	if (settings_load_bytes(&s, "fuzz", bytes, len, &err)) {
		assert(config.wait_ms >= 1 && config.wait_ms <= 60000);
		assert(strlen(config.listen) >= 1 && strlen(config.listen) <= 60);
		assert(config.database != NULL && config.state != NULL);
	}
	settings_free(&s);
	return 0;
}
