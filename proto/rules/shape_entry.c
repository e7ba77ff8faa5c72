#include "rules/shape_entry.h"

#include "base/day.h"
#include "base/lang.h"
#include "rules/shape_part.h"

#define RATE_MAX 10000 /* 100 % in hundredths of a percent */

static bool
target_value(const struct target *t, struct err *err)
{
	const bool rate = t->measure == MEASURE_POPULATION_RATE ||
	    t->measure == MEASURE_STAFF_RATE || t->measure == MEASURE_COVERAGE;
	const int64_t top = t->qualifier == QUALIFIER_RANGE ? t->value_max : t->value;

	if (t->value < 0 || top < 0)
		return err_set(
		    err, ERR_COUNT_NEGATIVE, "%s", TR("chỉ tiêu âm", "a negative target"));
	if (t->value > WIRE_VALUE_MAX || top > WIRE_VALUE_MAX)
		return err_set(err, ERR_COUNT_OVERFLOW, "%s",
		    TR("chỉ tiêu quá lớn", "the target is too large"));
	if (t->value > top)
		return err_set(err, ERR_PLAN, "%s",
		    TR("khoảng chỉ tiêu: số sau nhỏ hơn số trước",
			"the target's range ends below its beginning"));
	if (rate && top > RATE_MAX)
		return err_set(
		    err, ERR_PLAN, "%s", TR("tỷ lệ lớn hơn 100%", "a rate beyond 100 percent"));
	if (t->stated_share > RATE_MAX)
		return err_set(err, ERR_PLAN, "%s",
		    TR("phần chiếm chỉ tiêu năm lớn hơn 100%",
			"a share of the year's target beyond 100 percent"));
	return true;
}

bool
shape_entry_target(const struct target *t, struct err *err)
{
	if (!shape_part_org_dated(
		t->org, TR("mã nơi nhận chỉ tiêu", "the target's organisation"), ERR_PLAN, err) ||
	    !shape_part_span(t->from, t->to, err))
		return false;
	if (t->drive[0] != '\0' && !shape_part_drive(t->drive, err))
		return false;
	if (t->campaign[0] != '\0' &&
	    !shape_part_code(
		t->campaign, TR("mã chiến dịch", "the campaign's code"), ERR_PLAN, err))
		return false;
	return shape_part_one_of(
		   t->measure, MEASURE_COUNT_, TR("loại chỉ tiêu", "the measure"), err) &&
	    shape_part_one_of(
		t->qualifier, QUALIFIER_COUNT_, TR("mức của chỉ tiêu", "the qualifier"), err) &&
	    shape_part_one_of(
		t->assigned, ASSIGNED_COUNT_, TR("ai giao chỉ tiêu", "who assigned it"), err) &&
	    target_value(t, err);
}

bool
shape_entry_review(const struct review *v, struct err *err)
{
	if (v->report.seq == 0)
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("không nêu báo cáo được xem xét", "the reviewed report is not named"));
	switch (v->state) {
	case REVIEW_ACCEPTED:
	case REVIEW_TAKE_COLLECTOR:
		return true;
	case REVIEW_RETURNED:
	case REVIEW_ADMITTED:
		return shape_part_text(v->reason, TR("lý do", "the reason"), ERR_NOTE_MISSING, err);
	case REVIEW_SAME_DRIVE:
	case REVIEW_DIFFERENT:
		return shape_part_drive_day(v->other_drive, err);
	case REVIEW_NONE:
	case REVIEW_COUNT_:
	default:
		return err_set(err, ERR_MALFORMED, "%s",
		    TR("kết quả xem xét không rõ", "no verdict of the review"));
	}
}

bool
shape_entry_lock(const struct lock_entry *l, struct err *err)
{
	if (!shape_part_org(
		l->org, TR("mã nơi khóa sổ", "the organisation's code"), ERR_MALFORMED, err) ||
	    !shape_part_span(l->from, l->to, err))
		return false;
	return l->locked ||
	    shape_part_text(
		l->reason, TR("lý do mở sổ", "the reason to unlock"), ERR_NOTE_MISSING, err);
}

