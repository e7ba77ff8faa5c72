-- ?1 stream, ?2 seq.
SELECT e.id, e.state, e.replaced_by FROM main.entry AS e JOIN main.stream AS s ON s.no = e.stream
WHERE s.id = ?1 AND e.seq = ?2
