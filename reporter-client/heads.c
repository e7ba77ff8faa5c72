#include "heads.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/os.h"

#define FIRST_LINE "giothong-heads 1"
#define OTHER "other " /* before the last line, when something contradicts those above */
#define FILE_BYTES_MAX ((size_t)64 * 1024)
#define HEX_MAX (2 * WIRE_SIGNATURE_BYTES)

static bool
hex_read(const char *text, uint8_t *ret, size_t len)
{
	if (strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned value;
		int end = 0;

		if (sscanf(text + 2 * i, "%2x%n", &value, &end) != 1 || end != 2)
			return false;
		ret[i] = (uint8_t)value;
	}
	return true;
}

static bool
line_read(const char *line, struct signed_head *ret)
{
	char head[HEX_MAX + 1];
	char signature[HEX_MAX + 1];

	return sscanf(line, "%" SCNu32 " %" SCNu32 " %" SCNu64 " %" SCNd64 " %128s %128s",
		   &ret->realm, &ret->epoch, &ret->batch, &ret->at_ms, head, signature) == 6 &&
	    hex_read(head, ret->head.at, sizeof(ret->head.at)) &&
	    hex_read(signature, ret->signature, sizeof(ret->signature));
}

static bool
text_read(char *text, struct heads *ret)
{
	char *rest = NULL;
	const char *line = strtok_r(text, "\n", &rest);

	if (line == NULL || strcmp(line, FIRST_LINE) != 0)
		return false;
	while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
		if (strncmp(line, OTHER, strlen(OTHER)) == 0)
			return line_read(line + strlen(OTHER), &ret->other) &&
			    ret->other.batch > 0 && ret->n > 0 &&
			    strtok_r(NULL, "\n", &rest) == NULL;
		if (ret->n == HEADS_MAX || !line_read(line, &ret->at[ret->n]) ||
		    (ret->n > 0 && ret->at[ret->n].epoch <= ret->at[ret->n - 1].epoch))
			return false;
		ret->n++;
	}
	return true;
}

bool
heads_load(const char *path, struct heads *ret, struct err *err)
{
	struct heads h = {0};
	struct buf file = {0};
	struct err why = {0};
	bool ok = false;

	if (!os_file_read(path, FILE_BYTES_MAX, &file, &why)) {
		ok = why.code == ERR_NOT_FOUND || err_set(err, why.code, "%s", why.text);
	} else {
		buf_u8(&file, '\0');
		ok = buf_ok(&file) && text_read((char *)file.at, &h);
		if (!ok)
			ok = err_set(err, ERR_INVALID,
				 TR("tệp %s bị hỏng", "the file %s is damaged"), path) ||
			    err_next(err,
				TR("để riêng tệp ấy và báo người vận hành; lần sau máy nhớ lại từ "
				   "đầu, không còn so được với trước",
				    "set that file aside and tell the operator; it is begun anew, and "
				    "what the server said before is no longer compared"));
	}
	buf_free(&file);
	if (ok)
		*ret = h;
	return ok;
}

static void
hex_put(struct buf *out, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_printf(out, "%02x", bytes[i]);
}

static void
line_put(struct buf *out, const struct signed_head *at)
{
	buf_printf(out, "%" PRIu32 " %" PRIu32 " %" PRIu64 " %" PRId64 " ", at->realm, at->epoch,
	    at->batch, at->at_ms);
	hex_put(out, at->head.at, sizeof(at->head.at));
	buf_str(out, " ");
	hex_put(out, at->signature, sizeof(at->signature));
	buf_str(out, "\n");
}

bool
heads_save(const char *path, struct heads *h, struct err *err)
{
	struct buf text = {0};
	bool ok;

	if (!h->changed)
		return true;
	buf_str(&text, FIRST_LINE "\n");
	for (uint32_t i = 0; i < h->n; i++)
		line_put(&text, &h->at[i]);
	if (h->other.batch > 0) {
		buf_str(&text, OTHER);
		line_put(&text, &h->other);
	}
	ok = buf_ok(&text) ? os_file_write_private(path, text.at, text.len, err)
			   : err_set(err, ERR_MEMORY, "%s", path);
	buf_free(&text);
	if (ok)
		h->changed = false;
	return ok;
}

static void
head_insert(struct heads *h, uint32_t place, const struct signed_head *head)
{
	if (h->n == HEADS_MAX) { /* the oldest epoch makes room */
		if (place == 0)
			return;
		memmove(&h->at[0], &h->at[1], (HEADS_MAX - 1) * sizeof(h->at[0]));
		h->n--;
		place--;
	}
	memmove(&h->at[place + 1], &h->at[place], (h->n - place) * sizeof(h->at[0]));
	h->at[place] = *head;
	h->n++;
	h->changed = true;
}

const char *
heads_next_step(void)
{
	return TR(
	    "gọi ban chỉ đạo cấp trên hoặc văn phòng quốc gia; giữ nguyên thư mục hồ sơ làm bằng "
	    "chứng (tệp heads, hộp chờ gửi); máy chủ được khôi phục rồi thì chạy: giothong send",
	    "call the committee above or the national office; keep the profile's folder as it is, "
	    "as evidence (the file heads, the outbox); once the server is restored, run: "
	    "giothong send");
}

