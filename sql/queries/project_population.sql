-- One batch's rows of giothong.population.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.population (
	realm, batch, sub, idx, code, day, year, persons, source)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.code, j.day, j.year, j.persons, j.source
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, code text, day integer, year integer, persons bigint,
	source text);
