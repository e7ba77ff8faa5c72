/* replay_main - feeds the files of the folders given to the target: the corpus as a test. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define INPUT_BYTES_MAX ((size_t)2 * 1024 * 1024)
#define PATH_BYTES_MAX 4096

static int
replay_file(const char *path)
{
	static uint8_t whole[INPUT_BYTES_MAX];
	FILE *file = fopen(path, "rb");
	uint8_t *exact;
	size_t len;

	if (file == NULL)
		return -1;
	len = fread(whole, 1, sizeof(whole), file);
	(void)fclose(file);
	exact = malloc(len > 0 ? len : 1); /* sanitizers see what is read behind it */
	if (exact == NULL)
		return -1;
	memcpy(exact, whole, len);
	(void)LLVMFuzzerTestOneInput(exact, len);
	free(exact);
	return 0;
}

static int
replay_folder(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	char file[PATH_BYTES_MAX];
	int count = 0;

	if (folder == NULL)
		return -1;
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) >=
			(int)sizeof(file) ||
		    replay_file(file) != 0) {
			count = -1;
			break;
		}
		count++;
	}
	(void)closedir(folder);
	return count;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const int count = replay_folder(argv[i]);

		if (count <= 0) {
			(void)fprintf(stderr, "%s: no input could be read\n", argv[i]);
			return 1;
		}
		(void)printf("%s: %d inputs\n", argv[i], count);
	}
	return argc > 1 ? 0 : 2;
}
