-- 0002: who may do what.
-- Whoever runs the migrations owns the schema.  giothong_service adds to the ledger and reads it, and
-- keeps the derived tables; it cannot change or take away a row of the ledger, whatever a defect or
-- an intruder in the service would like.  giothong_reader is for people with psql: what they may see
-- holds neither keys nor free text.
-- Roles belong to the whole server: an administrator may have made them beforehand, as login roles or
-- not, and another database of the server may use them too.

DO $$
BEGIN
	CREATE ROLE giothong_service NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
	NULL;
END
$$;
DO $$
BEGIN
	CREATE ROLE giothong_reader NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
	NULL;
END
$$;

-- The service's sessions act as giothong_service whoever logged in.
DO $$
BEGIN
	IF NOT pg_catalog.pg_has_role(current_user, 'giothong_service', 'MEMBER') THEN
		EXECUTE pg_catalog.format('GRANT giothong_service TO %I', current_user);
	END IF;
END
$$;

REVOKE ALL ON SCHEMA giothong FROM PUBLIC;
GRANT USAGE ON SCHEMA giothong TO giothong_service, giothong_reader;

GRANT SELECT, INSERT ON
	giothong.batch, giothong.submission, giothong.report,
	giothong.schedule, giothong.registration, giothong.activity, giothong.target, giothong.review,
	giothong.lock, giothong.document_text, giothong.key, giothong.org_version, giothong.succession,
	giothong.alias, giothong.population, giothong.registry
TO giothong_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON
	giothong.cell, giothong.total, giothong.subject, giothong.stream, giothong.checkpoint
TO giothong_service;
GRANT SELECT ON giothong.posting, giothong.total TO giothong_service, giothong_reader;

-- The service may see which migrations there are, to refuse a schema that it does not know.
GRANT USAGE ON SCHEMA giothong_admin TO giothong_service;
GRANT SELECT ON giothong_admin.migration TO giothong_service;
