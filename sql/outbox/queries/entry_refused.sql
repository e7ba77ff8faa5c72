-- ?1 id, ?2 code, ?3 detail, ?4 receipt or NULL.
UPDATE main.entry SET state = 3, code = ?2, detail = ?3, receipt = ?4 WHERE id = ?1 AND state <> 2
