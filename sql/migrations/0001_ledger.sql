-- 0001: the ledger and what is derived from it.
-- The ledger (schema giothong, tables batch to facility) is only ever inserted into; every total is a
-- function of its rows up to batch n.  Derived tables (cell, subject, stream, checkpoint) are that
-- function kept up to date, and may be dropped and recomputed.
-- Days are days since 1970-01-01; times are milliseconds since the epoch; -2147483648 is open at the left,
-- 2147483647 open at the right.  Organisations are named by their internal number (org_version.org).

CREATE SCHEMA giothong;

CREATE TABLE giothong.batch (
	realm     integer  NOT NULL,
	n         bigint   NOT NULL CHECK (n > 0),
	epoch     integer  NOT NULL,
	kinds     integer  NOT NULL,           -- bit k: a report of kind k; 0: an opening batch
	at        bigint   NOT NULL,
	reports   integer  NOT NULL,
	writer    bytea    NOT NULL CHECK (octet_length(writer) = 16),
	leaf_root bytea    NOT NULL CHECK (octet_length(leaf_root) = 32),
	head      bytea    NOT NULL CHECK (octet_length(head) = 32),
	sig       bytea    NOT NULL CHECK (octet_length(sig) = 64),
	leaves    bytea    NOT NULL,           -- 32 bytes a submission, in order of ord
	path      bytea    NOT NULL,           -- the row's inclusion path under head: 32 bytes a hash
	program   text     NOT NULL,
	PRIMARY KEY (realm, n)
);
-- Digests do not shrink.
ALTER TABLE giothong.batch ALTER COLUMN leaves SET STORAGE EXTERNAL;
-- A start replays what is not results: few batches among many.
CREATE INDEX batch_structure ON giothong.batch (realm, n) WHERE (kinds & -3) <> 0;

CREATE TABLE giothong.submission (
	realm    integer NOT NULL,
	batch    bigint  NOT NULL,
	ord      integer NOT NULL,
	stream   integer NOT NULL,             -- the aggregator's number of the stream in bytes
	seq      bigint  NOT NULL,
	key      bytea   NOT NULL,             -- Ed25519 public key
	sig      bytea   NOT NULL,
	verdicts bytea   NOT NULL,             -- two bytes a report, big-endian; 0: accepted
	bytes    bytea   NOT NULL,             -- as received
	PRIMARY KEY (realm, batch, ord),
	UNIQUE (realm, stream, seq)
);
-- Signed bytes stay as they came, in the row while it fits a page: trying to compress a submission of fifty
-- reports costs more than storing them and all their postings.
ALTER TABLE giothong.submission ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE giothong.submission SET (toast_tuple_target = 8160);

-- Postings: +1 rows of what an accepted report counts, -1 rows of what it replaces.
CREATE TABLE giothong.report (
	realm   integer    NOT NULL,
	batch   bigint     NOT NULL,
	ord     integer    NOT NULL,           -- rises through the batch
	sub     integer    NOT NULL,           -- submission.ord
	idx     smallint   NOT NULL,           -- report within the submission
	sign    smallint   NOT NULL CHECK (sign IN (-1, 1)),
	view    smallint   NOT NULL,           -- 0 credited, 1 sector, 2 campaign, 3 executing
	kind    smallint   NOT NULL,
	subject bigint     NOT NULL,           -- subject.subject
	org     integer    NOT NULL,
	dim     integer    NOT NULL,           -- 0, or the number of the sector, campaign or executing org
	day     integer    NOT NULL,
	ind     smallint[] NOT NULL,
	val     bigint[]   NOT NULL,
	PRIMARY KEY (realm, batch, ord)
);

-- One small append-only table a kind, for readers of the ledger; the signed bytes are in submission.

