/*
 * append.pml - append a batch, answer a submission: the protocol between outbox and ledger.
 *
 * What it argues.  Memory is a function of batches 1..n, batch n+1 is decided from it, and the
 * unique batch number compares and sets.  Whatever is lost, repeated or killed on the way,
 *   counted_once         no report is counted twice, under whatever name it travelled,
 *   receipt_is_counted   the bytes that a receipt names are in the ledger, in one batch,
 *   answer_survives      and stay when the primary is lost and its standby promoted,
 *   one_answer           a request never has two answers that exclude each other,
 *   reuse_is_true        KEY_REUSE is said only where other bytes hold the name for good,
 *   refusal_is_final     what was refused is not counted later,
 *   authorised           nothing is counted after its key's revocation,
 *   no_gap, no_twin      batch numbers have no gap, and one number has one batch,
 *   decided_from_newest  a decision is committed only on the state that it was decided from,
 *   history_kept         a failover takes away no batch whose COMMIT was answered cleanly,
 * and in the end every saved report is receipted or refused (ltl answered), under any scheduling,
 * when faults are finitely many and a request without an answer is sent again.
 *
 * What it needs, beside the transaction itself.
 *  - Every answer (receipt, KEY_REUSE, refusal) rests on batches not newer than this process's
 *    newest clean COMMIT.  A batch that was only read (WRITER_READ, WRITER_FOLLOW) is known, and
 *    decisions are made from it, yet it is no ground for an answer.
 *  - If requests wait and there is nothing to store, a batch without reports is committed, like
 *    the opening batch of a new connection, to make that ground.
 *  - COMMAND_OK with a warning is EV_LOST.  No connection is used after its EV_LOST.
 *  - WRITER_READ compares batch n with memory before it looks at n+1.  Another batch n, or none:
 *    the process drops its memory and starts again.
 *
 * What it leaves out.  A batch is a set of items (bytes under a name) and its head is that set:
 * equal sets at one n are one decision, whoever wrote it.  Statements take effect at once; while
 * a batch row is uncommitted, another INSERT of its number waits, as in a unique index.  Lost
 * before COMMIT was sent, a transaction rolls back at once (later would be a slower neighbour);
 * lost after, it commits later or never.  WAL is one sequence: a clean COMMIT makes every earlier
 * batch safe on the standby.  A process starts as one that lost its connection at n = 0, and loads
 * by following.  A client that crashes is one whose link is lost: its rows are durable, each
 * change one transaction.  One revocation stands for all that changes a decision; revisions and
 * rollups are functions of the state.  Epochs (recover, after a restore) are left out.
 *
 * The network.  For safety it is the set of all that was ever sent: any of it arrives at any
 * later time, in any order, repeatedly, or never.  So nothing is gained by when and where a
 * request is sent again: each goes to all aggregators at once, those that can be answered arrive
 * at once, and the others when the writer is idle (earlier they would wait in the queue).  For
 * liveness (-DLIVE) what was sent arrives once, except that DROPS are lost and DUPS come twice,
 * and a client gives up its link, and tries either aggregator, when nothing of its own is under
 * way, and EARLY times before.
 *
 * Aggregators are alike: the first one to be struck by a fault may as well be aggregator 0.
 *
 * A request is a bit, 1 << (4 * under_new_name + 2 * client + row).  A second client is a clone
 * of the first one's outbox: row 0 was saved before the copy (one name, the same bytes: request 4
 * carries item 1), row 1 after it (one name, other bytes: items 2 and 8 are rivals).
 *
 * Bounds: the macros below, set by tests/model/run, which also lists the -DBROKEN_ variants in
 * which a check must fail; -DONLY_HARM leaves of the checks those that a user would feel.
 */
