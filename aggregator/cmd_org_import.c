#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

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
    {"dry-run", NULL, "chỉ xem sẽ nạp gì, sửa gì", "only say what would be entered and corrected"},
    {"reopen", "REASON", "sửa những gì danh bạ đang ghi khác danh mục, kể cả khi đổi số đã khóa sổ",
	"correct what the registry says otherwise than the list, also where that moves locked books"},
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
	OPTION_REOPEN,
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
	bool is_trial; /* nothing is written */
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
		if (j->line > 0)
			(void)fprintf(stderr, TR("%s dòng %u: ", "%s line %u: "),
			    file_names[j->file], j->line);
		(void)fprintf(
		    stderr, "%s %s [%s]\n", err_sentence(j->code), j->why, err_name(j->code));
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
		org_import_report(r->import, from + i, &reports[i]);
	const struct app_submit_what what = {.reports = reports, .n = *ret, .keys = &r->keys};
	if (!(r->is_trial ? app_submit_try(r->submit, &what, &result, err)
			  : app_submit_send(r->submit, &what, &result, err)))
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
	const bool is_shown = !r->is_trial && os_is_terminal(STDERR_FILENO);
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

/* Corrections and withdrawals, one a line: what stands, and what it becomes. */
static void
changes_tell(const struct run *r)
{
	for (uint32_t i = 0; i < org_import_count(r->import); i++) {
		const struct org_import_change *x = org_import_change_at(r->import, i);

		if (x != NULL)
			(void)printf("%s %s: %s → %s\n", x->code, x->name, x->was, x->becomes);
	}
}

static json_t *
changes_json(const struct run *r)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < org_import_count(r->import); i++) {
		const struct org_import_change *x = org_import_change_at(r->import, i);

		if (x != NULL)
			(void)json_array_append_new(list,
			    json_pack("{s:s, s:s, s:s, s:s}", "org", x->code, "name", x->name,
				"was", x->was, "becomes", x->becomes));
	}
	return list;
}

static void
told_json(const struct run *r, const struct org_import_counts *n)
{
	json_t *o = json_pack("{s:I, s:I, s:I, s:I, s:I, s:o*}", "rows", (json_int_t)n->rows,
	    r->is_trial ? "would_enter" : "entered", (json_int_t)r->entered, "already",
	    (json_int_t)n->already + r->already, "refused", (json_int_t)r->refused, "batch",
	    (json_int_t)r->batch, "changes", changes_json(r));

	(void)cmd_json(o);
}

static void
told(const struct cmd *c, const struct run *r)
{
	struct org_import_counts n;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];
	char d[NUM_TEXT_MAX];

	org_import_count_all(r->import, &n);
	if (c->json) {
		told_json(r, &n);
		return;
	}
	changes_tell(r);
	(void)printf(r->is_trial
		? TR("sẽ nạp %s mục, đã có %s, bỏ %s dòng\n",
		      "would enter %s entries, %s are there already, %s rows refused\n")
		: TR("đã nạp %s mục, đã có %s, bỏ %s dòng\n",
		      "entered %s entries, %s were there already, %s rows refused\n"),
	    num_people(r->entered, a), num_people(n.already + r->already, b),
	    num_people(r->refused, d));
	if (n.ended > 0)
		(void)printf(
		    TR("%s nơi danh mục còn mà danh bạ đã cho kết thúc: xem bằng --dry-run "
		       "--reopen LÝ DO\n",
			"%s go on in the list and have ended in the registry: see them with "
			"--dry-run --reopen REASON\n"),
		    num_people(n.ended, a));
}

static bool
import_make(struct run *r, struct err *err)
{
	struct org_import_input in = {
	    .have = core_orgs(app_submit_core(r->submit)), .reopen = r->value[OPTION_REOPEN]};
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

struct place {
	struct app_db db;
	struct app_keys server;
};

static bool
ledger_open(struct cmd *c, struct run *r, struct place *p, struct err *err)
{
	app_submit_close(r->submit);
	r->submit = NULL;
	return app_submit_open(&c->settings, &p->server, p->db.conninfo, &r->submit, err);
}

/*
 * A list is corrected whole or not at all: half of it would take back a succession and keep the end
 * that it rests on.  A dry run ends as the real one would.
 */
static bool
corrections_try(struct cmd *c, struct run *r, struct place *p, struct err *err)
{
	const uint32_t rows = r->refused;

	r->is_trial = true;
	if (!all_send(r, err))
		return false;
	if (r->refused > rows && r->value[OPTION_REOPEN] != NULL)
		return err_set(err, ERR_REGISTRY, "%s",
		    TR("chưa nạp gì: sửa các dòng trên, hoặc bỏ --reopen",
			"nothing was entered: mend these rows, or leave out --reopen"));
	if (r->value[OPTION_DRY_RUN] != NULL)
		return true;
	r->is_trial = false;
	r->entered = r->already = 0;
	return ledger_open(c, r, p, err);
}

static bool
import_send(struct cmd *c, struct run *r, struct place *p, struct err *err)
{
	const bool is_tried = r->value[OPTION_DRY_RUN] != NULL || r->value[OPTION_REOPEN] != NULL;

	if (is_tried && !corrections_try(c, r, p, err))
		return false;
	return r->is_trial || all_send(r, err);
}

static bool
import_run(struct cmd *c, struct run *r, const char *profile, struct err *err)
{
	struct place p = {0};
	bool ok;

	ok = file_read(r, IMPORT_UNITS, r->value[OPTION_LIST], err) &&
	    file_read(r, IMPORT_SUCCESSIONS, r->value[OPTION_SUCCESSIONS], err) &&
	    file_read(r, IMPORT_ALIASES, r->value[OPTION_ALIASES], err) && rejects_open(r, err) &&
	    app_state_open(c->settings.state, err) &&
	    app_state_keys(c->settings.state, false, &p.server, err) &&
	    app_profile_keys(profile, false, &r->keys, err) &&
	    app_db_open(&c->settings, &p.db, err) && ledger_open(c, r, &p, err) &&
	    import_make(r, err) && import_send(c, r, &p, err) && rejects_close(r, err);
	if (ok)
		told(c, r);
	app_submit_close(r->submit);
	app_db_close(&p.db);
	app_keys_wipe(&p.server);
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
	    (r.value[OPTION_REOPEN] == NULL || r.value[OPTION_REOPEN][0] != '\0' ||
		err_set(&err, ERR_NOTE_MISSING, "%s", "--reopen")) &&
	    app_profile_dir(&c->settings, r.value[OPTION_PROFILE_DIR], profile, &err) &&
	    import_run(c, &r, profile, &err);
	(void)!rejects_close(&r, &ignored);
	org_import_free(r.import);
	for (size_t i = 0; i < ARRAY_LEN(r.file); i++)
		csvfile_free(r.file[i]);
	keys_wipe(&r.keys);
	if (!ok)
		return cmd_fail(c, &err);
	/* What was refused was told row by row; the rest is entered. */
	return r.refused > 0 ? err_exit_status(ERR_CSV) : 0;
}
