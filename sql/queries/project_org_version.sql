-- One batch's rows of giothong.org_version.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.org_version (
	realm, batch, sub, idx, org, code, valid_from, valid_to, name, full_name, kind, type,
	parent, sector, continues_code, continues_day)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.org, j.code, j.valid_from, j.valid_to, j.name,
	j.full_name, j.kind, j.type, j.parent, j.sector, j.continues_code, j.continues_day
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, org integer, code text, valid_from integer, valid_to integer,
	name text, full_name text, kind smallint, type text, parent text, sector text,
	continues_code text, continues_day integer);
