#include <stdio.h>

#include "app_db.h"
#include "app_state.h"
#include "base/lang.h"
#include "cmd.h"
#include "db/migrate.h"

int
cmd_migrate(struct cmd *c)
{
	struct app_db db = {0};
	struct migrate_state m = {0};
	struct err err = {0};
	bool ok;

	ok = cmd_options(c, NULL, NULL, NULL, &err) && app_state_open(c->settings.state, &err) &&
	    app_db_reach(&c->settings, &db, &err) && migrate_run(db.as_owner, &m, &err);
	app_db_close(&db);
	if (!ok)
		return cmd_fail(c, &err);
	if (c->json)
		(void)printf(
		    "{\"before\": %u, \"after\": %u, \"known\": %u}\n", m.before, m.after, m.known);
	else if (m.before == m.after)
		(void)printf(
		    TR("cơ sở dữ liệu đã ở bản %u\n", "the database is at schema %u already\n"),
		    m.after);
	else
		(void)printf(TR("đã đưa từ bản %u lên bản %u\n", "brought from schema %u to %u\n"),
		    m.before, m.after);
	return 0;
}
