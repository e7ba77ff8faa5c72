#include "core/array.h"

#include <stdlib.h>
#include <string.h>

void
array_init(UT_array *a, size_t size)
{
	*a = (UT_array){.icd = {.sz = size}};
}

/* utarray_reserve() ends the program when there is no memory, so the room is made here. */
static bool
room_make(UT_array *a, struct err *err)
{
	const unsigned n = a->n == 0 ? 4 : a->n * 2;
	char *d;

	if (a->i < a->n)
		return true;
	if (n < a->n)
		return err_set(err, ERR_LIMIT, "array of %u elements", a->n);
	d = reallocarray(a->d, n, a->icd.sz);
	if (d == NULL)
		return err_set(err, ERR_MEMORY, "array of %u elements", n);
	a->d = d;
	a->n = n;
	return true;
}

bool
array_push(UT_array *a, const void *item, struct err *err)
{
	if (!room_make(a, err))
		return false;
	utarray_push_back(a, item);
	return true;
}

bool
array_insert(UT_array *a, const void *item, uint32_t at, struct err *err)
{
	if (!room_make(a, err))
		return false;
	utarray_insert(a, item, at);
	return true;
}

void
array_truncate(UT_array *a, uint32_t n)
{
	if (n < a->i)
		a->i = n;
}

void
array_free(UT_array *a)
{
	utarray_done(a);
}
