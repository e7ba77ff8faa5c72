-- Every month's total, binary.
COPY (
	SELECT t.org, t.month, t.view, t.dim, t.ind, t.val, t.carriers FROM giothong.total AS t
	WHERE t.realm = pg_catalog.current_setting('giothong.realm')::integer
) TO STDOUT (FORMAT binary);
