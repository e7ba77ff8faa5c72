/*
 * wire_newer - the fields of giothong.proto that the version before did not have.  A new field is
 * added here; a release empties the list and counts what there is then.
 */
#ifndef GH_SUPPORT_WIRE_NEWER_H
#define GH_SUPPORT_WIRE_NEWER_H

#define WIRE_OLDER_FIELDS 414U /* of all messages, in the version before */

static const struct wire_newer {
	const char *message;
	const char *field;
} wire_newer[] = {
    {"Result", "day"},
    {"HelloOk", "note_batch"},
    {"HelloOk", "note"},
    {"HelloOk", "forks"},
    {"EpochFork", "epoch"},
    {"EpochFork", "batch"},
    {"ReferenceRequest", "as_of_batch"},
    {"OrgRow", "moved_from"},
    {"OrgRow", "moved_from_name"},
    {"Row", "unsplit"},
    {"Row", "drives_moved"},
    {"DriveRow", "counted_year"},
    {"DriveRow", "elsewhere"},
    {"Unsplit", "inside"},
    {"Unsplit", "outside"},
    {"DriveRow", "overlaps"},
    {"DriveRow", "place"},
    {"DriveRow", "days_reported"},
    {"Status", "fork"},
    {"Row", "targets"},
    {"Rows", "other_days"},
    {"OtherDays", "org"},
    {"OtherDays", "org_name"},
    {"OtherDays", "from"},
    {"OtherDays", "to"},
    {"Row", "target_qualifier"},
    {"Row", "target_max"},
    {"Row", "control_max"},
    {"Row", "target_self"},
    {"Row", "has_self"},
    {"Row", "self_units"},
    {"Row", "self_qualifier"},
    {"Row", "self_max"},
    {"Target", "stated_share"},
    {"Key", "intake"},
    {"Key", "query"},
    {"Key", "old_sign_key"},
    {"Key", "signature"},
    {"GroundsRequest", "sign_key"},
    {"GroundsRequest", "org"},
    {"GroundsRequest", "day"},
    {"Grounds", "entries"},
    {"HelloOk", "handovers"},
    {"HelloOk", "old_doors_until_ms"},
};

#endif
