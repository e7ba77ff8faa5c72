-- ?1: receipted before.
DELETE FROM main.entry WHERE state = 2 AND delivered_at_ms < ?1
