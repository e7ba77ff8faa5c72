-- ?1 id, ?2 code, ?3 detail, ?4 refused reports, ?5 epoch, ?6 batch, ?7 receipt, ?8 the receipt's time.
UPDATE main.entry SET state = 2, code = ?2, detail = ?3, refused = ?4, epoch = ?5, batch = ?6, receipt = ?7,
	delivered_at_ms = ?8, not_before_ms = 0
WHERE id = ?1 AND (state <> 2 OR epoch < ?5)
