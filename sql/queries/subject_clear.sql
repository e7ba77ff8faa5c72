-- The derived tables are made anew.
DELETE FROM giothong.subject WHERE realm = $1::integer;
