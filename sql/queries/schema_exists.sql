-- Has this database ever been migrated?
SELECT pg_catalog.to_regclass('giothong_admin.migration') IS NOT NULL;
