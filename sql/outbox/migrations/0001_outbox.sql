-- The office's outbox, version 1.  Rows are signed submissions; their bytes are never changed.
CREATE TABLE main.stream (
	no INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	made_at_ms INTEGER NOT NULL,
	next_seq INTEGER NOT NULL DEFAULT 1,
	epoch INTEGER NOT NULL DEFAULT 0
) STRICT;

-- state: 0 saved, 1 sent, 2 delivered, 3 refused, 4 parked.
CREATE TABLE main.entry (
	id INTEGER PRIMARY KEY,
	stream INTEGER NOT NULL REFERENCES stream (no),
	seq INTEGER NOT NULL,
	state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4),
	code INTEGER NOT NULL DEFAULT 0,
	detail TEXT NOT NULL DEFAULT '',
	summary TEXT NOT NULL,
	reports INTEGER NOT NULL,
	refused INTEGER NOT NULL DEFAULT 0,
	epoch INTEGER NOT NULL DEFAULT 0,
	batch INTEGER NOT NULL DEFAULT 0,
	saved_at_ms INTEGER NOT NULL,
	delivered_at_ms INTEGER NOT NULL DEFAULT 0,
	not_before_ms INTEGER NOT NULL DEFAULT 0,
	tries INTEGER NOT NULL DEFAULT 0,
	replaced_by INTEGER NOT NULL DEFAULT 0,
	signature BLOB NOT NULL CHECK (length(signature) = 64),
	body BLOB NOT NULL,
	receipt BLOB,
	UNIQUE (stream, seq)
) STRICT;
CREATE INDEX main.entry_waiting ON entry (id) WHERE state < 2;
CREATE INDEX main.entry_delivered ON entry (delivered_at_ms) WHERE state = 2;

-- An entry is sent only when each row that it waits for is delivered.
CREATE TABLE main.wait (
	entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
	base INTEGER NOT NULL,
	PRIMARY KEY (entry, base)
) STRICT, WITHOUT ROWID;
CREATE INDEX main.wait_base ON wait (base);

CREATE TABLE main.alarm (
	id INTEGER PRIMARY KEY,
	at_ms INTEGER NOT NULL,
	code INTEGER NOT NULL,
	detail TEXT NOT NULL,
	seen INTEGER NOT NULL DEFAULT 0
) STRICT;

PRAGMA main.user_version = 1;
