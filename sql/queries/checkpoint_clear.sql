-- The derived tables are made anew.
DELETE FROM giothong.checkpoint WHERE realm = $1::integer;
