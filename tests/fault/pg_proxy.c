/*
 * pg_proxy - between a program and PostgreSQL, on unix sockets: now and then it does to a COMMIT
 * what a network may do.
 *   pg_proxy SOCKET SERVER SEED ONE_IN HOW[,HOW...]
 * One COMMIT of ONE_IN, drawn by SEED and the connection's number, meets one of
 *   swallow  the server commits, its answer is lost and the connection with it
 *   drop     COMMIT itself is lost with the connection
 *   late     the connection is lost; COMMIT reaches the server LATE_MS after that
 *   stall    the server commits, and nothing comes back, on a connection that stands
 * Each is a line on standard output.  A process a connection; ends with its parent.
 * A COMMIT is the Bind of the statement "txn_commit" (aggregator/db/dial.c).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BUFFER_BYTES ((size_t)4 * 1024 * 1024) /* more than any message of the aggregator's */
#define STATEMENT "txn_commit"
#define PROTOCOL_3 196608U
#define STARTUP_BYTES 8 /* length and protocol */
#define HEADER_BYTES 5  /* type and length */
#define LATE_MS 400
#define HUSH_MS 500 /* nothing for so long: the answer has come */
#define BACKLOG 64
#define HOW_MAX 8
#define WORDS 6 /* of the command line */

struct pair {
	int client, server;
	unsigned char in[BUFFER_BYTES]; /* of the client, not passed on yet */
	size_t in_n;
	bool started;
	unsigned draw; /* state of the draws */
	unsigned one_in;
	const char *how[HOW_MAX];
	unsigned how_n;
};

static _Noreturn void
die(const char *what)
{
	perror(what);
	exit(1);
}

static int
unix_socket(const char *path, struct sockaddr_un *ret)
{
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd == -1)
		die("socket");
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(ret->sun_path)) {
		errno = ENAMETOOLONG;
		die(path);
	}
	memcpy(ret->sun_path, path, strlen(path) + 1);
	return fd;
}

