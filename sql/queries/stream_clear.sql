-- The derived tables are made anew.
DELETE FROM giothong.stream WHERE realm = $1::integer;
