/*
 * catalogue_table - the rows behind catalogue.h, in order of their number; for catalogue.c alone.
 * The letters are those of domain.md 2.  B1 is a target and no count; A, K and L are not counts.
 * Numbers leave gaps so that a new row stands beside its neighbours; none is ever used again.
 * Money is in thousands of dong: a province's budget stays below the largest value of the wire.
 */
#ifndef GH_RULES_CATALOGUE_TABLE_H
#define GH_RULES_CATALOGUE_TABLE_H

/* clang-format off */
#define CATALOGUE_FUNNEL(X) \
	X(IND_REGISTERED, "registered", "registered", ADDITIVE, "Số người đăng ký", "Registered", \
		"dang ky|so dang ky|so luong dang ky|luot dang ky") \
	X(IND_ATTENDED, "attended", "attended", ADDITIVE, "Lượt người tham gia", "Attended", \
		"tham gia|luot tham gia|so nguoi tham gia|so luot tham gia|nguoi tham gia") \
	X(IND_EXAMINED, "examined", "examined", ADDITIVE, "Số người được khám", "Examined", \
		"duoc kham|so nguoi kham|kham|kham tuyen") \
	X(IND_DEFERRED, "deferred", "deferred", ADDITIVE, "Số người bị hoãn", "Deferred", \
		"hoan|tam hoan|hoan hien|so nguoi hoan") \
	X(IND_LEFT, "left", "left", ADDITIVE, "Số người bỏ về", "Left without donating", "bo ve|khong hien") \
	X(IND_DONATED, "donated", "donated", ADDITIVE, "Lượt người hiến", "Donated", \
		"hien|luot hien|so nguoi hien|so luot hien|hien duoc|hien mau") \
	X(IND_UNSUCCESSFUL, "unsuccessful", "unsuccessful", ADDITIVE, "Lượt hiến không thành", \
		"Unsuccessful donations", "khong thanh|that bai") \
	X(IND_WALK_INS, "walk_ins", "walk-ins", ADDITIVE, "Số người đến không đăng ký trước", "Walk-ins", \
		"khong dang ky truoc|vang lai") \
	X(10, "reactions_mild", NULL, ADDITIVE, "Phản ứng nhẹ", "Adverse reactions, mild", "") \
	X(11, "reactions_moderate", NULL, ADDITIVE, "Phản ứng vừa", "Adverse reactions, moderate", "") \
	X(12, "reactions_severe", NULL, ADDITIVE, "Phản ứng nặng", "Adverse reactions, severe", "")

#define CATALOGUE_PRODUCT(X) \
	X(IND_BLOOD_UNITS, "blood_units", "units", ADDITIVE, "Đơn vị máu", "Blood units", \
		"so don vi mau|so don vi|dv mau|so dv mau|tong don vi mau|mau toan phan|don vi mau tiep nhan|ket qua") \
	X(IND_UNITS_250, "units_250", "units-250", ADDITIVE, "Đơn vị 250 ml", "Units of 250 ml", \
		"250|250ml|250 ml|tui 250 ml|dv 250 ml") \
	X(IND_UNITS_350, "units_350", "units-350", ADDITIVE, "Đơn vị 350 ml", "Units of 350 ml", \
		"350|350ml|350 ml|tui 350 ml|dv 350 ml") \
	X(IND_UNITS_450, "units_450", "units-450", ADDITIVE, "Đơn vị 450 ml", "Units of 450 ml", \
		"450|450ml|450 ml|tui 450 ml|dv 450 ml") \
	X(IND_UNITS_OTHER, "units_other", "units-other", ADDITIVE, "Đơn vị thể tích khác hoặc không rõ", \
		"Units of another or unknown volume", "the tich khac|don vi khac") \
	X(IND_PLATELETS, "platelets", "platelets", ADDITIVE, "Đơn vị tiểu cầu", "Platelet apheresis", "tieu cau") \
	X(IND_PLASMA, "plasma", "plasma", ADDITIVE, "Đơn vị huyết tương, thành phần khác", \
		"Plasma and other apheresis", "huyet tuong") \
	X(IND_VOLUME_ML, "volume_ml", "volume-ml", ADDITIVE, "Tổng thể tích máu (ml)", "Volume of blood (ml)", \
		"tong the tich|the tich|tong ml|so ml") \
	X(28, "units_discarded", NULL, ADDITIVE, "Đơn vị hủy tại chỗ", "Units discarded on site", "huy tai cho") \
	X(IND_VOLUME_OTHER_ML, "volume_other_ml", NULL, ADDITIVE, "Thể tích của các đơn vị khác (ml)", \
		"Volume of the other units (ml)", "")

