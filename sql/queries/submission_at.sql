-- Submission $3 of batch $2, all that is stored of it.
SELECT s.stream, s.seq, s.key, s.sig, s.verdicts, s.bytes
FROM giothong.submission AS s
WHERE s.realm = $1::integer AND s.batch = $2::bigint AND s.ord = $3::integer;
