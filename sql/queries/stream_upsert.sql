-- States of streams $2.
INSERT INTO giothong.stream (realm, stream, state)
SELECT $1::integer, k.stream::integer, k.state
FROM ROWS FROM (pg_catalog.unnest($2::bigint[]), pg_catalog.unnest($3::bytea[])) AS k (stream, state)
ON CONFLICT (realm, stream) DO UPDATE SET state = excluded.state;
