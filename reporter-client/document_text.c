#include "document_text.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/lang.h"

#define OF(type) (1U << (DOCUMENT_##type))
#define REPORTS (OF(HALF_YEAR) | OF(YEAR))
#define CAMPAIGN_CEREMONY "II.5" /* stands there when somebody wrote it */
#define ALL_REPORTS (REPORTS | OF(CAMPAIGN_RESULT))

static const char ways[] =
    "1. Thường trực Ban Chỉ đạo (Hội Chữ thập đỏ) lập kế hoạch chi tiết cho từng buổi, điều phối lịch để "
    "không chồng chéo, theo dõi báo cáo sau mỗi buổi và nhắc nơi chưa gửi.\n"
    "2. Ngành Y tế và cơ sở tiếp nhận máu chuẩn bị nhân lực, vật tư, bảo đảm an toàn cho người hiến máu; đối "
    "chiếu số liệu với đơn vị tổ chức ngay sau buổi hiến máu.\n"
    "3. Đoàn Thanh niên Cộng sản Hồ Chí Minh, Liên đoàn Lao động, Hội Liên hiệp Phụ nữ và các đoàn thể vận động "
    "đoàn viên, hội viên đăng ký, bố trí tình nguyện viên hỗ trợ tại điểm hiến máu.\n"
    "4. Cơ quan thông tin, truyền thông đưa tin về lịch tổ chức và gương người hiến máu.\n"
    "5. Ban Chỉ đạo các địa phương, các cơ quan thành viên thực hiện chỉ tiêu được giao, tạo điều kiện để cán "
    "bộ, người lao động và Nhân dân tham gia.";

static const char grounds[] =
    "Căn cứ chỉ tiêu vận động hiến máu tình nguyện được giao và nhu cầu máu cho cấp cứu, điều trị;";

