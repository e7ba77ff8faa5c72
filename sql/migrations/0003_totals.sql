-- 0003: totals for people with psql, exact at any moment.
-- giothong.total stands at the checkpoint's batch; the views add the postings after it, placed under the
-- organisations above them as the program places them (aggregator/core/orgs.c: the map of the posting's day;
-- what stands under an ended organisation moves to its only successor, else to the nearest one above that
-- survives).  A registry entry that moves organisations moves what was posted before it with the next
-- checkpoint.

CREATE INDEX org_version_org ON giothong.org_version (realm, org, valid_from);
CREATE INDEX org_version_code ON giothong.org_version (realm, code, valid_from);
CREATE INDEX succession_old ON giothong.succession (realm, old_code, effective);

-- The identity that a code means on a day: of a reused one whoever has it then, or had it last.
CREATE FUNCTION giothong.org_of_code(of_realm integer, of_code text, on_day integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN COALESCE(
	(SELECT v.org FROM giothong.org_version AS v
	 WHERE v.realm = of_realm AND v.code = of_code AND v.valid_from <= on_day
	 ORDER BY v.valid_from DESC, v.batch DESC, v.sub DESC, v.idx DESC LIMIT 1),
	(SELECT v.org FROM giothong.org_version AS v
	 WHERE v.realm = of_realm AND v.code = of_code ORDER BY v.valid_from LIMIT 1));

-- What an identity's version on a day says of its parent; facilities without one stand under the nation.
CREATE FUNCTION giothong.org_stated_parent(of_realm integer, of_org integer, on_day integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN (
	SELECT CASE
		WHEN v.parent <> '' THEN giothong.org_of_code(v.realm, v.parent, v.valid_from)
		WHEN v.kind = 6 THEN (SELECT n.org FROM giothong.org_version AS n WHERE n.realm = v.realm AND n.kind = 1 LIMIT 1)
	END
	FROM giothong.org_version AS v
	WHERE v.realm = of_realm AND v.org = of_org
	ORDER BY (v.valid_from <= on_day) DESC,
		CASE WHEN v.valid_from <= on_day THEN -v.valid_from::bigint ELSE v.valid_from END,
		v.batch DESC, v.sub DESC, v.idx DESC
	LIMIT 1);

-- Last day of an identity.
CREATE FUNCTION giothong.org_last_day(of_realm integer, of_org integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN (
	SELECT v.valid_to FROM giothong.org_version AS v
	WHERE v.realm = of_realm AND v.org = of_org
	ORDER BY v.valid_from DESC, v.batch DESC, v.sub DESC, v.idx DESC LIMIT 1);

-- The one identity that the people of an ended one went to (people 4: nobody went there); NULL: none, or several.
CREATE FUNCTION giothong.org_sole_successor(of_realm integer, of_org integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN (
	SELECT CASE
		WHEN pg_catalog.count(DISTINCT e.heir) FILTER (WHERE e.people <> 4) > 0
		THEN CASE WHEN pg_catalog.count(DISTINCT e.heir) FILTER (WHERE e.people <> 4) = 1
			THEN pg_catalog.min(e.heir) FILTER (WHERE e.people <> 4) END
		WHEN pg_catalog.count(DISTINCT e.heir) = 1 THEN pg_catalog.min(e.heir)
	END
	FROM (SELECT giothong.org_of_code(s.realm, s.new_code, s.effective) AS heir, s.people
	      FROM giothong.succession AS s
	      WHERE s.realm = of_realm AND s.new_code <> ''
		AND s.old_code IN (SELECT v.code FROM giothong.org_version AS v WHERE v.realm = of_realm AND v.org = of_org)
		AND giothong.org_of_code(s.realm, s.old_code, s.effective - 1) = of_org) AS e);

-- An identity and those above it on a day, nearest first: at most eight, the last of them the nation.
CREATE FUNCTION giothong.org_chain(of_realm integer, of_org integer, on_day integer) RETURNS SETOF integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' ROWS 4
AS $$
DECLARE
	nation integer := (SELECT v.org FROM giothong.org_version AS v WHERE v.realm = of_realm AND v.kind = 1 LIMIT 1);
	chain integer[] := ARRAY[]::integer[];
	here integer := of_org;
	above integer;
	heir integer;
BEGIN
	WHILE here IS NOT NULL LOOP
		IF here = ANY (chain) OR (pg_catalog.cardinality(chain) = 7 AND here <> nation) THEN
			RETURN NEXT nation;
			RETURN;
		END IF;
		chain := chain || here;
		RETURN NEXT here;
		above := giothong.org_stated_parent(of_realm, here, on_day);
		FOR hop IN 1 .. 64 LOOP
			EXIT WHEN above IS NULL OR giothong.org_last_day(of_realm, above) >= on_day;
			heir := giothong.org_sole_successor(of_realm, above);
			IF heir IS NULL OR heir = here THEN
				heir := giothong.org_stated_parent(of_realm, above, 2147483647);
			END IF;
			IF heir IS NULL OR heir = here OR hop = 64 THEN
				heir := nation;
			END IF;
			above := heir;
		END LOOP;
		here := above;
	END LOOP;
END
$$;

-- Every organisation, with all that stands below it, by month; an indicator that nobody reports (any more) has no row.
CREATE VIEW giothong.total_now AS
SELECT a.realm, a.org, a.month, a.view, a.dim, a.ind, pg_catalog.sum(a.val)::bigint AS val, pg_catalog.sum(a.carriers)::bigint AS carriers
FROM (
	SELECT t.realm, t.org, t.month, t.view, t.dim, u.ind, u.val, u.carriers::bigint
	FROM giothong.total AS t CROSS JOIN LATERAL unnest(t.ind, t.val, t.carriers) AS u (ind, val, carriers)
	UNION ALL
	SELECT r.realm, o.org, d.month, r.view, r.dim, u.ind, r.sign * u.val, r.sign
	FROM giothong.report AS r
	CROSS JOIN LATERAL giothong.org_chain(r.realm, r.org, r.day) AS o (org)
	CROSS JOIN LATERAL unnest(r.ind, r.val) AS u (ind, val)
	CROSS JOIN LATERAL (
		SELECT ((pg_catalog.date_part('year', '1970-01-01'::date + r.day) - 1970) * 12
			+ pg_catalog.date_part('month', '1970-01-01'::date + r.day) - 1)::integer AS month) AS d
	WHERE r.batch > COALESCE((SELECT c.batch FROM giothong.checkpoint AS c WHERE c.realm = r.realm), 0)
) AS a
GROUP BY a.realm, a.org, a.month, a.view, a.dim, a.ind
HAVING pg_catalog.sum(a.carriers) > 0;

-- The same in words, for the credited view: what fills plan lines, and sums once to the nation.
CREATE VIEW giothong.total_by_month AS
SELECT t.realm, v.code, v.name, pg_catalog.to_char('1970-01-01'::date + pg_catalog.make_interval(months => t.month), 'YYYY-MM') AS month,
       t.ind AS indicator, t.val AS value, t.carriers AS reports
FROM giothong.total_now AS t
CROSS JOIN LATERAL (
	SELECT o.code, o.name FROM giothong.org_version AS o
	WHERE o.realm = t.realm AND o.org = t.org ORDER BY o.valid_from DESC, o.batch DESC LIMIT 1) AS v
WHERE t.view = 0;

REVOKE ALL ON FUNCTION giothong.org_of_code(integer, text, integer), giothong.org_stated_parent(integer, integer, integer),
	giothong.org_last_day(integer, integer), giothong.org_sole_successor(integer, integer),
	giothong.org_chain(integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giothong.org_chain(integer, integer, integer) TO giothong_service, giothong_reader;
GRANT SELECT ON giothong.total_now, giothong.total_by_month TO giothong_service, giothong_reader;
