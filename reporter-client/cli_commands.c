#include "base/attrs.h"
#include "cli.h"
#include "cmd.h"

/* In each group in the order of `giothong --help`. */
const struct cli_command cli_commands[] = {
    {CLI_ENROL, "enrol", cmd_enrol, "kích hoạt máy này bằng phiếu mời",
	"enrol this machine with an invitation"},
    {CLI_ENROL, "profile list", cmd_profile_list, "các hồ sơ trên máy này",
	"the profiles of this machine"},
    {CLI_ENROL, "profile use", cmd_profile_use, "chọn hồ sơ dùng khi không nêu tên",
	"choose the profile used when none is named"},
    {CLI_ENROL, "doctor", cmd_doctor, "kiểm tra tên máy chủ, cổng, khóa, đồng hồ, đĩa, hộp chờ gửi",
	"check name, port, handshake, clock, disk, outbox"},
    {CLI_REPORT, "outbox list", cmd_outbox_list, "hộp chờ gửi", "the outbox"},
    {CLI_REPORT, "outbox show", cmd_outbox_show, "một dòng: từng báo cáo, biên nhận",
	"one row: its reports and receipt"},
    {CLI_REPORT, "outbox retry", cmd_outbox_retry, "gửi lại phần bị từ chối dưới tên mới",
	"send what was refused again under a new name"},
    {CLI_REPORT, "outbox export", cmd_outbox_export,
	"chép những gì chờ gửi ra tệp, để máy khác gửi",
	"write what waits to a file, for another machine to send"},
    {CLI_REPORT, "send", cmd_send, "gửi ngay; --follow: gửi nền; TỆP: gửi hộ, hoặc nhận biên nhận",
	"send now; --follow: in the background; FILE: for another office, or its receipts"},
    {CLI_COMMITTEE, "invite", cmd_invite, "phiếu mời để một nơi kích hoạt máy",
	"slips that let an office enrol its machine"},
    {CLI_COMMITTEE, "installs", cmd_installs, "các máy đã kích hoạt, sáu nhóm số của mỗi máy",
	"enrolled machines and their fingerprints"},
    {CLI_COMMITTEE, "installs confirm", cmd_installs_confirm,
	"người thứ hai xác nhận máy của một ban chỉ đạo",
	"a second person confirms a committee's machine"},
    {CLI_COMMITTEE, "revoke", cmd_revoke, "thu hồi một máy hay một phiếu mời",
	"revoke a machine or an invitation"},
};
const size_t cli_commands_n = ARRAY_LEN(cli_commands);
