#include "base/os_term.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define KEY_BYTES_MAX 32 /* of one reading: escape sequences are shorter */
#define COLUMNS_OTHERWISE 80
#define LINES_OTHERWISE 24
#define WRITE_WAIT_MS 1000 /* a terminal that takes nothing for so long is stopped */

/* Another screen, no cursor, no line wrap; and back. */
static const char screen_begin[] = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
static const char screen_end[] = "\x1b[?7h\x1b[?25h\x1b[?1049l";

struct term {
	struct termios before;
};

bool
os_term_begin(struct term **ret, struct err *err)
{
	struct term *t = calloc(1, sizeof(*t));
	struct termios now;

	if (t == NULL)
		return err_set(err, ERR_MEMORY, "terminal");
	if (tcgetattr(STDIN_FILENO, &t->before) != 0) {
		free(t);
		return err_set_errno(err, "terminal");
	}
	now = t->before;
	/* Ctrl-C stays a signal; output keeps its line ends. */
	now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	now.c_cc[VMIN] = 0;
	now.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &now) != 0) {
		free(t);
		return err_set_errno(err, "terminal");
	}
	*ret = t;
	if (os_term_write(t, screen_begin, sizeof(screen_begin) - 1, err))
		return true;
	os_term_end(t);
	return false;
}

void
os_term_end(struct term *t)
{
	if (t == NULL)
		return;
	/* A terminal that is gone has nothing to put back. */
	if (os_term_write(t, screen_end, sizeof(screen_end) - 1, NULL))
		(void)tcdrain(STDOUT_FILENO);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &t->before);
	free(t);
}

void
os_term_size(const struct term *t, uint32_t *ret_columns, uint32_t *ret_lines)
{
	struct winsize size = {.ws_col = 0};

	(void)t;
	*ret_columns = COLUMNS_OTHERWISE;
	*ret_lines = LINES_OTHERWISE;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
		return;
	*ret_columns = size.ws_col;
	*ret_lines = size.ws_row;
}

enum term_key
os_term_key(struct term *t)
{
	static const struct {
		const char *bytes;
		enum term_key key;
	} keys[] = {
	    {"\x1b[A", TERM_UP},
	    {"\x1b[B", TERM_DOWN},
	    {"\x1b[5~", TERM_PAGE_UP},
	    {"\x1b[6~", TERM_PAGE_DOWN},
	    {"\x1b[H", TERM_HOME},
	    {"\x1bOH", TERM_HOME},
	    {"q", TERM_QUIT},
	    {"Q", TERM_QUIT},
	    {"k", TERM_UP},
	    {"j", TERM_DOWN},
	    {" ", TERM_PAGE_DOWN},
	    {"g", TERM_HOME},
	};
	char bytes[KEY_BYTES_MAX];
	ssize_t n;

	(void)t;
	n = read(STDIN_FILENO, bytes, sizeof(bytes));
	for (size_t i = 0; n > 0 && i < ARRAY_LEN(keys); i++) {
		const size_t len = strlen(keys[i].bytes);

		if ((size_t)n >= len && memcmp(bytes, keys[i].bytes, len) == 0)
			return keys[i].key;
	}
	return TERM_NONE;
}

bool
os_term_write(struct term *t, const void *bytes, size_t len, struct err *err)
{
	const char *at = bytes;

	(void)t;
	while (len > 0) {
		const ssize_t n = write(STDOUT_FILENO, at, len);
		struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};

		if (n > 0) {
			at += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN) {
			if (poll(&p, 1, WRITE_WAIT_MS) <= 0)
				return err_set(err, ERR_IO, "terminal");
		} else if (errno != EINTR) {
			return err_set_errno(err, "terminal");
		}
	}
	return true;
}
