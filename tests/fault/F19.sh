#!/usr/bin/env bash
# A machine is revoked through one aggregator while another holds its report at a named point between its arrival
# and COMMIT: either it was committed before the revocation, or it is refused; never after it.
. "$(dirname "$0")/fault.sh"
# The first claim and COMMIT of an aggregator are its opening batch's.
points=(decoded:1 verified:1 decided:1 claimed:2 copying-submissions:1 copying-postings:1 before-commit:2
	commit-sent:2 committed:2)
world_start 2
is_halted() { grep -qs '^State:.T' "/proc/${serve_pid[2]}/status"; }
revoked=3 # enum key_state
before=0
refused=0

it "a report is in the ledger before its key's revocation, or not at all"
for ((trial = 0; trial < trials; trial++)); do
	point=${points[trial % ${#points[@]}]}
	org=${communes[trial % ${#communes[@]}]}
	name=k$trial
	world_enrol "$org" reporter $name
	serve_stop 2
	GIOTHONG_FAILPOINT=$point:stop serve_start 2
	world_move $name 2
	spawn "submit.$name" env GIOTHONG_PROFILE=$name giothong submit --date 2026-05-01 \
		--no $((trial / ${#communes[@]} + 1)) --units 5 --wait 30 --json
	submit=$spawned
	wait_until 30 is_halted || fail "$point was not reached"
	spawn "revoke.$name" env GIOTHONG_PROFILE=national giothong revoke $name --reason "máy bị mất"
	revoke=$spawned
	# Before the claim nothing holds it back; after it it waits for the batch that is under way.
	is_revoked() {
		[ "$(sql "SELECT count(*) FROM giothong.key WHERE label = '$name' AND state = $revoked")" -gt 0 ]
	}
	wait_until 1 is_revoked 2>/dev/null || true
	kill -CONT "${serve_pid[2]}"
	finish $revoke 60
	same "revoke at $point" 0 $status
	wait_until 20 is_revoked || fail "the revocation is lost"
	finish $submit 60
	key=$(sed -n 's/^sign-public //p' "$GIOTHONG_HOME/$name/keys")
	IFS='|' read -r mine after < <(sql "SELECT count(*), count(*) FILTER (WHERE s.batch >= r.batch)
		FROM giothong.submission AS s CROSS JOIN
			(SELECT min(batch) AS batch FROM giothong.key WHERE label = '$name' AND state = $revoked) AS r
		WHERE s.key = '\\x$key' AND s.seq > 1")
	if [ "$after" -ne 0 ]; then
		echo "$point: $after after the revocation" >&2
		violations=$((violations + 1))
	fi
	if [ "$mine" -eq 0 ]; then
		refused=$((refused + 1))
		same "exit status of a report that was refused at $point" 77 $status
		grep -q '"KEY_REVOKED"' "$world/submit.$name.log" ||
			fail "refused at $point, not because it is revoked: $(cat "$world/submit.$name.log")"
	else
		before=$((before + 1))
	fi
done
serve_stop 2
serve_start 2
fault_check
fault_line F19 "{\"committed_before\": $before, \"refused\": $refused}"
