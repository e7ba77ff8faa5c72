#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/text.h"

#include "wire/query.h"

#define LIST_MAX (4 * ERR_TEXT_MAX) /* what one list of words says */

struct word {
	unsigned number;
	const char *name;
	const char *vi;
	const char *en;
	const char *aliases; /* folded, parted by '|' */
};

static const struct word sources[] = {
    {SOURCE_OWN, "own", "tự báo", "own", ""},
    {SOURCE_TELEPHONE, "telephone", "điện thoại", "telephone", "phone"},
    {SOURCE_PAPER, "paper", "văn bản giấy", "paper", "giay"},
    {SOURCE_FACILITY, "facility", "nơi tiếp nhận máu", "facility", "benh vien"},
    {SOURCE_DEMO, "demo", "số liệu demo", "demo", "minh hoa"},
};
static const struct word collections[] = {
    {COLLECTION_FIXED_SITE, "fixed_site", "điểm cố định", "fixed site", "co dinh|fixed"},
    {COLLECTION_EMERGENCY, "emergency", "hiến đột xuất", "emergency", "dot xuat|khan cap"},
    {COLLECTION_CARRIED_IN, "carried_in", "số cộng dồn", "carried in", "cong don|luy ke"},
};
static const struct word measures[] = {
    {MEASURE_UNITS, "units", "đơn vị máu", "units", ""},
    {MEASURE_UNITS_AND_APHERESIS, "units_and_apheresis", "đơn vị máu và gạn tách",
	"units and apheresis", ""},
    {MEASURE_EQUIVALENTS, "equivalents", "quy đổi 250 ml", "250 ml equivalents", "quy doi"},
    {MEASURE_PERSONS, "persons", "số người", "persons", "nguoi"},
    {MEASURE_POPULATION_RATE, "population_rate", "tỷ lệ dân số", "share of the population",
	"dan so|phan tram dan so"},
    {MEASURE_STAFF_RATE, "staff_rate", "tỷ lệ cán bộ", "share of the staff", "can bo"},
    {MEASURE_COVERAGE, "coverage", "độ phủ", "coverage", ""},
    {MEASURE_VOLUNTEERS, "volunteers", "tình nguyện viên", "volunteers", ""},
    {MEASURE_RESERVE, "reserve", "hiến máu dự bị", "reserve donors", "du bi"},
    {MEASURE_REGISTERED, "registered", "số đăng ký", "registered", "dang ky"},
};
static const struct word qualifiers[] = {
    {QUALIFIER_EXACT, "exact", "đúng", "exactly", "bang"},
    {QUALIFIER_MINIMUM, "minimum", "tối thiểu", "at least", "it nhat|min|tro len"},
    {QUALIFIER_RANGE, "range", "khoảng", "between", "tu den"},
};
static const struct word assigners[] = {
    {ASSIGNED_ABOVE, "above", "cấp trên giao", "from above", "cap tren"},
    {ASSIGNED_SELF, "self", "tự đặt", "its own", "tu giao"},
};
static const struct word drive_states[] = {
    {DRIVE_DRAFT, "draft", "dự thảo", "draft", ""},
    {DRIVE_PLANNED, "planned", "theo kế hoạch", "planned", "ke hoach"},
    {DRIVE_POSTPONED, "postponed", "hoãn", "postponed", "doi ngay"},
    {DRIVE_HELD, "held", "đã tổ chức", "held", "da xong"},
    {DRIVE_CANCELLED, "cancelled", "hủy", "cancelled", "canceled"},
};
static const struct word org_kinds[] = {
    {ORG_NATION, "nation", "cả nước", "nation", ""},
    {ORG_PROVINCE, "province", "cấp tỉnh", "province", "tinh"},
    {ORG_DISTRICT, "district", "cấp huyện", "district", "huyen"},
    {ORG_COMMUNE, "commune", "cấp xã", "commune", "xa"},
    {ORG_BODY, "body", "cơ quan", "body", "don vi|to chuc"},
    {ORG_FACILITY, "facility", "nơi tiếp nhận máu", "facility", "co so tiep nhan mau"},
};
static const struct word key_states[] = {
    {KEY_INVITED, "invited", "đã mời", "invited", ""},
    {KEY_ACTIVE, "active", "đang dùng", "active", ""},
    {KEY_REVOKED, "revoked", "đã thu hồi", "revoked", ""},
    {KEY_CONFIRMED, "confirmed", "đã xác nhận", "confirmed", ""},
    {KEY_SERVER, "server", "khóa của máy chủ", "the server's keys", ""},
};
static const struct word roles[] = {
    {ROLE_REPORTER, "reporter", "nơi báo cáo", "reporter", ""},
    {ROLE_COMMITTEE, "committee", "ban chỉ đạo", "committee", "bcd"},
    {ROLE_WATCHER, "watcher", "theo dõi", "watcher", ""},
    {ROLE_NATIONAL, "national", "cấp quốc gia", "national", "quoc gia"},
    {ROLE_OPERATOR, "operator", "vận hành", "operator", ""},
};
static const struct word bys[] = {
    {BY_CHILD, "child", "địa phương, cơ quan", "organisation", "children"},
    {BY_SECTOR, "sector", "khối", "sector", ""},
    {BY_MONTH, "month", "tháng", "month", ""},
    {BY_DRIVE, "drive", "buổi", "drive", ""},
    {BY_CAMPAIGN, "campaign", "chiến dịch", "campaign", "chuong trinh"},
    {BY_LEVEL, "level", "cấp", "level", ""},
    {BY_INDICATOR, "indicator", "chỉ số", "indicator", "chi tieu thong ke"},
    {BY_EXECUTING, "executing", "nơi thực hiện", "executing body", "don vi thuc hien"},
};
static const struct word yes_no[] = {
    {1, "yes", "có", "yes", "true|1|x"},
    {2, "no", "không", "no", "false|0"},
};

