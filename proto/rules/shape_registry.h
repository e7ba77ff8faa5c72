/*
 * shape_registry - shapes of what the registry carries.  Whether a code exists, or versions
 * overlap, is the decision's business.  Errors: ERR_REGISTRY, ERR_DATE, ERR_COLLECTION_SPAN.
 */
#ifndef GH_RULES_SHAPE_REGISTRY_H
#define GH_RULES_SHAPE_REGISTRY_H

#include "base/err.h"
#include "wire/report.h"

bool shape_registry_check(const struct registry_entry *e, struct err *err) MUST_USE;

#endif