#ifndef AGGREGATORS
#define AGGREGATORS 2
#endif
#ifndef CLIENTS
#define CLIENTS 1
#endif
#ifndef ROWS
#define ROWS 3		/* saved reports of a client: bit 0 for row 0, bit 1 for row 1 */
#endif
#ifndef MAXN
#define MAXN 12		/* batches; bound_suffices says that no run needs more */
#endif
#ifndef CRASHES
#define CRASHES 0	/* of an aggregator, at any step */
#endif
#ifndef LOSSES
#define LOSSES 0	/* of a database connection, at any step */
#endif
#ifndef WARNINGS
#define WARNINGS 0	/* COMMITs that took effect, and never reached the standby */
#endif
#ifndef FAILOVERS
#define FAILOVERS 0
#endif
#ifndef REVOCATIONS
#define REVOCATIONS 0	/* orders of an operator, given to any aggregator */
#endif
#ifndef DROPS
#define DROPS 0
#endif
#ifndef DUPS
#define DUPS 0
#endif
#ifndef EARLY
#define EARLY 0
#endif

#define REVOCATION 4	/* an item, in the bit that no submission's has */
#define ITEMS(requests) (((requests) & ~4) | (((requests) & 4) >> 2))
#define ASKED(set) (((set) & ~4) | (((set) & 1) << 2))
#define RIVALS(set) ((((set) & 2) << 2) | (((set) & 8) >> 2))

/* Reports behind items: under the old names, the first client's new ones, the second's. */
#define BY_OLD(set) ((set) & 11)
#define BY_NEW0(set) (((set) >> 4) & 3)
#define BY_NEW1(set) ((((set) >> 6) & 1) | (((set) >> 4) & 8))
#define REPORTS(set) (BY_OLD(set) | BY_NEW0(set) | BY_NEW1(set))
#define TWICE(set) ((BY_OLD(set) & (BY_NEW0(set) | BY_NEW1(set))) | (BY_NEW0(set) & BY_NEW1(set)))

mtype = {
	WRITER_IDLE, WRITER_CLAIM, WRITER_SUBMISSIONS, WRITER_POSTINGS, WRITER_COMMIT,
	WRITER_LOST, WRITER_READ, WRITER_FOLLOW,
	EV_BEGIN, EV_CLAIMED, EV_TAKEN, EV_COPIED, EV_COMMITTED, EV_LOST, EV_CONNECTED,
	EV_MINE, EV_ABSENT, EV_OTHERS, EV_FOLLOWED,
	LINK_WAITING, LINK_DIALING, LINK_READY, LINK_BUSY,
	OUTBOX_SAVED, OUTBOX_DELIVERED, OUTBOX_REFUSED,
	REPLY_NONE, REPLY_CLEAN, REPLY_WARNING
};

/* The database: batches, and the one transaction that may hold a number uncommitted. */
#define NOBODY 0
#define GHOST 9			/* a session without a client, whose COMMIT was sent */
short there = 1;		/* bit n: batch n is committed; batch 0 is the empty ledger */
byte ledger[MAXN + 1];		/* items of batch n */
byte counted;			/* items of all batches */
byte safe;			/* newest batch that the standby holds */
byte claim_by;			/* NOBODY, a + 1 for aggregator a, GHOST */
bool claim_sent;		/* its COMMIT was sent */
byte claim_n;
byte claim_items;
byte claim_from;		/* number and items of the state that it was decided from */
byte claim_known;

/* An aggregator's memory. */
mtype writer[2] = WRITER_LOST;
byte n[2];			/* newest batch applied */
byte known[2];			/* items of batches 1..n: the names held */
byte sure[2];			/* items of batches 1..clean: what answers rest on */
byte clean[2];			/* newest batch whose COMMIT was answered cleanly */
bool pending[2];		/* a batch is decided: */
byte mine[2];			/* its items, */
byte from[2];			/* and the n that it was decided from */
bool opening[2];		/* nothing was committed on this connection yet */
byte queue[2];			/* requests without an answer */
bool order[2];			/* a revocation is to be stored */