#define CATALOGUE_DONORS(X) \
	X(40, "donors_male", "male", ADDITIVE, "Người hiến: nam", "Donors: male", "nam") \
	X(41, "donors_female", "female", ADDITIVE, "Người hiến: nữ", "Donors: female", "nu") \
	X(42, "donors_sex_unknown", NULL, ADDITIVE, "Người hiến: không rõ giới", "Donors: sex unknown", "") \
	X(50, "donors_age_18_24", NULL, ADDITIVE, "Người hiến: 18–24 tuổi", "Donors: aged 18–24", "18 24") \
	X(51, "donors_age_25_34", NULL, ADDITIVE, "Người hiến: 25–34 tuổi", "Donors: aged 25–34", "25 34") \
	X(52, "donors_age_35_44", NULL, ADDITIVE, "Người hiến: 35–44 tuổi", "Donors: aged 35–44", "35 44") \
	X(53, "donors_age_45_54", NULL, ADDITIVE, "Người hiến: 45–54 tuổi", "Donors: aged 45–54", "45 54") \
	X(54, "donors_age_55_60", NULL, ADDITIVE, "Người hiến: 55–60 tuổi", "Donors: aged 55–60", "55 60") \
	X(55, "donors_age_over_60", NULL, ADDITIVE, "Người hiến: trên 60 tuổi", "Donors: over 60", "tren 60") \
	X(56, "donors_age_unknown", NULL, ADDITIVE, "Người hiến: không rõ tuổi", "Donors: age unknown", "") \
	X(IND_DONORS_FIRST, "donors_first", "first-time", ADDITIVE, "Người hiến: lần đầu", "Donors: first time", \
		"lan dau|hien lan dau|nguoi hien moi|moi") \
	X(IND_DONORS_REPEAT, "donors_repeat", "repeat", ADDITIVE, "Người hiến: nhắc lại", "Donors: repeat", \
		"nhac lai|hien nhac lai") \
	X(62, "donors_history_unknown", NULL, ADDITIVE, "Người hiến: không rõ lần hiến", \
		"Donors: history unknown", "") \
	X(63, "donors_regular", NULL, ADDITIVE, "Nhắc lại: thường xuyên (từ 2 lần trong 12 tháng)", \
		"Repeat: regular (2 or more in 12 months)", "thuong xuyen") \
	X(64, "donors_lapsed", NULL, ADDITIVE, "Nhắc lại: trở lại sau gián đoạn", "Repeat: lapsed", "") \
	X(IND_GROUP_A, "donors_group_a", NULL, ADDITIVE, "Nhóm máu A", "Group A", "nhom a") \
	X(IND_GROUP_B, "donors_group_b", NULL, ADDITIVE, "Nhóm máu B", "Group B", "nhom b") \
	X(IND_GROUP_O, "donors_group_o", NULL, ADDITIVE, "Nhóm máu O", "Group O", "nhom o") \
	X(IND_GROUP_AB, "donors_group_ab", NULL, ADDITIVE, "Nhóm máu AB", "Group AB", "nhom ab") \
	X(74, "donors_group_unknown", NULL, ADDITIVE, "Nhóm máu không rõ", "Group unknown", "") \
	X(IND_RH_POSITIVE, "donors_rh_positive", NULL, ADDITIVE, "Rh dương", "Rh positive", "rh d duong") \
	X(IND_RH_NEGATIVE, "donors_rh_negative", NULL, ADDITIVE, "Rh âm", "Rh negative", "rh d am") \
	X(82, "donors_rh_unknown", NULL, ADDITIVE, "Rh không rõ", "Rh unknown", "") \
	X(90, "donors_residents", NULL, ADDITIVE, "Người hiến: khối dân cư", "Donors: residents", "khoi phuong|dan cu") \
	X(91, "donors_civil_servants", NULL, ADDITIVE, "Người hiến: cán bộ, công nhân, viên chức", \
		"Donors: civil servants and workers", "khoi cbcnvc|khoi cnvc|cbcnvc|cnvc") \
	X(92, "donors_youth_union", NULL, ADDITIVE, "Người hiến: đoàn viên", "Donors: youth union", \
		"khoi doan|khoi doan vien|doan vien") \
	X(93, "donors_students", NULL, ADDITIVE, "Người hiến: học sinh, sinh viên", \
		"Donors: pupils and students", "hoc sinh sinh vien|hssv") \
	X(94, "donors_health", NULL, ADDITIVE, "Người hiến: ngành y tế", "Donors: health staff", "nganh y te|y te") \
	X(95, "donors_education", NULL, ADDITIVE, "Người hiến: ngành giáo dục", "Donors: education staff", \
		"nganh giao duc|giao duc") \
	X(96, "donors_police", NULL, ADDITIVE, "Người hiến: công an", "Donors: police", "cong an") \
	X(97, "donors_army", NULL, ADDITIVE, "Người hiến: quân đội", "Donors: army", "quan doi") \
	X(98, "donors_business", NULL, ADDITIVE, "Người hiến: doanh nghiệp", "Donors: companies", "doanh nghiep") \
	X(99, "donors_religious", NULL, ADDITIVE, "Người hiến: tôn giáo", "Donors: religious bodies", "ton giao") \
	X(100, "donors_sector_other", NULL, ADDITIVE, "Người hiến: khối khác", "Donors: another sector", "") \
	X(101, "donors_sector_unknown", NULL, ADDITIVE, "Người hiến: không rõ khối", "Donors: sector unknown", "") \
	X(110, "donors_same_commune", NULL, ADDITIVE, "Người hiến: cùng xã, phường", \
		"Donors: of the same commune", "cung xa|cung phuong") \
	X(111, "donors_same_province", NULL, ADDITIVE, "Người hiến: cùng tỉnh, thành phố", \
		"Donors: of the same province", "cung tinh") \
	X(112, "donors_elsewhere", NULL, ADDITIVE, "Người hiến: nơi khác", "Donors: from elsewhere", "noi khac") \
	X(113, "donors_residence_unknown", NULL, ADDITIVE, "Người hiến: không rõ nơi ở", \
		"Donors: residence unknown", "") \
	X(120, "donors_voluntary", "voluntary", ADDITIVE, "Người hiến: tình nguyện", "Donors: voluntary", \
		"tinh nguyen") \
	X(121, "donors_family", NULL, ADDITIVE, "Người hiến: người nhà", "Donors: for family", "nguoi nha") \
	X(122, "donors_motive_other", NULL, ADDITIVE, "Người hiến: hình thức khác", "Donors: other", "") \
	X(123, "donors_motive_unknown", NULL, ADDITIVE, "Người hiến: không rõ hình thức", \
		"Donors: motive unknown", "")

