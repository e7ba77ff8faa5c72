-- Is $2 the text that was applied as number $1?
SELECT m.sha256 = pg_catalog.sha256(pg_catalog.convert_to($2::text, 'UTF8')) FROM giothong_admin.migration AS m WHERE m.number = $1::integer;
