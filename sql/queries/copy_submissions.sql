-- A batch's submissions, binary (db/copy.h).
COPY giothong.submission (realm, batch, ord, stream, seq, key, sig, verdicts, bytes) FROM STDIN (FORMAT binary);
