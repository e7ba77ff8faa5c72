/*
 * state.pml - decide, settle, undo, replay: memory and the derived tables, with locks, a revocation, and
 * checkpoints that are written behind.
 *
 * What it argues.  Whoever writes, dies, follows or checkpoints,
 *   memory_is_the_ledger   a settled core is the function of batches 1..n,
 *   tables_are_a_batch     so are the derived tables at their own batch, whoever stored them,
 *   authorised             nothing of an office is committed after its key's revocation,
 *   lock_binds             while the days are locked, only an admission changes what counts,
 *   cell_is_the_subject    what a cell counts is what its subject says.
 *
 * What it needs.
 *  - A checkpoint is captured between two batches, never while one is flying.
 *  - It holds what became dirty since this process's previous one, by absolute value, and is stored whole, and
 *    only over tables that stand at or beyond that previous one and before it.
 *  - What failed is dirty again, also when the answer was lost and it was stored.
 *  - Keys, registry and plan have no table: a start replays them under the checkpoint (REPLAY_STRUCTURE), and
 *    everything of the tail (REPLAY_ALL).
 *
 * What it leaves out.  How a batch gets its number, and what its answers rest on: append.pml.  A transaction is one
 * step, a batch is one entry.
 *
 * The state of a core is a byte: the office's key revoked; the days locked; the revision that counts, and the
 * one that waits behind the lock, of the one subject; what the cell counts.  Bounds: the macros below.
 */
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef FAILURES
#define FAILURES 1	/* of a checkpoint */
#endif
#ifndef CLEARS
#define CLEARS 0	/* of the tables, by a process of another format */
#endif
#ifndef ENTRIES
#define ENTRIES 63	/* which, a bit each */
#endif
#define MAXN 6

#define ACTION_FIRST 1
#define ACTION_CORRECTION 2
#define LOCK 4
#define UNLOCK 8
#define REVIEW_ADMITTED 16
#define KEY_REVOKED 32

/* Parts of a state. */
#define REVOKED 1
#define LOCKED 2
#define COUNTS(v) ((v) << 2)
#define WAITS(v) ((v) << 4)
#define CELL(v) ((v) << 6)
#define SUBJECT_PART (COUNTS(3) | WAITS(3))
#define CELL_PART CELL(3)
#define DERIVED (LOCKED | SUBJECT_PART | CELL_PART)
#define COUNTED(s) (((s) >> 2) & 3)
#define WAITING(s) (((s) >> 4) & 3)
#define IN_CELL(s) (((s) >> 6) & 3)

/* The ledger, and what a core is after each batch. */
byte top;
byte entry[MAXN + 1];
bool counts[MAXN + 1];		/* its verdict: at once, or AFTER_LOCK */
byte truth[MAXN + 1];
byte to_come = ENTRIES;

/* The derived tables; batch 0: there are none. */
byte table_batch;
byte table_state;

/* An aggregator. */
bool up[2];
byte core[2];
byte n[2];
byte dirty[2];
bool flying[2];
byte what[2];			/* the entry of the batch that flies, */
bool at_once[2];		/* its verdict, */
byte before[2];			/* and the core before it */
byte base[2];			/* batch of its previous checkpoint */
bool busy[2];			/* one is on its way to the tables: */
byte taken_batch[2];		/* its batch, */
byte taken_parts[2];		/* what was dirty, */
byte taken_state[2];		/* and how it was */

byte crashes = CRASHES;
byte failures = FAILURES;
byte clears = CLEARS;

hidden byte memory_is_the_ledger, tables_are_a_batch, authorised, lock_binds, cell_is_the_subject;
hidden byte state, touched, i;

