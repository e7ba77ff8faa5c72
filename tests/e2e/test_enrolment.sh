#!/usr/bin/env bash
# From an invitation to a machine that may report: once, in time, confirmed where it must be, and back.
. "$(dirname "$0")/world.sh"

world_start
installs() { json "[.installs[] | select(.label == \"$1\")][-1].$2" as national installs; }

it "a reporter's machine reports at once, and the committee sees its six groups of digits"
slip=$(invitation 31018 reporter)
giothong enrol "$slip" --profile an-minh --label "máy văn phòng" --json >"$world/enrolled"
same org 31018 "$(jq -r '.enrol[0].org' "$world/enrolled")"
same pending false "$(jq -r '.enrol[0].pending' "$world/enrolled")"
same digits "$(jq -r '.enrol[0].fingerprint' "$world/enrolled")" "$(installs 'máy văn phòng' fingerprint)"
same state delivered "$(json .state as an-minh submit --date 2026-05-08 --units 365)"
same "mode of its keys" 600 "$(stat -c %a "$GIOTHONG_HOME/an-minh/keys")"

it "a slip works once"
expect_code INVITATION giothong enrol "$slip" --profile second
[ ! -e "$GIOTHONG_HOME/second" ] || fail "a profile that nobody knows is left: $(ls "$GIOTHONG_HOME")"
same "the same machine again" an-minh "$(json '.enrol[0].profile' giothong enrol "$slip" --profile an-minh)"

it "a slip is no slip when it is expired, damaged, cut or revoked"
if clocks_can_be_off; then
	# Written by a clock that is nearly a day behind: it expires in a moment.
	slips() { json '[.installs[] | select(.state == "invited")] | length' as national installs --org 31018; }
	before=$(slips)
	expired=$(at_clock -$((86400 - 3 * slow)) invitation 31018 reporter national --days 1)
	over=$((EPOCHSECONDS + 3 * slow + 1))
	is_over() { [ $EPOCHSECONDS -ge $over ]; }
	wait_until 10 is_over
	expect_code INVITATION giothong enrol "$expired" --profile late
	same "slips that still enrol" "$before" "$(slips)"
else
	echo "skipped: an expired slip: libfaketime does not work here"
fi
slip=$(invitation 31018 reporter)
expect_code INVITATION giothong enrol "${slip%????}AAAA" --profile damaged
expect_code INVITATION giothong enrol "${slip:0:40}" --profile cut
next_says "copy the invitation again"
slip=$(invitation 04795 reporter)
as national revoke 04795 --reason "phiếu thất lạc" >/dev/null
expect_code INVITATION giothong enrol "$slip" --profile revoked
same "profiles" "an-minh national operator" "$(json '[.profiles[].profile] | sort | join(" ")' giothong profile list)"

it "a slip may stand in a letter"
slip=$(invitation 31891 reporter)
printf 'Kính gửi xã Hòa Bình,\nphiếu mời: <%s>, dùng một lần.\n' "$slip" >"$world/letter.txt"
giothong enrol "$world/letter.txt" --profile hoa-binh >/dev/null 2>&1
same state delivered "$(json .state as hoa-binh submit --date 2026-05-08 --units 10)"

it "a slip is pasted, and needs no end of the input"
as national invite --org 29830 --role reporter >"$world/slip" 2>"$world/err"
grep -q '^gh1-[^ ]*$' "$world/slip" || fail "said: $(cat "$world/slip")"
grep -q 'giothong enrol FILE' "$world/err" || fail "said: $(cat "$world/err")"
mkfifo "$world/pasted"
exec {pasted}<>"$world/pasted"
{ echo "phiếu mời:" && cat "$world/slip"; } >&$pasted
timeout 60 giothong enrol - --profile pasted <&$pasted >/dev/null 2>&1 || fail "the input had no end"
exec {pasted}>&-
same org 29830 "$(sed -n 's/^org *= *//p' "$GIOTHONG_HOME/pasted/profile.ini")"

it "a profile of that name for another office is refused, and stays as it is"
slip=$(invitation 29830 reporter)
expect_code DUPLICATE giothong enrol "$slip" --profile hoa-binh
same org 31891 "$(sed -n 's/^org *= *//p' "$GIOTHONG_HOME/hoa-binh/profile.ini")"

it "a committee's machine waits for a second person: what it says is saved, and counts afterwards"
slip=$(invitation 91 committee)
same pending true "$(json '.enrol[0].pending' giothong enrol "$slip" --profile an-giang --label "ban chỉ đạo")"
same state saved "$(json .state as an-giang submit --for 31018 --date 2026-05-09 --units 100 --wait 2)"
same "not counted" 375 "$(units national VN 2026)"
digits=$(installs 'ban chỉ đạo' fingerprint)
expect_code PENDING as an-giang installs confirm "$digits"
expect_code NOT_FOUND as national installs confirm "00000 00000 00000 00000 00000 00000"
as national installs confirm "${digits// /-}" >/dev/null
as an-giang send --wait 30 >/dev/null 2>&1
same counted 475 "$(units national VN 2026)"
expect_code NOT_FOUND as national installs confirm "$digits"

it "the committee of a province invites below it, and not beside it"
slip=$(invitation 31018 reporter an-giang)
giothong enrol "$slip" --profile an-minh-2 --label "máy hai" >/dev/null 2>&1
expect_code NOT_YOURS as an-giang invite --org 31891 --role reporter
expect_code ROLE as an-minh invite --org 31018 --role reporter

