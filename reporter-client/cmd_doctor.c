#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/text.h"
#include "cmd.h"
#include "heads.h"
#include "hello.h"
#include "outbox_answer.h"
#include "outbox_rows.h"
#include "reminder.h"
#include "server_keys.h"

#define REACH_MS 3000
#define HELLO_MS 8000
#define SKEW_MAX_MS ((int64_t)10 * 60 * 1000)
#define FREE_MIN_BYTES ((uint64_t)64 * 1024 * 1024)
#define DETAIL_MAX 300

struct doctor {
	struct cli *cli;
	struct table *t;
	bool failed;      /* a door is closed */
	struct err first; /* the first of them */
};

/* One line of the examination. */
static void
told(struct doctor *d, const char *check, const char *title, const struct err *why,
    const char *detail)
{
	const bool ok = why == NULL || why->code == ERR_OK;

	table_text(d->t, check);
	table_text(d->t, title);
	table_number(d->t, ok);
	table_text(d->t, ok ? detail : why->text[0] != '\0' ? why->text : err_sentence(why->code));
	table_text(d->t, ok ? NULL : err_name(why->code));
	if (!ok && !d->failed)
		d->first = *why;
	d->failed = d->failed || !ok;
}

/* One of the two doors: what it is called, and whether this office can do without it. */
struct door {
	const char *check;
	const char *address;
	const char *name_title;
	const char *port_title;
	bool is_needed;
};

/* What is wrong between here and there, and whose business that is. */
static void
network_told(struct doctor *d, const char *check, const char *title, struct err *why)
{
	char text[ERR_TEXT_MAX];

	(void)snprintf(text, sizeof(text), "%s", why->text);
	(void)err_set(why, why->code, TR("%.200s; xem mạng: %s", "%.200s; look at the network: %s"),
	    text,
	    TR("dây, Wi-Fi, DNS, tường lửa cho ra cổng này",
		"cable, Wi-Fi, DNS, a firewall that lets this port out"));
	told(d, check, title, why, "");
}

/*
 * Name, then port; *${ret_closed}: the server's machine answers, and has that port closed.
 */
static bool
door_check(struct doctor *d, const struct door *door, bool *ret_closed)
{
	const bool failed = d->failed;
	char host[PROFILE_ADDRESS_MAX];
	char detail[DETAIL_MAX];
	struct buf addresses = {.max = DETAIL_MAX - 1};
	struct err why = {0};
	uint16_t port = 0;
	bool ok;

	ok = profile_address_split(door->address, host, &port, &why) &&
	    os_net_resolve(host, &addresses, &why);
	(void)snprintf(detail, sizeof(detail), "%.90s = %.200s", host, buf_text(&addresses));
	*ret_closed = false;
	buf_free(&addresses);
	if (ok) {
		told(d, door->check, door->name_title, &why, detail);
		ok = os_net_reach_told(host, port, REACH_MS, ret_closed, &why);
		(void)snprintf(detail, sizeof(detail),
		    TR("%.200s cổng %u mở", "%.200s port %u is open"), host, port);
		if (ok || *ret_closed)
			told(d, door->check, door->port_title, &why, detail);
		else
			network_told(d, door->check, door->port_title, &why);
	} else if (why.code == ERR_AWAY) {
		network_told(d, door->check, door->name_title, &why);
	} else {
		told(d, door->check, door->name_title, &why, "");
	}
	if (!door->is_needed)
		d->failed = failed;
	return ok;
}

static void
clock_check(struct doctor *d, const struct hello_ok *ok)
{
	const int64_t skew_ms = clock_unix_ms() - ok->clock_ms;
	char detail[DETAIL_MAX];
	struct err why = {0};

	(void)snprintf(detail, sizeof(detail),
	    TR("lệch máy chủ %lld giây", "%lld s from the aggregator's"),
	    (long long)(skew_ms / 1000));
	if (skew_ms > SKEW_MAX_MS || skew_ms < -SKEW_MAX_MS)
		(void)err_set(&why, ERR_CLOCK, "%s", detail);
	told(d, "clock", TR("Đồng hồ", "Clock"), &why, detail);
}

/*
 * The newest head against those that this machine has seen; kept by the sender only.  ${ok} NULL:
 * the aggregator was not heard, and what stands, stands.
 */
