-- A receipted row that the ledger does not hold any more.  ?1 id.
UPDATE main.entry SET state = 0, not_before_ms = 0 WHERE id = ?1 AND state = 2
