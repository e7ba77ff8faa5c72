/*
 * past_drive - results of drives that nobody planned, one after the other: what load generators
 * send.
 */
#ifndef GH_SUPPORT_PAST_DRIVE_H
#define GH_SUPPORT_PAST_DRIVE_H

#include "wire/report.h"

/*
 * The ${i}-th drive of ${org}, on one of the 300 days before today; a final result of 132 who came
 * and 110 units, which makes its drive.  ${drive} has WIRE_DRIVE_BYTES_MAX + 1 bytes and is lent to
 * *${ret}.
 */
void past_drive_result(
    const char *org, uint64_t i, enum source source, char *drive, struct report *ret);

#endif
