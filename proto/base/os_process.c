#include "base/os.h"

#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lang.h"

#define PASSWD_BYTES 16384

bool
os_random(void *buf, size_t len, struct err *err)
{
	uint8_t *at = buf;

	while (len > 0) {
		const ssize_t got = getrandom(at, len, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set_errno(err, "getrandom");
		at += got;
		len -= (size_t)got;
	}
	return true;
}

void
os_seed_rand(void)
{
	unsigned seed;

	/* Without getrandom a seed that at least differs between processes and starts. */
	if (!os_random(&seed, sizeof(seed), NULL))
		seed = (unsigned)clock_mono_us() ^ ((unsigned)getpid() << 16);
	srand(seed);
}

/* ${path} into ${ret}; empty and relative ones are refused. */
static bool
absolute_take(const char *path, char ret[OS_PATH_MAX], struct err *err)
{
	const size_t len = strlen(path);

	if (path[0] != '/')
		return err_set(err, ERR_CONFIG,
		    TR("%s: cần đường dẫn tuyệt đối", "%s: an absolute path is needed"), path);
	if (len >= OS_PATH_MAX)
		return err_set(err, ERR_LIMIT,
		    TR("đường dẫn dài quá %d byte", "a path beyond %d bytes"), OS_PATH_MAX);
	memcpy(ret, path, len + 1);
	return true;
}

bool
os_home_dir(char ret[OS_PATH_MAX], struct err *err)
{
	const char *home = getenv("HOME");
	char bytes[PASSWD_BYTES];
	struct passwd entry;
	struct passwd *found = NULL;

	if (home != NULL && home[0] == '/')
		return absolute_take(home, ret, err);
	if (getpwuid_r(geteuid(), &entry, bytes, sizeof(bytes), &found) != 0 || found == NULL)
		return err_set(err, ERR_CONFIG, "%s",
		    TR("không biết thư mục riêng của người dùng; đặt HOME",
			"the user's home folder is not known; set HOME"));
	return absolute_take(found->pw_dir, ret, err);
}

bool
os_data_dir(const char *name, char ret[OS_PATH_MAX], struct err *err)
{
	const char *data = getenv("XDG_DATA_HOME");
	char home[OS_PATH_MAX];
	char base[OS_PATH_MAX];

	if (data != NULL && data[0] == '/')
		return os_path_join(data, name, ret, err);
	if (!os_home_dir(home, err) || !os_path_join(home, ".local/share", base, err))
		return false;
	return os_path_join(base, name, ret, err);
}

bool
os_stop_fd(int *ret_fd, struct err *err)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t stops;
	int fd;

	(void)sigemptyset(&ignore.sa_mask);
	(void)sigemptyset(&stops);
	(void)sigaddset(&stops, SIGINT);
	(void)sigaddset(&stops, SIGTERM);
	if (sigaction(SIGPIPE, &ignore, NULL) != 0)
		return err_set_errno(err, "sigaction");
	errno = pthread_sigmask(SIG_BLOCK, &stops, NULL);
	if (errno != 0)
		return err_set_errno(err, "pthread_sigmask");
	fd = signalfd(-1, &stops, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd == -1)
		return err_set_errno(err, "signalfd");
	*ret_fd = fd;
	return true;
}

bool
os_stop_take(int fd, int *ret_signal)
{
	struct signalfd_siginfo info;

	if (read(fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return false;
	if (ret_signal != NULL)
		*ret_signal = (int)info.ssi_signo;
	return true;
}

bool
os_wait_readable(int fd, int wait_ms)
{
	struct pollfd item = {.fd = fd, .events = POLLIN};

	return poll(&item, fd < 0 ? 0 : 1, wait_ms) > 0;
}

bool
os_is_terminal(int fd)
{
	return isatty(fd) == 1;
}

bool
os_is_journal(int fd)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device;
	unsigned long long inode;
	struct stat st;

	if (stream == NULL || sscanf(stream, "%llu:%llu", &device, &inode) != 2)
		return false;
	return fstat(fd, &st) == 0 && st.st_dev == device && st.st_ino == inode;
}

uint32_t
os_terminal_columns(int fd, uint32_t otherwise)
{
	struct winsize size;

	if (!os_is_terminal(fd) || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return otherwise;
	return size.ws_col < OS_COLUMNS_MAX ? size.ws_col : OS_COLUMNS_MAX;
}

bool
os_hostname(char ret[OS_HOSTNAME_MAX], struct err *err)
{
	char name[OS_HOSTNAME_MAX];

	if (gethostname(name, sizeof(name)) != 0)
		return err_set_errno(err, "gethostname");
	name[sizeof(name) - 1] = '\0';
	memcpy(ret, name, sizeof(name));
	return true;
}
