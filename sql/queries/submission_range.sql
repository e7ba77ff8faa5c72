-- Submissions of batches $2 to $3.
SELECT s.batch, s.ord, s.stream, s.key, s.sig, s.verdicts, s.bytes, s.seq
FROM giothong.submission AS s
WHERE s.realm = $1::integer AND s.batch BETWEEN $2::bigint AND $3::bigint
ORDER BY s.batch, s.ord;