static const struct word witnesses[] = {
    {WITNESS_ORGANISER, "organiser", "nơi tổ chức", "organiser", "to chuc"},
    {WITNESS_COLLECTOR, "collector", "nơi tiếp nhận máu", "collecting facility", "benh vien"},
};
static const struct word report_states[] = {
    {REPORT_WAITING, "waiting", "chờ duyệt", "waits for review", "cho"},
    {REPORT_RETURNED, "returned", "trả lại", "returned", ""},
    {REPORT_AFTER_LOCK, "after_lock", "đến sau khi khóa sổ", "came after the lock", "khoa so"},
    {REPORT_DIFFERS, "differs", "có hai bản khác nhau", "two counts differ", "khac nhau"},
    {REPORT_DUPLICATE, "duplicate", "có thể trùng buổi", "perhaps the same drive", "trung"},
    {REPORT_OVERLAPS, "overlaps", "để biết: chồng chéo lịch",
	"for information: planned days overlap", "chong cheo"},
    {REPORT_APPROVED, "approved", "đã duyệt", "approved", ""},
    {REPORT_WITHDRAWN, "withdrawn", "đã rút", "withdrawn", ""},
    {REPORT_REPLACED, "replaced", "đã được thay", "replaced", ""},
    {REPORT_SAID_ACCEPTED, "accepted", "duyệt", "accepted", ""},
    {REPORT_SAID_ADMITTED, "admitted", "cho tính dù đến sau khi khóa sổ", "admitted", ""},
    {REPORT_SAID_SAME, "same_drive", "cùng một buổi", "the same drive", ""},
    {REPORT_SAID_DIFFERENT, "different", "là hai buổi khác nhau", "two drives", ""},
    {REPORT_SAID_TAKE, "take_collector", "lấy số của nơi tiếp nhận máu", "the collector's taken",
	""},
    {REPORT_LOCKED, "locked", "khóa sổ", "locked", ""},
    {REPORT_UNLOCKED, "unlocked", "mở sổ", "unlocked", ""},
};

#define LIST(kind, rows) [kind] = {(rows), ARRAY_LEN(rows)}

static const struct {
	const struct word *rows;
	size_t n;
} lists[WORDS_COUNT_] = {
    LIST(WORDS_SOURCE, sources),
    LIST(WORDS_COLLECTION, collections),
    LIST(WORDS_MEASURE, measures),
    LIST(WORDS_QUALIFIER, qualifiers),
    LIST(WORDS_ASSIGNED, assigners),
    LIST(WORDS_DRIVE_STATE, drive_states),
    LIST(WORDS_ORG_KIND, org_kinds),
    LIST(WORDS_KEY_STATE, key_states),
    LIST(WORDS_ROLE, roles),
    LIST(WORDS_BY, bys),
    LIST(WORDS_YES_NO, yes_no),
    LIST(WORDS_WITNESS, witnesses),
    LIST(WORDS_REPORT_STATE, report_states),
};

static const struct word *
find(enum words kind, unsigned number)
{
	for (size_t i = 0; i < lists[kind].n; i++)
		if (lists[kind].rows[i].number == number)
			return &lists[kind].rows[i];
	return NULL;
}

const char *
words_name(enum words kind, unsigned number)
{
	const struct word *w = find(kind, number);

	return w == NULL ? "" : w->name;
}

unsigned
words_number(enum words kind, const char *name)
{
	for (size_t i = 0; i < lists[kind].n; i++)
		if (strcmp(lists[kind].rows[i].name, name) == 0)
			return lists[kind].rows[i].number;
	return 0;
}

const char *
words_text(enum words kind, unsigned number)
{
	const struct word *w = find(kind, number);

	return w == NULL ? "" : TR(w->vi, w->en);
}

/* ${text} folded is ${word} folded. */
static bool
fits(const char *folded, const char *word)
{
	char *other = text_fold(word, NULL);
	const bool same = other != NULL && strcmp(other, folded) == 0;

	free(other);
	return same;
}

static bool
alias_fits(const char *folded, const char *aliases)
{
	const size_t len = strlen(folded);

	for (const char *at = aliases; *at != '\0';) {
		const size_t n = strcspn(at, "|");

		if (n == len && memcmp(at, folded, n) == 0)
			return true;
		at += n;
		at += *at == '|';
	}
	return false;
}

static bool
refuse(enum words kind, const char *text, struct err *err)
{
	struct buf list = {.max = LIST_MAX};
	char quoted[TEXT_QUOTE_MAX];

	for (size_t i = 0; i < lists[kind].n; i++)
		buf_printf(&list, "%s%s (%s)", i > 0 ? ", " : "", lists[kind].rows[i].name,
		    TR(lists[kind].rows[i].vi, lists[kind].rows[i].en));
	(void)err_set(err, ERR_USAGE, TR("%s không rõ; có: %s", "%s is not known; there is: %s"),
	    text_quote(text, quoted), buf_text(&list));
	buf_free(&list);
	return false;
}

bool
words_parse(enum words kind, const char *text, unsigned *ret, struct err *err)
{
	char *folded = text_fold(text, err);
	const struct word *found = NULL;

	if (folded == NULL)
		return false;
	for (size_t i = 0; i < lists[kind].n && found == NULL && folded[0] != '\0'; i++) {
		const struct word *w = &lists[kind].rows[i];

		if (fits(folded, w->name) || fits(folded, w->vi) || fits(folded, w->en) ||
		    alias_fits(folded, w->aliases))
			found = w;
	}
	free(folded);
	if (found == NULL)
		return refuse(kind, text, err);
	*ret = found->number;
	return true;
}