static bool
put(int fd, const unsigned char *at, size_t n)
{
	while (n > 0) {
		const ssize_t done = send(fd, at, n, MSG_NOSIGNAL);

		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

/* One read from the server onto the client, or nowhere (-1); false: it has ended. */
static bool
pass_back(const struct pair *p, int to)
{
	static unsigned char bytes[65536];
	const ssize_t got = read(p->server, bytes, sizeof(bytes));

	return got > 0 && (to == -1 || put(to, bytes, (size_t)got));
}

/* Whatever the server still says; false: it has ended. */
static bool
server_hush(const struct pair *p)
{
	struct pollfd from = {.fd = p->server, .events = POLLIN};

	while (poll(&from, 1, HUSH_MS) == 1)
		if (!pass_back(p, -1))
			return false;
	return true;
}

/* The bytes at ${at} begin with COMMIT: what becomes of them and of the connection. */
static _Noreturn void
commit_meets(struct pair *p, const char *how, const unsigned char *at, size_t n)
{
	(void)printf("%s\n", how);
	(void)fflush(stdout);
	if (strcmp(how, "drop") == 0)
		exit(0);
	if (strcmp(how, "late") == 0) {
		(void)close(p->client);
		(void)poll(NULL, 0, LATE_MS);
	}
	(void)put(p->server, at, n);
	if (server_hush(p) && strcmp(how, "stall") == 0) {
		struct pollfd until = {.fd = p->client, .events = POLLIN};

		(void)poll(&until, 1, -1);
	}
	exit(0);
}

/* Bytes of the first message at ${at}; 0: it is not whole yet. */
static size_t
message_bytes(const struct pair *p, const unsigned char *at, size_t n)
{
	const size_t skip = p->started ? 1 : 0;
	uint32_t len = 0;

	if (n < skip + sizeof(len))
		return 0;
	memcpy(&len, at + skip, sizeof(len));
	return skip + ntohl(len) <= n ? skip + ntohl(len) : 0;
}

static bool
is_commit(const struct pair *p, const unsigned char *at, size_t n)
{
	/* 'B', length, portal "", statement. */
	return p->started && n > HEADER_BYTES + 1 + sizeof(STATEMENT) && at[0] == 'B' &&
	    at[HEADER_BYTES] == '\0' &&
	    memcmp(at + HEADER_BYTES + 1, STATEMENT, sizeof(STATEMENT)) == 0;
}

static void
started_note(struct pair *p, const unsigned char *at, size_t n)
{
	uint32_t protocol = 0;

	if (p->started || n < STARTUP_BYTES)
		return;
	memcpy(&protocol, at + sizeof(protocol), sizeof(protocol));
	p->started = ntohl(protocol) == PROTOCOL_3;
}

/* The first ${n} bytes go to the server. */
static bool
in_flush(struct pair *p, size_t n)
{
	const bool ok = put(p->server, p->in, n);

	memmove(p->in, p->in + n, p->in_n - n);
	p->in_n -= n;
	return ok;
}

static bool
pass_on(struct pair *p)
{
	size_t off = 0, len = 0;

	while ((len = message_bytes(p, p->in + off, p->in_n - off)) > 0) {
		if (is_commit(p, p->in + off, len)) {
			if (!in_flush(p, off))
				return false;
			off = 0;
			if ((unsigned)rand_r(&p->draw) % p->one_in == 0)
				commit_meets(p, p->how[(unsigned)rand_r(&p->draw) % p->how_n],
				    p->in, p->in_n);
		}
		started_note(p, p->in + off, len);
		off += len;
	}
	return in_flush(p, off) && p->in_n < BUFFER_BYTES;
}

static bool
take_in(struct pair *p)
{
	const ssize_t got = read(p->client, p->in + p->in_n, BUFFER_BYTES - p->in_n);

	if (got <= 0)
		return false;
	p->in_n += (size_t)got;
	return pass_on(p);
}

static _Noreturn void
serve(struct pair *p, const char *path)
{
	struct sockaddr_un server;

	p->server = unix_socket(path, &server);
	if (connect(p->server, (const struct sockaddr *)&server, sizeof(server)) != 0)
		exit(0);
	for (;;) {
		struct pollfd fds[] = {
		    {.fd = p->client, .events = POLLIN}, {.fd = p->server, .events = POLLIN}};

		if (poll(fds, 2, -1) == -1 || (fds[1].revents != 0 && !pass_back(p, p->client)) ||
		    (fds[0].revents != 0 && !take_in(p)))
			exit(0);
	}
}

static int
listening(const char *path)
{
	struct sockaddr_un here;
	const int fd = unix_socket(path, &here);

	(void)unlink(path);
	if (bind(fd, (const struct sockaddr *)&here, sizeof(here)) != 0 || listen(fd, BACKLOG) != 0)
		die(path);
	return fd;
}

int
main(int argc, char **argv)
{
	static struct pair p;
	char *rest = NULL;
	int fd;

	if (argc != WORDS) {
		(void)fprintf(stderr, "usage: pg_proxy SOCKET SERVER SEED ONE_IN HOW[,HOW...]\n");
		return 64;
	}
	(void)signal(SIGCHLD, SIG_IGN);
	p.one_in = (unsigned)strtoul(argv[4], NULL, 10);
	for (char *how = strtok_r(argv[5], ",", &rest); how != NULL && p.how_n < HOW_MAX;
	     how = strtok_r(NULL, ",", &rest))
		p.how[p.how_n++] = how;
	if (p.one_in == 0 || p.how_n == 0)
		return 64;
	fd = listening(argv[1]);
	for (unsigned n = 0;; n++) {
		p.client = accept(fd, NULL, NULL);
		if (p.client == -1)
			die("accept");
		p.draw = (unsigned)strtoul(argv[3], NULL, 10) * 7919U + n;
		if (fork() == 0) {
			(void)close(fd);
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
			serve(&p, argv[2]);
		}
		(void)close(p.client);
	}
}
