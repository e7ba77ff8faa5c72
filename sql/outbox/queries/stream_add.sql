-- ?1 id, ?2 made at.
INSERT INTO main.stream (id, made_at_ms) VALUES (?1, ?2)
