/*
 * document_words - the wording of official documents, computed from numbers and never
 * typed.  Documents are Vietnamese: callers hold lang_set("vi") meanwhile (document_make() does).
 * Rules: product.md 17, domain-facts.md 4; "gần", "hơn", "trên" are never invented.  Pure.
 */
#ifndef GH_CLIENT_DOCUMENT_WORDS_H
#define GH_CLIENT_DOCUMENT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/day.h"
#include "wire/report.h"

#define DOCUMENT_WORDS_MAX 400

/* "06/6/2024": a zero before days below 10 and the months 1 and 2 alone. */
const char *document_words_day(day_t day, char buf[DAY_TEXT_MAX]);
/* "ngày 06 tháng 6 năm 2024". */
const char *document_words_long_day(day_t day, char buf[DAY_TEXT_MAX]);
/* "thứ Bảy, ngày 24 tháng 10 năm 2020". */
const char *document_words_weekday(day_t day, char buf[DAY_TEXT_MAX]);
/* "từ ngày 01/5/2022 đến ngày 31/8/2022"; one day: "ngày 24/10/2020". */
const char *document_words_span(day_t from, day_t to, char buf[DOCUMENT_WORDS_MAX]);
/* "130%" of ${part} in ${whole} > 0: one decimal, below 100 never 100. */
const char *document_words_percent(int64_t part, int64_t whole, char buf[DOCUMENT_WORDS_MAX]);
/*
 * target_say_reached(): "đạt 130%, vượt 30%"; "đạt 100%"; "đạt 72,9%, còn thiếu 122 đơn vị máu".
 * What is over by less than is shown is said in units; persons have no unit.  Without a target "–".
 */
const char *document_words_reached(
    const struct target *t, int64_t units, char buf[DOCUMENT_WORDS_MAX]);
/* "tăng 25 đơn vị máu (8,3%)", "giảm …", "bằng cùng kỳ". */
const char *document_words_change(int64_t now, int64_t before, char buf[DOCUMENT_WORDS_MAX]);
/* "tối thiểu 250", "200 - 300", "7.400". */
const char *document_words_target(const struct target *t, char buf[DOCUMENT_WORDS_MAX]);
/*
 * A name within a sentence: "Huyện Tam Đường" is "huyện Tam Đường"; "Quận 1" and "Thành phố Hồ Chí
 * Minh" stay; names of bodies stay.
 */
const char *document_words_place(const char *full_name, char buf[DOCUMENT_WORDS_MAX]);
/* Without the word before it: "Tam Đường"; "Quận 1" and "Thành phố Hồ Chí Minh" stay. */
const char *document_words_bare(const char *full_name);
/* "I", "II" … up to 3999. */
const char *document_words_roman(unsigned n, char buf[DOCUMENT_WORDS_MAX]);
/* The ${i}-th of ${n} parts of a list, with what parts it from the one before: "A, B và C". */
void document_words_join(struct buf *b, size_t i, size_t n, const char *text);

#endif
