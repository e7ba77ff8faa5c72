-- The first $4 batches from $2 to $3 that hold one of the kinds $5, results alone excepted: index batch_structure.
SELECT b.n, b.epoch, b.at, b.head, b.sig, b.kinds, b.reports, b.writer, b.leaf_root, octet_length(b.leaves) / 32
FROM giothong.batch AS b
WHERE b.realm = $1::integer AND b.n BETWEEN $2::bigint AND $3::bigint AND (b.kinds & -3) <> 0 AND (b.kinds & $5::integer) <> 0
ORDER BY b.n LIMIT $4::integer;
