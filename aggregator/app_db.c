#include "app_db.h"

#include "app_state.h"
#include "base/lang.h"
#include "base/os.h"
#include "db/migrate.h"

/* Is the private cluster there?  Another server is its own matter. */
static bool
cluster_is_there(const struct app_settings *s, bool *ret, struct err *err)
{
	char path[OS_PATH_MAX];

	*ret = s->database[0] != '\0';
	if (*ret)
		return true;
	if (!os_path_join(s->state, CLUSTER_FOLDER, path, err))
		return false;
	*ret = os_file_exists(path);
	return true;
}

/* An empty ledger beside a head that was signed is nobody's wish: it stands in a restore's way. */
static bool
may_begin(const struct app_settings *s, struct err *err)
{
	char head[OS_PATH_MAX];

	if (!os_path_join(s->state, APP_STATE_HEAD, head, err))
		return false;
	return !os_file_exists(head) ||
	    err_set(err, ERR_HISTORY_WENT_BACK,
		TR("%s: có khóa và đầu chuỗi đã ký mà không có cơ sở dữ liệu (pg); chạy: "
		   "giothong-aggregator restore DIR",
		    "%s: it has keys and a signed head, but no database (pg); run: "
		    "giothong-aggregator restore DIR"),
		s->state);
}

bool
app_db_find(const struct app_settings *settings, struct err *err)
{
	bool there = false;

	if (!app_state_find(settings->state, err) || !cluster_is_there(settings, &there, err))
		return false;
	return there ||
	    (may_begin(settings, err) &&
		err_set(err, ERR_NOT_FOUND,
		    TR("%s: có khóa mà không có cơ sở dữ liệu (pg); chạy: giothong-aggregator "
		       "restore DIR, hoặc serve để bắt đầu sổ cái mới",
			"%s: it has keys, but no database (pg); run: giothong-aggregator restore "
			"DIR, or serve, which begins a new ledger"),
		    settings->state));
}

bool
app_db_reach(const struct app_settings *settings, struct app_db *ret, struct err *err)
{
	const struct cluster_config config = {.data_dir = settings->state};
	bool there = false;

	*ret = (struct app_db){0};
	if (!cluster_is_there(settings, &there, err) || (!there && !may_begin(settings, err)))
		return false;
	if (settings->database[0] != '\0') {
		ret->conninfo = ret->as_owner = settings->database;
		return true;
	}
	if (!cluster_start(&config, &ret->cluster, err))
		return false;
	ret->conninfo = cluster_conninfo_service(ret->cluster);
	ret->as_owner = cluster_conninfo(ret->cluster);
	return true;
}

bool
app_db_open(const struct app_settings *settings, struct app_db *ret, struct err *err)
{
	struct migrate_state m = {0};
	bool ok;

	if (!app_db_reach(settings, ret, err))
		return false;
	if (ret->cluster != NULL) {
		ok = migrate_run(ret->as_owner, &m, err);
	} else {
		ok = migrate_look(ret->as_owner, &m, err);
		if (ok && m.after < m.known)
			ok = err_set(err, ERR_CONFIG,
			    TR("cơ sở dữ liệu ở bản %u, chương trình cần bản %u; chạy: "
			       "giothong-aggregator migrate",
				"the database is at schema %u, this program needs %u; run: "
				"giothong-aggregator migrate"),
			    m.after, m.known);
	}
	if (!ok)
		app_db_close(ret);
	return ok;
}

void
app_db_close(struct app_db *db)
{
	bool ignored;

	cluster_stop(db->cluster, &ignored);
	*db = (struct app_db){0};
}
