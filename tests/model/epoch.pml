/*
 * epoch.pml - restore and recover: a database that lost batches, and the offices that hold their receipts.
 *
 * What it argues.  However a backup is put back, whenever the aggregator is killed, and however late its
 * head file is,
 *   one_head             no second head is signed for one (epoch, n),
 *   counted_once         no report is counted twice in the ledger that is,
 *   watch_goes_on        a watcher's n never falls within an epoch,
 *   alarm_is_true        no office is alarmed when a person restored and recovered by the book,
 *   fork_is_seen         where the book was not kept (the files changed, no restore, no recover), the first
 *                        office that connects and has seen what is gone raises the alarm,
 * and when nothing more happens (nothing_lost) every report with a receipt is in the ledger once.
 *
 * What it needs.
 *  - `restore` leaves a mark beside the head file, and serve refuses while it is there: the head file alone
 *    may be a second old, and would let the same numbers be given again (BROKEN_NO_MARK).
 *  - `recover` begins an epoch in a batch of its own, above the ledger's and the head file's, and never below its
 *    clock: on a machine that lost the state folder too, neither ledger nor file tells of the epochs that the
 *    backup does not know, and one past them would be a number that was given before (BROKEN_COUNTS_ON).
 *  - A client keeps receipted rows, and offers again, unchanged, those of an older epoch that `held` lacks.
 *  - A client that is shown a newer head of an epoch asks how it grew from the one it holds.
 *
 * What it leaves out.  Whatever append.pml has: one aggregator, a transaction is one step, and a batch holds
 * one report or none.  A head is the batch: a batch names everything before it.
 *
 * Bounds: the macros below, set by tests/model/run.
 */
#ifndef ROWS
#define ROWS 2		/* saved reports of the one office */
#endif
#ifndef BACKUPS
#define BACKUPS 1
#endif
#ifndef RESTORES
#define RESTORES 1	/* by the book: `giothong-aggregator restore`, then recover */
#endif
#ifndef MACHINES
#define MACHINES 1	/* of the restores, so many onto a machine that has nothing but the backup */
#endif
#ifndef FORGERIES
#define FORGERIES 0	/* the backup's files put back by hand, head file and all */
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#define MAXN 9		/* batches at a time */
#define COMMITS 20	/* and over all histories; bound_suffices says that no run needs more */
#define EPOCHS 4

mtype = { OUTBOX_SAVED, OUTBOX_DELIVERED };	/* enum outbox_state */

/* The database: batch n is commit ledger[n]; 0: none. */
byte ledger[MAXN + 1];
byte top;
byte backup[MAXN + 1];
byte backup_top;
/* Every commit that ever was. */
byte commits;
byte item[COMMITS + 1];		/* bit r: row r; 0: an opening batch */
byte epoch[COMMITS + 1];
byte number[COMMITS + 1];

/* The aggregator and its state folder. */
bool is_ready;			/* as struct app's: its doors are open */
bool went_back;			/* it ended with ERR_HISTORY_WENT_BACK */
byte file;			/* newest head that it kept */
byte backup_file;		/* and as it was when the backup was taken */
bool marked;			/* restored, and not recovered yet */

/* The office: durable, all of it. */
mtype row[2] = OUTBOX_SAVED;
byte row_epoch[2];		/* of its receipt */
byte seen[EPOCHS + 1];		/* newest head of each epoch, as a commit */
byte renamed;			/* bit r: row r goes under another name */
bool alarm;

byte watched;			/* newest head on a watcher's screen */

byte clock = 1;			/* no two recoveries see the same time */

byte backups = BACKUPS;
byte restores = RESTORES;
byte machines = MACHINES;
byte forgeries = FORGERIES;
byte crashes = CRASHES;

hidden byte one_head, counted_once, watch_goes_on, alarm_is_true, fork_is_seen, nothing_lost, bound_suffices;
hidden byte i, held, new_epoch;

#define MUST(name, holds) name = (holds); assert(name)
#define HEAD ledger[top]
#define EPOCH (top == 0 -> 1 : epoch[HEAD])
#define IS_IN(commit) ((commit) == 0 || (number[commit] <= top && ledger[number[commit]] == (commit)))
#ifdef BROKEN_NO_MARK
#define REFUSES (!IS_IN(file))
#else
#define REFUSES (marked || !IS_IN(file))
#endif
#ifdef BROKEN_NO_HEAD_CHECK
#define SERVES true
#else
#define SERVES (!REFUSES)
#endif
#define NEWEST_EPOCH (epoch[file] > EPOCH -> epoch[file] : EPOCH)
#ifdef BROKEN_SAME_EPOCH
#define NEXT_EPOCH EPOCH
#elif defined(BROKEN_COUNTS_ON)
#define NEXT_EPOCH (NEWEST_EPOCH + 1)
#else
#define NEXT_EPOCH (NEWEST_EPOCH < clock -> clock : NEWEST_EPOCH + 1)
#endif
#define EPOCHS_SEEN (seen[4] -> 4 : (seen[3] -> 3 : (seen[2] -> 2 : 1)))
#define NEWS (seen[EPOCH] != HEAD && !alarm)
#define REPORTS(set) (((set) | ((set) >> 2)) & 3)
#define ITEM(r) (1 << ((r) + (((renamed >> (r)) & 1) << 1)))
#ifdef BROKEN_OFFERS_UNDER_NEW_NAMES
#define OFFERED(r) (renamed == 0)
#define RENAME(r) renamed = renamed | (1 << (r))
#else
#define OFFERED(r) ((held & ITEM(r)) == 0)
#define RENAME(r) skip
#endif
#ifdef BROKEN_FORGETS_RECEIPTED
#define KEEPS false
#else
#define KEEPS true
#endif
/* Did the head that the office holds grow into the newest one? */
#ifdef BROKEN_HEADS_ONLY
#define GREW(commit) ((commit) == 0 || number[commit] < top || (number[commit] == top && HEAD == (commit)))
#else
#define GREW(commit) IS_IN(commit)
#endif

