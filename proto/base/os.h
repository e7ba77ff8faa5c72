/*
 * os - what the programs ask of the system beyond libc's stdio: files that survive a power cut,
 * locks, folders, randomness, signals, the terminal.  One file of each kind a system, os_*.c; the
 * rest of the code is plain C.
 * Errors: ERR_DISK_FULL, ERR_MEMORY or ERR_IO with the system's reason, unless said otherwise.
 * Descriptors are close-on-exec.  Any thread, but where said.
 */
#ifndef GH_BASE_OS_H
#define GH_BASE_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/err.h"

#define OS_PATH_MAX 4096     /* bytes with the NUL; longer is ERR_LIMIT */
#define OS_HOSTNAME_MAX 256  /* bytes with the NUL */
#define OS_COLUMNS_MAX 1000U /* a wider terminal is taken as that wide */

/* Bytes that nobody can guess, for keys and names. */
bool os_random(void *buf, size_t len, struct err *err) MUST_USE;
/*
 * Seed rand(3), which libzmq draws from: unseeded, its routing ids are predictable and may collide.
 * Once, before the first context, with one thread.
 */
void os_seed_rand(void);

/*
 * Write a file of mode 0600.  Once true is returned the bytes survive a power cut.  A reader sees
 * the old bytes or the new ones, never a mixture; after false that is the old ones, unless only the
 * last step failed, the sync of the folder.
 */
bool os_file_write_private(
    const char *path, const void *bytes, size_t len, struct err *err) MUST_USE;
/* Append the whole file to ${ret}.  ERR_NOT_FOUND: none there; ERR_LIMIT: beyond ${max} bytes. */
bool os_file_read(const char *path, size_t max, struct buf *ret, struct err *err) MUST_USE;
/*
 * The same of a file that holds a secret: ERR_CONFIG when anybody but its owner may read or write
 * it.
 */
bool os_file_read_private(const char *path, size_t max, struct buf *ret, struct err *err) MUST_USE;
/* true: something is there (a broken link is nothing). */
bool os_file_exists(const char *path);
/* Bytes that an ordinary user may still write on the file system of ${path}. */
bool os_file_free_bytes(const char *path, uint64_t *ret, struct err *err) MUST_USE;
/* Make the folder and those above it that are missing, each with ${mode}. */
bool os_mkdir_p(const char *path, uint32_t mode, struct err *err) MUST_USE;

/*
 * Append the names in a folder, each with its NUL, in no order, without those that start with ".".
 */
bool os_dir_names(const char *path, struct buf *ret, struct err *err) MUST_USE;

/* "${dir}/${name}". */
bool os_path_join(
    const char *dir, const char *name, char ret[OS_PATH_MAX], struct err *err) MUST_USE;
/* HOME, else the user database. */
bool os_home_dir(char ret[OS_PATH_MAX], struct err *err) MUST_USE;
/* "${name}" below XDG_DATA_HOME (when absolute) or ~/.local/share; it is not made. */
bool os_data_dir(const char *name, char ret[OS_PATH_MAX], struct err *err) MUST_USE;

/*
 * One holder a file, across processes; the system lets go when the holder dies.  The file is made
 * if missing and stays.  *${ret_taken} false: another process holds it, and *${ret_fd} is -1.
 */
bool os_lock_try(const char *path, int *ret_fd, bool *ret_taken, struct err *err) MUST_USE;
/* -1 is a no-op. */
void os_lock_release(int fd);

/*
 * A descriptor that becomes readable when SIGINT or SIGTERM comes; SIGPIPE is ignored from here on.
 * The two are blocked in the calling thread, so: before any other thread.  A child inherits the
 * mask and must clear it.  The caller closes it.
 */
bool os_stop_fd(int *ret_fd, struct err *err) MUST_USE;
/* true: one came, it is taken out, and *${ret_signal} (may be NULL) is its number.  Never waits. */
bool os_stop_take(int fd, int *ret_signal);

/* Wait at most ${wait_ms} for ${fd} to become readable (-1: for nothing); true: it is. */
bool os_wait_readable(int fd, int wait_ms);

/*
 * Numeric addresses of ${host}, parted by blanks, appended to ${ret}.  May take as long as the
 * system's resolver does.  ERR_AWAY with its reason: the name leads nowhere.
 */
bool os_net_resolve(const char *host, struct buf *ret, struct err *err) MUST_USE;
/* One TCP connection, opened and closed again.  ERR_AWAY with the system's reason. */
bool os_net_reach(const char *host, uint16_t port, int wait_ms, struct err *err) MUST_USE;
/*
 * The same; on false *${ret_closed}: the machine itself answers that nothing listens there,
 * which no broken network does.
 */
bool os_net_reach_told(
    const char *host, uint16_t port, int wait_ms, bool *ret_closed, struct err *err) MUST_USE;

/* A program of that name is in one of PATH's folders. */
bool os_program_find(const char *name);
/*
 * Run a program of PATH to its end: ${argv} with its name first, ended by NULL; what it prints is
 * lost. ERR_IO: it cannot be started, or ended in a fault; ERR_BUSY: killed after ${wait_ms}.
 */
bool os_run(const char *const *argv, int wait_ms, struct err *err) MUST_USE;
/* A new folder of this user's alone below TMPDIR or /tmp; os_tree_remove(). */
bool os_temp_dir(char ret[OS_PATH_MAX], struct err *err) MUST_USE;
/* A folder with all that is in it, links not followed; what cannot be removed stays. */
void os_tree_remove(const char *path);

bool os_is_terminal(int fd);
/* true: ${fd} leads to the system's journal. */
bool os_is_journal(int fd);
/* Columns of the terminal at ${fd}; ${otherwise} when it is none. */
uint32_t os_terminal_columns(int fd, uint32_t otherwise);
bool os_hostname(char ret[OS_HOSTNAME_MAX], struct err *err) MUST_USE;

#endif
