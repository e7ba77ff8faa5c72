-- States of subjects $2.
INSERT INTO giothong.subject (realm, subject, state)
SELECT $1::integer, k.subject, k.state
FROM ROWS FROM (pg_catalog.unnest($2::bigint[]), pg_catalog.unnest($3::bytea[])) AS k (subject, state)
ON CONFLICT (realm, subject) DO UPDATE SET state = excluded.state;
