/*
 * filed - registrations of drives that were filed apart from results, for the measure of targets: a
 * drive whose result tells of its registrations has none here.  Pure.
 */
#ifndef GH_CORE_FILED_H
#define GH_CORE_FILED_H

#include "core/measure.h"

/*
 * Add to *${ret} those that ${line} is for: of its drive; else of its organisation and those below,
 * of its sector and campaign as the plan has the drive, on the days of the line.  Drafts have none,
 * nor have drives that were cancelled without a result.  ERR_COUNT_OVERFLOW, ERR_MEMORY.
 */
bool filed_add(struct filed_list *list, const struct core *c, const struct target_line *line,
    struct measured *ret, struct err *err) MUST_USE;
/* NULL-safe; an empty list again. */
void filed_free(struct filed_list *list);

#endif
