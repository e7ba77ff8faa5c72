/* What others ask of the server's own keys. */
#include <string.h>

#include "core/state.h"

const struct core_server_keys *
core_server_keys(const struct core *c)
{
	return &c->server_keys;
}

const uint8_t *
core_server_sign(const struct core *c, uint64_t n)
{
	const struct core_server_keys *k = &c->server_keys;
	uint32_t i = k->n - 1;

	while (i > 0 && k->at[i].batch >= n)
		i--;
	return k->at[i].sign_key;
}

bool
core_may_sign(const struct core *c)
{
	return server_keys_secret(c, c->n + 1) != NULL;
}

void
core_signers_set(struct core *c, const struct core_config *config)
{
	memcpy(c->config.signers, config->signers, sizeof(c->config.signers));
	c->config.signers_n = config->signers_n;
}
