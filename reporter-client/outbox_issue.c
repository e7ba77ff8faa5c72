#include "outbox_issue.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/os.h"
#include "wire/submission.h"

#define FOLLOW_MAX 4096 /* rows put right by one answer */
#define WAITING_MAX 256 /* rows that wait for one row */

struct stream {
	int64_t no;
	uint8_t id[WIRE_STREAM_BYTES];
	uint64_t next_seq;
};

bool
outbox_issue_stream(struct outbox *box, int64_t now_ms, struct err *err)
{
	uint8_t id[WIRE_STREAM_BYTES];
	struct outbox_query q;

	if (!os_random(id, sizeof(id), err) ||
	    !outbox_db_query(box, outbox_sql_stream_add, &q, err))
		return false;
	outbox_db_blob(&q, id, sizeof(id));
	outbox_db_int(&q, now_ms);
	return outbox_db_run(&q, err);
}

static bool
stream_current(struct outbox *box, bool *ret_there, struct stream *ret, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_stream_current, &q, err) ||
	    !outbox_db_step(&q, ret_there, err))
		return false;
	if (!*ret_there)
		return true;
	ret->no = sqlite3_column_int64(q.stmt, 0);
	ret->next_seq = (uint64_t)sqlite3_column_int64(q.stmt, 2);
	if (!outbox_db_bytes(&q, 1, ret->id, sizeof(ret->id), err)) {
		outbox_db_end(&q);
		return false;
	}
	outbox_db_end(&q);
	return true;
}

bool
outbox_issue_has_stream(struct outbox *box, bool *ret, struct err *err)
{
	struct stream stream;

	return stream_current(box, ret, &stream, err);
}

static bool
stream_advance(struct outbox *box, const struct stream *stream, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_stream_advance, &q, err))
		return false;
	outbox_db_int(&q, stream->no);
	outbox_db_int(&q, (int64_t)stream->next_seq + 1);
	return outbox_db_run(&q, err);
}

/* The row of this outbox that ${name} means; *${ret_waits}: it has no receipt yet. */
static bool
base_find(
    struct outbox *box, const struct name *name, int64_t *ret_id, bool *ret_waits, struct err *err)
{
	struct outbox_query q;
	bool row = false;
	int64_t state;
	int64_t replaced_by;

	*ret_id = 0;
	if (!outbox_db_query(box, outbox_sql_entry_find, &q, err))
		return false;
	outbox_db_blob(&q, name->stream, sizeof(name->stream));
	outbox_db_int(&q, (int64_t)name->seq);
	if (!outbox_db_step(&q, &row, err))
		return false;
	if (!row)
		return true; /* another office's, or receipted long ago */
	*ret_id = sqlite3_column_int64(q.stmt, 0);
	state = sqlite3_column_int64(q.stmt, 1);
	replaced_by = sqlite3_column_int64(q.stmt, 2);
	outbox_db_end(&q);
	*ret_waits = state != OUTBOX_DELIVERED;
	if (state == OUTBOX_REFUSED && replaced_by != 0)
		return err_set(err, ERR_BASE_UNKNOWN,
		    TR("dòng %lld đã được gửi lại thành dòng %lld: sửa dòng đó",
			"row %lld was sent again as row %lld: correct that one"),
		    (long long)*ret_id, (long long)replaced_by);
	if (state == OUTBOX_REFUSED)
		return err_set(err, ERR_BASE_UNKNOWN,
		    TR("dòng %lld đã bị từ chối, không có gì để sửa: giothong outbox show %lld",
			"row %lld was refused, there is nothing to correct: giothong outbox show %lld"),
		    (long long)*ret_id, (long long)*ret_id);
	return true;
}

static bool
wait_add(struct outbox *box, int64_t id, int64_t base, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_wait_add, &q, err))
		return false;
	outbox_db_int(&q, id);
	outbox_db_int(&q, base);
	return outbox_db_run(&q, err);
}

static bool
waits_add(struct outbox *box, int64_t id, const struct outbox_issue *how, struct err *err)
{
	for (uint32_t i = 0; i < how->reports_n; i++) {
		const struct name *replaces = &how->reports[i].replaces;
		int64_t base = 0;
		bool waits = false;

		if (replaces->seq == 0)
			continue;
		if (!base_find(box, replaces, &base, &waits, err))
			return false;
		if (base != 0 && base != id && waits && !wait_add(box, id, base, err))
			return false;
	}
	return true;
}

/* The body is in ${box->scratch}. */
static bool
entry_add(struct outbox *box, const struct outbox_issue *how, const struct stream *stream,
    struct err *err)
{
	uint8_t signature[WIRE_SIGNATURE_BYTES];
	struct outbox_query q;

