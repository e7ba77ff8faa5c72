-- One batch's rows of giothong.key.  $1 realm, $2 batch, $3 JSON array of rows (db/project.h).
INSERT INTO giothong.key (
	realm, batch, sub, idx, state, org, role, invitation, once_key, secret_hash, curve_key,
	sign_key, not_after, label, reason)
SELECT
	$1::integer, $2::bigint, j.sub, j.idx, j.state, j.org, j.role, j.invitation, j.once_key,
	j.secret_hash, j.curve_key, j.sign_key, j.not_after, j.label, j.reason
FROM pg_catalog.jsonb_to_recordset($3::jsonb) AS j (
	sub integer, idx smallint, state smallint, org text, role smallint, invitation bytea,
	once_key bytea, secret_hash bytea, curve_key bytea, sign_key bytea, not_after bigint,
	label text, reason text);
