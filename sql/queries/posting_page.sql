-- The first $5 postings after ($2 batch, $3 ord) up to batch $4.
SELECT r.batch, r.ord, r.sub, r.idx, r.sign, r.view, r.kind, r.subject, r.org, r.dim, r.day, r.ind, r.val
FROM giothong.report AS r
WHERE r.realm = $1::integer AND (r.batch, r.ord) > ($2::bigint, $3::integer) AND r.batch <= $4::bigint
ORDER BY r.batch, r.ord LIMIT $5::integer;
