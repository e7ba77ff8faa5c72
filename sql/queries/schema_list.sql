-- What was applied, oldest first.
SELECT m.number, m.name FROM giothong_admin.migration AS m ORDER BY m.number;
