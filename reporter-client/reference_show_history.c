/* An organisation through time, as a table. */
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "reference_show.h"
#include "words.h"

struct relation {
	const char *key, *vi, *en;
};
static const struct relation relations[ORG_RELATION_COUNT_] = {
    [ORG_RELATION_NONE] = {"", "", ""},
    [ORG_RELATION_VERSION] = {"version", "tên, cấp", "version"},
    [ORG_RELATION_ALIAS] = {"alias", "tên khác", "other name"},
    [ORG_RELATION_PREDECESSOR] = {"predecessor", "từ", "came of"},
    [ORG_RELATION_SUCCESSOR] = {"successor", "về", "became"},
    [ORG_RELATION_BODY] = {"body", "cơ quan", "body"},
    [ORG_RELATION_POPULATION] = {"population", "dân số", "population"},
};
static const struct relation successions[SUCCESSION_COUNT_] = {
    [SUCCESSION_NONE] = {"", "", ""},
    [SUCCESSION_MERGED] = {"merged", "nhập", "merged"},
    [SUCCESSION_SPLIT] = {"split", "tách", "split"},
    [SUCCESSION_RENAMED] = {"renamed", "đổi tên", "renamed"},
    [SUCCESSION_RECLASSIFIED] = {"reclassified", "đổi loại", "reclassified"},
    [SUCCESSION_ABOLISHED] = {"abolished", "bãi bỏ", "abolished"},
    [SUCCESSION_UNCHANGED] = {"unchanged", "giữ nguyên", "unchanged"},
};
static const struct relation extents[EXTENT_COUNT_] = {
    [EXTENT_NONE] = {"", "", ""},
    [EXTENT_FULL] = {"full", "toàn bộ", "all"},
    [EXTENT_PART] = {"part", "một phần", "a part"},
    [EXTENT_REST] = {"rest", "phần còn lại", "the rest"},
    [EXTENT_NOBODY] = {"none", "chỉ đất", "land alone"},
};

static const char *
or_absent(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

/* "nhập, toàn bộ"; of a population "2024: 153.640 người". */
static const char *
what_text(const struct org_row *o, char *buf, size_t size)
{
	const struct relation *kind = &successions[o->succession], *people = &extents[o->people];
	char number[NUM_TEXT_MAX];

	if (o->relation == ORG_RELATION_POPULATION) {
		(void)snprintf(buf, size, TR("%u: %s người", "%u: %s people"), o->year,
		    num_people(o->persons, number));
		return buf;
	}
	(void)snprintf(buf, size, "%s%s%s", TR(kind->vi, kind->en),
	    people->key[0] != '\0' && kind->key[0] != '\0' ? ", " : "", TR(people->vi, people->en));
	return or_absent(buf);
}

static void
row_put(struct table *t, const struct org_row *o)
{
	const bool has_day = o->relation == ORG_RELATION_PREDECESSOR ||
	    o->relation == ORG_RELATION_SUCCESSOR || o->relation == ORG_RELATION_POPULATION;
	char text[96];

	table_text(t, TR(relations[o->relation].vi, relations[o->relation].en));
	table_text(t, or_absent(o->code));
	table_text(t, or_absent(o->full_name[0] != '\0' ? o->full_name : o->name));
	table_text(t, or_absent(words_text(WORDS_ORG_KIND, o->kind)));
	table_text(t, or_absent(o->parent));
	table_number(t, o->valid_from);
	table_number(t, o->valid_to);
	if (has_day)
		table_number(t, o->day);
	else
		table_absent(t);
	table_text(t, what_text(o, text, sizeof(text)));
	table_text(t, or_absent(o->basis));
	table_text(t, relations[o->relation].key);
	table_text(t, words_name(WORDS_ORG_KIND, o->kind));
	table_text(t, or_absent(successions[o->succession].key));
	table_text(t, or_absent(extents[o->people].key));
	if (o->relation == ORG_RELATION_POPULATION) {
		table_number(t, o->year);
		table_number(t, o->persons);
	} else {
		table_absent(t);
		table_absent(t);
	}
}

bool
reference_show_org_history(struct cli *cli, const struct reference *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"relation_text", TR("Là", "Is"), TABLE_TEXT},
	    {"org", TR("Mã", "Code"), TABLE_KEY},
	    {"full_name", TR("Tên", "Name"), TABLE_TEXT},
	    {"kind_text", TR("Cấp", "Level"), TABLE_TEXT},
	    {"parent", TR("Cấp trên", "Parent"), TABLE_TEXT},
	    {"valid_from", TR("Từ", "From"), TABLE_DAY},
	    {"valid_to", TR("Đến", "To"), TABLE_DAY},
	    {"day", TR("Ngày", "Day"), TABLE_DAY},
	    {"what", TR("Thế nào", "How"), TABLE_TEXT},
	    {"basis", TR("Căn cứ", "Basis"), TABLE_TEXT},
	    {"relation", NULL, TABLE_TEXT},
	    {"kind", NULL, TABLE_TEXT},
	    {"succession", NULL, TABLE_TEXT},
	    {"people", NULL, TABLE_TEXT},
	    {"year", NULL, TABLE_COUNT},
	    {"persons", NULL, TABLE_COUNT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "org history");
	for (uint32_t i = 0; i < r->orgs_n; i++)
		row_put(t, &r->orgs[i]);
	table_batch(t, r->as_of_batch);
	ok = cli_print(cli, t, "history", err);
	table_free(t);
	return ok;
}

