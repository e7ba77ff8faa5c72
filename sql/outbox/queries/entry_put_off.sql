-- ?1 id, ?2 code, ?3 detail, ?4 not before.
UPDATE main.entry SET state = 0, code = ?2, detail = ?3, not_before_ms = ?4 WHERE id = ?1 AND state <> 2
