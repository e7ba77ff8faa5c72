-- The derived tables are made anew.
DELETE FROM giothong.cell WHERE realm = $1::integer;
