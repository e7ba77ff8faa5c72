/*
 * stock - counts of what there is, not of what happened: of each organisation the newest value that
 * an activity reports up to a day, summed over the organisations that stand on that day's map. They
 * are not posted: a sum over days would add them up.
 */
#ifndef GH_CORE_STOCK_H
#define GH_CORE_STOCK_H

#include "core/answer.h"

struct stock;

/* All stocks on the scope's last day; *${ret} NULL: nobody reported any.  stock_free() it. */
bool stock_new(
    const struct core *c, const struct scope *s, struct stock **ret, struct err *err) MUST_USE;
/* NULL is a no-op. */
void stock_free(struct stock *st);
/* Of ${org} with all below it, or its own alone.  Added to ${ret}.  NULL has nothing. */
bool stock_add(
    const struct stock *st, org_t org, bool own, struct pairs *ret, struct err *err) MUST_USE;

#endif
