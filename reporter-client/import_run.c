#include "import_run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/lang.h"
#include "base/text.h"
#include "org_find.h"
#include "rejects.h"
#include "saving.h"
#include "traps.h"

enum key { KEY_DRY_RUN = 0x40000, KEY_REJECTS, KEY_WAIT, KEY_REPLACE, KEY_SHEET };

#define PATIENCE_REPORTS 500 /* from here on a person is told that it takes a while */
#define REFUSALS_SHOWN 5
#define NOTES_SHOWN 20

struct tally {
	uint64_t saved; /* reports */
	struct outcome o;
	struct err stuck; /* what waits goes only after a person acts */
};

/* What the verdicts said, by report. */
struct verdicts {
	struct import_set *set;
	struct name *existing; /* beside the set's reports; seq 0: no conflict */
	size_t conflicts;
	bool keep_conflicts; /* they are corrected: no refusals */
};

static bool
take(void *cookie, size_t index, const struct verdict *v, struct err *err)
{
	struct verdicts *all = cookie;
	struct err why;

	if (receipt_accepts(v->code) || v->code == ERR_ALREADY || err_is_retry(v->code))
		return true;
	if (v->code == ERR_REVISION_CONFLICT && all->keep_conflicts && v->existing.seq != 0) {
		all->existing[index] = v->existing;
		all->conflicts++;
		return true;
	}
	if (v->code == ERR_ORG_UNKNOWN)
		traps_code_unknown(v->detail, &why);
	else
		(void)err_set(&why, v->code, "%s", v->detail);
	return import_set_refuse(all->set, all->set->rows[index], &why, err);
}

struct part {
	const struct report *reports;
	size_t n;
};
struct running {
	struct cli *cli;
	const struct import_job *job;
	struct tally *tally;
};

static bool
save(const struct running *run, struct part part, struct verdicts *v, struct err *err)
{
	char summary[OUTBOX_SUMMARY_MAX];
	const struct saving saving = {
	    .reports = part.reports, .n = part.n, .summary = summary, .wait_ms = run->job->wait_ms};
	struct tally *t = run->tally;
	struct delivered d = {.rows = {.n = 0}};
	struct outcome o;
	bool saved = false, ok;

	(void)snprintf(summary, sizeof(summary), TR("Nhập %s (%zu mục)", "Import %s (%zu entries)"),
	    run->job->file, part.n);
	if (part.n >= PATIENCE_REPORTS)
		cli_note(run->cli,
		    TR("%zu mục: đang lưu và gửi…", "%zu entries: saving and sending…"), part.n);
	ok = saving_run(run->cli, &saving, &saved, &d, err);
	t->saved += saved ? part.n : 0;
	ok = ok && outcome_read(&d.rows, take, v, &o, err);
	if (ok)
		(void)saving_stuck(&d, o.waiting, &t->stuck);
	outbox_rows_free(&d.rows);
	if (!ok)
		return false;
	t->o.accepted += o.accepted;
	t->o.after_lock += o.after_lock;
	t->o.already += o.already;
	t->o.waiting += o.waiting;
	return true;
}

/* What stands in another form is corrected to what the file says. */
static bool
correct(const struct running *run, const struct verdicts *v, struct err *err)
{
	struct import_set *set = v->set;
	struct report *reports = calloc(v->conflicts, sizeof(*reports));
	size_t *rows = calloc(v->conflicts, sizeof(*rows));
	struct import_set view = *set;
	struct verdicts second = {.set = &view};
	struct part part = {.reports = reports};
	bool ok = false;

	if (reports == NULL || rows == NULL) {
		(void)err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
		goto out;
	}
	for (size_t i = 0; i < set->reports_n; i++) {
		if (v->existing[i].seq == 0)
			continue;
		reports[part.n] = set->reports[i];
		reports[part.n].action = ACTION_CORRECTION;
		reports[part.n].replaces = v->existing[i];
		rows[part.n++] = set->rows[i];
	}
	view.rows = rows;
	ok = save(run, part, &second, err);
	set->refused = view.refused;
	set->refused_n = view.refused_n;
	set->refused_cap = view.refused_cap;
out:
	free(reports);
	free(rows);
	return ok;
}

static bool
save_all(struct cli *cli, const struct import_job *job, struct tally *t, struct err *err)
{
	struct import_set *set = job->set;
	struct verdicts v = {.set = set, .keep_conflicts = job->replace};
	bool ok = false;

	const struct running run = {.cli = cli, .job = job, .tally = t};

	if (set->reports_n == 0)
		return true;
	v.existing = calloc(set->reports_n, sizeof(*v.existing));
	if (v.existing == NULL)
		return err_set(err, ERR_MEMORY, "%s", TR("tệp nhập", "the import"));
	ok = save(&run, (struct part){.reports = set->reports, .n = set->reports_n}, &v, err) &&
	    (v.conflicts == 0 || correct(&run, &v, err));
	free(v.existing);
	return ok;
}

