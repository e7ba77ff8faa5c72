#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app.h"
#include "app_db.h"
#include "app_state.h"
#include "base/lang.h"
#include "base/log.h"
#include "base/os.h"
#include "cmd.h"

/* A connection is a descriptor: without more of them the doors would spin at the limit. */
static void
descriptors_raise(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static bool
serve(struct cmd *c, struct app *a, struct err *err)
{
	struct app_db db = {0};
	int lock_fd = -1;
	int stop_fd = -1;
	bool ok = false;

	a->settings = &c->settings;
	if (!app_state_open(c->settings.state, err) ||
	    !app_state_lock(c->settings.state, &lock_fd, err) ||
	    !app_state_keys(c->settings.state, true, &a->keys, err))
		goto out;
	/* One that was killed left them. */
	app_state_endpoints_remove(c->settings.state);
	if (!app_db_open(&c->settings, &db, err))
		goto out;
	log_line(LOG_LEVEL_INFO, "starting", "version=%s state=%s database=%s", GH_VERSION,
	    c->settings.state, db.cluster == NULL ? "given" : "private");
	a->cluster = db.cluster;
	/* After the cluster: a child would inherit the mask. */
	ok = os_stop_fd(&stop_fd, err) && app_run(a, db.conninfo, stop_fd, err);
	app_db_close(&db);
	log_line(LOG_LEVEL_INFO, "stopped", "%s", "");
out:
	if (stop_fd != -1)
		(void)close(stop_fd);
	app_keys_wipe(&a->keys);
	os_lock_release(lock_fd);
	return ok;
}

int
cmd_serve(struct cmd *c)
{
	enum log_level level;
	struct app *a = NULL;
	struct err err = {0};
	int status = 0;

	if (!cmd_options(c, NULL, NULL, NULL, &err))
		return cmd_fail(c, &err);
	if (!log_level_from_name(c->settings.log_level, &level)) {
		err_set(&err, ERR_CONFIG, "log-level: %s", c->settings.log_level);
		return cmd_fail(c, &err);
	}
	log_start(level);
	descriptors_raise();
	a = calloc(1, sizeof(*a));
	if (a == NULL)
		err_set(&err, ERR_MEMORY, "app");
	if (a == NULL || !serve(c, a, &err))
		status = cmd_fail(c, &err);
	free(a);
	return status;
}
