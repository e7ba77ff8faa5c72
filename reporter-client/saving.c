#include "saving.h"

#include <inttypes.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "outbox_show.h"
#include "reference_show.h"
#include "when.h"

#define ROOT_BYTES_SHOWN 4

bool
saving_run(struct cli *cli, const struct saving *s, bool *ret_saved, struct delivered *ret,
    struct err *err)
{
	struct outbox_draft draft = {.reports = s->reports,
	    .reports_n = s->n,
	    .now_ms = clock_unix_ms(),
	    .summary = s->summary};
	struct outbox_saved saved;
	struct keys keys = {0};

	*ret_saved = false;
	if (cli_outbox(cli, err) && profile_keys(&cli->profile, &keys, err)) {
		draft.keys = &keys;
		draft.realm = cli->profile.realm;
		*ret_saved = outbox_save(cli->outbox, &draft, &saved, err);
	}
	keys_wipe(&keys);
	return *ret_saved && deliver_rows(cli, &saved, s->wait_ms, ret, err);
}

const char *
saving_kept(bool saved)
{
	return saved ? TR("Đã lưu trong hộp chờ gửi.", "It is saved in the outbox.") : NULL;
}

bool
saving_stuck(const struct delivered *d, uint64_t waiting, struct err *err)
{
	const enum err_code code = outcome_stuck(waiting, d->link.code);

	return code != ERR_OK && !err_set(err, code, "%s", d->link.text);
}

/* ---- telling */

static const char *
fate_name(const struct outcome *o)
{
	if (o->waiting > 0)
		return "saved";
	return o->accepted > 0 ? "delivered" : "already";
}

struct told {
	const struct outcome *o;
	char overlaps[WIRE_DRIVE_BYTES_MAX + 1]; /* the drive in the way; "": none known */
	uint32_t year;   /* another plan year than its key's, in which it counts; 0 */
	const char *why; /* it was there already; "": nothing more to say */
};

/* As the aggregator sees the plan now; what it does not answer is nothing to fail for. */
static void
plan_ask(struct cli *cli, const struct saving *s, struct told *ret)
{
	struct ask_reference drives = {.arenas_n = 0};

	ret->overlaps[0] = '\0';
	if (s->drive == NULL || ret->o->waiting > 0 ||
	    !reference_show_ask(cli, REFERENCE_DRIVES, s->drive, &drives, NULL))
		return;
	if (drives.all.drives_n > 0) {
		(void)text_copy(
		    ret->overlaps, sizeof(ret->overlaps), drives.all.drives[0].overlaps);
		ret->year = drives.all.drives[0].counted_year;
	}
	ask_reference_free(&drives);
}

static void
tell_json(const struct saving *s, const struct outbox_rows *rows, const struct told *told)
{
	const struct outcome *o = told->o;
	char hex[2 * WIRE_HASH_BYTES + 1] = "", at[WHEN_TEXT_MAX], name[OUTBOX_SHOW_NAME_MAX] = "";
	json_t *object;

	for (size_t i = 0; i < WIRE_HASH_BYTES && o->batch != 0; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", o->root.at[i]);
	if (rows->n > 0)
		(void)outbox_show_name(&rows->at[0], name);
	object = json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "state", fate_name(o), "summary",
	    s->summary, "name", name, "row", (json_int_t)(rows->n > 0 ? rows->at[0].id : 0),
	    "accepted", (json_int_t)o->accepted, "already", (json_int_t)o->already, "waiting",
	    (json_int_t)o->waiting);
	if (object != NULL && o->after_lock > 0)
		(void)json_object_set_new(
		    object, "after_lock", json_integer((json_int_t)o->after_lock));
	if (object != NULL && told->overlaps[0] != '\0')
		(void)json_object_set_new(object, "overlaps", json_string(told->overlaps));
	if (object != NULL && told->year != 0)
		(void)json_object_set_new(
		    object, "counted_year", json_integer((json_int_t)told->year));
	if (object != NULL && o->batch != 0) {
		(void)json_object_set_new(object, "batch", json_integer((json_int_t)o->batch));
		(void)json_object_set_new(object, "at", json_string(when_iso(o->at_ms, at)));
		(void)json_object_set_new(object, "root", json_string(hex));
	}
	if (object == NULL || json_dumpf(object, stdout, JSON_INDENT(1)) != 0)
		(void)fprintf(stderr, "giothong: JSON\n");
	(void)putchar('\n');
	json_decref(object);
}

