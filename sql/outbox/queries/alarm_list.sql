-- Newest first.  ?1 only those not seen, ?2 limit.
SELECT at_ms, code, detail, seen FROM main.alarm WHERE NOT ?1 OR NOT seen ORDER BY id DESC LIMIT ?2
