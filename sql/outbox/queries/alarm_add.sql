-- ?1 at, ?2 code, ?3 detail.
INSERT INTO main.alarm (at_ms, code, detail) VALUES (?1, ?2, ?3)
