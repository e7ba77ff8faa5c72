-- For `status`: what the ledger holds, and whether the server keeps what it promises.
SELECT c.batches, c.submissions, c.reports,
       COALESCE((SELECT p.batch FROM giothong.checkpoint AS p WHERE p.realm = $1::integer), 0) AS checkpoint_batch,
       pg_catalog.pg_database_size(pg_catalog.current_database()) AS database_bytes,
       pg_catalog.current_setting('server_version') AS server_version,
       pg_catalog.current_setting('fsync')::boolean AS fsync,
       pg_catalog.current_setting('full_page_writes')::boolean AS full_page_writes,
       pg_catalog.current_setting('synchronous_commit') AS synchronous_commit,
       pg_catalog.current_setting('data_checksums')::boolean AS data_checksums
FROM (SELECT pg_catalog.count(*) AS batches,
	     COALESCE(pg_catalog.sum(octet_length(b.leaves) / 32), 0)::bigint AS submissions,
	     COALESCE(pg_catalog.sum(b.reports), 0)::bigint AS reports
      FROM giothong.batch AS b WHERE b.realm = $1::integer) AS c;
