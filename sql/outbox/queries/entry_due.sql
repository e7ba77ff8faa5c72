-- When the next row of those put off is due.  ?1 now.
SELECT min(not_before_ms) FROM main.entry WHERE state < 2 AND not_before_ms > ?1
