# cmake -DPREFIX=sql -DQUERIES=a.sql|b.sql -DMIGRATIONS=0001_x.sql|… -DOUT_DIR=dir -P embed.cmake
#
# Writes sql_text.h and sql_text.c: queries/foo.sql is `const char sql_foo[]`,
# migrations/0001_start.sql is `const char sql_migration_0001[]`, and two tables list them all.
# Another PREFIX stands for "sql" in every name.
# Byte arrays, since ISO C bounds the length of a string literal.
set(declarations "")
set(definitions "")
set(query_rows "")
set(migration_rows "")

function(embed_bytes path symbol)
	file(READ "${path}" hex HEX)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
	set(declarations "${declarations}extern const char ${symbol}[];\n" PARENT_SCOPE)
	set(definitions "${definitions}const char ${symbol}[] = {${bytes}0x00};\n" PARENT_SCOPE)
endfunction()

string(REPLACE "|" ";" queries "${QUERIES}")
set(query_count 0)
foreach(path IN LISTS queries)
	get_filename_component(stem "${path}" NAME_WE)
	if(NOT stem MATCHES "^[a-z][a-z0-9_]*$" OR stem MATCHES "^migration")
		message(FATAL_ERROR "${path}: a statement's name is lower case letters, digits and _")
	endif()
	embed_bytes("${path}" "${PREFIX}_${stem}")
	string(APPEND query_rows "\t{\"${stem}\", ${PREFIX}_${stem}},\n")
	math(EXPR query_count "${query_count} + 1")
endforeach()

string(REPLACE "|" ";" migrations "${MIGRATIONS}")
set(migration_count 0)
foreach(path IN LISTS migrations)
	get_filename_component(stem "${path}" NAME_WE)
	if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
		message(FATAL_ERROR "${path}: a migration is called NNNN_what_it_does.sql")
	endif()
	set(number "${CMAKE_MATCH_1}")
	math(EXPR migration_count "${migration_count} + 1")
	string(REGEX REPLACE "^0+" "" plain "${number}")
	if(NOT plain EQUAL migration_count)
		message(FATAL_ERROR "${path}: migrations are numbered from 0001 without a gap")
	endif()
	embed_bytes("${path}" "${PREFIX}_migration_${number}")
	string(APPEND migration_rows "\t{${plain}, \"${stem}\", ${PREFIX}_migration_${number}, "
		"sizeof(${PREFIX}_migration_${number}) - 1},\n")
endforeach()

# An array has at least one row in ISO C; the counts say how many are real.
if(query_count EQUAL 0)
	set(query_rows "\t{0, 0},\n")
endif()
if(migration_count EQUAL 0)
	set(migration_rows "\t{0, 0, 0, 0},\n")
endif()

string(TOUPPER "${PREFIX}" guard)
set(header "/* Generated from sql/ by embed.cmake. */
#ifndef GH_${guard}_TEXT_H
#define GH_${guard}_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct ${PREFIX}_migration {
	uint32_t number; /* 1, 2, … */
	const char *name; /* \"0001_start\" */
	const char *text; /* NUL-terminated */
	size_t text_len;
};
struct ${PREFIX}_query {
	const char *name; /* \"foo\" of queries/foo.sql */
	const char *text;
};

extern const struct ${PREFIX}_migration ${PREFIX}_migrations[]; /* by number */
extern const size_t ${PREFIX}_migration_count;
extern const struct ${PREFIX}_query ${PREFIX}_queries[]; /* by name */
extern const size_t ${PREFIX}_query_count;

${declarations}
#endif
")
set(source "/* Generated from sql/ by embed.cmake. */
#include \"${PREFIX}_text.h\"

${definitions}
const struct ${PREFIX}_migration ${PREFIX}_migrations[] = {
${migration_rows}};
const size_t ${PREFIX}_migration_count = ${migration_count};
const struct ${PREFIX}_query ${PREFIX}_queries[] = {
${query_rows}};
const size_t ${PREFIX}_query_count = ${query_count};
")
file(WRITE "${OUT_DIR}/${PREFIX}_text.h" "${header}")
file(WRITE "${OUT_DIR}/${PREFIX}_text.c" "${source}")
