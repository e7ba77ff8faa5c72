/* Planned drives of one organisation in order of their last day. */
#include "core/plan_impl.h"

static bool
is_listed(const struct drive *d)
{
	return d->planned && d->state != DRIVE_CANCELLED;
}

static const struct plan_planned *
list_of(const struct plan_org *of, uint32_t *ret_n)
{
	*ret_n = of != NULL ? utarray_len(&of->planned) : 0;
	return *ret_n != 0 ? (const struct plan_planned *)(const void *)of->planned.d : NULL;
}

/* The first that is not before ${x}; ${n}: none. */
static uint32_t
place_of(const struct plan_planned *list, uint32_t n, struct plan_planned x)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;
		const struct plan_planned *m = &list[mid];

		if (m->to < x.to || (m->to == x.to && m->at < x.at))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
plan_planned_drop(struct plan *p, const struct plan_drive *d)
{
	struct plan_org *of = plan_org_of(p, d->d.org);
	const struct plan_planned x = {.to = d->d.to, .at = d->at};
	uint32_t n = 0;
	const struct plan_planned *list = list_of(of, &n);
	const uint32_t at = place_of(list, n, x);

	if (at < n && list[at].to == x.to && list[at].at == x.at)
		utarray_erase(&of->planned, at, 1);
}

bool
plan_planned_put(struct plan *p, const struct plan_drive *d, struct err *err)
{
	const struct plan_planned x = {.to = d->d.to, .at = d->at};
	uint32_t n = 0;

	if (!is_listed(&d->d))
		return true;
	struct plan_org *of = plan_org_make(p, d->d.org, err);
	const struct plan_planned *list = list_of(of, &n);
	return of != NULL && array_insert(&of->planned, &x, place_of(list, n, x), err);
}

uint32_t
plan_planned_of(
    const struct plan *p, org_t org, day_t from, day_t to, const struct plan_planned **ret)
{
	uint32_t n = 0;
	const struct plan_planned *list = list_of(plan_org_of(p, org), &n);

	*ret = NULL;
	if (n == 0 || from > to)
		return 0;
	const uint32_t first = place_of(list, n, (struct plan_planned){.to = from});
	const uint32_t end = place_of(list, n, (struct plan_planned){.to = to + 1});
	*ret = list + first;
	return end - first;
}
