#!/usr/bin/env bash
# Official documents of the demo's plans, through the real programs: what they say, that the packages are
# whole, that the same batch makes the same bytes.  (test_documents.sh has the figures of summaries.)
demo=$(cd "$(dirname "$0")/../../deploy/demo" && pwd)
export GH_PLACES=$demo/places.csv GH_SUCCESSIONS=$demo/successions.csv
. "$(dirname "$0")/world.sh"

document() { # document FILE WORDS...: written by the nation's office
	local file=$1
	shift
	as national document "$@" -o "$world/$file" 2>"$world/err" || fail "document $*: $(cat "$world/err")"
}
words() { # words FILE: the text of an .odt or .docx, a paragraph or cell a line
	local part=content.xml
	[ "${1##*.}" = odt ] || part=word/document.xml
	unzip -p "$world/$1" $part |
		sed -E 's#</(text:p|text:h|w:p)>#\n#g; s#<(text:line-break|w:br)/># #g; s#<[^>]*>##g'
}
says() { # says FILE TEXT...
	local file=$1 text
	shift
	words "$file" >"$world/words"
	for text; do
		grep -qF -- "$text" "$world/words" || fail "$file does not say “$text”: $(cat "$world/words")"
	done
}
never_says() { # never_says FILE TEXT
	words "$1" >"$world/words"
	! grep -qF -- "$2" "$world/words" || fail "$1 says “$2”: $(cat "$world/words")"
}
row() { # row FILE NAME CELLS: the cells after the first one that says this, parted by |
	words "$1" >"$world/words"
	local cells
	cells=$(awk -v name="$2" -v n="$(tr -cd '|' <<<"$3" | wc -c)" \
		'!at && $0 == name { at = NR } at && NR > at && NR <= at + n { printf "%s|", $0 }' "$world/words")
	same "$1: the row of $2" "$3" "$cells"
}
whole() { # whole FILE: the package, and every part of it as XML
	local part
	unzip -tqq "$world/$1" >/dev/null || fail "$1 is no whole package"
	unzip -Z1 "$world/$1" >"$world/parts"
	command -v xmllint >/dev/null || return 0
	while read -r part; do
		[[ $part == mimetype ]] || unzip -p "$world/$1" "${part/\[/\\[}" | xmllint --noout --nonet - ||
			fail "$1: $part is no XML"
	done <"$world/parts"
}

world_start
for plan in kien-giang-2022 lai-chau-2021 ba-dinh-2022 nam-tu-liem-2020 tam-duong-2024; do
	as national plan import "$demo/$plan.csv" >/dev/null
done
as national import "$demo/nam-tu-liem-2020-results.csv" >/dev/null
as national import "$demo/tam-duong-2024-results.csv" >/dev/null

as national activity --org 106@2024-06-06 --from 2023-12-01 --to 2024-06-06 --cumulative \
	--set committees=13 --set communes=13 --set clubs_voluntary=1 --set clubs_voluntary_members=26 --set leaflets=400 \
	--set banners=18 --set slogans=10 --set headbands=400 --set posters=16 --set award_province_merit_group=1 >/dev/null

half=(half-year --org 106 --period 2023-12-01..2024-06-06)
it "Tam Đường's half-year says what was reached as computed, and what is missing for the year"
document half.odt "${half[@]}"
says half.odt 'BÁO CÁO' '6 tháng đầu năm 2024' 'từ ngày 01/12/2023 đến ngày 06/6/2024' \
	'325/250 đơn vị máu, đạt 130%, vượt 30%' '325/550 đơn vị máu, đạt 59,1%, còn thiếu 225 đơn vị máu' \
	'325/532, bằng 61,1%' 'theo kế hoạch 1; đã tổ chức 1' '13/13 địa phương (100%)' 'Tờ rơi: 400' \
	'Bằng khen của UBND tỉnh: tập thể: 1' 'Thành viên CLB hiến máu tình nguyện: 26' 'Kỳ báo cáo: Báo cáo 6 tháng' \
	'Cả 1/1 nơi phải báo cáo đều đã có báo cáo' 'Đợt 2, ngày 08/11/2024, chỉ tiêu 300 đơn vị máu'
