-- What stands for itself, by state.
SELECT state, count(*) FROM main.entry WHERE replaced_by = 0 OR state = 2 GROUP BY state
