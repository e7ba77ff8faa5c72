/* plan_check_show - a checked plan for people and programs: its matrix and its findings. */
#ifndef GH_CLIENT_PLAN_CHECK_SHOW_H
#define GH_CLIENT_PLAN_CHECK_SHOW_H

#include "cli.h"
#include "plan_matrix.h"

#define PLAN_CHECK_TEXT_ROWS_MAX 20 /* findings of a text to paste */

/*
 * People see the matrix and then the findings; --json has both; --csv and -o one of them: the
 * findings, or with ${matrix} the matrix.
 *
 *   {"org", "name", "from", "to", "as_of_batch", "errors", "warnings", "infos",
 *    "findings": [{"severity", "code", "org", "name", "from", "to", "line", "stated", "computed",
 *    "text"}], "matrix": {"months": ["2022-05", …], "rows": [{"org", "name", "kind", "cells":
 *    {"2022-05": 350},
 *       "total"}], "totals": {…}, "total", "places", "places_n", "bodies", "bodies_n"}}
 */
bool plan_check_show(struct cli *cli, const struct plan_check *c, const struct plan_matrix *m,
    bool matrix, struct err *err) MUST_USE;
/* A short text to paste into a chat: whose plan, its sum, and the findings, errors first. */
bool plan_check_show_text(
    const struct plan_check *c, const struct plan_matrix *m, struct err *err) MUST_USE;

#endif