bool
shape_entry_text(const struct text_entry *t, struct err *err)
{
	return shape_part_org_dated(t->org, TR("mã nơi lập văn bản", "the document's organisation"),
		   ERR_MALFORMED, err) &&
	    shape_part_text(t->document, TR("tên văn bản", "the document"), ERR_MALFORMED, err) &&
	    shape_part_text(
		t->part, TR("phần của văn bản", "the document's part"), ERR_MALFORMED, err);
}

static bool
key_field(const uint8_t *bytes, size_t len, const char *what, struct err *err)
{
	if (!shape_part_is_set(bytes, len))
		return err_set(err, ERR_KEY_ENTRY, TR("thiếu %s", "%s is missing"), what);
	return true;
}

static bool
key_owner(const struct key_entry *k, struct err *err)
{
	if (k->role == ROLE_NONE || k->role >= ROLE_COUNT_)
		return err_set(err, ERR_KEY_ENTRY, "%s", TR("vai trò không rõ", "no role"));
	return shape_part_org(
	    k->org, TR("mã nơi giữ khóa", "the key's organisation"), ERR_KEY_ENTRY, err);
}

static bool
key_invited(const struct key_entry *k, struct err *err)
{
	if (k->not_after_ms <= 0)
		return err_set(
		    err, ERR_KEY_ENTRY, "%s", TR("thiếu hạn dùng", "no end of validity"));
	return key_owner(k, err) &&
	    key_field(
		k->invitation, sizeof(k->invitation), TR("số phiếu mời", "the invitation"), err) &&
	    key_field(
		k->once_key, sizeof(k->once_key), TR("khóa một lần", "the one-time key"), err) &&
	    key_field(k->secret_hash, sizeof(k->secret_hash),
		TR("mã kiểm tra phiếu", "the hash of the secret"), err);
}

static bool
key_active(const struct key_entry *k, struct err *err)
{
	if (!key_field(k->sign_key, sizeof(k->sign_key), TR("khóa ký", "the signing key"), err) ||
	    !key_field(k->curve_key, sizeof(k->curve_key),
		TR("khóa kết nối", "the connection's key"), err))
		return false;
	if (!shape_part_is_set(k->invitation, sizeof(k->invitation)))
		return key_owner(k, err);
	return key_field(k->secret, sizeof(k->secret), TR("bí mật của phiếu", "the secret"), err);
}

/* Without ${old_sign_key} it only says when the doors of the key before are closed. */
static bool
key_server(const struct key_entry *k, struct err *err)
{
	if (k->not_after_ms <= 0)
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("thiếu lúc đóng cổng cũ", "no time to close the old doors"));
	if (!key_field(k->sign_key, sizeof(k->sign_key), TR("khóa ký", "the signing key"), err))
		return false;
	if (!shape_part_is_set(k->old_sign_key, sizeof(k->old_sign_key)))
		return true;
	return key_field(k->curve_key, sizeof(k->curve_key),
		   TR("khóa kết nối", "the connection's key"), err) &&
	    key_field(k->signature, sizeof(k->signature),
		TR("chữ ký của khóa mới", "the new key's signature"), err) &&
	    shape_part_text(
		k->intake, TR("địa chỉ nhận", "the intake's address"), ERR_KEY_ENTRY, err) &&
	    shape_part_text(k->query, TR("địa chỉ hỏi", "the query address"), ERR_KEY_ENTRY, err);
}

bool
shape_entry_key(const struct key_entry *k, struct err *err)
{
	switch (k->state) {
	case KEY_INVITED:
		return key_invited(k, err);
	case KEY_ACTIVE:
		return key_active(k, err);
	case KEY_REVOKED:
		return (shape_part_is_set(k->invitation, sizeof(k->invitation)) ||
			   key_field(k->sign_key, sizeof(k->sign_key),
			       TR("khóa ký", "the signing key"), err)) &&
		    shape_part_text(k->reason, TR("lý do thu hồi", "the reason to revoke"),
			ERR_NOTE_MISSING, err);
	case KEY_CONFIRMED:
		return key_field(
		    k->sign_key, sizeof(k->sign_key), TR("khóa ký", "the signing key"), err);
	case KEY_SERVER:
		return key_server(k, err);
	case KEY_NONE:
	case KEY_COUNT_:
	default:
		return err_set(err, ERR_KEY_ENTRY, "%s",
		    TR("trạng thái của khóa không rõ", "the key's state is not stated"));
	}
}
