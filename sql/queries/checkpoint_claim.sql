-- Move the derived tables of realm $1 to batch $2, format $3, state $4, if they stand at batch $5 or later and before $2,
-- or in another format and a whole checkpoint ($5 = 0) replaces them.  No row changed: they do not.  The row stays
-- locked to the transaction's end, so that two checkpoints are stored one after the other.
INSERT INTO giothong.checkpoint AS c (realm, batch, format, state)
SELECT $1::integer, $2::bigint, $3::integer, $4::bytea
WHERE $5::bigint = 0 OR EXISTS (SELECT FROM giothong.checkpoint AS o WHERE o.realm = $1::integer)
ON CONFLICT (realm) DO UPDATE SET batch = excluded.batch, format = excluded.format, state = excluded.state
WHERE (c.format = excluded.format AND c.batch >= $5::bigint AND c.batch < excluded.batch)
   OR (c.format <> excluded.format AND $5::bigint = 0 AND c.batch <= excluded.batch);
