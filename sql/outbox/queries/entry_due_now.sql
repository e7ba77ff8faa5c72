-- What was put off may have waited for a row that goes again.
UPDATE main.entry SET not_before_ms = 0 WHERE state < 2
