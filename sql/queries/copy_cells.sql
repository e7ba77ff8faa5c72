-- Every leaf cell, binary.
COPY (
	SELECT c.org, c.day, c.view, c.dim, c.ind, c.val, c.carriers FROM giothong.cell AS c
	WHERE c.realm = pg_catalog.current_setting('giothong.realm')::integer
) TO STDOUT (FORMAT binary);
