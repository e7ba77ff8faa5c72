-- One batch's rows of giothong.target.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.target (
	realm, batch, sub, idx, action, org, day_from, day_to, drive, sector, campaign, measure,
	qualifier, value, value_max, assigned, plan, draft, source, reason)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.action, j.org, j.day_from, j.day_to, j.drive,
	j.sector, j.campaign, j.measure, j.qualifier, j.value, j.value_max, j.assigned, j.plan,
	j.draft, j.source, j.reason
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, action smallint, org text, day_from integer, day_to integer,
	drive text, sector text, campaign text, measure smallint, qualifier smallint,
	value bigint, value_max bigint, assigned smallint, plan text, draft boolean,
	source smallint, reason text);