static void
history_check(struct doctor *d, struct heads *seen, const struct hello_ok *ok)
{
	char detail[DETAIL_MAX];
	char text[ERR_TEXT_MAX];
	struct err why = {0};
	bool holds;

	if (ok == NULL || ok->head.batch == 0 || (ok->window == 0 && ok->seen.batch == 0))
		holds = heads_stand(seen, &why);
	else
		holds = heads_take_grown(seen, &ok->head, &ok->seen, &why);
	if (!holds) {
		(void)snprintf(text, sizeof(text), "%s", why.text);
		(void)err_set(&why, why.code, "%s; %s", text, heads_next_step());
	}
	(void)snprintf(detail, sizeof(detail),
	    TR("máy này đã thấy lần ghi %llu", "this machine has seen batch %llu"),
	    (unsigned long long)heads_newest(seen)->batch);
	told(d, "history", TR("Lịch sử sổ cái", "The ledger's history"), &why, detail);
}

/* A damaged file has nothing to compare with, and is a finding by itself. */
static void
history_load(struct doctor *d, struct heads *ret)
{
	char path[OS_PATH_MAX];
	struct err why = {0};

	if (!profile_path(&d->cli->profile, PROFILE_HEADS, path, &why) ||
	    !heads_load(path, ret, &why))
		told(d, "heads", TR("Tệp heads", "The file heads"), &why, "");
}

/*
 * Which of the aggregator's keys this machine knows.  A port that is open and does not answer may
 * be another key's: a machine that was away through a whole change of keys cannot hear of it by
 * itself.
 */
static void
keys_check(struct doctor *d, const struct err *handshake)
{
	const struct profile *p = &d->cli->profile;
	const uint32_t n = server_keys_count(p);
	const struct server_door newest = server_keys_newest_door(p, false);
	char detail[DETAIL_MAX];
	char day[DAY_TEXT_MAX];
	struct err why = {0};

	(void)snprintf(detail, sizeof(detail), TR("khóa %u, cổng %.180s", "key %u, door %.180s"), n,
	    newest.address);
	if (p->server.old_doors_until_ms > clock_unix_ms() &&
	    !profile_address_reach(newest.address, REACH_MS, &why))
		(void)err_set(&why, ERR_AWAY,
		    TR("cổng mới %.120s bị chặn: mở trước %s, khi cổng cũ đóng",
			"the new door %.120s is closed to this machine: open it before %s, when the old one closes"),
		    newest.address,
		    day_people(day_from_unix_ms(p->server.old_doors_until_ms), day));
	else if (handshake->code == ERR_AWAY)
		(void)err_set(&why, ERR_SERVER_KEYS, "%s; %s", err_sentence(ERR_SERVER_KEYS),
		    err_next_step(ERR_SERVER_KEYS));
	told(d, "server-keys", TR("Khóa của máy chủ", "The server's keys"), &why, detail);
}

static void
handshake_check(struct doctor *d, struct heads *seen)
{
	struct profile *p = &d->cli->profile;
	struct outbox_stream streams[OUTBOX_STREAMS_MAX];
	struct hello_from from = {.stream = streams[0].id};
	struct hello_ok ok = {0};
	struct keys keys = {0};
	char detail[DETAIL_MAX];
	struct err why = {0};
	size_t n = 0;
	bool done;

	done = profile_keys(p, &keys, &why) &&
	    outbox_answer_streams(d->cli->outbox, streams, &n, &why);
	from.sign_key = keys.sign_public;
	from.seen = heads_newest(seen);
	done = done && n > 0 && hello_once(p, &from, HELLO_MS, &ok, &why);
	keys_wipe(&keys);
	if (done)
		(void)snprintf(detail, sizeof(detail),
		    TR("%.150s, lần ghi số %" PRIu64 "%s", "%.150s, batch %" PRIu64 "%s"),
		    ok.org_name[0] != '\0' ? ok.org_name : ok.org, ok.head.batch,
		    ok.pending ? TR(", chờ người thứ hai xác nhận", ", waits for a second person")
			: ok.window == 0
			? TR(", máy chủ tạm ngưng nhận", ", the aggregator is paused")
			: "");
	told(d, "handshake", TR("Bắt tay, khóa", "Handshake, key"), &why, done ? detail : "");
	history_check(d, seen, done ? &ok : NULL);
	if (done) {
		clock_check(d, &ok);
		reminder_keep(p, &ok);
	}
	keys_check(d, &why);
	query_free(&ok.arena);
}