static void
tell_words(const struct saving *s, const struct told *told, const struct err *link)
{
	const struct outcome *o = told->o;
	char number[NUM_TEXT_MAX], clock[WHEN_TEXT_MAX], hex[2 * ROOT_BYTES_SHOWN + 1];

	(void)printf("%s%s", s->summary, s->text ? ". " : "\n");
	if (o->accepted > 0) {
		for (size_t i = 0; i < ROOT_BYTES_SHOWN; i++)
			(void)snprintf(hex + 2 * i, 3, "%02x", o->root.at[i]);
		(void)printf(TR("Đã nhận, có biên nhận: lần ghi số %s (%s) · mã kiểm tra %s…\n",
				 "Delivered, with a receipt: batch %s (%s) · root %s…\n"),
		    num_people((int64_t)o->batch, number), when_clock(o->at_ms, clock), hex);
	}
	if (o->after_lock > 0)
		(void)printf("%s\n",
		    TR("Đến sau khi khóa sổ: đã lưu, chưa tính; nhờ ban chỉ đạo cho tính "
		       "(giothong review admit).",
			"It came after the lock: stored, not counted; ask the committee to admit it "
			"(giothong review admit)."));
	if (o->already > 0)
		(void)printf("%s%s%s\n",
		    TR("Đã có, không tính hai lần.", "Already there, not counted twice."),
		    told->why[0] != '\0' ? " " : "", told->why);
	if (told->overlaps[0] != '\0')
		(void)printf(
		    TR("Lưu ý: chồng chéo với buổi %s (cùng ngày, cùng nơi hoặc cùng địa phương, cơ quan).\n",
			"Note: it overlaps %s (same days; the same place or the same organisation).\n"),
		    told->overlaps);
	if (told->year != 0)
		(void)printf(
		    TR("Lưu ý: buổi này tính vào năm kế hoạch %u, không phải năm của mã buổi.\n",
			"Note: it counts in the plan year %u, not in its key's.\n"),
		    told->year);
	if (o->waiting > 0) {
		const char *why = link->code == ERR_OK                ? ""
		    : link->code == ERR_BUSY && link->text[0] != '\0' ? link->text
								      : err_sentence(link->code);

		(void)printf(link->code == ERR_BUSY
			? TR("Đã lưu, chưa gửi: sẽ tự gửi%s%s%s.\n",
			      "Saved, not sent: it goes by itself%s%s%s.\n")
			: TR("Đã lưu, chưa gửi: sẽ tự gửi khi có mạng%s%s%s.\n",
			      "Saved, not sent: it goes by itself when the network is back%s%s%s.\n"),
		    why[0] != '\0' ? " (" : "", why, why[0] != '\0' ? ")" : "");
	}
}

int
saving_tell(struct cli *cli, const struct saving *s)
{
	struct delivered d = {.rows = {.n = 0}};
	struct outcome o;
	struct told told = {.o = &o, .why = ""};
	struct err err = {0};
	char kept[OUTBOX_SUMMARY_MAX];
	bool saved = false;
	int status = 0;

	if (!saving_run(cli, s, &saved, &d, &err))
		return cli_fail(cli, &err, saving_kept(saved));
	if (!outcome_read(&d.rows, NULL, NULL, &o, &err)) {
		status = cli_fail(cli, &err, saving_kept(saved));
	} else if (o.refused > 0) {
		(void)snprintf(kept, sizeof(kept),
		    TR("Bản không được nhận vẫn nằm ở dòng %" PRId64 " của hộp chờ gửi.",
			"What was refused is kept as row %" PRId64 " of the outbox."),
		    d.rows.n > 0 ? d.rows.at[0].id : 0);
		status = cli_fail(cli, &o.first, kept);
	} else if (saving_stuck(&d, o.waiting, &err)) {
		(void)snprintf(kept, sizeof(kept),
		    TR("Đã lưu ở dòng %" PRId64
		       " của hộp chờ gửi, nhưng máy này không gửi được nữa.",
			"It is saved as row %" PRId64
			" of the outbox, but this machine can send no more."),
		    d.rows.n > 0 ? d.rows.at[0].id : 0);
		status = cli_fail(cli, &err, kept);
	} else {
		plan_ask(cli, s, &told);
		if (s->reports[0].kind == KIND_LOCK && o.already > 0 && d.rows.n > 0)
			told.why = d.rows.at[0].detail;
		if (cli->json)
			tell_json(s, &d.rows, &told);
		else
			tell_words(s, &told, &d.link);
	}
	outbox_rows_free(&d.rows);
	return status;
}
