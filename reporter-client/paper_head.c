/*
 * What stands around the text of an official document: Decree 30/2020/NĐ-CP, cells 1-4, 7 and 9b,
 * annexes.
 */
#include "paper.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "when.h"

#define LEFT_MM 70        /* of the head and the foot */
#define MOTTO_LINE_MM 56  /* as long as the motto in 13 points */
#define ISSUER_LINE_MM 25 /* between a third and a half of what stands above */
#define SUBJECT_LINE_MM 50
#define FULL_COMMITTEE "Ban Chỉ đạo vận động hiến máu tình nguyện"
#define NATIONAL_COMMITTEE "Ban Chỉ đạo Quốc gia vận động hiến máu tình nguyện"

/* What somebody wrote for a part of every document; "" when nobody did. */
static const char *
written(const struct paper *p, const char *part)
{
	return document_text(&p->data->texts.all, p->data->which, p->data->type, part);
}

/* Of "co-quan" the lines of who issues: behind an empty one, or all of them. */
static const char *
written_issuer(const struct paper *p)
{
	const char *text = written(p, "co-quan"), *empty = strstr(text, "\n\n");

	return empty == NULL ? text : empty + 2;
}

/* ${text} in capitals. */
static void
put_upper(struct paper *p, enum document_role role, const char *text)
{
	char *upper = text_upper(text, NULL);

	document_put(p->d, role, "%s", upper == NULL ? text : upper);
	free(upper);
}

static const struct row *
total(const struct paper *p)
{
	return &p->data->whole.all.total;
}

static bool
is_nation(const struct paper *p)
{
	return strcmp(total(p)->kind, "nation") == 0;
}

const char *
paper_issuer(const struct paper *p, char buf[DOCUMENT_WORDS_MAX])
{
	const char *own = written_issuer(p);

	if (own[0] != '\0')
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, own);
	else if (p->is_body)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, p->data->whole.all.org_name);
	else if (is_nation(p))
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, NATIONAL_COMMITTEE);
	else
		(void)snprintf(buf, DOCUMENT_WORDS_MAX, FULL_COMMITTEE " %.300s", p->place);
	for (char *at = strchr(buf, '\n'); at != NULL; at = strchr(at, '\n'))
		*at = ' ';
	return buf;
}

/* The number's mark: of a committee, or of a body whose mark only its clerk knows. */
static const char *
mark_of(const struct paper *p)
{
	const char *own = written(p, "ky-hieu");

	return own[0] != '\0' ? own : p->is_body ? "…" : is_nation(p) ? "BCĐQG" : "BCĐ";
}

static void
issuer(struct paper *p)
{
	const char *own = written(p, "co-quan"), *last = written_issuer(p);
	char text[DOCUMENT_WORDS_MAX];

	if (own[0] != '\0') {
		(void)snprintf(
		    text, sizeof(text), "%.*s", (int)(last > own ? last - own - 2 : 0), own);
		if (text[0] != '\0')
			put_upper(p, DOCUMENT_SUPERIOR, text);
		put_upper(p, DOCUMENT_ISSUER, last);
	} else if (p->is_body) {
		put_upper(p, DOCUMENT_ISSUER, p->data->whole.all.org_name);
	} else if (is_nation(p)) {
		put_upper(
		    p, DOCUMENT_ISSUER, "Ban Chỉ đạo Quốc gia\nvận động hiến máu tình nguyện");
	} else {
		(void)snprintf(text, sizeof(text), "Ủy ban nhân dân\n%.300s", p->place);
		put_upper(p, DOCUMENT_SUPERIOR, text);
		put_upper(p, DOCUMENT_ISSUER, "Ban Chỉ đạo vận động\nhiến máu tình nguyện");
	}
	document_line(p->d, ISSUER_LINE_MM, 2);
}

/* One stands on the line, several below it. */
static void
addressees(struct paper *p)
{
	const char *text = written(p, "kinh-gui");
	const bool several = strchr(text, '\n') != NULL;

	if (several)
		document_put(p->d, DOCUMENT_ADDRESSEE, "Kính gửi:");
	while (text[0] != '\0') {
		const size_t len = strcspn(text, "\n");
		const bool end = text[len] == '\0';

		if (several)
			document_put(
			    p->d, DOCUMENT_ADDRESSEE, "- %.*s%s", (int)len, text, end ? "." : ";");
		else
			document_put(p->d, DOCUMENT_ADDRESSEE, "Kính gửi: %.*s", (int)len, text);
		text += len + !end;
	}
}

