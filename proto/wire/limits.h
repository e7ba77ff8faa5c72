/* limits - every bound of the protocol, named once.  PROTOCOL.md repeats them for strangers. */
#ifndef GH_WIRE_LIMITS_H
#define GH_WIRE_LIMITS_H

#define WIRE_VERSION 1
#define WIRE_HEADER_BYTES 16
#define WIRE_STREAM_BYTES 16
#define WIRE_HASH_BYTES 32
#define WIRE_KEY_BYTES 32 /* X25519 and Ed25519 public keys, X25519 secret keys */
#define WIRE_SIGNATURE_BYTES 64
#define WIRE_INVITATION_BYTES 16

#define WIRE_REQUEST_BYTES_MAX (64 * 1024) /* one frame from a client */
#define WIRE_REPLY_BYTES_MAX (1024 * 1024) /* one frame to a client */
#define WIRE_BODY_BYTES_MAX (60 * 1024)    /* one submission's body */
#define WIRE_REPORTS_MAX 256               /* reports in a submission */
#define WIRE_FRAMES_MAX 4                  /* frames of a message, routing id included */
#define WIRE_PAIRS_MAX 128                 /* (indicator, value) pairs of a report */
#define WIRE_IND_MAX 30000                 /* largest indicator number on the wire */
#define WIRE_VALUE_MAX INT64_C(1000000000) /* largest count of one report */
#define WIRE_LIST_MAX 32                   /* executing, campaigns, facilities ... of a report */
#define WIRE_CODE_BYTES_MAX 64             /* an organisation's, campaign's, sector's code */
#define WIRE_DRIVE_BYTES_MAX 88            /* CODE/YYYY-MM-DD/n */
#define WIRE_NAME_BYTES_MAX 240            /* a name of an organisation, drive, campaign */
#define WIRE_NOTE_BYTES_MAX 1000           /* a note or a reason */
#define WIRE_NOTE_DOCUMENT "remind"        /* TEXT document of notes to an office */
#define WIRE_NOTE_PART "1"
#define WIRE_TEXT_BYTES_MAX 30000  /* a document's free text */
#define WIRE_HELD_MAX 4096         /* intervals in HelloOk, newest kept */
#define WIRE_FORKS_MAX 64          /* epochs in HelloOk, newest kept */
#define WIRE_HANDOVERS_MAX 15      /* of the server's keys, since the first */
#define WIRE_ADDRESS_BYTES_MAX 180 /* tcp://host:port of a door */
#define WIRE_GROUNDS_MAX 64        /* entries behind a key and an organisation */
#define WIRE_PATH_MAX 64           /* hashes of a Merkle path */
#define WIRE_ROWS_PAGE 1000        /* rows of a page */
#define WIRE_OTHER_DAYS_MAX 16     /* organisations with a plan year of their own, of an answer */
#define WIRE_ROW_TARGETS_MAX 32    /* targets of other measures beside a total */
#define WIRE_WINDOW 16             /* submissions in flight */
#define WIRE_LEASE_MS 30000        /* of a watch, renewed by asking again */
#define WIRE_BEAT_MS 1000

#endif
