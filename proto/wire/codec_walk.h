/* codec_walk - the two directions of codec.h, and the strings of both.  Internal to proto/wire. */
#ifndef GH_WIRE_CODEC_WALK_H
#define GH_WIRE_CODEC_WALK_H

#include "wire/arena.h"
#include "wire/codec.h"

struct codec_walk {
	struct arena *arena;
	struct err *err;
	const struct codec_message *message; /* the one being walked, for errors */
};

/* The layouts that protoc-c gives to repeated fields. */
struct codec_pb_list {
	size_t n;
	void *at;
};
struct codec_pb_counts {
	size_t ind_n;
	uint32_t *ind;
	size_t val_n;
	int64_t *val;
};

/* ${ours} is cleared by the caller. */
bool codec_walk_from(
    struct codec_walk *w, const struct codec_message *m, const char *pb, char *ours) MUST_USE;
/* The generated struct of ${ours}, in the arena; NULL: refused. */
char *codec_make_message(
    struct codec_walk *w, const struct codec_message *m, const char *ours) MUST_USE;

/* Always false; says which field. */
bool codec_walk_refuse(
    struct codec_walk *w, const struct codec_field *f, enum err_code code, const char *why);
bool codec_walk_no_room(struct codec_walk *w, const struct codec_field *f);
/* Ours: everything about a field but what lies below it. */
bool codec_walk_fits(struct codec_walk *w, const struct codec_field *f, const char *at) MUST_USE;
/* The kind in ours' first member is one that has an arm. */
bool codec_walk_has_arm(const struct codec_message *m, const char *ours);

/* ${in} (NULL is "") as *${ret}: valid UTF-8, NFC, at most the field's limit. */
bool codec_text_take(
    struct codec_walk *w, const struct codec_field *f, const char *in, const char **ret) MUST_USE;

#endif
