-- Every subject by number, binary.
COPY (
	SELECT s.subject, s.state FROM giothong.subject AS s
	WHERE s.realm = pg_catalog.current_setting('giothong.realm')::integer ORDER BY s.realm, s.subject
) TO STDOUT (FORMAT binary);
