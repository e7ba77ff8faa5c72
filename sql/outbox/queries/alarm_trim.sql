-- Keep the newest ?1.
DELETE FROM main.alarm WHERE id <= (SELECT max(id) FROM main.alarm) - ?1
