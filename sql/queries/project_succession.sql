-- One batch's rows of giothong.succession.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.succession (
	realm, batch, sub, idx, old_code, new_code, effective, kind, area, people, basis)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.old_code, j.new_code, j.effective, j.kind,
	j.area, j.people, j.basis
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, old_code text, new_code text, effective integer,
	kind smallint, area smallint, people smallint, basis text);
