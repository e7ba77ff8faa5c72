-- Newest first.  ?1 limit.
SELECT no, id, next_seq, epoch FROM main.stream ORDER BY no DESC LIMIT ?1