#define CATALOGUE_DEFERRALS(X) \
	X(140, "deferred_haemoglobin", NULL, ADDITIVE, "Hoãn: huyết sắc tố thấp", \
		"Deferred: low haemoglobin", "hb thap|thieu mau") \
	X(141, "deferred_pressure", NULL, ADDITIVE, "Hoãn: huyết áp, mạch", \
		"Deferred: blood pressure or pulse", "huyet ap|mach") \
	X(142, "deferred_weight", NULL, ADDITIVE, "Hoãn: cân nặng", "Deferred: weight", "can nang") \
	X(143, "deferred_age", NULL, ADDITIVE, "Hoãn: tuổi", "Deferred: age", "") \
	X(144, "deferred_interval", NULL, ADDITIVE, "Hoãn: chưa đủ khoảng cách", \
		"Deferred: too soon after the last", "khoang cach") \
	X(145, "deferred_medication", NULL, ADDITIVE, "Hoãn: dùng thuốc", "Deferred: medication", "") \
	X(146, "deferred_illness", NULL, ADDITIVE, "Hoãn: bệnh cấp hoặc mạn tính", "Deferred: illness", "") \
	X(147, "deferred_exposure", NULL, ADDITIVE, "Hoãn: xăm, xỏ, phơi nhiễm", \
		"Deferred: tattoo, piercing or exposure", "") \
	X(148, "deferred_behaviour", NULL, ADDITIVE, "Hoãn: hành vi nguy cơ", "Deferred: risk behaviour", "") \
	X(149, "deferred_pregnancy", NULL, ADDITIVE, "Hoãn: thai sản, kinh nguyệt", \
		"Deferred: pregnancy or menstruation", "") \
	X(150, "deferred_rapid_test", NULL, ADDITIVE, "Hoãn: xét nghiệm nhanh", "Deferred: rapid test", \
		"test nhanh|hbv") \
	X(151, "deferred_other", NULL, ADDITIVE, "Hoãn: lý do khác", "Deferred: another reason", "")

