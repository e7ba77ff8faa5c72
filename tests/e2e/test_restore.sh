#!/usr/bin/env bash
# An older backup in the place of a lost database: refused until a person recovers; then a new epoch, and the
# offices offer again what was receipted beyond it.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
world_enrol 31891 reporter hoa-binh
unit() { same state delivered "$(json .state as "$1" submit --date "$2" --units "$3")"; }
head_of() { giothong-aggregator status --state "$1" --json | jq -r .head; }
field() { jq -r "$1" "$world/out"; }
run() { giothong-aggregator "$@" --json >"$world/out" 2>"$world/err" || fail "$*: $(cat "$world/out")"; }
unit an-minh 2026-05-01 100
unit hoa-binh 2026-05-01 7
run backup --state "$world/a1" "$world/backup"
same "said beside the result" "" "$(cat "$world/err")"
saved=$(head_of "$world/a1")

it "nothing is recovered while all is there"
expect_code BUSY giothong-aggregator recover --state "$world/a1"
unit an-minh 2026-05-02 10
as an-minh correct 31018/2026-05-01/1 --units 90 --reason "đếm lại" >/dev/null
unit hoa-binh 2026-05-02 1
same units 108 "$(units national VN 2026)"
serve_stop 1
expect_code NOTHING giothong-aggregator recover --state "$world/a1"

it "a backup goes where there is no database, and nowhere else"
expect_code USAGE giothong-aggregator restore --state "$world/a1" "$world/backup"
expect_code USAGE giothong-aggregator restore --state "$world/a1"
expect_code NOT_FOUND giothong-aggregator restore --state "$world/fresh" "$world/profiles"
rm -rf "$world/a1/pg"

it "nobody begins an empty ledger beside a kept head"
for command in status verify serve "export $world/none.ghl"; do
	# shellcheck disable=SC2086 # export has a word of its own
	expect_code HISTORY_WENT_BACK timeout 60 giothong-aggregator $command --state "$world/a1" \
		--intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*'
	grep -q restore "$world/out" || fail "$command: $(cat "$world/out")"
	[ ! -e "$world/a1/pg" ] || fail "$command made a cluster"
done
install -d -m 0700 "$world/keys-only"
cp -p "$world/a1/server.keys" "$world/keys-only/"
expect_code NOT_FOUND giothong-aggregator status --state "$world/keys-only"
[ ! -e "$world/keys-only/pg" ] || fail "status made a cluster"

it "verify recomputes what the backup has, and says that the kept head is newer"
run restore --state "$world/a1" "$world/backup"
batch=$(field .batch)
run verify --state "$world/a1"
same "it recomputed" "true $batch" "$(field '"\(.ok) \(.batch)"')"
[ "$(field .kept_ahead)" -gt "$batch" ] || fail "the newer head: $(cat "$world/out")"
giothong-aggregator verify --state "$world/a1" | grep -q 'kept is newer.*recover' || fail "not told to people"
same head "$saved" "$(head_of "$world/a1")"

it "the server refuses it until a person recovers"
expect_code HISTORY_WENT_BACK giothong-aggregator serve --state "$world/a1" --intake "${intake[1]}" \
	--query "${query[1]}"
recover() { # recover FOLDER [OPTION]: an epoch ${epoch}, above the one before
	local before=${epoch:-1}
	run recover --state "$@"
	epoch=$(field .epoch)
	[ "$epoch" -gt "$before" ] || fail "epoch $epoch after $before"
}
recover "$world/a1"
same "its first batch" $((batch + 1)) "$(field .batch)"
same "what it continues" "$batch" "$(field .continues)"
[ "$(field .kept_batch)" -gt "$batch" ] || fail "nothing was lost: $(cat "$world/out")"

