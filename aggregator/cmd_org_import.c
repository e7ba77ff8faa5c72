#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app_db.h"
#include "app_profile.h"
#include "app_state.h"
#include "app_submit.h"
#include "base/lang.h"
#include "base/num.h"
#include "cmd.h"
#include "org_import.h"

static const struct cmd_option options[] = {
    {"list", "FILE", "danh mục: code,name,type,parent_code,level,full_name[,valid_from,valid_to]",
	"the list: code,name,type,parent_code,level,full_name[,valid_from,valid_to]"},
    {"successions", "FILE", "nhập, tách, đổi tên: old_code,new_code,kind,effective_date…",
	"mergers, splits, renamings: old_code,new_code,kind,effective_date…"},
    {"aliases", "FILE", "tên gọi khác: code,alias_full_name,era",
	"other names: code,alias_full_name,era"},
    {"as-of", "DATE", "ngày của danh mục, khi danh mục không có valid_from",
	"the list's day, when it has no valid_from"},
    {"dry-run", NULL, "chỉ xem sẽ nạp gì", "only say what would be entered"},
    {"rejects", "FILE", "ghi các dòng bị bỏ vào FILE (CSV)", "write refused rows to FILE (CSV)"},
    {"profile-dir", "DIR", "thư mục hồ sơ của người vận hành; mặc định: operator trong --state",
	"the operator's profile folder; default: operator below --state"},
};
enum {
	OPTION_LIST,
	OPTION_SUCCESSIONS,
	OPTION_ALIASES,
	OPTION_AS_OF,
	OPTION_DRY_RUN,
	OPTION_REJECTS,
	OPTION_PROFILE_DIR,
	OPTIONS
};
#define SHOWN_REJECTS 10

struct run {
	const char *value[OPTIONS];
	struct csvfile *file[3]; /* by enum org_import_file */
	struct org_import *import;
	struct app_submit *submit;
	struct keys keys;
	FILE *rejects; /* NULL: not asked for */
	uint32_t entered, already, refused;
	uint32_t shown;
	uint64_t batch; /* newest */
};

static const char *const file_names[] = {
    [IMPORT_UNITS] = "list", [IMPORT_SUCCESSIONS] = "successions", [IMPORT_ALIASES] = "aliases"};

static bool
file_read(struct run *r, enum org_import_file which, const char *path, struct err *err)
{
	struct buf bytes = {0};
	bool ok;

	if (path == NULL)
		return true;
	ok = os_file_read(path, CSVFILE_BYTES_MAX, &bytes, err) &&
	    csvfile_parse(bytes.at, bytes.len, &r->file[which], err);
	buf_free(&bytes);
	return ok;
}

static void
quoted_put(FILE *out, const char *text)
{
	(void)fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			(void)fputc('"', out);
		(void)fputc(*text, out);
	}
	(void)fputc('"', out);
}

static void
reject_tell(struct run *r, const struct org_import_reject *j)
{
	r->refused++;
	if (r->rejects != NULL) {
		(void)fprintf(
		    r->rejects, "%s,%u,%s,", file_names[j->file], j->line, err_name(j->code));
		quoted_put(r->rejects, j->why);
		(void)fputc('\n', r->rejects);
	} else if (r->shown++ < SHOWN_REJECTS) {
		(void)fprintf(stderr, TR("%s dòng %u: %s %s [%s]\n", "%s line %u: %s %s [%s]\n"),
		    file_names[j->file], j->line, err_sentence(j->code), j->why, err_name(j->code));
	}
}

static void
verdicts_take(struct run *r, uint32_t from, const struct app_submitted *s)
{
	for (uint32_t i = 0; i < s->n; i++) {
		struct org_import_reject j = {.code = s->verdict[i], .why = s->detail[i]};

		if (s->verdict[i] == ERR_OK) {
			r->entered++;
		} else if (s->verdict[i] == ERR_ALREADY) {
			r->already++;
		} else {
			j.line = org_import_line(r->import, from + i, &j.file);
			reject_tell(r, &j);
		}
	}
	if (s->stored)
		r->batch = s->batch;
}

/* Entries ${from} on, as many as one submission holds; *${ret} how many that were. */
static bool
chunk_send(struct run *r, uint32_t from, uint32_t *ret, struct err *err)
{
	static struct report reports[WIRE_REPORTS_MAX];
	static struct app_submitted result;

	if (!org_import_chunk(r->import, from, ret, err))
		return false;
	for (uint32_t i = 0; i < *ret; i++)
		reports[i] = (struct report){.kind = KIND_REGISTRY,
		    .action = ACTION_FIRST,
		    .reason = "",
		    .u.registry = *org_import_at(r->import, from + i)};
	if (!app_submit_send(r->submit,
		&(struct app_submit_what){.reports = reports, .n = *ret, .keys = &r->keys}, &result,
		err))
		return false;
	if (result.code != ERR_OK)
		return err_set(err, result.code, "%s", result.text);
	verdicts_take(r, from, &result);
	return true;
}

