-- Heads of batches $2 (where memory stands) and $3 (the next), if they are there.
SELECT b.n, b.head FROM giothong.batch AS b WHERE b.realm = $1::integer AND b.n IN ($2::bigint, $3::bigint) ORDER BY b.n;
