-- ?1 now, ?2 how long receipted rows are kept.  Two clocks have to agree that it is over: this machine's, and the
-- aggregator's as of the newest receipt.
DELETE FROM main.entry WHERE state = 2 AND delivered_at_ms < ?1 - ?2
	AND delivered_at_ms < (SELECT max(e.delivered_at_ms) FROM main.entry AS e WHERE e.state = 2) - ?2
