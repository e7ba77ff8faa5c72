-- Rows that wait for ?1 and were not said again.
SELECT w.entry FROM main.wait AS w JOIN main.entry AS e ON e.id = w.entry
WHERE w.base = ?1 AND e.replaced_by = 0 AND e.state <> 2
ORDER BY w.entry
