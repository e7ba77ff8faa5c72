#include "giothong.pb-c.h"

#include "wire/codec.h"
#include "wire/receipt.h"

#define PB Gh__SignedHead
#define OURS struct signed_head
static const struct codec_field head_fields[] = {
    U32(realm),
    U32(epoch),
    U64(batch),
    BYTES(head),
    BYTES(signature),
    I64(at_ms),
};
#undef PB
#undef OURS
const struct codec_message codec_receipt_head = {.name = "head",
    .pb = &gh__signed_head__descriptor,
    FIELDS(head_fields),
    .size = sizeof(struct signed_head)};

#define PB Gh__Verdict
#define OURS struct verdict
static const struct codec_field verdict_fields[] = {
    CODE(code),
    MESSAGE(existing, struct name, codec_report_name),
    STR(detail, WIRE_NOTE_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message verdict_message = {.name = "verdict",
    .pb = &gh__verdict__descriptor,
    FIELDS(verdict_fields),
    .size = sizeof(struct verdict)};

/* The row's realm, epoch and number are the head's: receipt.c copies them. */
#define PB Gh__Receipt
#define OURS struct receipt
static const struct codec_field receipt_fields[] = {
    BYTES_REQUIRED(stream),
    U64(seq),
    BOOL(stored),
    LIST(verdicts, struct verdict, verdict_message, WIRE_REPORTS_MAX),
    BYTES(body_hash),
    U32(ord),
    U32(leaves),
    HASHES(path),
    BYTES_AT(leaf_root, row.leaf_root),
    U32_AT(kinds, row.kinds),
    I64_AT(at_ms, row.at_ms),
    U32_AT(reports, row.reports),
    BYTES_AT(writer, row.writer),
    HASHES(batch_path),
    MESSAGE(head, struct signed_head, codec_receipt_head),
    CODE(code),
    STR(detail, WIRE_NOTE_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_receipt_receipt = {.name = "receipt",
    .pb = &gh__receipt__descriptor,
    FIELDS(receipt_fields),
    .size = sizeof(struct receipt),
    .bytes_max = WIRE_REPLY_BYTES_MAX,
    .arena_at = offsetof(struct receipt, arena)};
