#!/usr/bin/env bash
# A week without a network: a file carries what waits to another office's machine, and the receipts back.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
world_enrol 31891 reporter hoa-binh
stick=$world/an-minh.courier

it "outbox export with nothing waiting says so"
expect_code NOTHING as an-minh outbox export "$stick"

it "another office's machine sends the file, and the office's reports count"
for day in 01 02 03; do
	as an-minh submit --date "2026-05-$day" --units 100 --wait 0 >/dev/null
done
as an-minh outbox export "$stick" 2>/dev/null
as hoa-binh send "$stick" 2>/dev/null
same units 300 "$(units national VN 2026)"
same "credited to" 300 "$(units national 31018 2026)"
same "still waiting here" 3 "$(waiting an-minh)"

it "the file sent twice counts once"
as hoa-binh send "$stick" 2>/dev/null
same units 300 "$(units national VN 2026)"

it "a damaged file of receipts is refused, and one of another office's changes nothing"
cp "$stick.receipts" "$world/bad.receipts"
printf '\xff' | dd of="$world/bad.receipts" bs=1 seek=100 conv=notrunc status=none
expect_code INVALID as an-minh send "$world/bad.receipts"
same "still waiting" 3 "$(waiting an-minh)"
as hoa-binh send "$stick.receipts" 2>/dev/null || true
same "still waiting" 3 "$(waiting an-minh)"

it "the receipts given back settle the rows, offline"
serve_stop 1
as an-minh send "$stick.receipts" 2>/dev/null
same "still waiting" 0 "$(waiting an-minh)"
serve_start 1

it "what went by both ways counts once"
as an-minh submit --date 2026-05-04 --units 100 --wait 0 >/dev/null
as an-minh outbox export "$stick" 2>/dev/null
as an-minh send --wait 20 >/dev/null 2>&1
as hoa-binh send "$stick" 2>/dev/null
same units 400 "$(units national VN 2026)"

it "by a courier first and by itself afterwards it counts once, and the receipts that come late change nothing"
as an-minh submit --date 2026-05-10 --units 100 --wait 0 >/dev/null
same rows 1 "$(json '.export[0].rows' as an-minh outbox export "$stick" 2>/dev/null)"
same "by the courier" "1 1 0 $stick.receipts" \
	"$(json '.courier[0] | "\(.sent) \(.delivered) \(.refused) \(.receipts)"' as hoa-binh send "$stick" 2>/dev/null)"
same units 500 "$(units national VN 2026)"
same "still waiting" 1 "$(waiting an-minh)"
as an-minh send --wait 20 >/dev/null 2>&1
same "still waiting" 0 "$(waiting an-minh)"
as an-minh send "$stick.receipts" 2>/dev/null
same units 500 "$(units national VN 2026)"

it "two couriers with the same file count it once, and either's receipts settle it"
as an-minh submit --date 2026-05-11 --units 100 --wait 0 >/dev/null
as an-minh outbox export "$stick" 2>/dev/null
cp "$stick" "$world/second.courier"
as hoa-binh send "$stick" 2>/dev/null
as national send "$world/second.courier" 2>/dev/null
cmp "$stick.receipts" "$world/second.courier.receipts" || fail "two receipts for one row"
same units 600 "$(units national VN 2026)"
as an-minh send "$world/second.courier.receipts" 2>/dev/null
same "still waiting" 0 "$(waiting an-minh)"

it "what the aggregator refuses is told to the courier with its reason, and to the office once it is online"
as an-minh submit --date 2026-05-12 --for 31891 --units 100 --wait 0 >/dev/null
as an-minh outbox export "$stick" 2>/dev/null
same "by the courier" "0 1 NOT_YOURS" \
	"$(json '.courier[0] | "\(.delivered) \(.refused) \(.reason)"' as hoa-binh send "$stick" 2>/dev/null)"
same units 600 "$(units national VN 2026)"
as an-minh send --wait 20 >/dev/null 2>&1 || true
same "still waiting" 0 "$(waiting an-minh)"

it "a file with one changed byte is refused whole"
as an-minh submit --date 2026-05-05 --units 100 --wait 0 >/dev/null
as an-minh outbox export "$stick" 2>/dev/null
cp "$stick" "$world/bad.courier"
printf '\xff' | dd of="$world/bad.courier" bs=1 seek=200 conv=notrunc status=none
expect_code INVALID as hoa-binh send "$world/bad.courier"
same units 600 "$(units national VN 2026)"

it "ledger, outboxes and summaries agree"
as an-minh send --wait 20 >/dev/null 2>&1
check_ledger
