/*
 * disk - what powercut.c knows of one flat folder: its names and files as the program sees them,
 * and as a disk would show them after a cut.  The image is a folder of files that are called by
 * their number, and a journal of the changes of names.  One caller at a time; what cannot go wrong
 * in a test ends the program.
 */
#ifndef GH_FAULT_DISK_H
#define GH_FAULT_DISK_H

#include <dlfcn.h>

#define DISK_PATH_BYTES 4096

/* What ${name} would be without the library that is loaded into the program. */
#define REAL(name) \
	(__extension__({ \
		__typeof__(&(name)) real_; \
		*(void **)&real_ = dlsym(RTLD_NEXT, #name); \
		real_; \
	}))

/* From the environment, as powercut.c says; the cut at 0 happens here. */
void disk_start(void);
/* The name in the folder, or NULL.  Lent. */
const char *disk_name(const char *path);
/* "" for the folder itself, NULL for what lies elsewhere or has no name any more.  In ${path}. */
const char *disk_name_of(int fd, char path[DISK_PATH_BYTES]);
/* The next operation is about to happen: does not return when it is the one that does not. */
void disk_operation(void);
/* ${name} was opened, and may be new. */
void disk_opened(const char *name);
/* It was renamed ${from}, or with "" is gone. */
void disk_renamed(const char *name, const char *from);
/* ${name}, or with "" the folder, is synced. */
void disk_synced(const char *name);

#endif