never_says half.odt 'chưa có báo cáo 0'
says half.odt 'I. ĐÁNH GIÁ KẾT QUẢ' '4. Công tác tôn vinh' 'II. PHƯƠNG HƯỚNG' 'III. GIẢI PHÁP'
never_says half.odt 'vượt 130%'
never_says half.odt 'gần 532'

it "the district's own summary says the same: every commune has its committee, and the one drive due is reported"
round=(--org 106@2024-06-06 --period round:TD-2024-6T)
same "committees of communes" "13 13 100" "$(json '.total | "\(.counts.committees) \(.counts.communes) \(.derived.committees_percent)"' \
	as national summary "${round[@]}" --indicators committees,communes,L14)"
same "drives" "1 1 100" "$(json '.total | "\(.drives.planned) \(.drives.reported) \(.derived.reported_percent)"' \
	as national summary "${round[@]}" --indicators L12)"
as national summary "${round[@]}" --indicators L14 >"$world/people"
grep -q 'Communes with a committee' "$world/people" || fail "$(cat "$world/people")"

it "the layout is the decree's: heading, number and day to fill, copies, signature, annex"
says half.odt 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM' 'Độc lập - Tự do - Hạnh phúc' 'HUYỆN TAM ĐƯỜNG' \
	'/BC-BCĐ' 'Tam Đường, ngày … tháng … năm …' './.' 'Nơi nhận:' '- Lưu: VT, BCĐ.' 'TM. BAN CHỈ ĐẠO' \
	'Phụ lục' '(Kèm theo Báo cáo số … ngày … của'
same "pages without a number, first and annex" 3 "$(unzip -p "$world/half.odt" styles.xml |
	grep -oE '<style:master-page [^>]*style:next-style-name' | wc -l)"

it "batch and root stand in the file's properties and in the annex"
as national summary --org 106 --period 2024 --json >"$world/now"
batch=$(jq .as_of_batch "$world/now")
root=$(jq -r .root "$world/now")
says half.odt "$root"
unzip -p "$world/half.odt" meta.xml | grep -qF "<meta:user-defined meta:name=\"giothong-batch\">$batch<" || fail "no batch"
unzip -p "$world/half.odt" meta.xml | grep -qF "$root" || fail "no root"
same "what the command says of it" "half-year 106 $batch $root" "$(json '"\(.document) \(.org) \(.as_of_batch) \(.root)"' \
	as national document "${half[@]}" -o "$world/half.docx" 2>/dev/null)"
unzip -p "$world/half.docx" docProps/custom.xml | grep -qF "$root" || fail "no root in the .docx"

it "both packages are whole, say the same, and a reader's language changes nothing"
whole half.odt
whole half.docx
same "the text of both" "$(words half.odt | grep . | sort)" "$(words half.docx | grep . | sort)"
same "the .odt's first member" mimetype "$(unzip -Z1 "$world/half.odt" | head -n 1)"
GIOTHONG_LANG=vi TZ=America/Lima document vi.odt "${half[@]}"
cmp "$world/half.odt" "$world/vi.odt" || fail "another language or time zone, other bytes"

it "the HTML stands alone, and prints"
document half.html "${half[@]}"
grep -qF '<html lang="vi">' "$world/half.html" && grep -qF '@page{size:A4' "$world/half.html" || fail "no page"
grep -qF 'scope="col"' "$world/half.html" && grep -qF '<caption>' "$world/half.html" || fail "tables without headings"
! grep -qE '(src|href)=|url\(' "$world/half.html" || fail "it wants another file"

it "Kiên Giang's campaign has months beside each other and sums that agree"
document campaign.odt campaign --org 91 --campaign HE-2022
says campaign.odt 'KẾ HOẠCH' 'tối thiểu 7.400 đơn vị máu; đã phân bổ 7.411 đơn vị máu, nhiều hơn 11' \
	'14 địa phương: 4.475' '9 cơ quan, đơn vị: 2.936' 'chưa được giao chỉ tiêu: huyện Giang Thành' \
	'04 tháng, từ ngày 01/5/2022 đến ngày 31/8/2022' 'chậm nhất ngày 09/9/2022' 'Chủ nhật, ngày 08 tháng 5 năm 2022, tại huyện An Minh'
