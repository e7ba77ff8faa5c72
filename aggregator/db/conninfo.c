#include "db/conninfo.h"

#include <libpq-fe.h>
#include <string.h>

uint32_t
conninfo_host_count(const char *conninfo)
{
	PQconninfoOption *given = PQconninfoParse(conninfo, NULL);
	uint32_t most = 1;

	for (const PQconninfoOption *o = given; o != NULL && o->keyword != NULL; o++) {
		uint32_t n = 1;

		if (o->val == NULL ||
		    (strcmp(o->keyword, "host") != 0 && strcmp(o->keyword, "hostaddr") != 0))
			continue;
		for (const char *p = strchr(o->val, ','); p != NULL; p = strchr(p + 1, ','))
			n++;
		most = n > most ? n : most;
	}
	PQconninfoFree(given);
	return most;
}

bool
conninfo_has_secret(const char *conninfo)
{
	PQconninfoOption *given = PQconninfoParse(conninfo, NULL);
	bool has = false;

	for (const PQconninfoOption *o = given; o != NULL && o->keyword != NULL; o++)
		has = has || (o->val != NULL && strstr(o->keyword, "password") != NULL);
	PQconninfoFree(given);
	return has;
}
