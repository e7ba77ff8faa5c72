-- ?1 bit set of states or 0, ?2 after id, ?3 stream or NULL, ?4 limit, ?5 with bodies, ?6 without what was dismissed.
SELECT e.id, s.id, e.seq, e.state, e.code, e.detail, e.summary, e.reports, e.refused, e.epoch, e.batch,
	e.saved_at_ms, e.delivered_at_ms, e.not_before_ms, e.tries, e.replaced_by, e.signature,
	(SELECT w.base FROM main.wait AS w JOIN main.entry AS b ON b.id = w.base
		WHERE w.entry = e.id AND b.state <> 2 LIMIT 1),
	CASE WHEN ?5 THEN e.body END, CASE WHEN ?5 THEN e.receipt END
FROM main.entry AS e JOIN main.stream AS s ON s.no = e.stream
WHERE e.id > ?2 AND (?1 = 0 OR ?1 & (1 << e.state)) AND (?3 IS NULL OR s.id = ?3)
	AND NOT (?6 AND e.state > 2 AND e.not_before_ms < 0)
ORDER BY e.id LIMIT ?4