it "a watcher may look, and report nothing"
world_enrol 91 watcher xem an-giang
same "sees" 465 "$(units xem 91 2026)"
expect_code ROLE as xem submit --for 31018 --date 2026-05-10 --units 1
expect_code FORBIDDEN as xem summary --org 96 --period 2026

it "an enrolment that broke off before the answer is finished by the same command"
slip=$(invitation 29830 reporter)
kill -STOP "${serve_pid[1]}"
spawn breaking giothong enrol "$slip" --profile vinh-long
has_row() { [ "$(outbox vinh-long 'SELECT count(*) FROM entry' 2>/dev/null)" = 1 ]; }
wait_until 20 has_row
slay "$spawned"
kill -CONT "${serve_pid[1]}"
expect_code NO_PROFILE as vinh-long submit --date 2026-05-08 --units 1000
keys=$(sha256sum <"$GIOTHONG_HOME/vinh-long/keys")
giothong enrol "$slip" --profile vinh-long >/dev/null 2>&1
same "the same keys" "$keys" "$(sha256sum <"$GIOTHONG_HOME/vinh-long/keys")"
same state delivered "$(json .state as vinh-long submit --date 2026-05-08 --units 1000)"

it "so is one that broke off after the aggregator had it"
outbox vinh-long "UPDATE entry SET state = 1, receipt = NULL, batch = 0 WHERE id = 1"
sed -i 's/^enrolled *=.*/enrolled = no/' "$GIOTHONG_HOME/vinh-long/profile.ini"
giothong enrol "$slip" --profile vinh-long >/dev/null 2>&1
same state delivered "$(json .state as vinh-long submit --date 2026-05-09 --units 1000)"

it "a second slip finds the key that the first one brought: the machine stays, the slip is unused"
slip=$(invitation 29830 reporter)
giothong enrol "$slip" --profile two-slips --label "hai phiếu" >/dev/null 2>&1
outbox two-slips "UPDATE entry SET state = 1, receipt = NULL, epoch = 0, batch = 0 WHERE id = 1"
sed -i 's/^enrolled *=.*/enrolled = no/' "$GIOTHONG_HOME/two-slips/profile.ini"
keys=$(sha256sum <"$GIOTHONG_HOME/two-slips/keys")
second=$(invitation 29830 reporter)
giothong enrol "$second" --profile two-slips >"$world/out" 2>"$world/err"
grep -q 'enrolled already' "$world/out" || fail "said: $(cat "$world/out")"
grep -q 'this one is unused' "$world/err" || fail "of the slip: $(cat "$world/err")"
same "the same keys" "$keys" "$(sha256sum <"$GIOTHONG_HOME/two-slips/keys")"
same "rows that wait" 0 "$(waiting two-slips)"
same "machines of that name" 1 "$(json '[.installs[] | select(.label == "hai phiếu")] | length' as national installs)"
same "the slip, elsewhere" other-machine "$(json '.enrol[0].profile' giothong enrol "$second" --profile other-machine)"
as national revoke "hai phiếu" --reason "máy bị mất" >/dev/null
expect_code KEY_ENTRY giothong enrol "$(invitation 29830 reporter)" --profile two-slips
next_says "--profile NEW"
[ -e "$GIOTHONG_HOME/two-slips/keys" ] || fail "a folder with a receipt in it is gone"

it "a revoked machine reports no more; what it reported stays, and what it saved stays with it"
as national revoke "máy văn phòng" --reason "máy bị mất" >/dev/null
gone=0
as an-minh submit --date 2026-05-10 --units 7 --wait 5 >"$world/out" 2>"$world/err" || gone=$?
same "exit status of submit" 77 $gone
grep -q 'It is saved as row .* but this machine can send no more' "$world/err" || fail "kept: $(cat "$world/err")"
grep -q 'ask for a new invitation' "$world/err" || fail "what to do: $(cat "$world/err")"
! grep -q 'goes by itself' "$world/out" "$world/err" || fail "promises: $(cat "$world/err")"
refused=0
as an-minh send --wait 5 --json >"$world/out" 2>/dev/null || refused=$?
same "exit status" 77 $refused
case "$(jq -r '.send[0].link' "$world/out")" in
KEY_REVOKED | KEY_UNKNOWN) ;;
*) fail "$(cat "$world/out")" ;;
esac
same "still saved" 1 "$(waiting an-minh)"
same counted 2475 "$(units national VN 2026)"
same "the office's other machine works" delivered "$(json .state as an-minh-2 submit --date 2026-05-11 --units 25)"

it "a machine revokes itself only when that is meant"
own=$(json '.enrol[0].fingerprint' giothong enrol "$(invitation VN national)" --profile other-national)
as national installs confirm "$own" >/dev/null
expect_code USAGE as other-national revoke "$own" --reason "nhầm"
same state delivered "$(json .state as other-national revoke "$own" --reason "đổi máy" --yes)"

it "a key that nobody invited is refused"
slip=$(invitation 31018 reporter)
kill -STOP "${serve_pid[1]}"
spawn stranger giothong enrol "$slip" --profile stranger
has_saved() { [ "$(outbox stranger 'SELECT count(*) FROM entry' 2>/dev/null)" = 1 ]; }
wait_until 20 has_saved
slay "$spawned"
kill -CONT "${serve_pid[1]}"
sed -i 's/^enrolled *=.*/enrolled = yes/' "$GIOTHONG_HOME/stranger/profile.ini"
refused=0
as stranger send --wait 5 --json >"$world/out" 2>/dev/null || refused=$?
same "exit status" 77 $refused
same link KEY_UNKNOWN "$(jq -r '.send[0].link' "$world/out")"
expect_code KEY_UNKNOWN as stranger summary

it "ledger, outboxes and summaries agree"
check_ledger
