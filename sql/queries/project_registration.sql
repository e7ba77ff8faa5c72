-- One batch's rows of giothong.registration.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.registration (
	realm, batch, sub, idx, action, drive, as_of, ind, val, reason)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.action, j.drive, j.as_of, j.ind, j.val,
	j.reason
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, action smallint, drive text, as_of integer, ind smallint[],
	val bigint[], reason text);
