-- One batch's rows of giothong.registry.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.registry (
	realm, batch, sub, idx, kind, code, name, org, day_from, day_to, number, number2, words)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.kind, j.code, j.name, j.org, j.day_from,
	j.day_to, j.number, j.number2, j.words
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, kind smallint, code text, name text, org text,
	day_from integer, day_to integer, number integer, number2 integer, words text[]);
