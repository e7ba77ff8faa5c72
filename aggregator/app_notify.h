/* app_notify - what the service manager is told, when there is one.  No-ops without libsystemd. */
#ifndef GH_APP_NOTIFY_H
#define GH_APP_NOTIFY_H

#include <stdint.h>

void app_notify_ready(void);
void app_notify_stopping(void);
/* It asks for a sign of life every so many milliseconds; 0: it does not. */
uint32_t app_notify_watchdog_ms(void);
void app_notify_alive(void);

#endif
