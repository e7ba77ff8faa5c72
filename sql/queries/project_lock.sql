-- One batch's rows of giothong.lock.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.lock (
	realm, batch, sub, idx, action, org, day_from, day_to, locked, reason)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.action, j.org, j.day_from, j.day_to, j.locked,
	j.reason
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, action smallint, org text, day_from integer, day_to integer,
	locked boolean, reason text);