static bool
all_send(struct run *r, struct err *err)
{
	const uint32_t n = org_import_count(r->import);
	const bool is_shown = os_is_terminal(STDERR_FILENO);
	uint32_t taken = 0;

	for (uint32_t from = 0; from < n; from += taken) {
		if (!chunk_send(r, from, &taken, err))
			return false;
		if (is_shown)
			(void)fprintf(stderr, "\r%u / %u", from + taken, n);
	}
	if (is_shown && n > 0)
		(void)fputc('\n', stderr);
	return true;
}

static bool
rejects_open(struct run *r, struct err *err)
{
	if (r->value[OPTION_REJECTS] == NULL)
		return true;
	r->rejects = fopen(r->value[OPTION_REJECTS], "we");
	if (r->rejects == NULL)
		return err_set_errno(err, "%s", r->value[OPTION_REJECTS]);
	(void)fputs("file,line,code,reason\n", r->rejects);
	return true;
}

static bool
rejects_close(struct run *r, struct err *err)
{
	FILE *f = r->rejects;

	r->rejects = NULL;
	if (f != NULL && fclose(f) != 0)
		return err_set_errno(err, "%s", r->value[OPTION_REJECTS]);
	return true;
}

static void
told(const struct cmd *c, const struct run *r)
{
	const bool dry = r->value[OPTION_DRY_RUN] != NULL;
	struct org_import_counts n;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];
	char d[NUM_TEXT_MAX];

	org_import_count_all(r->import, &n);
	const uint32_t entered = dry ? n.entries : r->entered;
	const uint32_t already = n.already + r->already;

	if (c->json)
		(void)printf("{\"rows\": %u, \"%s\": %u, \"already\": %u, \"refused\": %u, "
			     "\"batch\": %llu}\n",
		    n.rows, dry ? "would_enter" : "entered", entered, already, r->refused,
		    (unsigned long long)r->batch);
	else
		(void)printf(dry
			? TR("sẽ nạp %s mục, đã có %s, bỏ %s dòng\n",
			      "would enter %s entries, %s are there already, %s rows refused\n")
			: TR("đã nạp %s mục, đã có %s, bỏ %s dòng\n",
			      "entered %s entries, %s were there already, %s rows refused\n"),
		    num_people(entered, a), num_people(already, b), num_people(r->refused, d));
}

static bool
import_make(struct run *r, struct err *err)
{
	struct org_import_input in = {.have = core_orgs(app_submit_core(r->submit))};
	const struct org_import_reject *rejects = NULL;
	uint32_t n;

	if (r->value[OPTION_AS_OF] != NULL && !day_parse(r->value[OPTION_AS_OF], &in.as_of, err))
		return false;
	in.units = r->file[IMPORT_UNITS];
	in.successions = r->file[IMPORT_SUCCESSIONS];
	in.aliases = r->file[IMPORT_ALIASES];
	if (!org_import_make(&in, &r->import, err))
		return false;
	n = org_import_rejects(r->import, &rejects);
	for (uint32_t i = 0; i < n; i++)
		reject_tell(r, &rejects[i]);
	return true;
}

static bool
import_run(struct cmd *c, struct run *r, const char *profile, struct err *err)
{
	struct app_db db = {0};
	struct keys server = {0};
	bool ok;

	ok = file_read(r, IMPORT_UNITS, r->value[OPTION_LIST], err) &&
	    file_read(r, IMPORT_SUCCESSIONS, r->value[OPTION_SUCCESSIONS], err) &&
	    file_read(r, IMPORT_ALIASES, r->value[OPTION_ALIASES], err) && rejects_open(r, err) &&
	    app_state_open(c->settings.state, err) &&
	    app_state_keys(c->settings.state, false, &server, err) &&
	    app_profile_keys(profile, false, &r->keys, err) &&
	    app_db_open(&c->settings, &db, err) &&
	    app_submit_open(&c->settings, &server, db.conninfo, &r->submit, err) &&
	    import_make(r, err) && (r->value[OPTION_DRY_RUN] != NULL || all_send(r, err)) &&
	    rejects_close(r, err);
	if (ok)
		told(c, r);
	app_submit_close(r->submit);
	app_db_close(&db);
	keys_wipe(&server);
	return ok;
}

int
cmd_org_import(struct cmd *c)
{
	static struct run r;
	char profile[OS_PATH_MAX];
	struct err err = {0};
	struct err ignored = {0};
	bool ok;

	ok = cmd_options(c, &(struct cmd_options){options, OPTIONS}, r.value, NULL, &err) &&
	    (r.value[OPTION_LIST] != NULL ||
		err_set(
		    &err, ERR_USAGE, "%s", TR("thiếu --list FILE", "--list FILE is missing"))) &&
	    app_profile_dir(&c->settings, r.value[OPTION_PROFILE_DIR], profile, &err) &&
	    import_run(c, &r, profile, &err);
	(void)!rejects_close(&r, &ignored);
	org_import_free(r.import);
	for (size_t i = 0; i < ARRAY_LEN(r.file); i++)
		csvfile_free(r.file[i]);
	keys_wipe(&r.keys);
	return ok ? 0 : cmd_fail(c, &err);
}
