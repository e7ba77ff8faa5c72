/*
 * plan_csv - a plan as a CSV file: one line a cell, one file for a whole document.
 *
 * Read as sheet.h says: UTF-8 with or without BOM, "," ";" or TAB, first line the headers, as many
 * cells in every line, lines that begin with "# " passed over.  The order of columns is free, those
 * not needed are left out, a column whose name, or a line whose first cell begins with # is passed
 * over. Headers are these words or the Vietnamese ones beside them (marks and capitals do not
 * matter):
 *
 *   type         loại            body | facility | campaign | sector | plan_year | round |
 *   population |
 *                                drive | target (cơ quan | nơi tiếp nhận máu | chiến dịch | khối |
 *                                năm kế hoạch | kỳ báo cáo | dân số | buổi | chỉ tiêu)
 *   code         mã              what the line makes: the body's, campaign's, sector's, round's
 *   code
 *   org          địa phương      whose line it is: a code ("909"), CODE@DATE, or a full name
 *   name         tên             of what the line makes; of a drive: its title
 *   parent       cấp trên        body, facility: the committee that gives it its target
 *   from, to     từ ngày, đến ngày   first and last day, both included
 *   period       kỳ              instead of from and to: 2022, 2022-H1, 2022-05,
 *   2022-05-01..2022-08-31,
 *                                campaign:CODE and round:CODE of this file
 *   date         ngày            drive: its first planned day ("to": its last one, when it is
 *   another)
 *   weekday      thứ             of the row's first day; not sent, a contradiction is noted; a day
 *   may also be
 *                                written with it: Chủ nhật 08/5/2022
 *   no           lần             drive: the ordinal of its key, 1 when empty
 *   drive        mã buổi         drive: the whole key instead of org, date, no; target: of that
 *   drive
 *   units        chỉ tiêu        target: 3950, 3.950; a rate as 2,8% or 2.8%; drive: its own
 *   target, may
 *                                be empty
 *   units_max    đến mức         the upper end of a range
 *   qualifier    mức             exact | minimum | range (đúng | tối thiểu, ít nhất | khoảng);
 *   exact when
 *                                empty, range when units_max is there
 *   measure      đo bằng         units (when empty) | units_and_apheresis | equivalents | persons |
 *                                population_rate | staff_rate | coverage | volunteers | reserve |
 *                                registered
 *   assigned     giao            above (when empty) | self (cấp trên | tự đặt)
 *   sector       khối            target, drive, body: a sector: code, name or alias
 *   campaign     chiến dịch      target: one code; drive: codes
 *   plan         kế hoạch        the document's number ("66/KH-BCĐ"); may be empty (a draft)
 *   draft        dự thảo         yes | no (có | không)
 *   state        tình trạng      drive: draft | planned | postponed | held | cancelled; planned
 *   when
 *                                empty, draft when "draft" says so
 *   number       đợt             drive: the plan's own label, a number
 *   place        xã phường       drive: code of the commune where it is held
 *   venue        địa điểm        drive: in words
 *   occasion     dịp             drive: in words
 *   directing, coordinating, executing, facilities
 *                chỉ đạo, phối hợp, thực hiện, nơi tiếp nhận máu      drive: lists of codes or
 *                names
 *   aliases      tên khác        sector: other names; body: other names it goes by (a list)
 *   due          hạn nộp         round: the last day on which it is not late
 *   addressee    nơi nhận        round
 *   source       nguồn           demo for made-up figures; own when empty
 *   share        chiếm           target: the share of the year's target that the document states
 *   (3,5%);
 *                                plan check compares it with the computed one; nothing counts by it
 *   note         ghi chú         for people, not sent
 *
 * Members of a list are parted by "|".  A body's code that does not begin with its parent's gets it
 * in front: parent 91, code VINPEARL is 91.VINPEARL.  plan_year: org, and "from" (its month and day
 * count). round: code, name, org, from, to (the cut-off), due.  population: org, period (a year),
 * units (persons), name (its source).  campaign: code, name, from, to or period, org.
 * A drive with "units" makes two entries: the drive, and a target of that drive on its days.
 * A control total (a plan's headline) is an ordinary target of the organisation for the whole span;
 * lines of months, drives, sectors, campaigns and children refine it and are never added to it.
 * Names given in the file itself (bodies) may be used in its other lines; other names are asked for
 * by the resolver.  The file's order does not matter: registry lines go first, then drives, then
 * targets.
 *
 *   type,code,org,name,parent,period,drive,date,units,qualifier,campaign,plan
 *   body,VINPEARL,,Vinpearl Phú Quốc,91,,,,,,,
 *   campaign,HE-2022,91,Những giọt máu hồng – hè 2022,,2022-05-01..2022-08-31,,,,,,
 *   target,,91,,,2022-05-01..2022-08-31,,,7400,minimum,HE-2022,66/KH-BCĐ
 *   target,,909,,,2022-05,,,350,,HE-2022,66/KH-BCĐ
 *   target,,91.VINPEARL,,,2022-05,,,345,,HE-2022,66/KH-BCĐ
 *   drive,,909,Lễ phát động,,,,2022-05-08,,,HE-2022,66/KH-BCĐ
 */
#ifndef GH_CLIENT_PLAN_CSV_H
#define GH_CLIENT_PLAN_CSV_H

#include "import_set.h"
#include "sheet.h"

/*
 * Every row read: reports in the order in which they must be saved, and rows refused.  ERR_CSV: the
 * columns themselves; else only ERR_MEMORY and ERR_LIMIT.  *${ret} is the caller's until
 * import_set_free().
 */
bool plan_csv_read(struct sheet *s, const struct org_resolver *resolver, struct import_set *ret,
    struct err *err) MUST_USE;
/* A file that this reads, with an example of each kind of line; static. */
const char *plan_csv_template(void);

#endif
