-- The derived tables are made anew.
DELETE FROM giothong.total WHERE realm = $1::integer;
