-- COPY takes no parameters: the realm $1 travels in a setting of the transaction.  Subjects come by number, which
-- their key has in order: no sort of millions of rows.
SELECT pg_catalog.set_config('giothong.realm', $1::text, true), pg_catalog.set_config('enable_sort', 'off', true);
