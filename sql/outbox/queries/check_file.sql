-- "ok", or the first fault.
PRAGMA main.integrity_check (1)
