-- Rows still to be answered, their bytes, the oldest, and the streams that they lie in.
SELECT count(*), coalesce(sum(length(body)), 0), coalesce(min(saved_at_ms), 0) FROM main.entry
WHERE state < 2
