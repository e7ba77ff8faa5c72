#include "rules/shape_registry.h"

#include "base/day.h"
#include "base/lang.h"
#include "rules/catalogue.h"
#include "rules/shape_part.h"

#define YEAR_MIN 1900
#define YEAR_MAX 2099
#define START_DAY_MAX 28 /* a day that every month has */

static bool
org_code(const char *code, struct err *err)
{
	return shape_part_org(
	    code, TR("mã địa phương, cơ quan", "the organisation's code"), ERR_REGISTRY, err);
}

static bool
name_given(const char *name, struct err *err)
{
	return shape_part_text(name, TR("tên", "the name"), ERR_REGISTRY, err);
}

/* An open end is a day here, and only here. */
static bool
org_days(const struct org_entry *o, struct err *err)
{
	if (o->valid_from != DAY_OPEN_LEFT &&
	    !shape_part_day(o->valid_from, TR("ngày bắt đầu", "the first day"), err))
		return false;
	if (o->valid_to != DAY_OPEN_RIGHT &&
	    !shape_part_day(o->valid_to, TR("ngày cuối", "the last day"), err))
		return false;
	if (o->valid_from > o->valid_to)
		return err_set(err, ERR_REGISTRY, "%s",
		    TR("ngày cuối đứng trước ngày bắt đầu", "it ends before it begins"));
	return o->continues_day == DAY_OPEN_LEFT || o->continues_code[0] == '\0' ||
	    shape_part_day(
		o->continues_day, TR("ngày của mã trước", "the earlier code's day"), err);
}

static bool
org_check(const struct org_entry *o, bool facility, struct err *err)
{
	if (!org_code(o->code, err) || !name_given(o->name, err) || !org_days(o, err))
		return false;
	if (o->kind == ORG_NONE || o->kind >= ORG_COUNT_ || facility != (o->kind == ORG_FACILITY))
		return err_set(err, ERR_REGISTRY, TR("%s: cấp không rõ", "%s: no level"), o->code);
	if (o->parent[0] == '\0' && o->kind != ORG_NATION && o->kind != ORG_FACILITY)
		return err_set(
		    err, ERR_REGISTRY, TR("%s: thiếu mã cấp trên", "%s: no parent"), o->code);
	if (o->parent[0] != '\0' && o->kind == ORG_NATION)
		return err_set(err, ERR_REGISTRY,
		    TR("%s: cả nước không có cấp trên", "%s: a nation has no parent"), o->code);
	return shape_part_org_or_none(
		   o->parent, TR("mã cấp trên", "the parent's code"), ERR_REGISTRY, err) &&
	    shape_part_org_or_none(
		o->continues_code, TR("mã trước", "the earlier code"), ERR_REGISTRY, err);
}

static bool
succession_check(const struct succession_entry *s, struct err *err)
{
	if (!org_code(s->old_code, err) ||
	    !shape_part_day(s->effective, TR("ngày hiệu lực", "the effective day"), err))
		return false;
	if (s->kind == SUCCESSION_NONE || s->kind >= SUCCESSION_COUNT_ ||
	    s->area >= EXTENT_COUNT_ || s->people >= EXTENT_COUNT_)
		return err_set(err, ERR_REGISTRY,
		    TR("%s: cách kế thừa không rõ", "%s: no kind of succession"), s->old_code);
	return s->kind == SUCCESSION_ABOLISHED
	    ? shape_part_org_or_none(
		  s->new_code, TR("mã nơi kế thừa", "the successor's code"), ERR_REGISTRY, err)
	    : org_code(s->new_code, err);
}

static bool
population_check(const struct population_entry *p, struct err *err)
{
	if (!org_code(p->code, err) || !shape_part_day(p->day, TR("ngày", "the day"), err))
		return false;
	if (p->year < YEAR_MIN || p->year > YEAR_MAX)
		return err_set(
		    err, ERR_REGISTRY, TR("%s: năm %u", "%s: the year %u"), p->code, p->year);
	if (p->persons < 0 || p->persons > WIRE_VALUE_MAX)
		return err_set(err, ERR_REGISTRY,
		    TR("%s: số dân không hợp lệ", "%s: the population is out of range"), p->code);
	return true;
}

