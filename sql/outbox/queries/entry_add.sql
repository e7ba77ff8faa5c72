-- ?1 stream number, ?2 seq, ?3 summary, ?4 reports, ?5 saved at, ?6 not before, ?7 signature, ?8 body.
INSERT INTO main.entry (stream, seq, summary, reports, saved_at_ms, not_before_ms, signature, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
