-- ?1 now, ?2 after id, ?3 stream or NULL, ?4 limit, ?5 with bodies.  Nothing is put off for ten minutes: what says
-- so was put off by a clock that has jumped back since.
SELECT e.id, s.id, e.seq, e.state, e.code, e.detail, e.summary, e.reports, e.refused, e.epoch, e.batch,
	e.saved_at_ms, e.delivered_at_ms, e.not_before_ms, e.tries, e.replaced_by, e.signature,
	(SELECT w.base FROM main.wait AS w JOIN main.entry AS b ON b.id = w.base
		WHERE w.entry = e.id AND b.state <> 2 LIMIT 1),
	CASE WHEN ?5 THEN e.body END, CASE WHEN ?5 THEN e.receipt END
FROM main.entry AS e INDEXED BY entry_waiting JOIN main.stream AS s ON s.no = e.stream
WHERE e.id > ?2 AND e.state < 2 AND e.not_before_ms NOT BETWEEN ?1 + 1 AND ?1 + 600000 AND (?3 IS NULL OR s.id = ?3)
	AND NOT EXISTS (SELECT 1 FROM main.wait AS w JOIN main.entry AS b ON b.id = w.base
		WHERE w.entry = e.id AND b.state <> 2)
ORDER BY e.id LIMIT ?4
