-- The record of migrations stands apart from the ledger: it tells of the database, not of its content.
CREATE SCHEMA giothong_admin
	CREATE TABLE migration (
		number integer     NOT NULL PRIMARY KEY CHECK (number > 0),
		name   text        NOT NULL,
		sha256 bytea       NOT NULL CHECK (octet_length(sha256) = 32),
		at     timestamptz NOT NULL DEFAULT pg_catalog.now()
	);