/* ---- telling */

static json_t *
notes_json(const struct import_job *job)
{
	json_t *all = json_array();

	for (size_t i = 0; i < job->set->notes_n; i++) {
		const struct import_note *n = &job->set->notes[i];

		(void)json_array_append_new(all,
		    json_pack("{s:I, s:s, s:s}", "line", (json_int_t)sheet_line(job->sheet, n->row),
			"code", n->code, "text", n->text));
	}
	return all;
}

static void
tell_json(const struct import_job *job, const struct tally *t, const char *rejects)
{
	const struct import_set *set = job->set;
	json_t *object = json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "file", job->file,
	    "rows", (json_int_t)sheet_rows(job->sheet), "entries", (json_int_t)set->reports_n,
	    "accepted", (json_int_t)t->o.accepted, "already", (json_int_t)t->o.already, "waiting",
	    (json_int_t)t->o.waiting, "refused", (json_int_t)set->refused_n, "dry_run",
	    job->dry_run);

	if (object != NULL && t->o.after_lock > 0)
		(void)json_object_set_new(
		    object, "after_lock", json_integer((json_int_t)t->o.after_lock));
	if (object != NULL && set->refused_n > 0)
		(void)json_object_set_new(object, "rejects", json_string(rejects));
	if (object != NULL && set->notes_n > 0)
		(void)json_object_set_new(object, "warnings", notes_json(job));
	if (object == NULL || json_dumpf(object, stdout, JSON_INDENT(1)) != 0)
		(void)fprintf(stderr, "giothong: JSON\n");
	(void)putchar('\n');
	json_decref(object);
}

static void
tell_words(const struct import_job *job, const struct tally *t, const char *rejects)
{
	const struct import_set *set = job->set;

	if (job->dry_run)
		(void)printf(
		    TR("%s: %zu dòng, %zu mục đúng, %zu dòng bị từ chối; chưa lưu gì.\n",
			"%s: %zu rows, %zu entries are right, %zu rows refused; nothing saved.\n"),
		    job->file, sheet_rows(job->sheet), set->reports_n, set->refused_n);
	else
		(void)printf(
		    TR("%s: %zu dòng: %" PRIu64 " mục mới, %" PRIu64
		       " đã có (không tính hai lần), %" PRIu64 " chờ gửi; %zu dòng bị từ chối.\n",
			"%s: %zu rows: %" PRIu64 " entries are new, %" PRIu64
			" already there (not counted twice), %" PRIu64
			" waiting; %zu rows refused.\n"),
		    job->file, sheet_rows(job->sheet), t->o.accepted, t->o.already, t->o.waiting,
		    set->refused_n);
	if (t->o.after_lock > 0)
		(void)printf("%s: %" PRIu64 "; %s.\n", err_sentence(ERR_AFTER_LOCK),
		    t->o.after_lock, err_next_step(ERR_AFTER_LOCK));
	if (set->refused_n > 0)
		(void)printf(
		    TR("Dòng bị từ chối và lý do: %s\n", "Refused rows and their reasons: %s\n"),
		    rejects);
}

static void
tell_first(const struct cli *cli, const struct import_job *job)
{
	const size_t shown =
	    job->set->refused_n < REFUSALS_SHOWN ? job->set->refused_n : REFUSALS_SHOWN;

	for (size_t i = 0; i < shown; i++) {
		const struct import_refusal *r = &job->set->refused[i];

		cli_note(cli, TR("  dòng %zu: %s%s%s [%s]", "  line %zu: %s%s%s [%s]"),
		    sheet_line(job->sheet, r->row), err_sentence(r->code),
		    r->text[0] != '\0' ? ": " : "", r->text, err_name(r->code));
	}
	if (job->set->refused_n > shown)
		cli_note(cli, "  …");
}

/* What is odd and taken all the same. */
static void
tell_notes(const struct cli *cli, const struct import_job *job)
{
	const struct import_set *set = job->set;
	const size_t shown = set->notes_n < NOTES_SHOWN ? set->notes_n : NOTES_SHOWN;

	for (size_t i = 0; i < shown; i++)
		cli_note(cli, TR("  lưu ý, dòng %zu: %s [%s]", "  note, line %zu: %s [%s]"),
		    sheet_line(job->sheet, set->notes[i].row), set->notes[i].text,
		    set->notes[i].code);
	if (set->notes_n > shown)
		cli_note(cli, "  …");
}

