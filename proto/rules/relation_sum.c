/* The relations of relation.h that say: these parts make that whole. */
#include "rules/relation.h"

#include <string.h>

#include "base/lang.h"
#include "base/num.h"
#include "rules/catalogue.h"
#include "rules/shape.h"

#define PARTS_MAX 12

struct sum {
	const char *rule; /* "": the parts are only some of the whole */
	const char *vi;
	const char *en;
	uint32_t total;
	uint32_t parts[PARTS_MAX]; /* ended by 0 */
	uint32_t unknown;          /* the part that takes what is not known; 0: none */
};

static const struct sum sums[] = {
    {"V3", "tiểu cầu, huyết tương, máu toàn phần và không thành",
	"whole blood, apheresis and unsuccessful", IND_DONATED,
	{IND_BLOOD_UNITS, IND_PLATELETS, IND_PLASMA, IND_UNSUCCESSFUL}, 0},
    {"V6", "theo giới", "by sex", IND_DONATED, {40, 41, 42}, 42},
    {"V6", "theo tuổi", "by age", IND_DONATED, {50, 51, 52, 53, 54, 55, 56}, 56},
    {"V6", "theo lần hiến", "by history", IND_DONATED, {60, IND_DONORS_REPEAT, 62}, 62},
    {"V6", "theo nhóm máu", "by blood group", IND_DONATED,
	{IND_GROUP_A, IND_GROUP_B, IND_GROUP_O, IND_GROUP_AB, 74}, 74},
    {"V6", "theo Rh", "by Rh", IND_DONATED, {IND_RH_POSITIVE, IND_RH_NEGATIVE, 82}, 82},
    {"V6", "theo khối", "by sector", IND_DONATED,
	{90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101}, 101},
    {"V6", "theo nơi ở", "by residence", IND_DONATED, {110, 111, 112, 113}, 113},
    {"V6", "theo hình thức", "by motive", IND_DONATED, {120, 121, 122, 123}, 123},
    {"V8", "theo lý do hoãn", "by reason", IND_DEFERRED,
	{140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151}, 0},
    {"", "thường xuyên và trở lại", "regular and lapsed", IND_DONORS_REPEAT, {63, 64}, 0},
};

struct tally {
	int64_t total;
	int64_t parts;
	bool total_known;
	uint32_t part_count;
	uint32_t missing_count;
	bool unknown_missing;
};

static struct tally
tally_of(const struct sum *sum, const struct report *r)
{
	struct tally t = {0};
	int64_t value;

	t.total_known = shape_count(r, sum->total, &t.total);
	for (uint32_t i = 0; i < PARTS_MAX && sum->parts[i] != 0; i++) {
		if (shape_count(r, sum->parts[i], &value)) {
			t.parts += value;
			t.part_count++;
		} else {
			t.missing_count++;
			t.unknown_missing |= sum->parts[i] == sum->unknown;
		}
	}
	return t;
}

static void
add_tally(const struct sum *sum, const struct tally *t, struct relation_sink *sink)
{
	const struct indicator *total = catalogue_by_ind(sum->total);
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];

	relation_add(sink, TR("%s: cộng lại %s, %s %s", "%s: they add up to %s, %s %s"),
	    TR(sum->vi, sum->en), num_people(t->parts, a), TR(total->vi, total->en),
	    num_people(t->total, b));
}

/* The first part says for most sums that they are not reported at all. */
static bool
is_whole(const struct sum *sum, const struct report *r)
{
	int64_t value;

	for (uint32_t i = 0; i < PARTS_MAX && sum->parts[i] != 0; i++)
		if (!shape_count(r, sum->parts[i], &value))
			return false;
	return shape_count(r, sum->total, &value);
}

/* Only where every term is reported (product.md 18). */
static void
expect_sums(const struct report *r, struct relation_sink *sink)
{
	for (size_t i = 0; i < ARRAY_LEN(sums); i++) {
		if (strcmp(sums[i].rule, sink->like.rule) != 0 || !is_whole(&sums[i], r))
			continue;
		const struct tally t = tally_of(&sums[i], r);

		if (t.parts != t.total)
			add_tally(&sums[i], &t, sink);
	}
}

void
relation_products(const struct report *r, struct relation_sink *sink)
{
	expect_sums(r, sink);
}

void
relation_donors(const struct report *r, struct relation_sink *sink)
{
	expect_sums(r, sink);
}

void
relation_deferrals(const struct report *r, struct relation_sink *sink)
{
	expect_sums(r, sink);
}

/* Every bag has a volume: once one size is given, a size that is not given had no bag. */
void
relation_volumes(const struct report *r, struct relation_sink *sink)
{
	static const struct sum volumes = {"V4", "250, 350, 450 ml và loại khác",
	    "250, 350, 450 ml and others", IND_BLOOD_UNITS,
	    {IND_UNITS_250, IND_UNITS_350, IND_UNITS_450, IND_UNITS_OTHER}, 0};
	const struct tally t = tally_of(&volumes, r);

	if (t.total_known && t.part_count > 0 && t.parts != t.total)
		add_tally(&volumes, &t, sink);
}

/*
 * Some parts are missing, and yet those given are too many, or only the unknown ones are left out.
 * Of what the visits gave relation_visits() says it.
 */
void
relation_parts(const struct report *r, struct relation_sink *sink)
{
	for (size_t i = 0; i < ARRAY_LEN(sums); i++) {
		const struct tally t = tally_of(&sums[i], r);
		const bool some = sums[i].rule[0] == '\0' || t.missing_count > 0;
		const bool rest_left =
		    t.missing_count == 1 && t.unknown_missing && t.parts < t.total;

		if (strcmp(sums[i].rule, "V3") != 0 && t.total_known && t.part_count > 0 && some &&
		    (t.parts > t.total || rest_left))
			add_tally(&sums[i], &t, sink);
	}
}

/*
 * One visit gives one product or one failure (V1 and V3), whichever of these is reported. Not an
 * error: the bags may be the facility's and the people those on the organiser's list.
 */
void
relation_visits(const struct report *r, struct relation_sink *sink)
{
	static const uint32_t products[] = {
	    IND_BLOOD_UNITS, IND_PLATELETS, IND_PLASMA, IND_UNSUCCESSFUL};
	static const uint32_t people[] = {IND_DONATED, IND_EXAMINED, IND_ATTENDED};
	int64_t gave = 0;
	int64_t n;
	char a[NUM_TEXT_MAX];
	char b[NUM_TEXT_MAX];

	for (size_t i = 0; i < ARRAY_LEN(products); i++)
		if (shape_count(r, products[i], &n))
			gave += n;
	for (size_t i = 0; gave > 0 && i < ARRAY_LEN(people); i++) {
		const struct indicator *of = catalogue_by_ind(people[i]);

		if (!shape_count(r, people[i], &n) || gave <= n)
			continue;
		relation_add(sink,
		    TR("%s lần cho máu, nhưng %s chỉ %s: mỗi lượt một đơn vị; xem lại số, hoặc ghi chú",
			"%s were given, but %s is only %s: a visit gives one unit; look at the "
			"numbers again, or add a note"),
		    num_people(gave, a), TR(of->vi, of->en), num_people(n, b));
		return;
	}
}
