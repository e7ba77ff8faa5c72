-- ?1 number, ?2 epoch that its receipts were compared with.
UPDATE main.stream SET epoch = ?2 WHERE no = ?1
