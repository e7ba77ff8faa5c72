-- EXTRA also syncs the folder after the journal is gone: a saved row survives a power cut.
PRAGMA main.synchronous = EXTRA