/* Its connection. */
bool up[2];
mtype reply[2] = REPLY_NONE;	/* to COMMIT */
bool forked[2];			/* the database's batch n is not the one in memory */

/* Clients: rows are durable, the link is not. */
mtype row[4] = OUTBOX_SAVED;	/* [2 * client + row] */
byte reused;			/* bit 2 * client + row: answered with KEY_REUSE, */
byte reissued;			/* and saved again in a new stream */
mtype link[2] = LINK_WAITING;
byte peer[2];
byte waiting[2];		/* requests sent on this link, without an answer */

/* The network: requests by aggregator, answers by what they say. */
byte asked[2];
byte said_receipt, said_reuse, said_refusal;
byte back;			/* answers on their way (-DLIVE) */

byte crashes = CRASHES;
byte losses = LOSSES;
byte warnings = WARNINGS;
byte failovers = FAILOVERS;
byte revocations = REVOCATIONS;
byte drops = DROPS;
byte dups = DUPS;
byte early = EARLY;

/* What a check found: no part of the state, but pan prints the name. */
hidden byte counted_once, receipt_is_counted, answer_survives, one_answer, reuse_is_true;
hidden byte refusal_is_final, authorised, no_gap, no_twin, decided_from_newest, history_kept;
hidden byte bound_suffices, event_is_possible;
hidden byte said, i;

#define MUST(name, holds) name = (holds); assert(name)
#ifdef ONLY_HARM
#define GUARD(name, holds) skip
#else
#define GUARD(name, holds) MUST(name, holds)
#endif

#define ROW(c, r) row[2 * (c) + (r)]
#define ITS(c, r) (1 << (2 * (c) + (r)))
#define IS_REUSED(c, r) ((reused & ITS(c, r)) != 0)
#define IS_REISSUED(c, r) ((reissued & ITS(c, r)) != 0)
#define IS_FIRST(c, r) (ROW(c, r) == OUTBOX_SAVED && !((reused | reissued) & ITS(c, r)))
#define OPEN(c, r) (ROW(c, r) == OUTBOX_SAVED && !IS_REUSED(c, r))
#define DONE(c, r) (ROW(c, r) == OUTBOX_DELIVERED || ROW(c, r) == OUTBOX_REFUSED)
#define SAVED(r) ((ROWS >> (r)) & 1)
#define ALL_DONE(c) ((!SAVED(0) || DONE(c, 0)) && (!SAVED(1) || DONE(c, 1)))
#define ASK(c, r) (1 << (4 * IS_REISSUED(c, r) + 2 * (c) + (r)))
#define OLD_ITEM(c, r) ITEMS(1 << (2 * (c) + (r)))
#define NEW_ITEM(c, r) (16 << (2 * (c) + (r)))

#define HAS(number) ((there >> (number)) & 1)
#define READS(a) (writer[a] == WRITER_READ && up[a] && !FORKED(a))
#define IS_MINE(a) (HAS(n[a] + 1) && pending[a] && ledger[n[a] + 1] == mine[a])
#define NEWS(a) (ITEMS(queue[a]) & ~known[a] & ~RIVALS(known[a]))
#define ANSWERABLE(a) (ASKED(GROUND(a)) | RIVALS(REUSE_GROUND(a)) | \
		((GROUND(a) & REVOCATION) -> 255 : 0))
#define ARRIVING(a) (asked[a] & ~queue[a] & (writer[a] == WRITER_IDLE -> 255 : ANSWERABLE(a)))

#define CRASHES_NOW(a) (crashes > 0 && (a == 0 || crashes < CRASHES))
#define LOSES(a) (losses > 0 && (a == 0 || losses < LOSSES || CRASHES > 0))
#define ORDERED(a) (revocations > 0 && (a == 0 || CRASHES + LOSSES > 0))