int
import_run(struct cli *cli, const struct import_job *job)
{
	struct tally t = {.saved = 0};
	struct err err;
	char beside[OS_PATH_MAX];
	const char *rejects = job->rejects;

	if (sheet_note(job->sheet)[0] != '\0')
		cli_note(cli, "%s: %s.", job->file, sheet_note(job->sheet));
	if (rejects == NULL) {
		if (snprintf(beside, sizeof(beside), "%s.rejects.csv", job->file) >=
		    (int)sizeof(beside)) {
			(void)err_set(&err, ERR_LIMIT, "%.100s", job->file);
			return cli_fail(cli, &err, NULL);
		}
		rejects = beside;
	}
	if (!job->dry_run && !save_all(cli, job, &t, &err))
		return cli_fail(cli, &err, saving_kept(t.saved > 0));
	if (!import_set_once(job->set, sheet_rows(job->sheet), &err))
		return cli_fail(cli, &err, saving_kept(t.saved > 0));
	if (job->set->refused_n > 0 && !rejects_write(rejects, job->sheet, job->set, &err))
		return cli_fail(cli, &err, saving_kept(t.saved > 0));
	if (cli->json)
		tell_json(job, &t, rejects);
	else
		tell_words(job, &t, rejects);
	tell_first(cli, job);
	tell_notes(cli, job);
	if (t.stuck.code != ERR_OK && !cli->json)
		return cli_fail(cli, &t.stuck, saving_kept(true));
	if (t.stuck.code != ERR_OK) /* the one object above is the answer */
		return err_exit_status(t.stuck.code);
	return job->set->refused_n == 0 ? 0 : err_exit_status(job->set->refused[0].code);
}

/* ---- options */

int
import_run_file(struct cli *cli, const struct import_job *asked, import_read_fn *read)
{
	struct import_job job = *asked;
	struct org_find f;
	struct import_set set = {.arena = NULL};
	struct sheet *sheet = NULL;
	struct org_resolver names;
	struct err err;
	int status;

	if (!cli_profile(cli, &err) && !job.dry_run)
		return cli_fail(cli, &err, NULL);
	org_find_open(&f, cli->profile_is_open ? &cli->profile : NULL);
	names = org_find_resolver(&f);
	if (!sheet_read(job.file, job.page, &sheet, &err) ||
	    !read(cli, sheet, &names, &set, &err)) {
		status = cli_fail(cli, &err, TR("Chưa lưu gì.", "Nothing was saved."));
	} else {
		job.sheet = sheet;
		job.set = &set;
		status = import_run(cli, &job);
	}
	import_set_free(&set);
	sheet_free(sheet);
	org_find_close(&f);
	return status;
}

void
import_run_options(struct argp_option ret[IMPORT_OPTIONS_MAX])
{
	const struct argp_option options[IMPORT_OPTIONS_MAX] = {
	    {"dry-run", KEY_DRY_RUN, NULL, 0,
		TR("chỉ kiểm tra, không lưu", "check only, save nothing"), 0},
	    {"rejects", KEY_REJECTS, TR("TỆP", "FILE"), 0,
		TR("ghi các dòng bị từ chối vào đây (TỆP.rejects.csv)",
		    "write refused rows here (FILE.rejects.csv)"),
		0},
	    {"replace", KEY_REPLACE, NULL, 0,
		TR("dòng đã có mà khác thì sửa theo tệp", "correct what is there in another form"),
		0},
	    {"sheet", KEY_SHEET, TR("TRANG", "PAGE"), 0,
		TR("đọc trang này của tệp Excel (trang đầu)",
		    "read this page of a workbook (the first)"),
		0},
	    {"wait", KEY_WAIT, TR("GIÂY", "S"), 0,
		TR("thử gửi bao nhiêu giây (60)", "seconds to try (60)"), 0},
	    {0},
	};

	memcpy(ret, options, sizeof(options));
}

bool
import_run_take(struct import_job *job, int key, const char *arg, bool *ret_ok, struct err *err)
{
	uint64_t wait_s = 0;

	*ret_ok = true;
	switch (key) {
	case KEY_DRY_RUN:
		job->dry_run = true;
		return true;
	case KEY_REJECTS:
		job->rejects = arg;
		return true;
	case KEY_SHEET:
		job->page = arg;
		return true;
	case KEY_REPLACE:
		job->replace = true;
		return true;
	case KEY_WAIT:
		*ret_ok = cli_u64(arg, IMPORT_WAIT_MAX_S, &wait_s, err);
		job->wait_ms = (int)(wait_s * 1000);
		return true;
	default:
		return false;
	}
}
