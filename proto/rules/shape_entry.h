/*
 * shape_entry - shapes of the signed entries: targets, reviews, locks, texts, keys.
 */
#ifndef GH_RULES_SHAPE_ENTRY_H
#define GH_RULES_SHAPE_ENTRY_H

#include "base/err.h"
#include "wire/report.h"

bool shape_entry_target(const struct target *t, struct err *err) MUST_USE;
bool shape_entry_review(const struct review *v, struct err *err) MUST_USE;
bool shape_entry_lock(const struct lock_entry *l, struct err *err) MUST_USE;
bool shape_entry_text(const struct text_entry *t, struct err *err) MUST_USE;
/*
 * Invited: org, role, id, one-time key, hash, end.  Active: both keys, and either the invitation
 * with its secret or (the first key of a system) neither, with org and role.  Confirmed: the
 * signing key.  Revoked: that, or an invitation that nobody used.
 */
bool shape_entry_key(const struct key_entry *k, struct err *err) MUST_USE;

#endif
