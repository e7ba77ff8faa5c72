-- A rollback journal, not WAL: SQLite 3.40 has a fault there with several connections.
PRAGMA main.journal_mode = DELETE