	submission_sign(box->scratch.at, box->scratch.len, how->keys->sign_secret, signature);
	if (!outbox_db_query(box, outbox_sql_entry_add, &q, err))
		return false;
	outbox_db_int(&q, stream->no);
	outbox_db_int(&q, (int64_t)stream->next_seq);
	outbox_db_text(&q, how->summary);
	outbox_db_int(&q, how->reports_n);
	outbox_db_int(&q, how->now_ms);
	outbox_db_int(&q, how->not_before_ms);
	outbox_db_blob(&q, signature, sizeof(signature));
	outbox_db_blob(&q, box->scratch.at, box->scratch.len);
	return outbox_db_run(&q, err);
}

bool
outbox_issue_row(
    struct outbox *box, const struct outbox_issue *how, struct outbox_issued *ret, struct err *err)
{
	struct submission s = {.realm = how->realm,
	    .saved_at_ms = how->now_ms,
	    .reports = how->reports,
	    .reports_n = how->reports_n};
	struct stream stream = {0};
	bool there = false;
	int64_t id;

	if (!stream_current(box, &there, &stream, err))
		return false;
	if (!there || stream.next_seq > INT64_MAX - 1)
		return err_set(err, ERR_BUG, "outbox: no stream");
	s.seq = stream.next_seq;
	memcpy(s.stream, stream.id, sizeof(s.stream));
	buf_clear(&box->scratch);
	if (!submission_encode(&s, &box->scratch, err) || !entry_add(box, how, &stream, err))
		return false;
	id = sqlite3_last_insert_rowid(box->db);
	if (!stream_advance(box, &stream, err) || !waits_add(box, id, how, err))
		return false;
	ret->id = id;
	ret->seq = s.seq;
	memcpy(ret->stream, s.stream, sizeof(ret->stream));
	return true;
}

bool
outbox_issue_replaced(
    struct outbox *box, int64_t id, int64_t by, enum err_code code, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_replaced, &q, err))
		return false;
	outbox_db_int(&q, id);
	outbox_db_int(&q, by);
	outbox_db_int(&q, (int64_t)code);
	return outbox_db_run(&q, err);
}

bool
outbox_issue_park(struct outbox *box, int64_t id, const struct err *why, struct err *err)
{
	struct outbox_query q;

	if (!outbox_db_query(box, outbox_sql_entry_park, &q, err))
		return false;
	outbox_db_int(&q, id);
	outbox_db_int(&q, (int64_t)why->code);
	outbox_db_text(&q, why->text);
	return outbox_db_run(&q, err);
}

static bool
waiting_list(
    struct outbox *box, int64_t base, int64_t ret[WAITING_MAX], size_t *ret_n, struct err *err)
{
	struct outbox_query q;
	bool row = true;
	size_t n = 0;

	if (!outbox_db_query(box, outbox_sql_wait_of_base, &q, err))
		return false;
	outbox_db_int(&q, base);
	while (n < WAITING_MAX) {
		if (!outbox_db_step(&q, &row, err))
			return false;
		if (!row)
			break;
		ret[n++] = sqlite3_column_int64(q.stmt, 0);
	}
	outbox_db_end(&q);
	*ret_n = n;
	return true;
}

void
outbox_issue_renamed(const struct outbox_issued *to, struct outbox_base ret[WIRE_REPORTS_MAX])
{
	for (uint32_t i = 0; i < WIRE_REPORTS_MAX; i++)
		ret[i] = outbox_issue_base(to, i);
}

struct outbox_base
outbox_issue_base(const struct outbox_issued *to, uint32_t idx)
{
	struct outbox_base base = {.fate = OUTBOX_RENAME, .name = {.seq = to->seq, .idx = idx}};

	memcpy(base.name.stream, to->stream, sizeof(base.name.stream));
	return base;
}

/* One row whose name changed, and what its reports are now. */
struct follow_job {
	int64_t id;
	uint8_t stream[WIRE_STREAM_BYTES];
	uint64_t seq;
	struct outbox_issued to;
};
struct follow {
	struct outbox *box;
	const struct outbox_issue *how;
	const struct outbox_base *bases; /* of the first job; then NULL: all renamed to ${to} */
	struct follow_job *jobs;
	size_t jobs_n;
	size_t jobs_cap;
};

static bool
job_add(
    struct follow *f, const struct outbox_row *row, const struct outbox_issued *to, struct err *err)
{
	struct follow_job *jobs = f->jobs;