#ifdef BROKEN_ANSWER_WITHOUT_CLEAN_COMMIT
#define GROUND(a) known[a]
#else
#define GROUND(a) sure[a]
#endif
#ifdef BROKEN_KEY_REUSE_BEFORE_COMMIT
#define REUSE_GROUND(a) (GROUND(a) | (pending[a] -> mine[a] : 0))
#else
#define REUSE_GROUND(a) GROUND(a)
#endif
#ifdef BROKEN_NO_BATCH_FOR_ANSWERS
#define WORK(a) (NEWS(a) != 0 && !(known[a] & REVOCATION))
#else
#define WORK(a) (queue[a] != 0)
#endif
#if defined BROKEN_NO_CLAIM || defined BROKEN_NO_UNIQUE_NUMBER
#define FREE(number) true
#else
#define FREE(number) (!HAS(number))
#endif
#ifdef BROKEN_NO_HISTORY_CHECK
#define FORKED(a) false
#else
#define FORKED(a) forked[a]
#endif
#if defined BROKEN_ASSUME_LOST_MEANS_FAILED || defined BROKEN_ASSUME_LOST_MEANS_COMMITTED
#define LOOKS(a) (!pending[a])
#else
#define LOOKS(a) true
#endif
#ifdef BROKEN_KEY_REUSE_REISSUES_ALL
#define SWEPT(c) true
#define REISSUES(c, r) (IS_REUSED(c, r) || IS_FIRST(c, r))
#else
#define ASKS(c, r) (SAVED(r) && IS_FIRST(c, r))
#define SWEPT(c) (!ASKS(c, 0) && !ASKS(c, 1))
#define REISSUES(c, r) IS_REUSED(c, r)
#endif

#ifdef LIVE
#define ALL_ARRIVE(a) skip
#define GONE(wire, what) wire = wire & ~(what)
#define PICK(c) if :: peer[c] = 0 :: AGGREGATORS > 1 -> peer[c] = 1 fi
#define SEND(c, r) asked[peer[c]] = asked[peer[c]] | ASK(c, r)
#define BACK back
#else
#define ALL_ARRIVE(a) queue[a] = queue[a] | (asked[a] & ANSWERABLE(a))
#define GONE(wire, what) skip
#define PICK(c) skip
#define SEND(c, r) asked[0] = asked[0] | ASK(c, r); asked[1] = asked[1] | ASK(c, r)
#define BACK (said_receipt | said_reuse | said_refusal)
#endif

/* The only writer of a writer's state, a restart apart: what is not listed cannot happen. */
inline writer_step(a, ev)
{
	if
	:: writer[a] == WRITER_IDLE && ev == EV_BEGIN -> writer[a] = WRITER_CLAIM
	:: writer[a] == WRITER_CLAIM && ev == EV_CLAIMED -> writer[a] = WRITER_SUBMISSIONS
	:: writer[a] == WRITER_CLAIM && ev == EV_TAKEN -> writer[a] = WRITER_FOLLOW
	:: writer[a] == WRITER_SUBMISSIONS && ev == EV_COPIED -> writer[a] = WRITER_POSTINGS
	:: writer[a] == WRITER_POSTINGS && ev == EV_COPIED -> writer[a] = WRITER_COMMIT
	:: writer[a] == WRITER_COMMIT && ev == EV_COMMITTED -> writer[a] = WRITER_IDLE
	:: writer[a] == WRITER_LOST && ev == EV_CONNECTED -> writer[a] = WRITER_READ
	:: writer[a] == WRITER_READ && ev == EV_MINE -> writer[a] = WRITER_IDLE
	:: writer[a] == WRITER_READ && ev == EV_ABSENT -> writer[a] = WRITER_CLAIM
	:: writer[a] == WRITER_READ && ev == EV_OTHERS -> writer[a] = WRITER_FOLLOW
	:: writer[a] == WRITER_FOLLOW && ev == EV_FOLLOWED -> writer[a] = WRITER_IDLE
	:: writer[a] == WRITER_IDLE && ev == EV_LOST -> writer[a] = WRITER_LOST
	:: writer[a] == WRITER_CLAIM && ev == EV_LOST -> writer[a] = WRITER_LOST
	:: writer[a] == WRITER_SUBMISSIONS && ev == EV_LOST -> writer[a] = WRITER_LOST
	:: writer[a] == WRITER_POSTINGS && ev == EV_LOST -> writer[a] = WRITER_LOST
	:: writer[a] == WRITER_COMMIT && ev == EV_LOST -> writer[a] = WRITER_LOST
	:: writer[a] == WRITER_READ && ev == EV_LOST -> writer[a] = WRITER_LOST
	:: writer[a] == WRITER_FOLLOW && ev == EV_LOST -> writer[a] = WRITER_LOST
	:: else -> MUST(event_is_possible, false)
	fi
}