static const struct {
	unsigned types;
	const char *part;
	const char *text;
} defaults[] = {
    {ALL_REPORTS, "I.1",
	"- Công tác vận động hiến máu tình nguyện được triển khai theo kế hoạch của năm, gắn với chỉ tiêu đã "
	"giao cho từng địa phương, cơ quan."},
    {ALL_REPORTS, "I.2",
	"- Nội dung tuyên truyền tập trung vào ý nghĩa của hiến máu tình nguyện, điều kiện để hiến máu an toàn "
	"và lịch tổ chức tại địa phương."},
    {ALL_REPORTS, "I.4",
	"- Việc tôn vinh, khen thưởng tập thể, cá nhân, gia đình tiêu biểu được thực hiện theo quy định."},
    {ALL_REPORTS, "I.5",
	"- Thuận lợi: …\n"
	"- Khó khăn, nguyên nhân: …\n"
	"- Kiến nghị, đề xuất: …"},
    {REPORTS, "II.2",
	"- Tổ chức các buổi hiến máu đúng lịch đã giao; ưu tiên những tháng thường thiếu máu.\n"
	"- Vận động người hiến máu lần đầu, duy trì người hiến máu nhắc lại; củng cố câu lạc bộ và lực lượng "
	"hiến máu dự bị.\n"
	"- Báo cáo kết quả ngay sau mỗi buổi; số liệu khớp giữa đơn vị tổ chức và cơ sở tiếp nhận máu.\n"
	"- Biểu dương, khen thưởng kịp thời tập thể, cá nhân, gia đình có nhiều đóng góp."},
    {REPORTS, "III", ways},
    {OF(CAMPAIGN) | OF(PLAN) | OF(DRIVE_PLAN), "can-cu", grounds},
    {OF(CAMPAIGN), "I.1",
	"Vận động đông đảo Nhân dân có đủ sức khỏe hiến máu tình nguyện trong thời gian diễn ra chiến dịch, bảo "
	"đảm đủ máu cho cấp cứu và điều trị."},
    {OF(CAMPAIGN), "I.2",
	"Các buổi hiến máu an toàn, tiết kiệm, đúng lịch; mỗi địa phương, cơ quan chịu trách nhiệm về chỉ tiêu "
	"được giao và báo cáo đúng hạn."},
    {OF(CAMPAIGN), "II.3", "Ban Chỉ đạo các cấp chọn thông điệp phù hợp với địa phương: …"},
    {OF(CAMPAIGN), "II.4",
	"- Ngân sách nhà nước theo phân cấp và quy định hiện hành.\n"
	"- Nguồn tài trợ và các nguồn hợp pháp khác."},
    {OF(CAMPAIGN), "III", ways},
    {OF(CAMPAIGN), "IV", "- Kết quả thực hiện chỉ tiêu là một căn cứ xét thi đua, khen thưởng."},
    {OF(PLAN), "I",
	"1. Nâng cao nhận thức của các cấp, các ngành và Nhân dân về hiến máu tình nguyện.\n"
	"2. Bảo đảm nguồn máu an toàn, kịp thời cho cấp cứu, điều trị trong năm.\n"
	"3. Mỗi địa phương, cơ quan có chỉ tiêu, có lịch và có người chịu trách nhiệm."},
    {OF(PLAN), "II.1",
	"- Tuyên truyền thường xuyên trên các phương tiện thông tin và tại cơ sở; tăng cường trước mỗi đợt.\n"
	"- Tư vấn cho người hiến máu trước, trong và sau khi hiến máu."},
    {OF(PLAN), "II.3",
	"- Tôn vinh, khen thưởng tập thể, cá nhân, gia đình tiêu biểu nhân Ngày Quốc tế Người hiến máu 14/6 và Ngày "
	"Quốc tế tình nguyện 05/12.\n"
	"- Sơ kết 6 tháng, tổng kết năm; nêu rõ thuận lợi, khó khăn và đề xuất."},
    {OF(PLAN), "III", ways},
    {OF(DRIVE_PLAN), "I.2",
	"2. Buổi hiến máu an toàn, chu đáo; người hiến máu được tư vấn, chăm sóc trước, trong và sau khi hiến."},
    {OF(DRIVE_PLAN), "III", "- Thông điệp: …"},
    {OF(DRIVE_PLAN), "V",
	"- Đại biểu, khách mời: …\n"
	"- Lực lượng tham gia hiến máu: cán bộ, công chức, viên chức, người lao động, đoàn viên, hội viên và Nhân "
	"dân trên địa bàn."},
    {OF(DRIVE_PLAN), "VI",
	"- Chuẩn bị địa điểm, trang thiết bị, khu vực khám và tiếp nhận máu trước ngày tổ chức.\n"
	"- Thông báo thời gian, địa điểm đến các cơ quan, địa phương; tổng hợp danh sách đăng ký."},
    {OF(DRIVE_PLAN), "VII",
	"- Tuyên truyền trên các phương tiện thông tin và tại cơ sở; vận động trực tiếp qua các thành viên Ban Chỉ "
	"đạo."},
    {OF(DRIVE_PLAN), "VIII",
	"1. Thường trực Ban Chỉ đạo (Hội Chữ thập đỏ) chuẩn bị địa điểm, mời đại biểu, tổng hợp số người đăng "
	"ký.\n"
	"2. Các cơ quan thành viên vận động người tham gia và báo số đăng ký về Thường trực Ban Chỉ đạo trước "
	"ngày …\n"
	"3. Cơ sở tiếp nhận máu bố trí nhân lực, phương tiện, bảo đảm chuyên môn và an toàn.\n"
	"4. Công an, y tế địa phương bảo đảm an ninh, trật tự, vệ sinh nơi tổ chức."},
    {OF(DRIVE_RESULT), "I", "- Công tác chuẩn bị, tiếp đón, chăm sóc người hiến máu: …"},
    {OF(DRIVE_RESULT), "IV",
	"- Thuận lợi: …\n"
	"- Khó khăn, nguyên nhân: …\n"
	"- Kiến nghị, đề xuất: …"},
};

const char *
document_type_name(enum document_type type)
{
	static const char *const names[DOCUMENT_TYPE_COUNT_] = {[DOCUMENT_HALF_YEAR] = "half-year",
	    [DOCUMENT_YEAR] = "year",
	    [DOCUMENT_CAMPAIGN] = "campaign",
	    [DOCUMENT_PLAN] = "plan",
	    [DOCUMENT_DRIVE_PLAN] = "drive-plan",
	    [DOCUMENT_DRIVE_RESULT] = "drive-result",
	    [DOCUMENT_CAMPAIGN_RESULT] = "campaign-result"};

	return type < DOCUMENT_TYPE_COUNT_ ? names[type] : "";
}

