-- One batch's rows of giothong.activity.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.activity (
	realm, batch, sub, idx, action, org, day_from, day_to, cumulative, ind, val, note,
	reason)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.action, j.org, j.day_from, j.day_to,
	j.cumulative, j.ind, j.val, j.note, j.reason
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, action smallint, org text, day_from integer, day_to integer,
	cumulative boolean, ind smallint[], val bigint[], note text, reason text);