CREATE TABLE giothong.schedule (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	action smallint NOT NULL, drive text NOT NULL, state smallint NOT NULL,
	day_from integer NOT NULL, day_to integer NOT NULL,
	place text NOT NULL, venue text NOT NULL, occasion text NOT NULL, campaigns text[] NOT NULL,
	directing text[] NOT NULL, coordinating text[] NOT NULL, executing text[] NOT NULL,
	facilities text[] NOT NULL, plan text NOT NULL, number integer NOT NULL, sector text NOT NULL,
	name text NOT NULL, source smallint NOT NULL, reason text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.registration (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	action smallint NOT NULL, drive text NOT NULL, as_of integer NOT NULL,
	ind smallint[] NOT NULL, val bigint[] NOT NULL, reason text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.activity (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	action smallint NOT NULL, org text NOT NULL, day_from integer NOT NULL, day_to integer NOT NULL,
	cumulative boolean NOT NULL, ind smallint[] NOT NULL, val bigint[] NOT NULL,
	note text NOT NULL, reason text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.target (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	action smallint NOT NULL, org text NOT NULL, day_from integer NOT NULL, day_to integer NOT NULL,
	drive text NOT NULL, sector text NOT NULL, campaign text NOT NULL, measure smallint NOT NULL,
	qualifier smallint NOT NULL, value bigint NOT NULL, value_max bigint NOT NULL,
	assigned smallint NOT NULL, plan text NOT NULL, draft boolean NOT NULL, source smallint NOT NULL,
	reason text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.review (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	action smallint NOT NULL, of_stream bytea NOT NULL, of_seq bigint NOT NULL, of_idx smallint NOT NULL,
	state smallint NOT NULL, reason text NOT NULL, other_drive text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.lock (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	action smallint NOT NULL, org text NOT NULL, day_from integer NOT NULL, day_to integer NOT NULL,
	locked boolean NOT NULL, reason text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.document_text (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	action smallint NOT NULL, org text NOT NULL, document text NOT NULL, part text NOT NULL,
	text text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.key (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	state smallint NOT NULL, org text NOT NULL, role smallint NOT NULL, invitation bytea NOT NULL,
	once_key bytea NOT NULL, secret_hash bytea NOT NULL, curve_key bytea NOT NULL,
	sign_key bytea NOT NULL, not_after bigint NOT NULL, label text NOT NULL, reason text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.org_version (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	org integer NOT NULL,                  -- the identity
	code text NOT NULL, valid_from integer NOT NULL, valid_to integer NOT NULL, name text NOT NULL,
	full_name text NOT NULL, kind smallint NOT NULL, type text NOT NULL, parent text NOT NULL,
	sector text NOT NULL, continues_code text NOT NULL, continues_day integer NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.succession (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	old_code text NOT NULL, new_code text NOT NULL, effective integer NOT NULL, kind smallint NOT NULL,
	area smallint NOT NULL, people smallint NOT NULL, basis text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.alias (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	code text NOT NULL, day integer NOT NULL, name text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
CREATE TABLE giothong.population (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	code text NOT NULL, day integer NOT NULL, year integer NOT NULL, persons bigint NOT NULL,
	source text NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);
-- Catalogue rows, campaigns, sectors, plan years and rounds: few, of several shapes.
CREATE TABLE giothong.registry (
	realm integer NOT NULL, batch bigint NOT NULL, sub integer NOT NULL, idx smallint NOT NULL,
	kind smallint NOT NULL, code text NOT NULL, name text NOT NULL, org text NOT NULL,
	day_from integer NOT NULL, day_to integer NOT NULL, number integer NOT NULL,
	number2 integer NOT NULL, words text[] NOT NULL,
	PRIMARY KEY (realm, batch, sub, idx)
);

-- Derived. Leaf cells: what was posted at one organisation on one day.
CREATE TABLE giothong.cell (
	realm integer NOT NULL,
	org   integer NOT NULL,
	day   integer NOT NULL,
	view  smallint NOT NULL,
	dim   integer NOT NULL,
	ind   smallint[] NOT NULL,
	val   bigint[] NOT NULL,
	carriers integer[] NOT NULL,           -- reports that carry each indicator: 0 is "not reported"
	PRIMARY KEY (realm, org, day, view, dim)
) WITH (fillfactor = 70);

-- Derived. Totals of every organisation and ancestor by month (months since 1970-01), credited view.
CREATE TABLE giothong.total (
	realm integer NOT NULL,
	org   integer NOT NULL,
	month integer NOT NULL,
	view  smallint NOT NULL,
	dim   integer NOT NULL,
	ind   smallint[] NOT NULL,
	val   bigint[] NOT NULL,
	carriers integer[] NOT NULL,           -- reports that carry each indicator: 0 is "not reported"
	PRIMARY KEY (realm, org, month, view, dim)
) WITH (fillfactor = 70);

-- Derived. What each subject's current report is, as the decision needs it.
CREATE TABLE giothong.subject (
	realm   integer NOT NULL,
	subject bigint  NOT NULL,
	state   bytea   NOT NULL,
	PRIMARY KEY (realm, subject)
) WITH (fillfactor = 70);

-- Derived. Streams and the names held of each.
CREATE TABLE giothong.stream (
	realm  integer NOT NULL,
	stream integer NOT NULL,
	state  bytea   NOT NULL,
	PRIMARY KEY (realm, stream)
) WITH (fillfactor = 70);

-- Derived. The batch that the derived tables stand at.
CREATE TABLE giothong.checkpoint (
	realm  integer NOT NULL PRIMARY KEY,
	batch  bigint  NOT NULL,
	format integer NOT NULL,
	state  bytea   NOT NULL                -- the Merkle frontier and counters at that batch
);

-- What a person may read: totals by province and month, exact at any moment.
CREATE VIEW giothong.posting AS
SELECT r.realm, r.batch, r.sub, r.idx, r.org, r.day, r.view, r.dim, r.kind, r.sign,
       u.ind, r.sign * u.val AS val
FROM giothong.report AS r
CROSS JOIN LATERAL unnest(r.ind, r.val) AS u (ind, val);
