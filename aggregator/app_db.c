#include "app_db.h"

#include "base/lang.h"
#include "db/migrate.h"

bool
app_db_reach(const struct app_settings *settings, struct app_db *ret, struct err *err)
{
	const struct cluster_config config = {.data_dir = settings->state};

	*ret = (struct app_db){0};
	if (settings->database[0] != '\0') {
		ret->conninfo = settings->database;
		return true;
	}
	if (!cluster_start(&config, &ret->cluster, err))
		return false;
	ret->conninfo = cluster_conninfo(ret->cluster);
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
		ok = migrate_run(ret->conninfo, &m, err);
	} else {
		ok = migrate_look(ret->conninfo, &m, err);
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