inline say(a, what)
{
	what = what | said;
#ifdef LIVE
	back = back | said;
#endif
	queue[a] = queue[a] & ~said
}

/* Answer what can be answered now; the rest stays queued for a batch. */
inline settle(a)
{
	d_step {
		ALL_ARRIVE(a);
		said = queue[a] & ASKED(GROUND(a));
		say(a, said_receipt);
		said = queue[a] & RIVALS(REUSE_GROUND(a));
		say(a, said_reuse);
		said = ((GROUND(a) & REVOCATION) -> queue[a] & ~ASKED(known[a]) : 0);
		say(a, said_refusal);
		order[a] = order[a] && !(known[a] & REVOCATION);
		GUARD(one_answer, (said_receipt & (said_reuse | said_refusal)) == 0)
	}
}

/* Decide batch n+1 from state n.  Of two rivals in one queue either may have come first. */
inline decide(a)
{
	pending[a] = true;
	from[a] = n[a];
	if
	:: opening[a] -> mine[a] = 0
	:: !opening[a] && order[a] -> mine[a] = REVOCATION
	:: !opening[a] && !order[a] && (known[a] & REVOCATION) -> mine[a] = 0
	:: !opening[a] && !order[a] && !(known[a] & REVOCATION) ->
		mine[a] = NEWS(a);
		if
		:: (mine[a] & 10) == 10 -> mine[a] = mine[a] & ~2
		:: (mine[a] & 10) == 10 -> mine[a] = mine[a] & ~8
		:: (mine[a] & 10) != 10
		fi
	fi
}

inline decision_none(a)
{
	pending[a] = false;
	mine[a] = 0;
	from[a] = 0
}

inline claim(a)
{
	claim_by = a + 1;
	claim_n = n[a] + 1;
#ifdef BROKEN_NO_CLAIM
	do	/* the next free number, whatever the decision was made from */
	:: HAS(claim_n) -> claim_n = claim_n + 1
	:: else -> break
	od;
#endif
	claim_items = mine[a];
	claim_from = from[a];
	claim_known = known[a];
	MUST(bound_suffices, claim_n <= MAXN)
}

inline claim_none()
{
	claim_by = NOBODY;
	claim_sent = false;
	claim_n = 0;
	claim_items = 0;
	claim_from = 0;
	claim_known = 0
}

inline applied(a)
{
	n[a] = n[a] + 1;
	known[a] = known[a] | mine[a];
	decision_none(a)
}

inline committed(a)
{
	applied(a);
	sure[a] = known[a];
	clean[a] = n[a];
	opening[a] = false;
	reply[a] = REPLY_NONE
}

/* The session loses its client: its transaction ends too, unless COMMIT was sent. */
inline roll_back(a)
{
	if
	:: claim_by == a + 1 && claim_sent -> claim_by = GHOST
	:: claim_by == a + 1 && !claim_sent -> claim_none()
	:: claim_by != a + 1
	fi
}

