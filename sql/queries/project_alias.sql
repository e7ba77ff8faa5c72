-- One batch's rows of giothong.alias.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.alias (
	realm, batch, sub, idx, code, day, name)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.code, j.day, j.name
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, code text, day integer, name text);
