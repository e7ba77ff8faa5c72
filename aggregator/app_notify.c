#include "app_notify.h"

#if GH_HAVE_SYSTEMD
#include <systemd/sd-daemon.h>

void
app_notify_ready(void)
{
	(void)sd_notify(0, "READY=1");
}

void
app_notify_stopping(void)
{
	(void)sd_notify(0, "STOPPING=1");
}

uint32_t
app_notify_watchdog_ms(void)
{
	uint64_t limit_us = 0;

	if (sd_watchdog_enabled(0, &limit_us) <= 0)
		return 0;
	/* Twice within the limit, as sd_watchdog_enabled(3) says. */
	limit_us /= 2000;
	return limit_us > UINT32_MAX ? UINT32_MAX : (uint32_t)limit_us;
}

void
app_notify_alive(void)
{
	(void)sd_notify(0, "WATCHDOG=1");
}
#else
void
app_notify_ready(void)
{
}

void
app_notify_stopping(void)
{
}

uint32_t
app_notify_watchdog_ms(void)
{
	return 0;
}

void
app_notify_alive(void)
{
}
#endif