#define CATALOGUE_RESERVE(X) \
	X(IND_RESERVE_DONORS, "reserve_donors", NULL, STOCK, "Người hiến máu dự bị", "Reserve donors", "du bi|hien mau du bi") \
	X(1001, "reserve_banks", NULL, STOCK, "Ngân hàng máu sống", "Living blood banks", "") \
	X(1002, "reserve_bank_volunteers", NULL, STOCK, "Tình nguyện viên ngân hàng máu sống", \
		"Volunteers of living blood banks", "") \
	X(IND_RARE_DONORS, "rare_donors", NULL, STOCK, "Người hiến nhóm máu hiếm", "Rare-group donors", "nhom mau hiem") \
	X(1004, "callouts", NULL, ADDITIVE, "Lượt huy động khẩn cấp", "Emergency call-outs", "huy dong khan cap") \
	X(1005, "callout_units", NULL, ADDITIVE, "Đơn vị máu khẩn cấp", "Emergency units", \
		"hien khan cap|hien dot xuat") \
	X(1010, "clubs_25", NULL, STOCK, "CLB 25", "Clubs 25", "") \
	X(1011, "clubs_25_members", NULL, STOCK, "Thành viên CLB 25", "Members of clubs 25", "") \
	X(1012, "clubs_reserve", NULL, STOCK, "CLB hiến máu dự bị", "Reserve clubs", "clb du bi") \
	X(1013, "clubs_reserve_members", NULL, STOCK, "Thành viên CLB hiến máu dự bị", \
		"Members of reserve clubs", "") \
	X(1014, "clubs_rare", NULL, STOCK, "CLB nhóm máu hiếm", "Rare-group clubs", "") \
	X(1015, "clubs_rare_members", NULL, STOCK, "Thành viên CLB nhóm máu hiếm", \
		"Members of rare-group clubs", "") \
	X(1016, "clubs_voluntary", NULL, STOCK, "CLB hiến máu tình nguyện", "Voluntary donors' clubs", \
		"clb hmtn|cau lac bo|clb") \
	X(1017, "clubs_voluntary_members", NULL, STOCK, "Thành viên CLB hiến máu tình nguyện", \
		"Members of voluntary donors' clubs", "thanh vien clb hmtn|thanh vien clb") \
	X(IND_VOLUNTEERS, "volunteers", NULL, STOCK, "Tình nguyện viên đang hoạt động", "Active volunteers", \
		"tinh nguyen vien")

