/*
 * failpoint - named places at which a test lets a program die; in every other build nothing at all.
 * Built with -DGH_FAILPOINTS=ON, tests/fault/failpoint.c reads GIOTHONG_FAILPOINT=NAME:N and ends
 * the process with SIGKILL at the N-th time that NAME is reached, by any thread; with NAME:N:stop
 * it is halted there by SIGSTOP, until SIGCONT.  The names, in the order of a
 * report's way through the aggregator:
 *   received decoded verified decided claimed copying-submissions copying-postings before-commit
 *   commit-sent committed receipts checkpoint
 */
#ifndef GH_BASE_FAILPOINT_H
#define GH_BASE_FAILPOINT_H

#ifdef GH_FAILPOINTS
void failpoint(const char *name);
#define FAILPOINT(name) failpoint(name)
#else
#define FAILPOINT(name) ((void)0)
#endif

#endif
