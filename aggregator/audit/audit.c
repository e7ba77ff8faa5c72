#include "audit/audit.h"

#include <stdlib.h>
#include <string.h>

#include "audit/ledger_file.h"
#include "base/lang.h"
#include "core/ledger_check.h"
#include "core/orgs.h"

struct audit {
	struct core *core;
	struct audit_seen seen;
};

struct listener {
	audit_progress_fn *fn;
	void *arg;
};

static bool
batches_check(struct audit *a, struct ledger_file *f, const struct ledger_file_head *head,
    const struct listener *listener, struct err *err)
{
	const struct stored_batch *b = NULL;

	for (;;) {
		if (!ledger_file_next(f, &b, err))
			return false;
		if (b == NULL)
			break;
		if (!ledger_check(a->core, b, err))
			return false;
		a->seen.batches++;
		a->seen.submissions += b->submissions_n;
		a->seen.reports += b->row.reports;
		if (listener->fn != NULL)
			listener->fn(listener->arg, b->row.n, head->to);
	}
	if (core_n(a->core) != head->to)
		return err_set(err, ERR_INVALID,
		    TR("tệp ghi đến lần %llu, chỉ có đến %llu",
			"the file says it goes to batch %llu, and goes to %llu"),
		    (unsigned long long)head->to, (unsigned long long)core_n(a->core));
	a->seen.head = *core_head(a->core);
	return true;
}

/*
 * ${server_sign} is one of the keys that the ledger's first one was followed by, each signed by the
 * one before.
 */
static bool
is_ours(const struct core *c, const uint8_t server_sign[WIRE_KEY_BYTES], const char *path,
    struct err *err)
{
	const struct core_server_keys *k = core_server_keys(c);

	for (uint32_t i = 0; i < k->n; i++)
		if (memcmp(k->at[i].sign_key, server_sign, WIRE_KEY_BYTES) == 0)
			return true;
	return err_set(err, ERR_INVALID,
	    TR("%s là sổ cái của máy chủ khác", "%s is another server's ledger"), path);
}

bool
audit_open(const char *path, const uint8_t server_sign[WIRE_KEY_BYTES], audit_progress_fn *progress,
    void *arg, struct audit **ret, struct err *err)
{
	const struct listener listener = {.fn = progress, .arg = arg};
	struct core_config config = {0};
	struct ledger_file_head head;
	struct ledger_file *f = NULL;
	struct audit *a = NULL;
	bool ok = false;

	if (!ledger_file_open(path, &head, &f, err))
		return false;
	config.realm = head.realm;
	memcpy(config.server_sign_public, head.server_sign, WIRE_KEY_BYTES);
	a = calloc(1, sizeof(*a));
	if (a == NULL) {
		(void)err_set(err, ERR_MEMORY, "audit");
		goto out;
	}
	ok = core_new(&config, &a->core, err) && batches_check(a, f, &head, &listener, err) &&
	    is_ours(a->core, server_sign, path, err);
	if (ok)
		*ret = a;
	else
		audit_close(a);
out:
	ledger_file_close(f);
	return ok;
}

void
audit_close(struct audit *a)
{
	if (a == NULL)
		return;
	core_free(a->core);
	free(a);
}

const struct audit_seen *
audit_seen(const struct audit *a)
{
	return &a->seen;
}

bool
audit_summary(const struct audit *a, const struct summary_request *q, int64_t now_ms,
    struct rows *ret, struct err *err)
{
	const struct key_info nation = {
	    .state = KEY_ACTIVE, .role = ROLE_NATIONAL, .org = orgs_root(core_orgs(a->core))};

	return core_summary(a->core, &nation, q, now_ms, ret, err);
}