bool
document_text_type(const char *word, enum document_type *ret, struct err *err)
{
	for (int i = 0; i < DOCUMENT_TYPE_COUNT_; i++)
		if (strcmp(word, document_type_name((enum document_type)i)) == 0) {
			*ret = (enum document_type)i;
			return true;
		}
	return err_set(err, ERR_USAGE,
	    TR("không có loại văn bản “%.60s”: half-year, year, campaign, plan, drive-plan, drive-result, campaign-result",
		"no kind of document “%.60s”: half-year, year, campaign, plan, drive-plan, drive-result, campaign-result"),
	    word);
}

bool
document_text_is_of_drive(enum document_type type)
{
	return type == DOCUMENT_DRIVE_PLAN || type == DOCUMENT_DRIVE_RESULT;
}

bool
document_text_is_of_campaign(enum document_type type)
{
	return type == DOCUMENT_CAMPAIGN || type == DOCUMENT_CAMPAIGN_RESULT;
}

bool
document_text_which(const struct document_which *w, char ret[DOCUMENT_WHICH_MAX], struct err *err)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	int len;

	if (w->of[0] != '\0')
		len =
		    snprintf(ret, DOCUMENT_WHICH_MAX, "%s:%s", document_type_name(w->type), w->of);
	else
		len = snprintf(ret, DOCUMENT_WHICH_MAX, "%s:%s..%s", document_type_name(w->type),
		    day_iso(w->from, from), day_iso(w->to, to));
	if (len < 0 || len >= DOCUMENT_WHICH_MAX)
		return err_set(err, ERR_LIMIT, "%s: %d", w->of, WIRE_CODE_BYTES_MAX);
	/* A slash parts document and part where texts are searched. */
	for (char *at = ret; (at = strchr(at, '/')) != NULL;)
		*at = '_';
	return true;
}

/* NULL: none is in force. */
static const char *
written(const struct reference *texts, const char *document, const char *part)
{
	for (uint32_t i = 0; i < texts->texts_n; i++) {
		const struct text_row *row = &texts->texts[i];

		if (row->current && strcmp(row->text.document, document) == 0 &&
		    strcmp(row->text.part, part) == 0)
			return row->text.text;
	}
	return NULL;
}

const char *
document_text(
    const struct reference *texts, const char *which, enum document_type type, const char *part)
{
	const char *text = written(texts, which, part);

	if (text == NULL)
		text = written(texts, document_type_name(type), part);
	if (text != NULL)
		return text;
	for (size_t i = 0; i < ARRAY_LEN(defaults); i++)
		if ((defaults[i].types & (1U << type)) != 0 && strcmp(defaults[i].part, part) == 0)
			return defaults[i].text;
	return "";
}

static const char *const everywhere[] = {
    "co-quan", "ky-hieu", "dia-danh", "kinh-gui", "noi-nhan", "ky"};

bool
document_text_is_part(enum document_type type, const char *part)
{
	for (size_t i = 0; i < ARRAY_LEN(everywhere); i++)
		if (strcmp(everywhere[i], part) == 0)
			return true;
	if (type == DOCUMENT_CAMPAIGN && strcmp(part, CAMPAIGN_CEREMONY) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(defaults); i++)
		if ((defaults[i].types & (1U << type)) != 0 && strcmp(defaults[i].part, part) == 0)
			return true;
	return false;
}

void
document_text_parts(enum document_type type, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(defaults); i++)
		if ((defaults[i].types & (1U << type)) != 0)
			buf_printf(out, "%s, ", defaults[i].part);
	if (type == DOCUMENT_CAMPAIGN)
		buf_printf(out, "%s, ", CAMPAIGN_CEREMONY);
	for (size_t i = 0; i < ARRAY_LEN(everywhere); i++)
		buf_printf(out, "%s%s", i > 0 ? ", " : "", everywhere[i]);
}