void
paper_head(struct paper *p, const struct document_head *h)
{
	const char *where = written(p, "dia-danh");
	const struct rows *r = &p->data->whole.all;
	const char *bare = document_words_bare(r->org_name);
	char root[2 * WIRE_HASH_BYTES + 1], name[DOCUMENT_WORDS_MAX], title[2 * DOCUMENT_WORDS_MAX];

	for (size_t i = 0; i < WIRE_HASH_BYTES; i++)
		(void)snprintf(root + 2 * i, 3, "%02x", r->root.at[i]);
	(void)snprintf(title, sizeof(title), "%s: %s", p->kind, h->subject);
	for (char *at = strchr(title, '\n'); at != NULL; at = strchr(at, '\n'))
		*at = ' ';
	document_facts_set(p->d,
	    &(const struct document_facts){.title = title,
		.issuer = paper_issuer(p, name),
		.batch = r->as_of_batch,
		.root = root});
	document_columns(p->d, LEFT_MM);
	issuer(p);
	document_column_next(p->d);
	document_put(p->d, DOCUMENT_NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
	document_put(p->d, DOCUMENT_MOTTO, "Độc lập - Tự do - Hạnh phúc");
	document_line(p->d, MOTTO_LINE_MM, 2);
	document_columns_end(p->d);
	/*
	 * Number and day stand side by side; the blanks, which do not shrink, are to be written
	 * into.
	 */
	document_columns(p->d, LEFT_MM);
	document_put(
	    p->d, DOCUMENT_NUMBER, "Số:\u00a0\u00a0\u00a0\u00a0\u00a0/%s-%s", h->mark, mark_of(p));
	document_column_next(p->d);
	document_put(p->d, DOCUMENT_PLACE_DAY, "%s, ngày … tháng … năm …",
	    where[0] != '\0'   ? where
		: p->is_body   ? "…"
		: is_nation(p) ? "Hà Nội"
			       : bare);
	document_columns_end(p->d);
	document_put(p->d, DOCUMENT_KIND, "%s", h->kind);
	document_put(p->d, DOCUMENT_SUBJECT, "%s", h->subject);
	document_line(p->d, SUBJECT_LINE_MM, 14);
	if (total(p)->target_draft)
		document_put(p->d, DOCUMENT_ADDRESSEE, "(Dự thảo)");
	addressees(p);
}

/* ---- the foot */

static void
copies_by_default(struct paper *p)
{
	char above[DOCUMENT_WORDS_MAX];

	if (p->data->superior[0] != '\0')
		document_put(p->d, DOCUMENT_COPY, "- Ban Chỉ đạo vận động HMTN %s (để b/c);",
		    document_words_place(p->data->superior, above));
	else if (strcmp(total(p)->kind, "province") == 0)
		document_put(p->d, DOCUMENT_COPY, "- Ban Chỉ đạo Quốc gia vận động HMTN (để b/c);");
	else if (!is_nation(p))
		document_put(p->d, DOCUMENT_COPY, "- Ban Chỉ đạo vận động HMTN cấp trên (để b/c);");
	if (!p->is_body && !is_nation(p))
		document_put(p->d, DOCUMENT_COPY, "- Ủy ban nhân dân %s (để b/c);", p->place);
	if (!p->is_body)
		document_put(p->d, DOCUMENT_COPY, "- Thành viên Ban Chỉ đạo;");
	if (p->data->whole.all.rows_n > 0)
		document_put(
		    p->d, DOCUMENT_COPY, "- Các địa phương, cơ quan có tên trong phụ lục;");
	if (p->is_body)
		document_put(p->d, DOCUMENT_COPY, "- Lưu: VT.");
	else
		document_put(p->d, DOCUMENT_COPY, "- Lưu: VT, %s.", mark_of(p));
}

/* Each line of ${text} in ${role}, the last in ${last}. */
static void
put_lines(struct paper *p, const char *text, enum document_role role, enum document_role last)
{
	for (;;) {
		const size_t len = strcspn(text, "\n");

		document_put(p->d, text[len] == '\0' ? last : role, "%.*s", (int)len, text);
		if (text[len] == '\0')
			return;
		text += len + 1;
	}
}

void
paper_foot(struct paper *p)
{
	const char *copies = written(p, "noi-nhan");
	const char *signer = written(p, "ky");

	document_columns(p->d, LEFT_MM + 10);
	document_put(p->d, DOCUMENT_COPIES, "Nơi nhận:");
	if (copies[0] != '\0')
		put_lines(p, copies, DOCUMENT_COPY, DOCUMENT_COPY);
	else
		copies_by_default(p);
	document_column_next(p->d);
	if (signer[0] != '\0') {
		put_lines(p, signer, DOCUMENT_SIGNER, DOCUMENT_SIGNED);
	} else {
		document_put(p->d, DOCUMENT_SIGNER, "%s",
		    p->is_body ? "THỦ TRƯỞNG CƠ QUAN" : "TM. BAN CHỈ ĐẠO");
		document_put(p->d, DOCUMENT_SIGNER, "………………");
		document_put(p->d, DOCUMENT_SIGNED, "………………");
	}
	document_columns_end(p->d);
}

/* ---- free text */

static void
put_line(struct paper *p, const char *line, size_t len)
{
	if (len > 3 && strncmp(line, "## ", 3) == 0)
		document_put(p->d, DOCUMENT_CLAUSE, "%.*s", (int)len - 3, line + 3);
	else if (len > 0)
		document_put(p->d, DOCUMENT_BODY, "%.*s", (int)len, line);
}

void
paper_text(struct paper *p, const char *part)
{
	const char *text = document_text(&p->data->texts.all, p->data->which, p->data->type, part);

	while (text[0] != '\0') {
		const size_t len = strcspn(text, "\n");

		put_line(p, text, len);
		text += len + (text[len] == '\n');
	}
}

/* ---- annexes */

const char *
paper_annex_name(const struct paper *p, unsigned n, char buf[DOCUMENT_WORDS_MAX])
{
	char roman[DOCUMENT_WORDS_MAX];

	if (n == 0 || n > p->annexes)
		buf[0] = '\0';
	else if (p->annexes == 1)
		(void)text_copy(buf, DOCUMENT_WORDS_MAX, "Phụ lục");
	else
		(void)snprintf(
		    buf, DOCUMENT_WORDS_MAX, "Phụ lục %.20s", document_words_roman(n, roman));
	return buf;
}

void
paper_annex(struct paper *p, bool wide, const char *title)
{
	char name[DOCUMENT_WORDS_MAX], issuer_name[DOCUMENT_WORDS_MAX];

	p->annex++;
	document_annex(p->d, wide);
	document_put(p->d, DOCUMENT_ANNEX_NUMBER, "%s", paper_annex_name(p, p->annex, name));
	put_upper(p, DOCUMENT_ANNEX_TITLE, title);
	document_put(p->d, DOCUMENT_ANNEX_OF, "(Kèm theo %s số … ngày … của %s)", p->kind,
	    paper_issuer(p, issuer_name));
}

void
paper_source(struct paper *p)
{
	const struct rows *r = &p->data->whole.all;
	char number[NUM_TEXT_MAX], day[DAY_TEXT_MAX], map_day[DAY_TEXT_MAX], clock[WHEN_TEXT_MAX];
	day_t map = 0;
	const bool dated = r->basis != NULL && day_parse(r->basis, &map, NULL);

	document_put(p->d, DOCUMENT_NOTE,
	    "Nguồn số liệu: lần ghi số %s (%s ngày %s), theo địa giới %s%s; mã kiểm tra %s.",
	    num_people((int64_t)r->as_of_batch, number), when_clock(r->at_ms, clock),
	    document_words_day(day_from_unix_ms(r->at_ms), day), dated ? "ngày " : "lúc hiến máu",
	    dated ? document_words_day(map, map_day) : "", document_facts(p->d)->root);
}