row campaign.odt 'Bệnh viện Đa khoa tỉnh' '87|87|87|87|348|'
row campaign.odt 'huyện An Minh' '350||||350|'
words campaign.odt | tr '\n' '|' | grep -qF '|Tổng cộng|1.532|2.220|2.172|1.487|7.411|' || fail "the sums of columns"
whole campaign.odt

it "Lai Châu's plan of the year is a draft with 18 drives, and who carries out each"
document plan.docx plan --org 12 --period 2021
says plan.docx '(Dự thảo)' '18 đợt, từ ngày 25/12/2020 đến ngày 26/11/2021, tổng chỉ tiêu 7.260 đơn vị máu' \
	'Phụ lục I' 'Phụ lục II' 'Đợt 9: Hành trình đỏ' 'Chỉ tiêu: 3.950 đơn vị máu' \
	'Chỉ đạo: Viện Huyết học - Truyền máu Trung ương; Ban Chỉ đạo vận động HMTN tỉnh Lai Châu.'
same "drives with a clause" 18 "$(words plan.docx | grep -cE '^Đợt [0-9]+: ')"
same "districts with 400" 7 "$(words plan.docx | grep -cx 400)"
row plan.docx 'Cấp tỉnh' '4.260|'
words plan.docx | tr '\n' '|' | grep -qF '|Tổng cộng|||7.260|' || fail "the sum of the drives"
whole plan.docx

it "Ba Đình's plan is by sector, rate and units apart"
document sectors.odt plan --org 001 --period 2022
says sectors.odt '2,8% dân số' 'Khối phường' 'Khối CBCNVC'
words sectors.odt | tr '\n' '|' | grep -qF '|Tổng cộng|3.370|' || fail "no sum"

it "Nam Từ Liêm: only who reached its target is said to have"
document before.odt drive-plan --drive 019/2020-10-24/1
says before.odt '300 người đăng ký' 'thứ Bảy, ngày 24 tháng 10 năm 2020' 'đến ngày 23/10/2020' \
	'328/450 đơn vị máu, đạt 72,9%, còn thiếu 122 đơn vị máu' 'Có 1/4 địa phương, cơ quan đạt chỉ tiêu' \
	'Đạt chỉ tiêu: Phòng Giáo dục và Đào tạo quận Nam Từ Liêm (đạt 121,3%, vượt 21,3%).' \
	'Công an quận Nam Từ Liêm (đạt 2,5%, còn thiếu 39 đơn vị máu)'
document empty.odt drive-result --drive 019/2020-10-24/1
says empty.odt 'Chưa có báo cáo kết quả của buổi này'
as national submit --drive 019/2020-10-24/1 --registered 310 --attended 268 --units 231 >/dev/null
document after.odt drive-result --drive 019/2020-10-24/1
says after.odt 'Có 268 lượt người tham gia, tiếp nhận 231 đơn vị máu' '231/268, bằng 86,2%' 'đăng ký 310; tham gia 268' \
	'231 đơn vị máu của nơi không có chỉ tiêu' '328/450 đơn vị máu, đạt 72,9%'
whole after.odt

document launch.odt drive-plan --drive 909/2022-05-08/1
says launch.odt 'Chỉ tiêu năm: 350 đơn vị máu; chưa có kết quả đến ngày 07/5/2022' 'Chủ nhật, ngày 08 tháng 5 năm 2022'

it "as of the earlier batch the bytes are the same, as of another they are not"
as national correct 106/2024-06-03/1 --attended 532 --units 326 --reason "đếm lại" >/dev/null
document again.odt "${half[@]}" --as-of-batch "$batch"
cmp "$world/half.odt" "$world/again.odt" || fail "the same batch, other bytes"
document now.odt "${half[@]}"
says now.odt '326/250 đơn vị máu, đạt 130,4%, vượt 30,4%'

