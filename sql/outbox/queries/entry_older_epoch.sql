-- Receipted rows of a stream from before an epoch.  ?1 stream number, ?2 epoch.
SELECT id, seq, epoch, batch FROM main.entry WHERE stream = ?1 AND state = 2 AND epoch < ?2 ORDER BY seq