inline disconnect(a)
{
	up[a] = false;
	reply[a] = REPLY_NONE;
	opening[a] = false
}

/* Killed, or its memory is of another history: all of it goes. */
inline restart(a)
{
	disconnect(a);
	decision_none(a);
	writer[a] = WRITER_LOST;
	n[a] = 0;
	known[a] = 0;
	sure[a] = 0;
	clean[a] = 0;
	queue[a] = 0;
	order[a] = false;
	forked[a] = false
}

proctype aggregator(byte a)
{
	mtype ev;
	byte request;

end:	do
	:: atomic {
		if
		:: writer[a] == WRITER_IDLE && up[a] && (opening[a] || order[a] || WORK(a)) ->
			decide(a);
			ev = EV_BEGIN
		:: writer[a] == WRITER_CLAIM && up[a] && claim_by == NOBODY && FREE(n[a] + 1) ->
			claim(a);
			ev = EV_CLAIMED
		:: writer[a] == WRITER_CLAIM && up[a] && claim_by == NOBODY && !FREE(n[a] + 1) ->
			decision_none(a);
			ev = EV_TAKEN
		:: writer[a] == WRITER_SUBMISSIONS && up[a] -> ev = EV_COPIED
		:: writer[a] == WRITER_POSTINGS && up[a] ->
			claim_sent = true;
#ifdef BROKEN_RECEIPT_BEFORE_COMMIT
			said = queue[a] & ASKED(mine[a]);
			say(a, said_receipt);
#endif
			ev = EV_COPIED
		:: writer[a] == WRITER_COMMIT && reply[a] == REPLY_CLEAN ->
			committed(a);
			ev = EV_COMMITTED
		:: writer[a] == WRITER_COMMIT && reply[a] == REPLY_WARNING ->
#ifdef BROKEN_WARNING_IS_CLEAN
			committed(a);
			ev = EV_COMMITTED
#else
			disconnect(a);
			ev = EV_LOST
#endif
		:: READS(a) && LOOKS(a) && IS_MINE(a) ->
			applied(a);
			ev = EV_MINE
		:: READS(a) && LOOKS(a) && HAS(n[a] + 1) && !IS_MINE(a) ->
			decision_none(a);
			ev = EV_OTHERS
		:: READS(a) && LOOKS(a) && !HAS(n[a] + 1) ->
			if
			:: pending[a]	/* the same transaction again; else an opening batch */
			:: !pending[a] -> pending[a] = true; from[a] = n[a]
			fi;
			ev = EV_ABSENT
#ifdef BROKEN_ASSUME_LOST_MEANS_FAILED
		:: READS(a) && !LOOKS(a) ->
			decision_none(a);
			do	/* a fresh number, without a look at what the others hold */
			:: HAS(n[a] + 1) -> n[a] = n[a] + 1
			:: else -> break
			od;
			ev = EV_MINE
#endif
#ifdef BROKEN_ASSUME_LOST_MEANS_COMMITTED
		:: READS(a) && !LOOKS(a) ->
			committed(a);
			ev = EV_MINE
#endif
		:: writer[a] == WRITER_FOLLOW && up[a] && !HAS(n[a] + 1) -> ev = EV_FOLLOWED
		:: writer[a] == WRITER_LOST ->
			up[a] = true;
			opening[a] = true;
			ev = EV_CONNECTED
		:: writer[a] != WRITER_LOST && !up[a] ->
			disconnect(a);
			ev = EV_LOST
		:: writer[a] != WRITER_LOST && up[a] && LOSES(a) ->
			losses--;
			roll_back(a);
			disconnect(a);
			ev = EV_LOST
		fi;
		writer_step(a, ev);
		settle(a);
		ev = 0
	}
	:: atomic {	/* the next of another's batches */
		writer[a] == WRITER_FOLLOW && up[a] && HAS(n[a] + 1) ->
		n[a] = n[a] + 1;
		known[a] = known[a] | ledger[n[a]];
		settle(a)
	}
	:: atomic { writer[a] == WRITER_READ && up[a] && FORKED(a) -> restart(a) }
	:: atomic { CRASHES_NOW(a) -> crashes--; roll_back(a); restart(a) }
	:: atomic { ORDERED(a) -> revocations--; order[a] = true; settle(a) }
	:: atomic {	/* one of the requests that may arrive */
		ARRIVING(a) != 0 ->
		request = 1;
		do
		:: ARRIVING(a) >= 2 * request -> request = 2 * request
		:: (ARRIVING(a) & request) != 0 -> break
		od;
		if
		:: queue[a] = queue[a] | request; GONE(asked[a], request)
#ifdef LIVE
		:: dups > 0 -> dups--; queue[a] = queue[a] | request
		:: drops > 0 -> drops--; GONE(asked[a], request)
#endif
		fi;
		settle(a);
		request = 0
	}
	od
}

