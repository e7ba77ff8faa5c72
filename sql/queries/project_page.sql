-- What stands in the small tables (db/project.h) of batches $2 to $3, in order of batch, table (its number in
-- enum project_table), submission and report: the rows after ($4 batch, $5 table, $6 submission, $7 report), at most $8.
SELECT k.tab, k.batch, k.sub, k.idx, (k.doc - 'realm' - 'batch')::text AS doc
FROM (
	SELECT 0 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.schedule AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 1 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.registration AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 2 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.activity AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 3 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.target AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 4 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.review AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 5 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.lock AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 6 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.document_text AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 7 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.key AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 8 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.org_version AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 9 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.succession AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 10 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.alias AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 11 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.population AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
	UNION ALL
	SELECT 12 AS tab, t.batch, t.sub, t.idx, pg_catalog.to_jsonb(t) AS doc
	FROM giothong.registry AS t WHERE t.realm = $1::integer AND t.batch BETWEEN $2::bigint AND $3::bigint
) AS k
WHERE (k.batch, k.tab, k.sub, k.idx) > ($4::bigint, $5::integer, $6::integer, $7::integer)
ORDER BY k.batch, k.tab, k.sub, k.idx LIMIT $8::integer;
