-- ?1 id.
SELECT no, next_seq, epoch FROM main.stream WHERE id = ?1