static bool
is_of_batch(const struct signed_head *head, const struct signed_head *kept)
{
	return head->epoch == kept->epoch && head->batch == kept->batch;
}

/* What the newest kept one is contradicted by; another head of the very same batch says most. */
static void
other_keep(struct heads *h, const struct signed_head *other)
{
	const struct signed_head *kept = heads_newest(h);

	if (h->other.batch > 0 && (!is_of_batch(other, kept) || is_of_batch(&h->other, kept)))
		return;
	h->other = *other;
	h->changed = true;
}

static bool
went_back(const struct signed_head *seen, const struct signed_head *now, struct err *alarm)
{
	return err_set(alarm, ERR_HISTORY_WENT_BACK,
		   TR("máy chủ đưa lần ghi %llu của kỳ %u; máy này đã thấy lần ghi %llu của kỳ %u",
		       "the aggregator shows batch %llu of epoch %u; this machine has seen batch %llu of epoch %u"),
		   (unsigned long long)now->batch, now->epoch, (unsigned long long)seen->batch,
		   seen->epoch) ||
	    err_next(alarm, heads_next_step());
}

/* The first place whose epoch is not lower. */
static uint32_t
place_of(const struct heads *h, uint32_t epoch)
{
	uint32_t place = 0;

	while (place < h->n && h->at[place].epoch < epoch)
		place++;
	return place;
}

bool
heads_agree(
    const struct heads *h, const struct signed_head *head, bool is_current, struct err *alarm)
{
	const uint32_t place = place_of(h, head->epoch);
	const struct signed_head *seen = &h->at[place];

	if (h->n > 0 && is_current && head->epoch < h->at[h->n - 1].epoch)
		return went_back(&h->at[h->n - 1], head, alarm);
	if (place == h->n || seen->epoch != head->epoch || seen->batch != head->batch ||
	    memcmp(&head->head, &seen->head, sizeof(head->head)) == 0)
		return true;
	return err_set(alarm, ERR_HISTORY_WENT_BACK,
		   TR("lần ghi %llu của kỳ %u có hai mã kiểm tra khác nhau",
		       "batch %llu of epoch %u has two different heads"),
		   (unsigned long long)head->batch, head->epoch) ||
	    err_next(alarm, heads_next_step());
}

bool
heads_take(struct heads *h, const struct signed_head *head, bool is_current, struct err *alarm)
{
	const uint32_t place = place_of(h, head->epoch);

	if (!heads_agree(h, head, is_current, alarm)) {
		other_keep(h, head);
		return false;
	}
	if (place == h->n || h->at[place].epoch != head->epoch) {
		head_insert(h, place, head);
		return true;
	}
	if (head->batch < h->at[place].batch && is_current) {
		other_keep(h, head);
		return went_back(&h->at[place], head, alarm);
	}
	/* While a contradiction stands, what is newer may be of the other history. */
	if (head->batch > h->at[place].batch && h->other.batch == 0) {
		h->at[place] = *head;
		h->changed = true;
	}
	return true;
}

const struct signed_head *
heads_newest(const struct heads *h)
{
	static const struct signed_head none;

	return h->n > 0 ? &h->at[h->n - 1] : &none;
}

bool
heads_stand(const struct heads *h, struct err *alarm)
{
	const struct signed_head *kept = heads_newest(h);

	if (h->other.batch == 0)
		return true;
	return err_set(alarm, ERR_HISTORY_WENT_BACK,
		   TR("máy chủ đã đưa một lịch sử không khớp với lần ghi %llu của kỳ %u mà máy này "
		      "đã thấy",
		       "the aggregator has shown a history that does not agree with batch %llu of "
		       "epoch %u, which this machine has seen"),
		   (unsigned long long)kept->batch, kept->epoch) ||
	    err_next(alarm, heads_next_step());
}

/* ${seen} is what was asked for, the newest kept one, and not another of that batch. */
static bool
seen_check(struct heads *h, const struct signed_head *seen, struct err *alarm)
{
	const struct signed_head *was = heads_newest(h);

	if (!is_of_batch(seen, was))
		return err_set(alarm, ERR_HISTORY_WENT_BACK,
			   TR("máy chủ không còn lần ghi %llu của kỳ %u mà máy này đã thấy",
			       "the aggregator no longer has batch %llu of epoch %u, which this machine has seen"),
			   (unsigned long long)was->batch, was->epoch) ||
		    err_next(alarm, heads_next_step());
	if (heads_agree(h, seen, false, alarm))
		return true;
	other_keep(h, seen);
	return false;
}

bool
heads_take_grown(struct heads *h, const struct signed_head *head, const struct signed_head *seen,
    struct err *alarm)
{
	const struct signed_head other = h->other;
	const struct signed_head *was = heads_newest(h);
	const bool has_grown =
	    was->batch > 0 && was->epoch == head->epoch && was->batch < head->batch;

	if (has_grown && !seen_check(h, seen, alarm)) {
		other_keep(h, head);
		return false;
	}
	h->other = (struct signed_head){.batch = 0};
	if (!heads_take(h, head, true, alarm)) {
		if (other.batch > 0) {
			h->other = other;
			other_keep(h, head);
		}
		return false;
	}
	h->changed = h->changed || other.batch > 0;
	return true;
}
