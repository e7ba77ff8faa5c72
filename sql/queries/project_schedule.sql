-- One batch's rows of giothong.schedule.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.schedule (
	realm, batch, sub, idx, action, drive, state, day_from, day_to, place, venue, occasion,
	campaigns, directing, coordinating, executing, facilities, plan, number, sector, name,
	source, reason)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.action, j.drive, j.state, j.day_from, j.day_to,
	j.place, j.venue, j.occasion, j.campaigns, j.directing, j.coordinating, j.executing,
	j.facilities, j.plan, j.number, j.sector, j.name, j.source, j.reason
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, action smallint, drive text, state smallint,
	day_from integer, day_to integer, place text, venue text, occasion text,
	campaigns text[], directing text[], coordinating text[], executing text[],
	facilities text[], plan text, number integer, sector text, name text, source smallint,
	reason text);
