-- A refused or parked row that a person has read.  Nothing sends it any more, so that not_before_ms is free to say when:
-- the time as a negative number, which a program that does not know it takes no notice of.  ?1 id, ?2 now.
UPDATE main.entry SET not_before_ms = -?2 WHERE id = ?1 AND state > 2 AND not_before_ms >= 0