static bool
catalogue_check(const struct catalogue_entry *c, struct err *err)
{
	if (c->ind == 0 || c->ind >= IND_SYSTEM_FIRST)
		return err_set(err, ERR_REGISTRY,
		    TR("chỉ số %u ngoài khoảng", "indicator %u is out of range"), c->ind);
	return shape_part_code(
		   c->code, TR("mã chỉ số", "the indicator's code"), ERR_REGISTRY, err) &&
	    name_given(c->name, err);
}

static bool
campaign_check(const struct campaign_entry *c, struct err *err)
{
	return shape_part_code(
		   c->code, TR("mã chiến dịch", "the campaign's code"), ERR_REGISTRY, err) &&
	    name_given(c->name, err) && shape_part_span(c->from, c->to, err) &&
	    shape_part_org_or_none(
		c->org, TR("mã nơi tổ chức", "the organisation's code"), ERR_REGISTRY, err);
}

static bool
sector_check(const struct sector_entry *s, struct err *err)
{
	if (s->aliases.n > WIRE_LIST_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("%s: nhiều hơn %d tên khác", "%s: more than %d aliases"), s->code,
		    WIRE_LIST_MAX);
	return shape_part_code(s->code, TR("mã khối", "the sector's code"), ERR_REGISTRY, err) &&
	    name_given(s->name, err) &&
	    shape_part_org_or_none(
		s->org, TR("mã nơi đặt khối", "the organisation's code"), ERR_REGISTRY, err);
}

static bool
plan_year_check(const struct plan_year_entry *p, struct err *err)
{
	if (p->start_month < 1 || p->start_month > 12 || p->start_day < 1 ||
	    p->start_day > START_DAY_MAX)
		return err_set(err, ERR_REGISTRY,
		    TR("năm kế hoạch bắt đầu %u/%u: tháng 1–12, ngày 1–%d",
			"a plan year from %u/%u: months 1-12, days 1-%d"),
		    p->start_day, p->start_month, START_DAY_MAX);
	return org_code(p->org, err);
}

static bool
round_check(const struct round_entry *r, struct err *err)
{
	if (!shape_part_code(r->code, TR("mã kỳ báo cáo", "the round's code"), ERR_REGISTRY, err) ||
	    !name_given(r->name, err) || !org_code(r->org, err) ||
	    !shape_part_span(r->from, r->cut_off, err) ||
	    !shape_part_day(r->due, TR("hạn nộp", "the due day"), err))
		return false;
	if (r->due < r->cut_off)
		return err_set(err, ERR_REGISTRY,
		    TR("%s: hạn nộp trước ngày chốt số", "%s: it is due before its cut-off"),
		    r->code);
	return true;
}

bool
shape_registry_check(const struct registry_entry *e, struct err *err)
{
	switch (e->kind) {
	case REGISTRY_ORG:
		return org_check(&e->u.org, false, err);
	case REGISTRY_FACILITY:
		return org_check(&e->u.org, true, err);
	case REGISTRY_SUCCESSION:
		return succession_check(&e->u.succession, err);
	case REGISTRY_ALIAS:
		return org_code(e->u.alias.code, err) && name_given(e->u.alias.name, err) &&
		    shape_part_day(e->u.alias.day, TR("ngày", "the day"), err);
	case REGISTRY_POPULATION:
		return population_check(&e->u.population, err);
	case REGISTRY_CATALOGUE:
		return catalogue_check(&e->u.catalogue, err);
	case REGISTRY_CAMPAIGN:
		return campaign_check(&e->u.campaign, err);
	case REGISTRY_SECTOR:
		return sector_check(&e->u.sector, err);
	case REGISTRY_PLAN_YEAR:
		return plan_year_check(&e->u.plan_year, err);
	case REGISTRY_ROUND:
		return round_check(&e->u.round, err);
	case REGISTRY_NONE:
	case REGISTRY_COUNT_:
	default:
		return err_set(
		    err, ERR_REGISTRY, "%s", TR("loại mục không rõ", "no kind of entry"));
	}
}
