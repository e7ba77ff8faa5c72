# cmake -DQUERIES=a.sql|b.sql -DMIGRATIONS=0001_x.sql|… -DOUT_DIR=dir -P embed.cmake
#
# Writes sql_text.h and sql_text.c: queries/foo.sql is `const char sql_foo[]`,
# migrations/0001_start.sql is `const char sql_migration_0001[]`, and two tables list them all.
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
	embed_bytes("${path}" "sql_${stem}")
	string(APPEND query_rows "\t{\"${stem}\", sql_${stem}},\n")
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
	embed_bytes("${path}" "sql_migration_${number}")
	string(APPEND migration_rows "\t{${plain}, \"${stem}\", sql_migration_${number}, "
		"sizeof(sql_migration_${number}) - 1},\n")
endforeach()

# An array has at least one row in ISO C; the counts say how many are real.
if(query_count EQUAL 0)
	set(query_rows "\t{0, 0},\n")
endif()
if(migration_count EQUAL 0)
	set(migration_rows "\t{0, 0, 0, 0},\n")
endif()

set(header "/* Generated from sql/ by embed.cmake. */
#ifndef GH_SQL_TEXT_H
#define GH_SQL_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct sql_migration {
	uint32_t number; /* 1, 2, … */
	const char *name; /* \"0001_start\" */
	const char *text; /* NUL-terminated */
	size_t text_len;
};
struct sql_query {
	const char *name; /* \"foo\" of queries/foo.sql */
	const char *text;
};

extern const struct sql_migration sql_migrations[]; /* by number */
extern const size_t sql_migration_count;
extern const struct sql_query sql_queries[]; /* by name */
extern const size_t sql_query_count;

${declarations}
#endif
")
set(source "/* Generated from sql/ by embed.cmake. */
#include \"sql_text.h\"

${definitions}
const struct sql_migration sql_migrations[] = {
${migration_rows}};
const size_t sql_migration_count = ${migration_count};
const struct sql_query sql_queries[] = {
${query_rows}};
const size_t sql_query_count = ${query_count};
")
file(WRITE "${OUT_DIR}/sql_text.h" "${header}")
file(WRITE "${OUT_DIR}/sql_text.c" "${source}")
