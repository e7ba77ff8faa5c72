-- Makes a session ours.  $1 lock_timeout in ms, $2 role to act as or NULL, $3 synchronous_commit or NULL: as the server has it.
SELECT pg_catalog.set_config('search_path', '', false),
       pg_catalog.set_config('lock_timeout', $1::text, false),
       pg_catalog.set_config('statement_timeout', '0', false),
       pg_catalog.set_config('idle_in_transaction_session_timeout', '0', false),
       pg_catalog.set_config('bytea_output', 'hex', false),
       pg_catalog.set_config('role', COALESCE($2::text, pg_catalog.current_setting('role')), false),
       pg_catalog.set_config('synchronous_commit', COALESCE($3::text, pg_catalog.current_setting('synchronous_commit')), false);
