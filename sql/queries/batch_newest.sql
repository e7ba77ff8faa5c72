-- The newest batch's signed head.
SELECT b.n, b.epoch, b.at, b.head, b.sig FROM giothong.batch AS b WHERE b.realm = $1::integer ORDER BY b.n DESC LIMIT 1;