	if (f->jobs_n == f->jobs_cap) {
		const size_t cap = f->jobs_cap == 0 ? 8 : f->jobs_cap * 2;

		if (cap > FOLLOW_MAX)
			return err_set(err, ERR_LIMIT, "outbox: %d", FOLLOW_MAX);
		jobs = realloc(jobs, cap * sizeof(*jobs));
		if (jobs == NULL)
			return err_set(err, ERR_MEMORY, "outbox");
		f->jobs = jobs;
		f->jobs_cap = cap;
	}
	jobs[f->jobs_n] = (struct follow_job){.id = row->id, .seq = row->seq};
	memcpy(jobs[f->jobs_n].stream, row->stream, sizeof(row->stream));
	if (to != NULL)
		jobs[f->jobs_n].to = *to;
	f->jobs_n++;
	return true;
}

/* Put the names of ${reports} right; the worst fate of those that ${job} holds. */
static enum outbox_fate
names_mend(const struct follow *f, const struct follow_job *job, struct report *reports, uint32_t n)
{
	enum outbox_fate fate = OUTBOX_KEEP;

	for (uint32_t i = 0; i < n; i++) {
		struct name *name = &reports[i].replaces;
		struct outbox_base base;

		if (name->seq != job->seq || name->idx >= WIRE_REPORTS_MAX ||
		    memcmp(name->stream, job->stream, sizeof(name->stream)) != 0)
			continue;
		base =
		    f->bases != NULL ? f->bases[name->idx] : outbox_issue_base(&job->to, name->idx);
		if (base.fate > fate)
			fate = base.fate;
		if (base.fate == OUTBOX_RENAME)
			*name = base.name;
	}
	return fate;
}

/* ${row} is issued again with ${reports}. */
static bool
row_again(struct follow *f, const struct outbox_row *row, const struct submission *s,
    const struct report *reports, struct err *err)
{
	struct outbox_issue how = *f->how;
	struct outbox_issued issued;

	how.reports = reports;
	how.reports_n = s->reports_n;
	how.realm = s->realm;
	how.not_before_ms = 0;
	how.summary = row->summary;
	return outbox_issue_row(f->box, &how, &issued, err) &&
	    outbox_issue_replaced(f->box, row->id, issued.id, ERR_OK, err) &&
	    job_add(f, row, &issued, err);
}

static bool
base_park(struct follow *f, const struct follow_job *job, int64_t id, struct err *err)
{
	struct err why;

	err_set(&why, ERR_BASE_UNKNOWN,
	    TR("bản cần sửa (dòng %lld) đã bị từ chối", "what it corrects (row %lld) was refused"),
	    (long long)job->id);
	return outbox_issue_park(f->box, id, &why, err);
}

static bool
waiting_follow(struct follow *f, const struct follow_job *job, int64_t id, struct err *err)
{
	struct outbox_rows rows = {0};
	struct submission *s = NULL;
	struct report *reports = NULL;
	enum outbox_fate fate;
	bool ok = false;

	if (!outbox_rows_get(f->box, id, &rows, err) ||
	    !submission_decode(rows.at[0].body, rows.at[0].body_len, &s, err))
		goto out;
	reports = calloc(s->reports_n, sizeof(*reports));
	if (reports == NULL) {
		err_set(err, ERR_MEMORY, "outbox");
		goto out;
	}
	memcpy(reports, s->reports, s->reports_n * sizeof(*reports));
	fate = names_mend(f, job, reports, s->reports_n);
	if (fate == OUTBOX_PARK)
		ok = base_park(f, job, id, err);
	else
		ok = fate == OUTBOX_KEEP || row_again(f, &rows.at[0], s, reports, err);
out:
	free(reports);
	submission_free(s);
	outbox_rows_free(&rows);
	return ok;
}

bool
outbox_issue_follow(struct outbox *box, const struct outbox_issue *how,
    const struct outbox_row *base, const struct outbox_base bases[WIRE_REPORTS_MAX],
    struct err *err)
{
	struct follow f = {.box = box, .how = how, .bases = bases};
	int64_t waiting[WAITING_MAX];
	bool ok = false;

	if (!job_add(&f, base, NULL, err))
		return false;
	for (size_t done = 0; done < f.jobs_n; done++) {
		const struct follow_job job = f.jobs[done]; /* jobs may move */
		size_t n = 0;

		if (!waiting_list(box, job.id, waiting, &n, err))
			goto out;
		for (size_t i = 0; i < n; i++) {
			if (!waiting_follow(&f, &job, waiting[i], err))
				goto out;
		}
		f.bases = NULL;
	}
	ok = true;
out:
	free(f.jobs);
	return ok;
}
