-- $1 number, $2 name, $3 text.
INSERT INTO giothong_admin.migration (number, name, sha256)
VALUES ($1::integer, $2::text, pg_catalog.sha256(pg_catalog.convert_to($3::text, 'UTF8')));
