-- ?1 id.
SELECT e.id, s.id, e.seq, e.state, e.code, e.detail, e.summary, e.reports, e.refused, e.epoch, e.batch,
	e.saved_at_ms, e.delivered_at_ms, e.not_before_ms, e.tries, e.replaced_by, e.signature,
	(SELECT w.base FROM main.wait AS w JOIN main.entry AS b ON b.id = w.base
		WHERE w.entry = e.id AND b.state <> 2 LIMIT 1),
	e.body, e.receipt
FROM main.entry AS e JOIN main.stream AS s ON s.no = e.stream
WHERE e.id = ?1
