-- The stream of new rows: the newest.
SELECT no, id, next_seq FROM main.stream ORDER BY no DESC LIMIT 1
