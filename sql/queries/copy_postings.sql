-- A batch's postings, binary (db/copy.h).
COPY giothong.report (realm, batch, ord, sub, idx, sign, view, kind, subject, org, dim, day, ind, val) FROM STDIN (FORMAT binary);
