-- Row ?1 and whatever waits for it, at any depth.  ?2 code, ?3 detail.
WITH RECURSIVE below (id) AS (
	SELECT ?1
	UNION
	SELECT w.entry FROM main.wait AS w JOIN below AS b ON w.base = b.id
)
UPDATE main.entry SET state = 4, code = ?2, detail = ?3
WHERE id IN (SELECT id FROM below) AND state < 2
