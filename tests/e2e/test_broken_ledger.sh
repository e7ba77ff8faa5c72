#!/usr/bin/env bash
# A ledger that somebody broke as the database's superuser: what is missing or changed is named by its batch, is
# never called a defect of the program, and says what to do.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
for day in 1 2 3; do
	same state delivered "$(json .state as an-minh submit --date "2026-05-0$day" --units 10)"
done
batch=$(sql "SELECT max(batch) - 1 FROM giothong.submission")
verify() { giothong-aggregator verify --state "$world/a1" --database "$(world_conninfo)" "$@"; }
export_to() { giothong-aggregator export --state "$world/a1" --database "$(world_conninfo)" "$@"; }
verify --json | jq -e .ok >/dev/null || fail "it does not verify as it is"
sql "CREATE TABLE public.batch AS SELECT * FROM giothong.batch;
	CREATE TABLE public.submission AS SELECT * FROM giothong.submission"
change() { # change SQL: past every rule of the schema
	sql "SET session_replication_role = replica; $1"
}
mend() {
	change "DELETE FROM giothong.submission; DELETE FROM giothong.batch;
		INSERT INTO giothong.batch SELECT * FROM public.batch;
		INSERT INTO giothong.submission SELECT * FROM public.submission"
}
is_named() { # is_named COMMAND...: refused as SIGNATURE, with the batch and with what to do
	expect_code SIGNATURE "$@"
	grep -Fq "batch $batch" <(jq -r .error.detail "$world/out") || fail "$*: $(cat "$world/out")"
	grep -q restore <(jq -r .error.next "$world/out") || fail "$*: no next step: $(cat "$world/out")"
}
it "the leaves and paths that receipts are made of are recomputed"
for column in leaves path; do
	change "UPDATE giothong.batch SET $column = set_byte($column, 7, get_byte($column, 7) # 1) WHERE n = $batch"
	is_named verify
	mend
done
change "UPDATE giothong.batch SET path = substr(path, 1, octet_length(path) - 1) WHERE n = $batch"
is_named verify
mend

it "a missing submission is named by its batch"
change "DELETE FROM giothong.submission WHERE batch = $batch"
is_named verify
is_named export_to "$world/broken.ghl"
[ ! -e "$world/broken.ghl" ] || fail "half a ledger was left"
mend

it "a missing batch is named, too"
change "DELETE FROM giothong.batch WHERE n = $batch"
is_named verify
is_named export_to "$world/broken.ghl"
mend

it "serve does not start on such a ledger, and says which batch"
serve_kill 1 # the cluster goes on
change "DELETE FROM giothong.checkpoint" # which would pass over it
serve() {
	timeout 60 giothong-aggregator serve --state "$world/a1" --database "$(world_conninfo)" \
		--intake 'tcp://127.0.0.1:*' --query 'tcp://127.0.0.1:*' "$@" 2>"$world/serve-again.log"
}
change "DELETE FROM giothong.submission WHERE batch = $batch"
is_named serve
mend
change "DELETE FROM giothong.batch WHERE n = $batch"
is_named serve
mend
serve_start 1
same units 30 "$(units national VN 2026)"
