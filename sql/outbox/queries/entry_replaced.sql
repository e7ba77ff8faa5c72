-- ?1 id, ?2 the row that says it again, ?3 code.
UPDATE main.entry SET replaced_by = ?2, code = ?3, state = CASE WHEN state = 2 THEN 2 ELSE 3 END
WHERE id = ?1
