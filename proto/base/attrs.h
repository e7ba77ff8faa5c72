/* attrs - the only compiler attributes the project uses. */
#ifndef GH_BASE_ATTRS_H
#define GH_BASE_ATTRS_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
