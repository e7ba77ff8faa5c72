-- What the receipts of names ($2 streams, $3 seqs) are made of.  A batch's leaves come with its first row only.
SELECT b.n, b.epoch, b.at, b.head, b.sig, b.kinds, b.reports, b.writer, b.leaf_root, b.path,
       CASE WHEN pg_catalog.row_number() OVER (PARTITION BY s.batch ORDER BY s.ord, k.asked) = 1 THEN b.leaves END,
       k.asked, s.ord, s.stream, s.key, s.sig, s.verdicts, s.bytes
FROM ROWS FROM (pg_catalog.unnest($2::integer[]), pg_catalog.unnest($3::bigint[])) WITH ORDINALITY AS k (stream, seq, asked)
JOIN giothong.submission AS s ON s.realm = $1::integer AND s.stream = k.stream AND s.seq = k.seq
JOIN giothong.batch AS b ON b.realm = s.realm AND b.n = s.batch
ORDER BY s.batch, s.ord, k.asked;