it "what was receipted beyond it is offered again, the correction after what it corrects"
serve_start 1
same units 107 "$(units national VN 2026)"
as an-minh send --wait 60 >/dev/null 2>&1
as hoa-binh send --wait 60 >/dev/null 2>&1
same units 108 "$(units national VN 2026)"
new_receipts() { outbox "$1" "SELECT count(*) FROM entry WHERE epoch = $epoch"; }
same "receipts of the new epoch" 3 $(($(new_receipts an-minh) + $(new_receipts hoa-binh)))
same "alarms" 0 "$(outbox an-minh 'SELECT count(*) FROM alarm')"
check_ledger

it "all offices and figures go on in the new epoch"
unit an-minh 2026-05-03 5
same epoch "$epoch" "$(json .epoch as national summary --org VN --period 2026)"
run verify --state "$world/a1" --database "$(world_conninfo)"
same "verify's epoch" "$epoch" "$(field .epoch)"
run export --state "$world/a1" --database "$(world_conninfo)" "$world/ledger.ghl"
as national verify --full "$world/ledger.ghl" --json >"$world/out" || fail "verify --full: $(cat "$world/out")"

it "once more, to before the first recovery: no number is used twice"
serve_stop 1
rm -rf "$world/a1/pg"
run restore --state "$world/a1" "$world/backup"
recover "$world/a1"
serve_start 1
for office in an-minh hoa-binh; do as $office send --wait 60 >/dev/null 2>&1; done
same units 113 "$(units national VN 2026)"
check_ledger

it "after a restart from its checkpoint too"
serve_stop 1
serve_start 1
same units 113 "$(units national VN 2026)"
unit an-minh 2026-05-04 1
giothong-aggregator verify --state "$world/a1" --database "$(world_conninfo)" --json | jq -e .ok >/dev/null

it "into an empty folder it brings keys and head along"
run backup --state "$world/a1" "$world/backup-2"
serve_stop 1
run restore --state "$world/elsewhere" "$world/backup-2"
cmp "$world/a1/server.keys" "$world/elsewhere/server.keys"
run verify --state "$world/elsewhere"
expect_code HISTORY_WENT_BACK giothong-aggregator serve --state "$world/elsewhere" --intake "${intake[1]}" \
	--query "${query[1]}"
recover "$world/elsewhere"
recover "$world/elsewhere" --anyway
now=$(($(date +%s) - $(date -d 2026-01-01T00:00Z +%s))) # an epoch's number is a second since 2026
[ "$now" -gt "$epoch" ] || fail "the second of epoch $epoch is not over: $now"

it "onto a machine that has nothing of the old one, from before every recovery: offices lose nothing, none is alarmed"
for machine in 1 2; do
	rm -r "$world/a1"
	run restore --state "$world/a1" "$world/backup"
	recover "$world/a1"
	serve_start 1
	unit an-minh "2026-05-0$((4 + machine))" $machine
	for office in an-minh hoa-binh; do as $office send --wait 60 >/dev/null 2>&1; done
	serve_stop 1
done
serve_start 1
same units 117 "$(units national VN 2026)"
same alarms 0 "$(($(outbox an-minh 'SELECT count(*) FROM alarm') + $(outbox hoa-binh 'SELECT count(*) FROM alarm')))"
check_ledger
if clocks_can_be_off; then
	it "a ledger that is ahead of the clock is told in the log"
	serve_stop 1
	at_clock -3d serve_start 1
	serve_stop 1
	grep -q 'signed later than now.*ahead_s=' "$world/serve1.log" || fail "$(tail -5 "$world/serve1.log")"
	it "a clock that is behind what was signed begins no epoch"
	expect_code CLOCK at_clock -3d giothong-aggregator recover --state "$world/a1" --anyway
	it "unless a person says that it is right now, and was ahead then"
	at_clock -3d giothong-aggregator recover --state "$world/a1" --anyway --clock-is-right --json >"$world/out" ||
		fail "$(cat "$world/out")"
	[ "$(field .epoch)" -gt "$epoch" ] || fail "epoch $(field .epoch) after $epoch"
fi