#define CATALOGUE_ORGANISATION(X) \
	X(IND_COMMITTEES, "committees", NULL, STOCK, "Xã, phường đã có Ban chỉ đạo", "Communes with a committee", \
		"bcd cap xa|ban chi dao cap xa") \
	X(IND_COMMUNES, "communes", NULL, STOCK, "Tổng số xã, phường", "Communes", "so xa phuong") \
	X(1102, "trainings", NULL, ADDITIVE, "Lớp tập huấn", "Training classes", "tap huan") \
	X(1103, "training_attendees", NULL, ADDITIVE, "Lượt người dự tập huấn", "Attendees of trainings", "") \
	X(1104, "inspections", NULL, ADDITIVE, "Lượt kiểm tra, giám sát", "Inspections", "kiem tra giam sat|kiem tra") \
	X(IND_STAFF, "staff", NULL, STOCK, "Số cán bộ của cơ quan", "Staff of the agency", "so can bo") \
	X(IND_STAFF_DONORS, "staff_donors", NULL, ADDITIVE, "Lượt cán bộ hiến máu", "Donations by staff", "can bo hien mau")

#define CATALOGUE_COMMUNICATION(X) \
	X(1200, "leaflets", NULL, ADDITIVE, "Tờ rơi", "Leaflets", "to roi|to gap") \
	X(1201, "banners", NULL, ADDITIVE, "Băng rôn", "Banners", "bang zon|banner") \
	X(1202, "posters", NULL, ADDITIVE, "Áp phích, phướn", "Posters and streamers", "ap phich|phuon|poster") \
	X(1203, "headbands", NULL, ADDITIVE, "Băng đô", "Headbands", "") \
	X(1204, "slogans", NULL, ADDITIVE, "Khẩu hiệu cầm tay", "Hand slogans", "khau hieu|hashtag") \
	X(1205, "news_press", NULL, ADDITIVE, "Tin, bài: báo", "News: press", "tin bai") \
	X(1206, "news_broadcast", NULL, ADDITIVE, "Tin, bài: phát thanh, truyền hình", \
		"News: radio and television", "") \
	X(1207, "news_portal", NULL, ADDITIVE, "Tin, bài: cổng thông tin điện tử", "News: official portals", "") \
	X(1208, "news_social", NULL, ADDITIVE, "Tin, bài: mạng xã hội", "News: social networks", "") \
	X(1209, "loudspeaker", NULL, ADDITIVE, "Lượt phát thanh loa", "Loudspeaker slots", "loa truyen thanh") \
	X(1210, "people_reached", NULL, ADDITIVE, "Lượt người được tuyên truyền", "People reached", "") \
	X(1211, "talks", NULL, ADDITIVE, "Buổi tuyên truyền", "Talks", "tuyen truyen")

#define CATALOGUE_AWARD(X, n, level, level_vi, level_en, form, form_vi, form_en) \
	X((n) + 0, "award_" level "_" form "_group", NULL, ADDITIVE, \
		form_vi " của " level_vi ": tập thể", form_en " of the " level_en ": collectives", "") \
	X((n) + 1, "award_" level "_" form "_person", NULL, ADDITIVE, \
		form_vi " của " level_vi ": cá nhân", form_en " of the " level_en ": persons", "") \
	X((n) + 2, "award_" level "_" form "_family", NULL, ADDITIVE, \
		form_vi " của " level_vi ": hộ, gia đình", form_en " of the " level_en ": families", "")
#define CATALOGUE_AWARD_LEVEL(X, n, level, level_vi, level_en) \
	CATALOGUE_AWARD(X, n, level, level_vi, level_en, "merit", "Bằng khen", "Certificate of merit") \
	CATALOGUE_AWARD(X, (n) + 5, level, level_vi, level_en, "praise", "Giấy khen", "Letter of praise") \
	CATALOGUE_AWARD(X, (n) + 10, level, level_vi, level_en, "certificate", "Giấy chứng nhận", "Certificate") \
	CATALOGUE_AWARD(X, (n) + 15, level, level_vi, level_en, "medal", "Kỷ niệm chương", "Medal")
