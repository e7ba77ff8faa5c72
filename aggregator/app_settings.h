/*
 * app_settings - every setting of giothong-aggregator, one table: file, environment (GIOTHONG_…),
 * command line, --help and the print at start.
 */
#ifndef GH_APP_SETTINGS_H
#define GH_APP_SETTINGS_H

#include "base/settings.h"

struct app_settings {
	char *state;    /* folder */
	char *database; /* conninfo; "": the private cluster below ${state} */
	char *intake;
	char *query;
	char *public_intake; /* what invitations say; "": tcp://127.0.0.1:PORT */
	char *public_query;
	char *second_intake; /* the other pair of doors, in use while the server's keys change */
	char *second_query;
	char *second_public_intake;
	char *second_public_query;
	char *log_level;
	uint32_t realm;
	uint32_t queue;           /* submissions that wait for a batch */
	uint32_t quota_org;       /* submissions a minute; 0: no bound */
	uint32_t quota_address;   /* handshakes a minute; 0: no bound */
	uint32_t quota_questions; /* a minute of one machine; 0: no bound */
	uint32_t quota_questions_address;
};

/*
 * Defaults, then --config FILE or the state folder's own file, the environment, and what the
 * command line says.
 */
bool app_settings_load(struct app_settings *ret, int *argc, char **argv, struct err *err) MUST_USE;
/* The part of --help. */
void app_settings_help(FILE *out);
void app_settings_free(struct app_settings *s);

#endif