/* COMMIT takes effect.  The checks come before what they guard against. */
inline commit(how)
{
	d_step {
		MUST(counted_once,
			!(REPORTS(claim_items) & REPORTS(counted)) && !TWICE(claim_items));
		MUST(authorised, !(counted & REVOCATION) || !(claim_items & ~REVOCATION));
		MUST(refusal_is_final,
			!(ROW(0, 0) == OUTBOX_REFUSED && (claim_items & OLD_ITEM(0, 0))) &&
			!(ROW(0, 1) == OUTBOX_REFUSED && (claim_items & OLD_ITEM(0, 1))));
		GUARD(no_twin, !HAS(claim_n));
		GUARD(no_gap, HAS(claim_n - 1));
		GUARD(decided_from_newest, (there >> claim_from) == 1 && claim_known == counted);
		there = there | (1 << claim_n);
		ledger[claim_n] = claim_items;
		counted = counted | claim_items;
		safe = (how == REPLY_CLEAN -> claim_n : safe);
		if
		:: claim_by != GHOST -> reply[claim_by - 1] = how
		:: else
		fi;
		claim_none()
	}
}

inline survives(c, r)
{
	MUST(answer_survives,
		(ROW(c, r) != OUTBOX_DELIVERED || (counted & (OLD_ITEM(c, r) | NEW_ITEM(c, r)))) &&
		(ROW(c, r) != OUTBOX_REFUSED || (counted & REVOCATION)) &&
		(!IS_REUSED(c, r) && !IS_REISSUED(c, r) ||
			(RIVALS(counted) & OLD_ITEM(c, r))))
}

inline session_ends(a)
{
	up[a] = false;
	forked[a] = forked[a] || n[a] > safe;
	GUARD(history_kept, clean[a] <= safe)
}

/* The primary is lost: what its standby does not hold never was; all sessions end. */
inline failover()
{
	d_step {
		claim_none();
		counted = 0;
		i = MAXN;
		do
		:: i > safe -> there = there & ~(1 << i); ledger[i] = 0; i--
		:: i > 0 && i <= safe -> counted = counted | ledger[i]; i--
		:: i == 0 -> break
		od;
		session_ends(0);
		session_ends(1);
		survives(0, 0);
		survives(0, 1);
		survives(1, 0);
		survives(1, 1)
	}
}

proctype database()
{
end:	do
	:: atomic { claim_sent -> commit(REPLY_CLEAN) }
	:: atomic { claim_sent && warnings > 0 -> warnings--; commit(REPLY_WARNING) }
	:: atomic { claim_by == GHOST -> claim_none() }		/* its COMMIT never came */
	:: atomic { failovers > 0 -> failovers--; failover() }
	od
}

