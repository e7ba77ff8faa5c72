/*
 * copy - rows of a batch in PostgreSQL's binary COPY format, straight into memory.
 * Each function writes at ${at} and returns the bytes written; the caller has the room named.
 */
#ifndef GH_DB_COPY_H
#define GH_DB_COPY_H

#include "core/core.h"

#define COPY_BEGIN_BYTES 19
#define COPY_END_BYTES 2
#define COPY_SUBMISSION_BYTES_MAX (WIRE_BODY_BYTES_MAX + 2 * WIRE_REPORTS_MAX + 256)
#define COPY_POSTING_BYTES_MAX (18 * CORE_PAIRS_MAX + 256)
#define COPY_ROW_BYTES_MAX COPY_SUBMISSION_BYTES_MAX

size_t copy_begin(uint8_t *at);
size_t copy_end(uint8_t *at);
/* Row ${ord} of giothong.submission. */
size_t copy_submission(uint8_t *at, const struct batch *b, uint32_t ord);
/* Row ${i} of giothong.report. */
size_t copy_posting(uint8_t *at, const struct batch *b, uint32_t i);

#endif