/* ---- bodies under a parent that ended */

static const char *
name_of(const struct reference *all, const char *code)
{
	for (uint32_t i = 0; i < all->orgs_n; i++)
		if (strcmp(all->orgs[i].code, code) == 0)
			return all->orgs[i].full_name;
	return NULL;
}

static void
moved_put(struct table *t, const struct reference *all, const struct org_row *o)
{
	const struct relation *kind = &successions[o->succession];

	table_text(t, o->code);
	table_text(t, or_absent(o->full_name[0] != '\0' ? o->full_name : o->name));
	table_text(t, o->moved_from);
	table_text(t, o->moved_from_name);
	table_text(t, o->parent);
	table_text(t, name_of(all, o->parent));
	table_number(t, o->day);
	table_text(t,
	    kind->key[0] != '\0' ? TR(kind->vi, kind->en)
				 : TR("không ghi nơi kế thừa", "no successor on record"));
	table_text(t, or_absent(o->basis));
	table_text(t, or_absent(kind->key));
}

bool
reference_show_moved(struct cli *cli, const struct reference *r, struct err *err)
{
	const struct table_column columns[] = {
	    {"org", TR("Mã", "Code"), TABLE_KEY},
	    {"full_name", TR("Tên", "Name"), TABLE_TEXT},
	    {"from", TR("Mã cũ", "Old code"), TABLE_KEY},
	    {"from_name", TR("Cấp trên cũ", "Old parent"), TABLE_TEXT},
	    {"parent", TR("Mã nay", "Code now"), TABLE_KEY},
	    {"parent_name", TR("Nay thuộc", "Now under"), TABLE_TEXT},
	    {"day", TR("Từ ngày", "Since"), TABLE_DAY},
	    {"why", TR("Vì cấp trên cũ", "The old parent"), TABLE_TEXT},
	    {"basis", TR("Căn cứ", "Basis"), TABLE_TEXT},
	    {"succession", NULL, TABLE_TEXT},
	};
	struct table *t = table_new(columns, ARRAY_LEN(columns));
	bool ok;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "org list");
	for (uint32_t i = 0; i < r->orgs_n; i++)
		if (r->orgs[i].moved_from[0] != '\0')
			moved_put(t, r, &r->orgs[i]);
	table_batch(t, r->as_of_batch);
	ok = cli_print(cli, t, "moved", err);
	table_free(t);
	return ok;
}
