#include <assert.h>
#include <string.h>

#include "fuzz.h"
#include "wire/keys.h"

#define TEXT_BYTES_MAX 4096

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char text[TEXT_BYTES_MAX + 1];
	char again[INVITATION_TEXT_MAX];
	struct invitation inv;
	struct err err = {0};
	size_t letters = 0;

	if (len > TEXT_BYTES_MAX)
		return 0;
	memcpy(text, bytes, len);
	text[len] = '\0';
	if (!invitation_from_text(text, &inv, &err)) {
		assert(err.code == ERR_INVITATION);
		return 0;
	}
	assert(invitation_to_text(&inv, again, &err));
	/* The same word, but for the blanks. */
	for (size_t i = 0; again[letters] != '\0'; i++) {
		assert(text[i] != '\0');
		if (text[i] == again[letters])
			letters++;
	}
	return 0;
}
