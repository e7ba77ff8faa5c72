#!/usr/bin/env bash
# A ledger that somebody broke as the database's superuser: what is missing or changed is named by its batch, is
# never called a defect of the program, and says what to do.
. "$(dirname "$0")/world.sh"

world_start
world_enrol 31018 reporter an-minh
world_enrol 91 committee kien-giang
as kien-giang drive add --for 31018 --date 2026-06-08 --target 300 >/dev/null
as an-minh registration 31018/2026-06-08/1 --registered 40 --as-of 2026-06-01 >/dev/null
as kien-giang lock 91 --period 2026-01 --reason "đã chốt" >/dev/null
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

it "what is stored beside the signed bytes is named by table and place: rows gone, changed, or of no report"
is_damaged() { # is_damaged WORDS: verify says DAMAGED, with these words, and what to do
	expect_code DAMAGED verify
	grep -Eq "$1" <(jq -r .error.detail "$world/out") || fail "not '$1': $(cat "$world/out")"
	[ "$(jq -r '.error.next | length' "$world/out")" -gt 0 ] || fail "no next step: $(cat "$world/out")"
}
seen=0
for table in schedule registration target lock key org_version succession; do
	sql "CREATE TABLE public.kept AS SELECT * FROM giothong.$table"
	[ "$(sql "SELECT count(*) FROM public.kept")" -gt 0 ] || fail "$table has no row to lose"
	change "DELETE FROM giothong.$table"
	is_damaged "table $table, batch [0-9]+, submission [0-9]+, report [0-9]+: the row is missing"
	change "INSERT INTO giothong.$table SELECT * FROM public.kept ORDER BY batch DESC OFFSET 1"
	is_damaged "table $table, batch $(sql "SELECT max(batch) FROM public.kept"), .*: the row is missing"
	change "INSERT INTO giothong.$table SELECT * FROM public.kept ORDER BY batch DESC LIMIT 1"
	change "DELETE FROM giothong.$table WHERE batch = $batch;
		CREATE TEMPORARY TABLE more AS SELECT * FROM public.kept LIMIT 1; UPDATE more SET batch = $batch;
		INSERT INTO giothong.$table SELECT * FROM more"
	is_damaged "table $table, batch $batch, .*: a row that is in no signed bytes"
	change "DELETE FROM giothong.$table WHERE batch = $batch; DROP TABLE public.kept"
	seen=$((seen + 1))
done
same "tables" 7 "$seen"
doctored() { # doctored TABLE COLUMN EXPRESSION PLACE: one value of one row
	change "CREATE TABLE public.kept AS SELECT * FROM giothong.$1; UPDATE giothong.$1 SET $2 = $3 WHERE $4"
	is_damaged "table $1, batch [0-9]+.*: column $2"
	change "DELETE FROM giothong.$1; INSERT INTO giothong.$1 SELECT * FROM public.kept; DROP TABLE public.kept"
}
doctored org_version parent "'VN'" "code = '31018'"
doctored org_version name "name || 'x'" "code = '31018'"
doctored org_version org "org + 1000" "code = '31018'"
doctored target value "value + 1" true
doctored registration val "ARRAY[41]" true
doctored key sign_key "set_byte(sign_key, 0, get_byte(sign_key, 0) # 1)" "octet_length(sign_key) = 32"
doctored lock locked "NOT locked" true
doctored submission seq "seq + 100" "batch = $batch"
has_checkpoint() { [ "$(sql "SELECT count(*) FROM giothong.checkpoint")" = 1 ]; }
wait_until 60 has_checkpoint || fail "there is no checkpoint"
serve_kill 1 # the cluster goes on
at=$((60 + RANDOM % 20))
doctored checkpoint state "set_byte(state, $at, get_byte(state, $at) # 1)" true

it "a report's rows are those that its signed bytes post: each column"
altered() { # altered TABLE WORDS CHANGE: the table is named, with these words, and is as before again
	sql "CREATE TABLE public.kept AS SELECT * FROM giothong.$1"
	change "$3"
	is_damaged "table $1.*$2"
	change "DELETE FROM giothong.$1; INSERT INTO giothong.$1 SELECT * FROM public.kept; DROP TABLE public.kept"
}
last="ctid = (SELECT ctid FROM giothong.report WHERE batch = $batch ORDER BY ord DESC LIMIT 1)"
for column in "batch = batch + 1000" "batch = batch - 1000" "ord = ord + 1" "sub = sub + 1" "idx = idx + 1" \
	"sign = -sign" "view = view + 1" "view = view + 256" "kind = kind + 1" "kind = kind + 256" \
	"subject = subject + 1" "org = org + 1" "dim = dim + 1" "day = day + 1" "ind[1] = ind[1] + 1" \
	"val[1] = val[1] + 1" "val = val || 1::bigint"; do
	altered report ", batch (-?[0-9]+), submission" "UPDATE giothong.report SET $column WHERE $last"
done
altered report ", batch $batch, submission 0, report 0: the row is missing" "DELETE FROM giothong.report WHERE batch = $batch"
altered report ", batch $batch, submission 7, report 0: a row that is in no signed bytes" \
	"INSERT INTO giothong.report SELECT realm, batch, ord + 100, 7, idx, sign, view, kind, subject, org, dim, day, ind, val
	FROM giothong.report WHERE $last"

it "an altered derived table is damage, too, and is named"
for column in "cell.org = org + 1" "cell.day = day + 1000" "cell.view = view + 1" "cell.view = view + 256" \
	"cell.dim = dim + 1000" "cell.ind[1] = ind[1] + 1" "cell.val[1] = val[1] + 1" "cell.carriers[1] = carriers[1] + 1" \
	"stream.stream = stream + 1000" "stream.state = set_byte(state, 0, get_byte(state, 0) # 1)" \
	"stream.state = substr(state, 1, 8)" "subject.subject = subject + 1000" \
	"subject.state = set_byte(state, 3, get_byte(state, 3) # 1)" "subject.state = substr(state, 1, octet_length(state) - 1)"; do
	table=${column%%.*}
	altered "$table" "" "UPDATE giothong.$table SET ${column#*.} WHERE ctid = (SELECT max(ctid) FROM giothong.$table)"
done
for table in cell stream subject total; do
	altered "$table" "" "DELETE FROM giothong.$table WHERE ctid = (SELECT max(ctid) FROM giothong.$table)"
	altered "$table" "" "DELETE FROM giothong.$table"
done
verify --json | jq -e .ok >/dev/null || fail "it does not verify as it was mended"

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
