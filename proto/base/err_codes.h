/*
 * err_codes - every code that a program or a person can meet, once.
 * X(NAME, number, exit status, retry, "câu tiếng Việt", "English sentence", "làm gì tiếp", "what
 * next") Numbers are wire values: never renumbered, never reused.  retry: the same bytes may
 * succeed later. 1-99 local to one machine; 100-199 a verdict on one report; 200-299 a refusal of a
 * whole request.
 */
#ifndef GH_BASE_ERR_CODES_H
#define GH_BASE_ERR_CODES_H

/* clang-format off */
#define ERR_CODES(X) \
	X(OK, 0, 0, false, "được", "ok", "", "") \
	/* one machine */ \
	X(BUG, 1, 70, false, "lỗi của chương trình", "a defect of the program", \
		"báo cho người vận hành", "tell the operator") \
	X(IO, 2, 74, true, "không đọc hoặc ghi được tệp", "a file could not be read or written", \
		"xem quyền và chỗ trống của đĩa", "look at the permissions and the free space") \
	X(DISK_FULL, 3, 74, true, "đĩa đầy, CHƯA LƯU", "the disk is full, NOT SAVED", \
		"dọn đĩa rồi nhập lại", "free some space, then enter it again") \
	X(MEMORY, 4, 71, true, "hết bộ nhớ", "out of memory", "đóng bớt chương trình", "close other programs") \
	X(USAGE, 5, 64, false, "lệnh viết chưa đúng", "the command is not written right", \
		"xem --help", "see --help") \
	X(CONFIG, 6, 78, false, "cấu hình chưa đúng", "the configuration is not right", \
		"sửa tệp cấu hình", "mend the settings file") \
	X(NO_PROFILE, 7, 78, false, "máy này chưa được kích hoạt", "this machine is not enrolled", \
		"chạy: giothong enrol TỆP (tệp có phiếu mời)", "run: giothong enrol FILE (with the invitation in it)") \
	X(LIMIT, 8, 65, false, "vượt giới hạn", "beyond a limit", "chia nhỏ ra", "split it") \
	X(INVALID, 9, 65, false, "dữ liệu không đúng dạng", "the data is malformed", "sửa rồi làm lại", "mend it and try again") \
	X(NUMBER, 10, 65, false, "số viết không rõ", "the number is not clear", \
		"viết 3950 hoặc 3.950", "write 3950 or 3.950") \
	X(DATE, 11, 65, false, "không có ngày này", "there is no such day", \
		"viết năm-tháng-ngày hoặc ngày/tháng/năm", "write year-month-day or day/month/year") \
	X(TEXT, 12, 65, false, "chữ không phải UTF-8", "the text is not UTF-8", "lưu tệp lại dạng UTF-8", "save the file as UTF-8") \
	X(CSV, 13, 65, false, "bảng không đúng dạng", "the table is malformed", "so với tệp mẫu", "compare it with the template") \
	X(AWAY, 14, 75, true, "chưa liên lạc được máy chủ", "the aggregator is away", \
		"thử lại khi có mạng; những gì đã lưu sẽ tự gửi", \
		"try again when the network is back; what is saved goes by itself") \
	X(DB_AWAY, 15, 75, true, "cơ sở dữ liệu chưa trả lời", "the database is away", \
		"chờ, máy chủ tự nối lại", "wait, it reconnects by itself") \
	X(BUSY, 16, 75, true, "đang bận", "busy", "thử lại sau", "try again later") \
	X(SCHEMA_NEWER, 17, 78, false, "cơ sở dữ liệu mới hơn chương trình", "the schema is newer than this program", \
		"nâng cấp chương trình", "upgrade the program") \
	X(HISTORY_WENT_BACK, 18, 78, false, "cơ sở dữ liệu thiếu phần đã ký", "the database lacks what was signed", \
		"người vận hành: khôi phục bản mới nhất, rồi chạy: giothong-aggregator recover", \
		"the operator: restore the newest copy, then run: giothong-aggregator recover") \
	X(SIGNATURE, 19, 65, false, "chữ ký không đúng", "the signature is wrong", \
		"không tin số này; báo cho người vận hành", "do not trust it; tell the operator") \
	X(NOT_FOUND, 20, 66, false, "không tìm thấy", "not found", "kiểm tra lại tên", "check the name") \
	X(DUPLICATE, 21, 65, false, "đã có", "already there", \
		"dùng tên khác, hoặc giữ cái đã có", "use another name, or keep what is there") \
	X(CLOCK, 22, 75, false, "đồng hồ máy này có vẻ sai", "this machine's clock looks wrong", \
		"chỉnh lại ngày giờ", "set the clock") \
	X(INTERRUPTED, 23, 75, true, "bị ngắt giữa chừng", "interrupted", "chạy lại", "run it again") \
	X(NOTHING, 24, 66, false, "không có gì để làm", "there is nothing to do", \
		"không cần làm gì", "nothing more is needed") \
	X(SERVER_KEYS, 25, 69, false, "máy chủ không trả lời bằng khóa mà máy này biết", \
		"the server does not answer under the key that this machine knows", \
		"nếu nơi khác vẫn gửi được: xin tệp thông báo rồi chạy giothong profile renew TỆP, hoặc xin phiếu mời mới", \
		"if other offices reach it: ask for its notice file and run giothong profile renew FILE, or ask for a new invitation") \
	X(DAMAGED, 26, 65, false, "dữ liệu của máy chủ bị hỏng", "the server's data is damaged", \
		"người vận hành: giữ nguyên chỗ hỏng; giothong-aggregator verify nêu nó ở đâu; lấy bản sao lưu mới nhất mà verify chấp nhận: giothong-aggregator restore DIR, rồi recover", \
		"the operator: keep it as it is; giothong-aggregator verify names the place; take the newest backup that verify accepts: giothong-aggregator restore DIR, then recover") \
	/* a verdict on one report */ \
	X(ALREADY, 100, 0, false, "đã có, không tính hai lần", "already there, not counted twice", "", "") \
	X(REVISION_CONFLICT, 101, 65, false, "có hai bản khác nhau", "two different versions exist", \
		"xem bản hiện có rồi dùng: giothong correct; hoạt động: giothong activity … --reason", \
		"look at the current one, then use: giothong correct; for activities: giothong activity … --reason") \
	X(BASE_UNKNOWN, 102, 75, true, "bản cần sửa chưa tới", "the report to correct has not arrived", \
		"chờ bản gốc tới", "wait for the original") \
	X(BASE_STALE, 103, 65, false, "bản cần sửa đã được thay", "the report to correct was replaced meanwhile", \
		"xem bản hiện có rồi sửa lại", "look at the current one and correct that") \
	X(ORG_UNKNOWN, 104, 65, false, "không có địa phương, cơ quan này", "no such organisation", \
		"tìm bằng: giothong org list", "look it up: giothong org list") \
	X(ORG_AMBIGUOUS, 105, 65, false, "tên này có nhiều nơi", "the name fits several organisations", \
		"dùng mã trong danh sách trên", "use a code of the list above") \
	X(ORG_NOT_VALID, 106, 65, false, "nơi này không tồn tại vào ngày đó", "the organisation is not valid on that date", \
		"dùng nơi kế thừa, hoặc ngày khác", "use its successor, or another date") \
	X(NOT_YOURS, 107, 77, false, "máy này không được báo cáo thay nơi đó", "this key may not report for that organisation", \
		"nhờ ban chỉ đạo cấp trên", "ask the committee above") \
	X(DRIVE_UNKNOWN, 108, 65, false, "không có buổi hiến máu này", "no such drive", \
		"xem: giothong drive list", "see: giothong drive list") \
	X(OVERLAPS_CARRIED_IN, 109, 65, false, "trùng với số đã cộng dồn", "overlaps a carried-in total", \
		"rút bản được nêu trước, hoặc sửa khoảng ngày", "withdraw the one named first, or change the span") \
	X(DATE_FUTURE, 110, 65, false, "ngày ở tương lai", "the date is in the future", "kiểm tra ngày", "check the date") \
	X(COUNT_NEGATIVE, 111, 65, false, "số âm", "a negative count", "sửa số", "mend the number") \
	X(COUNT_OVERFLOW, 112, 65, false, "số quá lớn", "a count is too large", "sửa số", "mend the number") \
	X(SUMS_DISAGREE, 113, 65, false, "các số không khớp nhau", "the counts do not agree", \
		"xem quy tắc được nêu", "see the rule named") \
	X(INDICATOR_UNKNOWN, 114, 65, false, "không có chỉ số này", "no such indicator", \
		"xem: giothong indicators", "see: giothong indicators") \
	X(KIND_UNSUPPORTED, 115, 69, false, "máy chủ chưa nhận loại này", "the aggregator does not take this kind yet", \
		"chờ bản sau", "wait for a later version") \
	X(ROLE, 116, 77, false, "vai trò của máy này không đủ", "the role of this key is not enough", \
		"nhờ ban chỉ đạo", "ask the committee") \
	X(COLLECTION_SPAN, 117, 65, false, "khoảng ngày không hợp lệ", "the span is not allowed", \
		"sửa ngày: một ngày trong các ngày của buổi; đợt thu trong một tháng; số cộng dồn trong một năm kế hoạch", \
		"mend the days: one of the drive's own; a collection's in one month; carried in: in one plan year") \
	X(NOTE_MISSING, 118, 65, false, "cần ghi lý do", "a reason is needed", "thêm --note hoặc --reason", "add --note or --reason") \
	X(SUBJECT_MISSING, 119, 65, false, "thiếu buổi hoặc đợt thu", "the drive or collection is missing", \
		"thêm --drive, --date hoặc --collection", "add --drive, --date or --collection") \
	X(REGISTRY, 120, 65, false, "mục danh bạ không hợp lệ", "the registry entry is not allowed", \
		"sửa dòng được nêu", "mend the row named") \
	X(PLAN, 121, 65, false, "dòng kế hoạch không hợp lệ", "the plan line is not allowed", "sửa dòng được nêu", "mend the row named") \
	X(KEY_ENTRY, 122, 65, false, "mục khóa không hợp lệ", "the key entry is not allowed", \
		"xem lý do được nêu; cần kích hoạt lại thì xin phiếu mời mới", \
		"see the reason named; to enrol again, ask for a new invitation") \
	X(MALFORMED, 123, 65, false, "bản báo cáo không đúng dạng", "the report is malformed", \
		"sửa chỗ được nêu, hoặc nâng cấp giothong", "mend what is named, or upgrade giothong") \
	X(WITNESS, 124, 77, false, "chỉ nơi tiếp nhận máu được gửi bản này", "only the collecting facility may send this", \
		"nơi tiếp nhận máu gửi từ máy của mình; nơi tổ chức thì bỏ --witness", \
		"the facility sends it from its own machine; an organiser leaves --witness out") \
	X(AFTER_LOCK, 125, 0, false, "đến sau khi khóa sổ: đã lưu, chưa tính", "came after the lock: stored, not counted", \
		"nhờ ban chỉ đạo cho tính: giothong review admit", "ask the committee to admit it: giothong review admit") \
	X(OVERLAPS, 126, 65, false, "trùng khoảng ngày với báo cáo khác", "overlaps another report's span", \
		"sửa hoặc rút báo cáo kia trước", "correct or withdraw the other one first") \
	X(LOCKED, 127, 65, false, "sổ đã khóa", "the books are locked", \
		"mở sổ trước: giothong unlock", "unlock first: giothong unlock") \
	/* a refusal of a whole request */ \
	X(KEY_REUSE, 200, 75, true, "hộp chờ gửi này bị sao chép hoặc khôi phục từ bản cũ", \
		"this outbox was copied or restored from an old copy", \
		"không cần làm gì: tự đánh số lại", "nothing to do: it renumbers by itself") \
	X(KEY_UNKNOWN, 201, 77, false, "khóa chưa được biết hoặc đã bị thu hồi", "the key is unknown or revoked", \
		"xin phiếu mời mới, rồi: giothong enrol PHIẾU --profile TÊN-MỚI; nhập lại những gì chưa gửi", \
		"ask for a new invitation, then: giothong enrol SLIP --profile NEW; enter again what was not sent") \
	X(KEY_REVOKED, 202, 77, false, "khóa đã bị thu hồi", "the key is revoked", \
		"xin phiếu mời mới, rồi: giothong enrol PHIẾU --profile TÊN-MỚI; nhập lại những gì chưa gửi", \
		"ask for a new invitation, then: giothong enrol SLIP --profile NEW; enter again what was not sent") \
	X(VERSION, 203, 76, false, "phiên bản giao thức khác nhau", "the protocol version differs", "nâng cấp giothong", "upgrade giothong") \
	X(TOO_LARGE, 204, 65, false, "bản tin quá lớn", "the message is too large", "chia nhỏ ra", "split it") \
	X(FORBIDDEN, 205, 77, false, "không có quyền xem", "not allowed to see this", "nhờ ban chỉ đạo", "ask the committee") \
	X(PERIOD, 206, 65, false, "kỳ viết chưa đúng", "the period is not written right", \
		"ví dụ: 2024, 2024-H1, 2024-06, 2024-05-01..2024-08-31", "for example: 2024, 2024-H1, 2024-06, 2024-05-01..2024-08-31") \
	X(BATCH_UNKNOWN, 207, 65, false, "chưa có lần ghi này", "no such batch yet", "dùng số nhỏ hơn", "use a smaller number") \
	X(INVITATION, 208, 77, false, "phiếu mời không đúng, hết hạn hoặc đã dùng", "the invitation is wrong, used or expired", \
		"xin phiếu mời mới", "ask for a new invitation") \
	X(PENDING, 209, 75, true, "chờ người thứ hai xác nhận", "waiting for a second person's confirmation", \
		"đọc sáu nhóm số cho ban chỉ đạo", "read the six groups of digits to the committee") \
	X(PAUSED, 210, 75, true, "máy chủ tạm ngưng nhận", "the aggregator is paused", "chờ", "wait") \
	X(DOOR, 211, 78, false, "nhầm cổng: báo cáo và câu hỏi có cổng riêng", \
		"this is the other door: reports and questions have one each", \
		"sửa dòng intake, query trong profile.ini của hồ sơ, rồi: giothong doctor", \
		"mend the lines intake and query in the profile's profile.ini, then: giothong doctor") \
	X(QUOTA, 212, 75, true, "hỏi quá nhiều trong một phút", "too many questions within a minute", \
		"chờ một phút rồi hỏi lại; hỏi ít chương trình cùng lúc hơn", \
		"wait a minute, then ask again; let fewer programs ask at a time")
/* clang-format on */

#endif