/* One transaction of the outbox: what an answer says of its row. */
inline take(c, r)
{
	d_step {
		waiting[c] = waiting[c] & ~ASK(c, r);
		link[c] = (waiting[c] == 0 -> LINK_READY : LINK_BUSY);
		if
		:: said_receipt & ASK(c, r) ->
			MUST(receipt_is_counted, (counted & ITEMS(ASK(c, r))) != 0);
			ROW(c, r) = OUTBOX_DELIVERED;
			reissued = reissued & ~ITS(c, r)
		:: !(said_receipt & ASK(c, r)) && (said_reuse & ASK(c, r)) ->
			GUARD(reuse_is_true, (RIVALS(counted) & ASK(c, r)) != 0);
			reused = reused | ITS(c, r);
			reissued = reissued & ~ITS(c, r)
		:: !((said_receipt | said_reuse) & ASK(c, r)) ->
			MUST(refusal_is_final, (counted & ITEMS(ASK(c, r))) == 0);
			ROW(c, r) = OUTBOX_REFUSED;
			reissued = reissued & ~ITS(c, r)
		fi
	}
}

#define ON_LINE(c) (link[c] == LINK_READY || link[c] == LINK_BUSY)
#define MAY_SEND(c, r) (SAVED(r) && ON_LINE(c) && OPEN(c, r) && !(waiting[c] & ASK(c, r)))
#define MAY_TAKE(c, r) (SAVED(r) && ON_LINE(c) && OPEN(c, r) && (BACK & ASK(c, r)))
#define REUSED(c) (IS_REUSED(c, 0) || IS_REUSED(c, 1))
#define UNDER_WAY(c) (waiting[c] & (asked[0] | asked[1] | queue[0] | queue[1] | back))

inline send(c, r)
{
	SEND(c, r);
	waiting[c] = waiting[c] | ASK(c, r);
	link[c] = LINK_BUSY
}

inline arrive(c, r)
{
	if
	:: GONE(back, ASK(c, r)); take(c, r)
#ifdef LIVE
	:: dups > 0 -> dups--; take(c, r)
	:: drops > 0 -> drops--; GONE(back, ASK(c, r))
#endif
	fi
}

/* Every row was answered under its old name; those whose name is another's go out anew. */
inline reissue(c)
{
	d_step {
		reissued = reissued | (REISSUES(c, 0) -> ITS(c, 0) : 0) | (REISSUES(c, 1) -> ITS(c, 1) : 0);
		reused = reused & ~(ITS(c, 0) | ITS(c, 1))
	}
}

inline hang_up(c)
{
	link[c] = LINK_WAITING;
	peer[c] = 0;
	waiting[c] = 0
}

proctype client(byte c)
{
end:	do
	:: atomic { link[c] == LINK_WAITING && !ALL_DONE(c) -> link[c] = LINK_DIALING }
	:: atomic { link[c] == LINK_DIALING -> PICK(c); link[c] = LINK_READY }
	:: atomic { MAY_SEND(c, 0) -> send(c, 0) }
	:: atomic { MAY_SEND(c, 1) -> send(c, 1) }
	:: atomic { MAY_TAKE(c, 0) -> arrive(c, 0) }
	:: atomic { MAY_TAKE(c, 1) -> arrive(c, 1) }
	:: atomic { REUSED(c) && SWEPT(c) -> reissue(c) }
#if defined LIVE && !defined BROKEN_NEVER_SENDS_AGAIN
	:: atomic { link[c] == LINK_BUSY && !UNDER_WAY(c) -> hang_up(c) }
	:: atomic { link[c] == LINK_BUSY && UNDER_WAY(c) && early > 0 -> early--; hang_up(c) }
#endif
	od
}

init {
	atomic {
		run database();
		run aggregator(0);
		if
		:: AGGREGATORS > 1 -> run aggregator(1)
		:: else
		fi;
		run client(0);
		if
		:: CLIENTS > 1 -> run client(1)
		:: else
		fi
	}
}

#ifdef LIVE
ltl answered { <> (ALL_DONE(0) && (CLIENTS < 2 || ALL_DONE(1))) }
#endif
