#include "app_quota.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/quota.h"

struct app_quota {
	const struct app_settings *settings;
	struct quota *submissions; /* by organisation */
	struct quota *questions;   /* by machine */
	struct quota *addresses;
};

bool
app_quota_new(const struct app_settings *settings, struct app_quota **ret, struct err *err)
{
	struct app_quota *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return err_set(err, ERR_MEMORY, "quota");
	q->settings = settings;
	if (!quota_new(settings->quota_org, APP_QUOTA_KEYS_MAX, &q->submissions, err) ||
	    !quota_new(settings->quota_questions, APP_QUOTA_KEYS_MAX, &q->questions, err) ||
	    !quota_new(settings->quota_questions_address, APP_QUOTA_KEYS_MAX, &q->addresses, err)) {
		app_quota_free(q);
		return false;
	}
	*ret = q;
	return true;
}

void
app_quota_free(struct app_quota *q)
{
	if (q == NULL)
		return;
	quota_free(q->submissions);
	quota_free(q->questions);
	quota_free(q->addresses);
	free(q);
}

bool
app_quota_submission(struct app_quota *q, int32_t org, uint64_t now_ms, struct err *err)
{
	return quota_take(q->submissions, &org, sizeof(org), now_ms) ||
	    err_set(err, ERR_BUSY, "%s",
		TR("quá số bản gửi mỗi phút của một nơi",
		    "more submissions a minute than one organisation may send"));
}

bool
app_quota_question(struct app_quota *q, const uint8_t curve_key[WIRE_KEY_BYTES],
    const char *address, uint64_t now_ms, struct err *err)
{
	if (!quota_take(q->questions, curve_key, WIRE_KEY_BYTES, now_ms))
		return err_set(err, ERR_QUOTA,
		    TR("một máy được hỏi %u câu mỗi phút",
			"one machine may ask %u questions a minute"),
		    q->settings->quota_questions);
	return quota_take(q->addresses, address, strlen(address), now_ms) ||
	    err_set(err, ERR_QUOTA,
		TR("một địa chỉ mạng được hỏi %u câu mỗi phút",
		    "one network address may ask %u questions a minute"),
		q->settings->quota_questions_address);
}
