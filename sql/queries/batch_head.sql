-- Batch $2's signed head.
SELECT b.n, b.epoch, b.at, b.head, b.sig FROM giothong.batch AS b WHERE b.realm = $1::integer AND b.n = $2::bigint;
