-- ?1 number, ?2 next seq.
UPDATE main.stream SET next_seq = ?2 WHERE no = ?1