#define MUST(name, holds) name = (holds); assert(name)
#define REV(e) ((e) == ACTION_FIRST -> 1 : 2)
#define IS_RESULT(e) ((e) == ACTION_FIRST || (e) == ACTION_CORRECTION)
#define FITS(s, e) ((e) == ACTION_FIRST && !((s) & (REVOKED | SUBJECT_PART)) || \
	(e) == ACTION_CORRECTION && !((s) & REVOKED) && COUNTED(s) == 1 && WAITING(s) == 0 || \
	(e) == LOCK && !((s) & LOCKED) || (e) == UNLOCK && ((s) & LOCKED) || \
	(e) == REVIEW_ADMITTED && WAITING(s) != 0 || (e) == KEY_REVOKED && !((s) & REVOKED))

#ifdef BROKEN_NO_CLAIM
#define NEWEST(a) true
#else
#define NEWEST(a) (top == n[a])
#endif
#ifdef BROKEN_CAPTURE_IN_FLIGHT
#define MAY_CAPTURE(a) true
#else
#define MAY_CAPTURE(a) (!flying[a])
#endif
#ifdef BROKEN_STORE_WITHOUT_BASE
#define FROM_BASE(a) true
#else
#define FROM_BASE(a) (table_batch >= base[a])
#endif
#ifdef BROKEN_STORE_OVER_NEWER
#define MAY_STORE(a) FROM_BASE(a)
#else
#define MAY_STORE(a) (FROM_BASE(a) && table_batch < taken_batch[a])
#endif
#ifdef BROKEN_NO_STRUCTURE
#define STRUCTURE(batch) 0
#else
#define STRUCTURE(batch) (truth[batch] & ~DERIVED)
#endif

/* ${state} takes an entry with its verdict; ${touched} gathers the parts that changed. */
inline apply(e, now)
{
	if
	:: IS_RESULT(e) && (now) ->
		state = (state & ~(COUNTS(3) | CELL_PART)) | COUNTS(REV(e)) | CELL(REV(e));
		touched = touched | SUBJECT_PART | CELL_PART
	:: IS_RESULT(e) && !(now) ->
		state = (state & ~WAITS(3)) | WAITS(REV(e));
		touched = touched | SUBJECT_PART
	:: (e) == LOCK -> state = state | LOCKED; touched = touched | LOCKED
	:: (e) == UNLOCK -> state = state & ~LOCKED; touched = touched | LOCKED
	:: (e) == REVIEW_ADMITTED ->
		state = (state & ~(SUBJECT_PART | CELL_PART)) | COUNTS(WAITING(state)) | CELL(WAITING(state));
		touched = touched | SUBJECT_PART | CELL_PART
	:: (e) == KEY_REVOKED -> state = state | REVOKED
	fi
}

inline settled(a)
{
	MUST(memory_is_the_ledger, core[a] == truth[n[a]]);
	MUST(cell_is_the_subject, IN_CELL(core[a]) == COUNTED(core[a]))
}

inline decision_none(a)
{
	flying[a] = false;
	before[a] = 0;
	what[a] = 0;
	at_once[a] = false
}

inline taken_none(a)
{
	busy[a] = false;
	taken_batch[a] = 0;
	taken_parts[a] = 0;
	taken_state[a] = 0
}

inline decide(a, e)
{
	before[a] = core[a];
	what[a] = e;
	at_once[a] = !(core[a] & LOCKED);
	state = core[a];
	touched = 0;
	apply(e, at_once[a]);
	core[a] = state;
	flying[a] = true
}

inline undo(a)
{
#ifndef BROKEN_NO_UNDO
	core[a] = before[a];
#endif
	decision_none(a);
	settled(a)
}

/* COMMIT takes effect, and the writer hears of it. */
inline commit(a)
{
	MUST(authorised, !(IS_RESULT(what[a]) && (truth[top] & REVOKED)));
	MUST(lock_binds, !(IS_RESULT(what[a]) && at_once[a] && (truth[top] & LOCKED)));
	state = truth[top];
	touched = 0;
	apply(what[a], at_once[a]);
	top++;
	entry[top] = what[a];
	counts[top] = at_once[a];
	truth[top] = state;
	to_come = to_come & ~what[a];
	n[a] = top;
	dirty[a] = dirty[a] | touched;
	decision_none(a);
	settled(a)
}

