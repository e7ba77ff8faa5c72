-- Every stream by number, binary.
COPY (
	SELECT s.stream::bigint, s.state FROM giothong.stream AS s
	WHERE s.realm = pg_catalog.current_setting('giothong.realm')::integer ORDER BY s.realm, s.stream
) TO STDOUT (FORMAT binary);
