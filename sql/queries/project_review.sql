-- One batch's rows of giothong.review.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.review (
	realm, batch, sub, idx, action, of_stream, of_seq, of_idx, state, reason, other_drive)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.action, j.of_stream, j.of_seq, j.of_idx,
	j.state, j.reason, j.other_drive
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, action smallint, of_stream bytea, of_seq bigint,
	of_idx smallint, state smallint, reason text, other_drive text);
