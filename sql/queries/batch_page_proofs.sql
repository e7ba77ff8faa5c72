-- As batch_page, with what receipts are made of: leaves and path.
SELECT b.n, b.epoch, b.at, b.head, b.sig, b.kinds, b.reports, b.writer, b.leaf_root, octet_length(b.leaves) / 32,
       b.leaves, b.path
FROM giothong.batch AS b
WHERE b.realm = $1::integer AND b.n BETWEEN $2::bigint AND $3::bigint
ORDER BY b.n LIMIT $4::integer;
