-- One migration at a time in a database, for the session.  The number is the ASCII of "giothong".
SELECT pg_catalog.pg_advisory_lock(7451609604220218983);
