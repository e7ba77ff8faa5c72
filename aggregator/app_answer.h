/*
 * app_answer - one question, answered: the right was checked as far as the key goes, the core
 * checks the rest.  app_ledger_core() is not NULL.
 */
#ifndef GH_APP_ANSWER_H
#define GH_APP_ANSWER_H

#include "app.h"

struct app_question {
	struct app_asker asker;
	enum frame_type type;
	const uint8_t *body;
	size_t body_len;
};

/*
 * Hello says which names are held: that is only said when a clean COMMIT covers it, or, as a pause,
 * when the database is away.
 */
bool app_answer_may_greet(struct app *a);
void app_answer(struct app *a, const struct app_question *q, const struct key_info *who);
/*
 * Answer a summary or a reference from ${core}; for app_past, whose core is an older one.  A
 * question as of a batch is read on that batch's day, whenever it is asked: what is late or due is
 * then the same for all.
 */
void app_answer_from(struct app *a, const struct core *core, const struct app_question *q,
    const struct key_info *who);

#endif
