-- Absolute values of rows of giothong.cell.  $2 orgs, $3 days, $4 views, $5 dims; their pairs lie one row behind the other
-- in $8 indicators, $9 values, $10 carriers, those of a row from $6 to $7 (from 1, empty when $7 < $6): arrays of different
-- lengths cannot be unnested into rows, and a slice of an array of fixed-width elements costs its own length only.
INSERT INTO giothong.cell (realm, org, day, view, dim, ind, val, carriers)
SELECT $1::integer, k.org, k.day, k.view, k.dim,
       ($8::smallint[])[k.first:k.last], ($9::bigint[])[k.first:k.last], ($10::integer[])[k.first:k.last]
FROM ROWS FROM (pg_catalog.unnest($2::integer[]), pg_catalog.unnest($3::integer[]), pg_catalog.unnest($4::smallint[]),
		pg_catalog.unnest($5::integer[]), pg_catalog.unnest($6::integer[]), pg_catalog.unnest($7::integer[]))
     AS k (org, day, view, dim, first, last)
ON CONFLICT (realm, org, day, view, dim) DO UPDATE SET ind = excluded.ind, val = excluded.val, carriers = excluded.carriers;
