-- From now on a row is reached by its index alone: pages of other rows are left unread.
SELECT pg_catalog.set_config('enable_seqscan', 'off', false);