inline find_held()
{
	held = 0;
	i = 1;
	do
	:: i <= top -> held = held | item[ledger[i]]; i++
	:: else -> break
	od
}

/* Batch top + 1 of the epoch: what, signed. */
inline commit(what)
{
	find_held();
	MUST(counted_once, (REPORTS(held) & REPORTS(what)) == 0);
	MUST(bound_suffices, top < MAXN && commits < COMMITS && new_epoch <= EPOCHS);
	i = 1;
	do
	:: i <= commits ->
		one_head = (forgeries < FORGERIES || number[i] != top + 1 || epoch[i] != new_epoch);
		assert(one_head);
		i++
	:: else -> break
	od;
	commits++;
	item[commits] = what;
	epoch[commits] = new_epoch;
	number[commits] = top + 1;
	top++;
	ledger[top] = commits
}

inline put_back()
{
	i = 1;
	do
	:: i <= MAXN -> ledger[i] = backup[i]; i++
	:: else -> break
	od;
	top = backup_top;
	is_ready = false;
	went_back = false
}

proctype aggregator()
{
end:	do
	:: d_step { !is_ready && !went_back && SERVES -> new_epoch = EPOCH; commit(0); is_ready = true }
	:: d_step { !is_ready && !went_back && !SERVES -> went_back = true }
	:: d_step { is_ready && file != HEAD -> file = HEAD }
	:: d_step { is_ready && crashes > 0 -> crashes--; is_ready = false }
	od
}

/* Whoever has the keys of the room. */
proctype operator()
{
end:	do
	:: d_step { backups > 0 && is_ready ->
		backups--;
		i = 1;
		do
		:: i <= MAXN -> backup[i] = ledger[i]; i++
		:: else -> break
		od;
		backup_top = top;
		backup_file = file
	}
	:: d_step { restores > 0 && backup_top > 0 -> restores--; put_back(); marked = true }
	:: d_step { restores > 0 && machines > 0 && backup_top > 0 ->
		restores--;
		machines--;
		put_back();
		file = backup_file;
		marked = true
	}
	:: d_step { forgeries > 0 && backup_top > 0 -> forgeries--; put_back(); file = backup_file }
	:: d_step { went_back ->
		clock++;
		new_epoch = NEXT_EPOCH;
		commit(0);
		file = HEAD;
		marked = false;
		went_back = false
	}
	od
}

/* HelloOk: the newest head, and what is held. */
inline hello()
{
	find_held();
	if
	:: !GREW(seen[EPOCH]) || (EPOCHS_SEEN > EPOCH) ->
		MUST(alarm_is_true, forgeries < FORGERIES);
		alarm = true
	:: else ->
		MUST(fork_is_seen, IS_IN(seen[EPOCH]));
		seen[EPOCH] = HEAD
	fi;
	i = 0;
	do
	:: i < ROWS ->
		if
		:: row[i] == OUTBOX_DELIVERED && row_epoch[i] < EPOCH && OFFERED(i) -> row[i] = OUTBOX_SAVED; RENAME(i)
		:: else
		fi;
		i++
	:: else -> break
	od;
	i = 0
}
#define IS_HELD(r) (held & ITEM(r))

inline receipt(r)
{
	i = 1;
	do
	:: i <= top && !(item[ledger[i]] & ITEM(r)) -> i++
	:: else -> break
	od;
	row[r] = OUTBOX_DELIVERED;
	row_epoch[r] = (KEEPS -> epoch[ledger[i]] : EPOCHS + 1);	/* what is forgotten is never offered again */
	i = 0
}

/* Sent, and either answered or not: then it is sent again. */
inline send(r)
{
	find_held();
	if
	:: !IS_HELD(r) -> new_epoch = EPOCH; commit(ITEM(r))
	:: IS_HELD(r) -> receipt(r)
	fi
}

proctype client()
{
end:	do
	:: d_step { is_ready && NEWS -> hello() }
	:: d_step { is_ready && !NEWS && row[0] == OUTBOX_SAVED -> send(0) }
	:: d_step { is_ready && !NEWS && ROWS > 1 && row[1] == OUTBOX_SAVED -> send(1) }
	od
}

proctype watcher()
{
end:	do
	:: d_step { is_ready && watched != HEAD ->
		MUST(watch_goes_on, forgeries < FORGERIES || watched == 0 || epoch[watched] < EPOCH ||
			(epoch[watched] == EPOCH && number[watched] < top));
		watched = HEAD
	}
	od
}

/* When nothing is left to happen. */
proctype end_of_day()
{
end:	d_step { timeout ->
		find_held();
		MUST(nothing_lost, alarm || (REPORTS(held) == (1 << ROWS) - 1 && row[0] != OUTBOX_SAVED &&
			(ROWS < 2 || row[1] != OUTBOX_SAVED)));
	}
}

init {
	atomic {
		run aggregator();
		run operator();
		run client();
		run watcher();
		run end_of_day()
	}
}