static void
disk_check(struct doctor *d)
{
	char detail[DETAIL_MAX];
	struct err why = {0};
	uint64_t bytes = 0;

	if (os_file_free_bytes(d->cli->profile.folder, &bytes, &why) && bytes < FREE_MIN_BYTES)
		(void)err_set(&why, ERR_DISK_FULL, TR("còn %llu MB", "%llu MB left"),
		    (unsigned long long)(bytes / 1000000));
	(void)snprintf(detail, sizeof(detail), TR("còn %llu MB", "%llu MB free"),
	    (unsigned long long)(bytes / 1000000));
	told(d, "disk", TR("Đĩa", "Disk"), &why, detail);
}

static void
outbox_check(struct doctor *d)
{
	struct outbox_waiting waiting = {0};
	char detail[DETAIL_MAX];
	struct err why = {0};

	if (outbox_rows_check(d->cli->outbox, &why) &&
	    outbox_rows_waiting(d->cli->outbox, &waiting, &why) &&
	    (waiting.rows >= OUTBOX_WARN_ROWS || waiting.bytes >= OUTBOX_WARN_BYTES))
		(void)err_set(&why, ERR_LIMIT, TR("%llu dòng chờ gửi", "%llu rows wait"),
		    (unsigned long long)waiting.rows);
	(void)snprintf(detail, sizeof(detail), TR("%llu dòng chờ gửi", "%llu rows wait"),
	    (unsigned long long)waiting.rows);
	told(d, "outbox", TR("Hộp chờ gửi", "Outbox"), &why, detail);
}

static bool
examine(struct doctor *d, struct err *err)
{
	const struct profile *p = &d->cli->profile;
	struct door door = {.check = "intake",
	    .name_title = TR("Cổng nhận: tên", "Intake: name"),
	    .port_title = TR("Cổng nhận: cổng", "Intake: port"),
	    .is_needed = true};
	struct heads seen = {.n = 0};
	bool closed = false;
	bool reached;

	if (!cli_outbox(d->cli, err))
		return false;
	history_load(d, &seen);
	door.address = server_keys_door(p, false).address;
	reached = door_check(d, &door, &closed);
	if (reached)
		handshake_check(d, &seen);
	else
		history_check(d, &seen, NULL);
	if (!reached && closed) /* where the network ends before it, no key was heard of */
		keys_check(d, &(struct err){.code = ERR_AWAY});
	if (p->query[0] != '\0') {
		door = (struct door){.check = "query",
		    .address = server_keys_door(p, true).address,
		    .name_title = TR("Cổng xem: tên", "Query: name"),
		    .port_title = TR("Cổng xem: cổng", "Query: port"),
		    .is_needed = p->role != ROLE_REPORTER};
		(void)door_check(d, &door, &closed);
	}
	disk_check(d);
	outbox_check(d);
	return true;
}

int
cmd_doctor(struct cli *cli, int argc, char **argv)
{
	const struct table_column columns[] = {
	    {"check", NULL, TABLE_TEXT},
	    {"what", TR("Kiểm tra", "Check"), TABLE_TEXT},
	    {"ok", TR("Tốt", "Good"), TABLE_BOOL},
	    {"detail", TR("Chi tiết", "Detail"), TABLE_TEXT},
	    {"code", TR("Mã", "Code"), TABLE_KEY},
	};
	const struct cli_spec spec = {
	    .doc = TR(
		"Kiểm tra tên máy chủ, cổng, khóa, đồng hồ, đĩa và hộp chờ gửi, và chỉ ra chỗ bị chặn. "
		"Nơi chỉ báo cáo cần mở một cổng ra ngoài: cổng nhận.",
		"Check name, port, key, clock, disk and outbox, and name the closed door.  An office that only "
		"reports needs one outbound port: the intake."),
	};
	struct doctor d = {.cli = cli};
	struct err err = {0};
	bool ok;

	if (!cli_parse(cli, &spec, argc, argv, &err))
		return cli_fail(cli, &err, NULL);
	d.t = table_new(columns, ARRAY_LEN(columns));
	ok = d.t != NULL || err_set(&err, ERR_MEMORY, "doctor");
	ok = ok && examine(&d, &err) && cli_print(cli, d.t, "checks", &err);
	table_free(d.t);
	if (!ok)
		return cli_fail(cli, &err, NULL);
	return d.failed ? err_exit_status(d.first.code) : 0;
}