it "the words of a part are those that its committee wrote, and as of the batch before them the default"
before=$(json .as_of_batch as national summary --org 12 --period 2021)
document plan-before.docx plan --org 12 --period 2021
as national text edit --org 12 --document plan --part III --text $'## 1. Sở Y tế\nChuẩn bị nhân lực cho từng đợt.' >/dev/null
as national text edit --org 12 --document plan --part ky --text $'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\n…' >/dev/null
expect_code INVALID as national text edit --org 12 --document plan --part elsewhere --text "lạc chỗ"
grep -qF 'can-cu, I, II.1, II.3, III, co-quan' "$world/out" || fail "nothing of what there is: $(cat "$world/out")"
document plan-after.docx plan --org 12 --period 2021
says plan-after.docx '1. Sở Y tế' 'Chuẩn bị nhân lực cho từng đợt.' 'TM. ỦY BAN NHÂN DÂN' 'KT. CHỦ TỊCH'
never_says plan-after.docx 'TM. BAN CHỈ ĐẠO'
never_says plan-after.docx 'không chồng chéo'
document plan-then.docx plan --org 12 --period 2021 --as-of-batch "$before"
cmp "$world/plan-before.docx" "$world/plan-then.docx" || fail "the same batch, other bytes"

it "words for one period or one drive stand in its document alone"
as national text edit --org 12 --document year --part I.5 --text 'Lời của mọi năm.' >/dev/null
as national text edit --org 12 --document year --period 2021 --part I.5 --text 'Lời riêng của năm 2021.' >/dev/null
document own.odt year --org 12 --period 2021
says own.odt 'Lời riêng của năm 2021.'
never_says own.odt 'Lời của mọi năm.'
document other.odt year --org 12 --period 2022
says other.odt 'Lời của mọi năm.'
never_says other.odt 'Lời riêng'
same "shown by itself" "Lời riêng của năm 2021." "$(as national text show --org 12 --document year --period 2021 --part I.5)"
same "of all" "Lời của mọi năm." "$(as national text show --org 12 --document year --part I.5)"
same "both in the table" 2 "$(json '.texts | length' as national text show --org 12 --document year)"
as national text edit --org 019 --document drive-result --drive 019/2020-10-24/1 --part IV --text 'Hội trường nhỏ.' >/dev/null
document drive-words.odt drive-result --drive 019/2020-10-24/1
says drive-words.odt 'Hội trường nhỏ.'
expect_code USAGE as national text edit --org 12 --document foo --part I --text "không có loại này"
expect_code USAGE as national text edit --org 12 --document year --drive 019/2020-10-24/1 --part I.5 --text "của buổi"

it "who issues, the mark, the place and to whom are written as the parts are"
as national text edit --org 12 --document year --part co-quan --text $'Ủy ban nhân dân\ntỉnh Lai Châu\n\nBan Chỉ đạo hiến máu' >/dev/null
as national text edit --org 12 --document year --part ky-hieu --text 'BCĐ.HMTN' >/dev/null
as national text edit --org 12 --document year --part dia-danh --text 'Tân Phong' >/dev/null
as national text edit --org 12 --document year --part kinh-gui --text $'Ban Chỉ đạo Quốc gia\nỦy ban nhân dân tỉnh' >/dev/null
document issued.odt year --org 12 --period 2024
says issued.odt 'TỈNH LAI CHÂU' 'BAN CHỈ ĐẠO HIẾN MÁU' '/BC-BCĐ.HMTN' 'Tân Phong, ngày … tháng … năm …' \
	'- Ban Chỉ đạo Quốc gia;' '- Ủy ban nhân dân tỉnh.' 'của Ban Chỉ đạo hiến máu./.'
never_says issued.odt 'BAN CHỈ ĐẠO VẬN ĐỘNG'

