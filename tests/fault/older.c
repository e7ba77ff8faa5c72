#include "base/older.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <protobuf-c/protobuf-c.h>

#include "support/wire_newer.h"

unsigned
older_migrations(void)
{
	const char *older = getenv("GIOTHONG_OLDER");

	return older != NULL && older[0] == '1';
}

static bool
is_newer(const ProtobufCMessageDescriptor *m, const ProtobufCFieldDescriptor *f)
{
	for (size_t i = 0; i < sizeof(wire_newer) / sizeof(wire_newer[0]); i++) {
		if (strcmp(wire_newer[i].message, m->short_name) == 0 &&
		    strcmp(wire_newer[i].field, f->name) == 0)
			return true;
	}
	return false;
}

static size_t
size_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_ENUM:
		return sizeof(uint32_t);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return sizeof(uint64_t);
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		break;
	}
	return sizeof(void *);
}

static bool
is_list(const ProtobufCFieldDescriptor *f)
{
	return f->label == PROTOBUF_C_LABEL_REPEATED;
}

/* As protoc-c's code makes an empty message. */
static void
forget(char *message, const ProtobufCMessageDescriptor *m, const ProtobufCFieldDescriptor *f)
{
	char *empty = malloc(m->sizeof_message);

	if (empty == NULL)
		abort();
	m->message_init((ProtobufCMessage *)(void *)empty);
	if (is_list(f))
		memset(message + f->quantifier_offset, 0, sizeof(size_t));
	memcpy(
	    message + f->offset, empty + f->offset, is_list(f) ? sizeof(void *) : size_of(f->type));
	free(empty);
}

static void leave_out(ProtobufCMessage *message);

static void
leave_out_below(char *message, const ProtobufCFieldDescriptor *f)
{
	ProtobufCMessage **list;
	ProtobufCMessage *one;
	size_t n;

	if (is_list(f)) {
		memcpy(&n, message + f->quantifier_offset, sizeof(n));
		memcpy(&list, message + f->offset, sizeof(list));
		for (size_t i = 0; i < n; i++)
			leave_out(list[i]);
		return;
	}
	memcpy(&one, message + f->offset, sizeof(one));
	if (one != NULL)
		leave_out(one);
}

/* The recursion is as deep as the messages, which is five. */
static void
leave_out(ProtobufCMessage *message)
{
	const ProtobufCMessageDescriptor *m = message->descriptor;

	for (unsigned i = 0; i < m->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->fields[i];

		if (is_newer(m, f))
			forget((char *)message, m, f);
		else if (f->type == PROTOBUF_C_TYPE_MESSAGE)
			leave_out_below((char *)message, f);
	}
}

void
older_wire(struct ProtobufCMessage *message)
{
	if (older_migrations() != 0)
		leave_out(message);
}
