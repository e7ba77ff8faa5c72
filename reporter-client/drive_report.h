/*
 * drive_report - reports about planned drives, and what a change of one says.  Pure.
 */
#ifndef GH_CLIENT_DRIVE_REPORT_H
#define GH_CLIENT_DRIVE_REPORT_H

#include <stddef.h>

#include "wire/report.h"

/*
 * A drive's own target, set from above by a committee, by an office for itself; borrows from ${s},
 * and its organisation is the caller's to fill.
 */
void drive_report_target(
    const struct schedule *s, int64_t units, enum role role, struct report *ret);

/*
 * What differs: "ngày: 08/05/2022 → 15/05/2022, địa điểm: – → Trung tâm huyện"; "" when nothing
 * does. Cut at ${size}.
 */
void drive_report_changes(
    const struct schedule *from, const struct schedule *to, char *ret, size_t size);

#endif