it "a campaign's result says what was reached of its own target, and who owes what but once"
document campaign-result.odt campaign-result --org 91 --campaign HE-2022
says campaign-result.odt 'Kết quả chiến dịch “Những giọt máu hồng - hè 2022”' 'từ ngày 01/5/2022 đến ngày 31/8/2022' \
	'3. Kết quả vận động' 'chưa có báo cáo 1, trong đó đã qua hạn báo cáo 1; tính là muộn 0 (nơi chưa kích hoạt máy'
never_says campaign-result.odt 'quá hạn 0'
says campaign-result.odt 'báo cáo kết quả chiến dịch' # and no “kết quả vận động hiến máu tình nguyện chiến dịch”
never_says campaign-result.odt 'chỉ tiêu cả năm' # no line but the campaign's: nothing is known of the year
expect_code USAGE as national document campaign-result --org 91 -o "$world/x.odt"

it "a day's plan has the parts of its model"
says launch.odt 'II. THỜI GIAN, ĐỊA ĐIỂM' 'III. TÊN CHƯƠNG TRÌNH VÀ THÔNG ĐIỆP' 'IV. ĐƠN VỊ TỔ CHỨC' 'V. THÀNH PHẦN THAM DỰ' \
	'VI. NỘI DUNG, CÔNG TÁC CHUẨN BỊ' 'VII. PHƯƠNG ÁN HUY ĐỘNG LỰC LƯỢNG' 'VIII. TỔ CHỨC THỰC HIỆN, PHÂN CÔNG NHIỆM VỤ'

it "a committee writes its own, of the year: who reached what, and of whom nothing is known"
world_enrol 12 committee lai-chau
as lai-chau document year --period 2024 -o "$world/year.odt" 2>"$world/err" || fail "$(cat "$world/err")"
says year.odt 'TỈNH LAI CHÂU' 'năm 2024' 'chưa có báo cáo: thành phố Lai Châu, huyện Mường Tè' \
	'Chỉ tiêu năm 2025: chưa có' 'Chưa đạt chỉ tiêu: huyện Tam Đường (đạt 59,3%, còn thiếu 224 đơn vị máu)'

it "what cannot be written is refused with what can"
expect_code USAGE as national document half-year --org 106
expect_code USAGE as national document half-year --org 106 -o "$world/half.doc"
expect_code USAGE as national document drive-plan -o "$world/x.odt"
expect_code USAGE as national document letter -o "$world/x.odt"
expect_code DRIVE_UNKNOWN as national document drive-plan --drive 019/2020-10-25/1 -o "$world/x.odt"
[ ! -e "$world/x.odt" ] || fail "a file was left"

it "PDF is made by soffice where there is one, and refused with the way where there is none"
mkdir "$world/none" "$world/office"
for tool in giothong env; do ln -s "$(command -v $tool)" "$world/none/"; done
code=0
PATH=$world/none GIOTHONG_PROFILE=national giothong document "${half[@]}" -o "$world/no.pdf" --json >"$world/out" || code=$?
same "exit status" 64 $code
grep -qF soffice "$world/out" && grep -qF .odt "$world/out" || fail "$(cat "$world/out")"
cat >"$world/office/soffice" <<'END'
#!/bin/sh
# As LibreOffice is called: the last word is the document, the folder stands behind --outdir.
for file; do [ "$previous" != --outdir ] || dir=$file; previous=$file; done
[ -z "$GH_OFFICE_FAILS" ] || exit 1
unzip -tqq "$file" >/dev/null && printf '%%PDF-1.7 of %s' "$(unzip -p "$file" meta.xml | wc -c)" >"$dir/document.pdf"
END
chmod +x "$world/office/soffice"
TMPDIR=$world PATH=$world/office:$PATH document half.pdf "${half[@]}"
same "begins" %PDF- "$(head -c 5 "$world/half.pdf")"
GH_OFFICE_FAILS=1 TMPDIR=$world PATH=$world/office:$PATH expect_code IO as national document "${half[@]}" -o "$world/bad.pdf"
[ ! -e "$world/bad.pdf" ] || fail "a file of a converter that failed"
same "folders left behind" 0 "$(find "$world" -maxdepth 1 -name 'giothong-*' | wc -l)"
