#include "document_look.h"

#include <assert.h>
#include <stddef.h>

#define FIRST_LINE 127 /* 1,27 cm */

/* name, vi, size, align, bold, italic, first line, before, after, line, keep with next, outline */
static const struct document_look looks[DOCUMENT_ROLE_COUNT_] = {
    [DOCUMENT_NATION] = {"GhNation", "Quốc hiệu", 12, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100},
    [DOCUMENT_MOTTO] = {"GhMotto", "Tiêu ngữ", 13, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100},
    [DOCUMENT_SUPERIOR] = {"GhSuperior", "Cơ quan chủ quản", 12, DOCUMENT_CENTRE,
	.line_percent = 100},
    [DOCUMENT_ISSUER] = {"GhIssuer", "Cơ quan ban hành", 12, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100},
    [DOCUMENT_NUMBER] = {"GhNumber", "Số, ký hiệu", 13, DOCUMENT_CENTRE, .before_pt = 6,
	.line_percent = 100},
    [DOCUMENT_PLACE_DAY] = {"GhPlaceDay", "Địa danh, thời gian", 13, DOCUMENT_CENTRE,
	.italic = true, .before_pt = 6, .line_percent = 100},
    [DOCUMENT_KIND] = {"GhKind", "Tên loại", 14, DOCUMENT_CENTRE, .bold = true, .before_pt = 18,
	.line_percent = 100, .keep_with_next = true, .outline = 1},
    [DOCUMENT_SUBJECT] = {"GhSubject", "Trích yếu", 14, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100, .keep_with_next = true},
    [DOCUMENT_ADDRESSEE] = {"GhAddressee", "Kính gửi", 14, DOCUMENT_CENTRE, .before_pt = 12,
	.after_pt = 6, .line_percent = 100},
    [DOCUMENT_PART] = {"GhPart", "Phần", 14, DOCUMENT_JUSTIFIED, .bold = true,
	.first_line_tenths_mm = FIRST_LINE, .before_pt = 12, .after_pt = 6, .line_percent = 115,
	.keep_with_next = true, .outline = 2},
    [DOCUMENT_CLAUSE] = {"GhClause", "Khoản", 14, DOCUMENT_JUSTIFIED, .bold = true,
	.first_line_tenths_mm = FIRST_LINE, .before_pt = 6, .after_pt = 6, .line_percent = 115,
	.keep_with_next = true, .outline = 3},
    [DOCUMENT_BODY] = {"GhBody", "Nội dung", 14, DOCUMENT_JUSTIFIED,
	.first_line_tenths_mm = FIRST_LINE, .after_pt = 6, .line_percent = 115},
    [DOCUMENT_CLOSING] = {"GhClosing", "Kết thúc", 14, DOCUMENT_JUSTIFIED,
	.first_line_tenths_mm = FIRST_LINE, .after_pt = 12, .line_percent = 115,
	.keep_with_next = true},
    [DOCUMENT_SIGNER] = {"GhSigner", "Quyền hạn, chức vụ", 14, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100, .keep_with_next = true},
    [DOCUMENT_SIGNED] = {"GhSigned", "Họ tên người ký", 14, DOCUMENT_CENTRE, .bold = true,
	.before_pt = 70, .line_percent = 100},
    [DOCUMENT_COPIES] = {"GhCopies", "Nơi nhận", 12, DOCUMENT_LEFT, .bold = true, .italic = true,
	.line_percent = 100, .keep_with_next = true},
    [DOCUMENT_COPY] = {"GhCopy", "Nơi nhận: từng nơi", 11, DOCUMENT_LEFT, .line_percent = 100},
    [DOCUMENT_ANNEX_NUMBER] = {"GhAnnexNumber", "Phụ lục", 14, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100, .keep_with_next = true, .outline = 2},
    [DOCUMENT_ANNEX_TITLE] = {"GhAnnexTitle", "Tên phụ lục", 14, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100, .keep_with_next = true},
    [DOCUMENT_ANNEX_OF] = {"GhAnnexOf", "Kèm theo", 14, DOCUMENT_CENTRE, .italic = true,
	.after_pt = 6, .line_percent = 100, .keep_with_next = true},
    [DOCUMENT_TABLE_UNIT] = {"GhTableUnit", "Đơn vị tính", 12, DOCUMENT_RIGHT, .italic = true,
	.before_pt = 6, .after_pt = 3, .line_percent = 100, .keep_with_next = true},
    [DOCUMENT_NOTE] = {"GhNote", "Ghi chú", 12, DOCUMENT_LEFT, .before_pt = 6, .line_percent = 100},
    [DOCUMENT_HEADING_CELL] = {"GhHeadingCell", "Ô: đầu cột", 12, DOCUMENT_CENTRE, .bold = true,
	.line_percent = 100},
    [DOCUMENT_TEXT_CELL] = {"GhTextCell", "Ô: chữ", 12, DOCUMENT_LEFT, .line_percent = 100},
    [DOCUMENT_NUMBER_CELL] = {"GhNumberCell", "Ô: số", 12, DOCUMENT_RIGHT, .line_percent = 100},
    [DOCUMENT_ORDER_CELL] = {"GhOrderCell", "Ô: giữa", 12, DOCUMENT_CENTRE, .line_percent = 100},
};

const struct document_look *
document_look(enum document_role role)
{
	assert(role < DOCUMENT_ROLE_COUNT_);
	return &looks[role];
}
