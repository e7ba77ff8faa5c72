-- One batch's rows of giothong.document_text.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.document_text (
	realm, batch, sub, idx, action, org, document, part, text)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.action, j.org, j.document, j.part, j.text
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, action smallint, org text, document text, part text,
	text text);
