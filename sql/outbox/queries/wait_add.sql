-- ?1 row, ?2 the row that it waits for.
INSERT INTO main.wait (entry, base) VALUES (?1, ?2) ON CONFLICT DO NOTHING