#define CATALOGUE_AWARDS(X) \
	CATALOGUE_AWARD_LEVEL(X, 1300, "province", "UBND tỉnh", "provincial People's Committee") \
	CATALOGUE_AWARD_LEVEL(X, 1320, "local", "UBND huyện, xã", "local People's Committee") \
	CATALOGUE_AWARD_LEVEL(X, 1340, "steering", "BCĐ Quốc gia", "National Steering Committee") \
	CATALOGUE_AWARD_LEVEL(X, 1360, "redcross", "Trung ương Hội Chữ thập đỏ", "Red Cross Society") \
	CATALOGUE_AWARD_LEVEL(X, 1380, "health", "Bộ Y tế", "Ministry of Health")

#define CATALOGUE_MONEY(X) \
	X(1500, "money_budget", NULL, ADDITIVE, "Ngân sách (nghìn đồng)", "Budget (thousand dong)", "ngan sach") \
	X(1501, "money_donated", NULL, ADDITIVE, "Tài trợ tiền (nghìn đồng)", \
		"Donated money (thousand dong)", "tai tro|tai tro tien") \
	X(1502, "money_in_kind", NULL, ADDITIVE, "Tài trợ hiện vật (nghìn đồng)", \
		"Donated in kind (thousand dong)", "tai tro hien vat") \
	X(1503, "money_spent", NULL, ADDITIVE, "Chi (nghìn đồng)", "Spent (thousand dong)", "chi|kinh phi chi")

#define CATALOGUE_SYSTEM(X) \
	X(IND_SYS_APPROVED_UNITS, "approved_units", NULL, ADDITIVE, "Đơn vị máu đã duyệt", "Approved units", "") \
	X(IND_SYS_REPORTS, "reports", NULL, ADDITIVE, "Báo cáo chính thức", "Final reports", "") \
	X(IND_SYS_INTERIM_REPORTS, "interim_reports", NULL, ADDITIVE, "Báo cáo tạm tính", "Interim reports", "") \
	X(IND_SYS_INTERIM_UNITS, "interim_units", NULL, ADDITIVE, "Đơn vị máu tạm tính", "Interim units", "") \
	X(IND_SYS_DEMO, "demo_reports", NULL, ADDITIVE, "Báo cáo minh họa", "Demo reports", "") \
	X(IND_SYS_DRIVES_PLANNED, "drives_planned", NULL, ADDITIVE, "Buổi theo kế hoạch", "Drives planned", "") \
	X(IND_SYS_DRIVES_HELD, "drives_held", NULL, ADDITIVE, "Buổi đã tổ chức", "Drives held", "") \
	X(IND_SYS_DRIVES_REPORTED, "drives_reported", NULL, ADDITIVE, "Buổi đã báo cáo", "Drives reported", "") \
	X(IND_SYS_DRIVES_LATE, "drives_late", NULL, ADDITIVE, "Buổi báo cáo muộn", "Drives reported late", "") \
	X(IND_SYS_DRIVES_OWED, "drives_owed", NULL, ADDITIVE, "Buổi phải báo cáo", "Drives owed", "") \
	X(IND_SYS_DRIVES_OWED_DONE, "drives_owed_done", NULL, ADDITIVE, "Buổi phải báo cáo, đã xong", \
		"Drives owed and reported", "") \
	X(IND_SYS_DRIVES_DRAFT, "drives_draft", NULL, ADDITIVE, "Buổi trong dự thảo", "Drives of a draft", "") \
	X(IND_SYS_RETURNED_UNITS, "returned_units", NULL, ADDITIVE, "Đơn vị máu bị trả lại", "Returned units", "") \
	X(IND_SYS_AFTER_LOCK_UNITS, "after_lock_units", NULL, ADDITIVE, "Đơn vị máu đến sau khi khóa sổ", \
		"Units that came after the lock", "") \
	X(IND_SYS_WITNESSES_DIFFER, "witnesses_differ", NULL, ADDITIVE, "Kết quả có hai bản đếm khác nhau", \
		"Results whose two witnesses differ", "")
/* clang-format on */

#endif
