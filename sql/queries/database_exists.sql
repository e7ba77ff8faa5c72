-- Is the ledger's database of the private cluster there?
SELECT EXISTS (SELECT FROM pg_catalog.pg_database AS d WHERE d.datname = 'giothong');
