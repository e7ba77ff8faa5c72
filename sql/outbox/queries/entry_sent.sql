-- ?1 id.
UPDATE main.entry SET state = 1, tries = tries + 1 WHERE id = ?1 AND state < 2
