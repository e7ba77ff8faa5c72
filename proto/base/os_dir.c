#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/os.h"

bool
os_dir_names(const char *path, struct buf *ret, struct err *err)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	bool ok = false;

	if (dir == NULL)
		return errno == ENOENT ? err_set(err, ERR_NOT_FOUND, "%s", path)
				       : err_set_errno(err, "%s", path);
	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL)
			break;
		if (entry->d_name[0] != '.')
			buf_put(ret, entry->d_name, strlen(entry->d_name) + 1);
	}
	if (errno != 0)
		err_set_errno(err, "%s", path);
	else if (!buf_ok(ret))
		err_set(err, ERR_MEMORY, "%s", path);
	else
		ok = true;
	(void)closedir(dir);
	return ok;
}