inline replay(a)
{
	n[a] = n[a] + 1;
	state = core[a];
	touched = 0;
	apply(entry[n[a]], counts[n[a]]);
	core[a] = state;
	dirty[a] = dirty[a] | touched
}

inline start(a)
{
	up[a] = true;
	n[a] = table_batch;
	base[a] = table_batch;
	core[a] = (table_batch == 0 -> 0 : (table_state & DERIVED) | STRUCTURE(table_batch));
	do
	:: n[a] < top -> replay(a)
	:: else -> break
	od;
	settled(a)
}

inline kill(a)
{
	up[a] = false;
	decision_none(a);
	taken_none(a);
	core[a] = 0;
	n[a] = 0;
	dirty[a] = 0;
	base[a] = 0
}

inline capture(a)
{
	busy[a] = true;
	taken_batch[a] = n[a];
	taken_parts[a] = dirty[a];
	taken_state[a] = core[a];
	dirty[a] = 0
}

/* In one transaction; another's newer tables are left alone. */
inline store(a)
{
	if
	:: MAY_STORE(a) ->
		table_batch = taken_batch[a];
		table_state = (table_state & ~taken_parts[a]) | (taken_state[a] & taken_parts[a] & DERIVED);
		MUST(tables_are_a_batch, table_state == (truth[table_batch] & DERIVED))
	:: else
	fi
}

inline store_failed(a)
{
#ifndef BROKEN_CLEAN_ON_FAILURE
	dirty[a] = dirty[a] | taken_parts[a];
#endif
	taken_none(a)
}

inline store_done(a)
{
	base[a] = taken_batch[a];
	taken_none(a)
}

#define MAY_DECIDE(a, e) (up[a] && !flying[a] && (to_come & (e)) && FITS(core[a], e))

proctype aggregator(byte a)
{
end:	do
	:: d_step { !up[a] -> start(a) }
	:: d_step { MAY_DECIDE(a, ACTION_FIRST) -> decide(a, ACTION_FIRST) }
	:: d_step { MAY_DECIDE(a, ACTION_CORRECTION) -> decide(a, ACTION_CORRECTION) }
	:: d_step { MAY_DECIDE(a, LOCK) -> decide(a, LOCK) }
	:: d_step { MAY_DECIDE(a, UNLOCK) -> decide(a, UNLOCK) }
	:: d_step { MAY_DECIDE(a, REVIEW_ADMITTED) -> decide(a, REVIEW_ADMITTED) }
	:: d_step { MAY_DECIDE(a, KEY_REVOKED) -> decide(a, KEY_REVOKED) }
	:: d_step { up[a] && flying[a] && NEWEST(a) && (to_come & what[a]) -> commit(a) }
	:: d_step { up[a] && flying[a] && top != n[a] -> undo(a) }
	:: d_step { up[a] && !flying[a] && n[a] < top -> replay(a); settled(a) }
	:: d_step { up[a] && !busy[a] && dirty[a] != 0 && MAY_CAPTURE(a) -> capture(a) }
	:: d_step { up[a] && busy[a] -> store(a); store_done(a) }
	:: d_step { up[a] && busy[a] && failures > 0 -> failures--; store_failed(a) }
	:: d_step { up[a] && busy[a] && failures > 0 -> failures--; store(a); store_failed(a) }
	:: d_step { up[a] && crashes > 0 -> crashes--; kill(a) }
	od
}

proctype another_format()
{
end:	do
	:: d_step { clears > 0 && table_batch > 0 -> clears--; table_batch = 0; table_state = 0 }
	od
}

init {
	atomic {
		run aggregator(0);
		run aggregator(1);
		run another_format()
	}
}
