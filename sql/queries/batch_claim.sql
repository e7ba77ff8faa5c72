-- Claim batch number $2 of realm $1: no row changed means that another batch has it, and that what was decided
-- is not decided on the newest state.
INSERT INTO giothong.batch (realm, n, epoch, kinds, at, reports, writer, leaf_root, head, sig, leaves, path, program)
VALUES ($1::integer, $2::bigint, $3::integer, $4::integer, $5::bigint, $6::integer, $7::bytea, $8::bytea, $9::bytea,
	$10::bytea, $11::bytea, $12::bytea, $13::text)
ON CONFLICT (realm, n) DO NOTHING;
